# Tata letak
window-title = { $heading } · { -titian }
skip-to-content = Langsung ke isi
brand-sub = { -magang }
menu-label = Menu utama
menu-open = Menu
menu-close = Tutup menu
crumbs-label = Letak halaman
display = Tampilan
language = Bahasa
language-id = Indonesia
language-en = English
theme = Tema
theme-auto = Otomatis
theme-light = Terang
theme-dark = Gelap
account = Akun
sign-in = Masuk
sign-out = Keluar
demo-label = Peragaan
demo-title = Peragaan
demo-switch = Ganti peran atau tanggal
demo-today = dengan data rekaan. Hari ini di sini: { $date }.
footer-name = { -titian } — { -magang }
footer-version = Versi { $version }
details-title = { -details }

# Menu
nav-work = Pekerjaan
nav-home = { -todo }
nav-people = Pegawai
nav-system = Sistem
nav-accounts = Akun
nav-audit = Jejak audit
nav-own = Akun saya
nav-help = Bantuan
nav-about = Tentang { -titian }

# Tombol, untuk semua bagian
# used: button-*
button-save = Simpan
button-cancel = Batal
button-continue = Lanjut
button-search = Cari
button-clear = Hapus saringan
button-back = Kembali
button-home = Ke beranda
button-add = Tambah
button-edit = Ubah
button-delete = Hapus
button-send = Kirim
button-confirm = Ya, lanjutkan
button-download = Unduh
button-print = Cetak
button-preview = Pratinjau
button-close = Tutup
button-xlsx = Unduh XLSX

# Formulir
summary-line = { $label }: { $text }
optional = (opsional)
choose = Pilih …
hint-nip = 18 angka, boleh dengan spasi.
error-file = Pilih berkasnya dahulu.

# Daftar
all = Semua
search-hint = Cari NIP atau nama
list-range = { $first }–{ $last } dari { $total }
pages-label = Halaman daftar
pages-page = Halaman
pages-previous = Sebelumnya
pages-next = Berikutnya
empty-narrowed = Tidak ada yang cocok dengan pencarian ini
empty-narrowed-next = Periksa ejaannya, atau hapus saringan untuk melihat semuanya.

# Lencana
verdict-met = Memenuhi
verdict-unmet = Belum memenuhi
verdict-unknown = Perlu diperiksa
step-done = Selesai
step-now = Sedang berjalan
step-next = Belum dimulai

# Kesalahan
error-title-invalid = Permintaan belum dapat diproses
error-title-refused = Belum dapat dilakukan
error-title-forbidden = Di luar wewenang Anda
error-title-unauthenticated = Masuk dahulu
error-title-not-found = Tidak ditemukan
error-title-too-many = Terlalu banyak percobaan
error-title-unavailable = Sedang tidak tersedia
error-title-internal = Terjadi kesalahan
error-source = Dasar:
error-next = Yang dapat Anda lakukan
error-code = Kode jawaban: { $code }
error-method = Alamat ini tidak menerima cara permintaan tersebut.
error-too-large = Kiriman terlalu besar untuk halaman ini.
error-request = Permintaan tidak dapat dibaca.
error-csrf = Permintaan ini datang dari situs lain, jadi tidak dijalankan.
error-csrf-next = Buka halaman formulir di { -titian }, lalu kirim dari sana.

# Tentang
about-title = Tentang { -titian }
about-lead = Titian berarti jembatan kecil: dari unit kerja ke tempat belajar, dan kembali dengan kompetensi baru.
about-what-title = Untuk apa
about-what = { -titian } membantu badan kepegawaian daerah menjalankan pengembangan kompetensi ASN melalui magang/praktik kerja: dari syarat dan usulan, pemeriksaan, penempatan, dan keputusan, sampai catatan harian, penilaian, dan sertifikat.
about-principles = Setiap hasil pemeriksaan menyebut data yang dipakai, dasar hukumnya, dan apa yang dapat dilakukan. Setiap perubahan tercatat dan dapat diperiksa kembali.
about-version = Versi
about-licence = Lisensi
about-parts-title = Bagian dari pihak lain
about-parts = Halaman ini memakai karya sumber terbuka berikut. Terima kasih kepada para pembuatnya.
