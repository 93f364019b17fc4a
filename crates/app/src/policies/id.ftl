# Keadaan
policies-state-draft = Konsep
policies-state-proposed = Diusulkan, menunggu keputusan
policies-state-decided = Ditetapkan, belum berlaku
policies-state-in-force = Berlaku
policies-state-replaced = Diganti
policies-state-dropped = Tidak dilanjutkan

# Yang terjadi
policies-act-create = Konsep dibuat
policies-act-propose = Diusulkan
policies-act-return = Dikembalikan menjadi konsep
policies-act-decide = Ditetapkan
policies-act-drop = Tidak dilanjutkan

# Bagian yang berubah
policies-part-condition = syarat tertulis
policies-part-says = bunyi
policies-part-force = akibat
policies-part-cite = dasar
policies-part-waiver = dapat dikecualikan oleh
policies-part-remedy = langkah berikutnya
policies-part-days = masa berlaku
policies-part-title = Judul
policies-part-applies-to = Bentuk pengembangan

# Penolakan
policies-none-in-force = Tidak ada versi kebijakan yang berlaku pada hari itu.
policies-next-decide = Usulkan dan tetapkan sebuah versi lebih dahulu.
policies-unreadable = Naskah belum dapat dibaca: { $n } kesalahan. Tempatnya ada di hasil pemeriksaan.
policies-also-replaced = Versi { $version } juga akan digantikan, padahal konsep ini tidak ditulis darinya: yang ditetapkan di sana dan tidak ada di sini akan hilang.
policies-next-also-replaced = Lihat perbedaannya lalu centang bahwa versi itu digantikan; atau kembalikan konsep agar memuat perubahan itu.
policies-moved = Versi ini baru saja diubah oleh orang lain. Perubahan Anda belum tersimpan.
policies-is-proposed = Versi ini sudah diusulkan, jadi naskahnya tetap.
policies-next-return = Kembalikan menjadi konsep bila masih perlu diubah.
policies-is-decided = Versi yang sudah ditetapkan tidak dapat diubah.
policies-next-replace = Buat versi baru dari versi ini; versi yang ditetapkan hanya dapat diganti.
policies-is-dropped = Konsep ini sudah tidak dilanjutkan.
policies-next-new = Buat konsep baru.
policies-not-proposed = Versi ini tidak sedang menunggu keputusan.
policies-next-look = Buka lagi halamannya dan lihat keadaan terakhir.
policies-own-proposal = Yang mengusulkan tidak menetapkan usulannya sendiri.
policies-next-other = Minta pejabat atau pengelola lain menetapkannya.
policies-other-id = Pengenal kebijakan harus tetap { $id }.
policies-name-taken = Versi { $version } sudah ada; pakai nama lain.
policies-check-fails = Belum dapat diusulkan: { $n } kesalahan ditemukan dalam pemeriksaan naskah.
policies-next-mend = Perbaiki naskahnya. Bila hanya contoh kasus yang berubah, setujui hasil barunya pada halaman konsep ini.
policies-no-param = Parameter ini tidak ada dalam naskah.
policies-not-decimal = Isi bilangan desimal, misalnya 2,5.
policies-not-yes-no = Isi ya atau tidak.
policies-paper-future = Tanggal dasar keputusan tidak boleh di masa depan.
policies-from-early = Tidak dapat berlaku sebelum tanggal keputusannya, { $date }.
policies-from-outside = Naskah ini mencakup hari-hari mulai { $date }; pilih tanggal di dalamnya atau ubah valid_from dan valid_to dalam naskah.

policies-todo-decide = { $policy }, versi { $version }: menunggu keputusan
policies-todo-propose = { $policy }, versi { $version }: konsep ini belum diajukan
policies-examples-hold = Semua contoh kasus sesuai dengan konsep ini.
