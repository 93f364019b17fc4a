# Istilah (design: Words). Dipakai sebagai { -host } di semua berkas .ftl.
-titian = Titian
-magang = Magang/Praktik Kerja ASN
-agency = Badan Kepegawaian Daerah
-host = Instansi Penerima
-opd = OPD Pengirim
-slot = Tempat Magang
-capacity = Kuota
-cohort = Angkatan
-nominee = Calon Peserta
-participant = Peserta
-nomination = Usulan
-screening = Pemeriksaan Persyaratan
-self-check = Cek Persyaratan
-placement = Penempatan
-reserve = Cadangan
-logbook = Catatan Harian
-learning-plan = Rencana Magang
-action-plan = Rencana Aksi
-wind-tunnel = Simulasi Kebijakan
-override = Penyesuaian Manual
-ledger = Riwayat JP
-reversal = Pembatalan JP
-release-limit = Batas Pengiriman
-reconsideration = Sanggah
-superior = Atasan Langsung
-mentor = Pembimbing Lapangan
-assessor = Penilai
-board = Papan Program
-todo = Perlu tindakan Anda
-details = Rincian teknis

# Kesalahan umum
error-form = Isian belum lengkap atau belum tepat. Perbaiki bagian yang ditandai, lalu kirim lagi.
error-input = Masukan tidak dapat dibaca:
error-required = Wajib diisi.
error-date = Tulis tanggal yang ada di kalender, misalnya 17-08-2026.
error-number = Tulis bilangan dengan angka, misalnya 12.
error-number-range = Isi bilangan antara { $min } dan { $max }.
error-choice = Pilih salah satu yang tersedia.
error-nip = NIP terdiri atas 18 angka.
error-too-long = Paling banyak { $max } karakter; yang ditulis { $length }.
error-nonce = Formulir ini sudah terlalu lama terbuka. Muat ulang halaman, lalu isi lagi.
error-forbidden = Akun Anda tidak mempunyai wewenang untuk ini.
error-unauthenticated = Masuk dahulu untuk membuka halaman ini.
error-not-found = Tidak ditemukan, atau berada di luar wewenang Anda.
error-unavailable = Bagian sistem yang diperlukan sedang tidak menjawab. Data Anda aman; coba lagi sebentar.
error-internal = Terjadi kesalahan pada sistem. Tidak ada yang tersimpan dari tindakan terakhir.

# Peran
role-pegawai = Pegawai ASN
role-atasan = { -superior }
role-opd = Pengelola kepegawaian OPD
role-host = Koordinator { -host }
role-mentor = { -mentor }
role-penilai = { -assessor }
role-pengelola = Pengelola program
role-verifikator = Verifikator
role-pejabat = Pejabat
role-mitra = Mitra
role-koordinator = LAN/BKN
role-auditor = Inspektorat
role-admin = Administrator

# Ya dan tidak
value-yes = Ya
value-no = Tidak
value-none = Belum ada data

# Penyimpanan
error-exists-already = Data yang sama sudah ada. Muat ulang halaman untuk melihatnya.
error-in-use = Data ini masih dipakai oleh data lain, jadi belum dapat diubah.
error-check-failed = Perubahan ini melanggar batas yang berlaku, misalnya kuota yang sudah penuh.
error-db-unavailable = Basis data sedang tidak menjawab. Data Anda aman; coba lagi sebentar.
error-db-read-only = Untuk sementara data hanya dapat dibaca karena penyimpanan bermasalah. Tidak ada yang tersimpan; beri tahu administrator.
error-db-url = Alamat basis data harus berbentuk postgres://pengguna@server/nama.
error-db-copy = Salinan langsung hanya ada untuk SQLite.
error-db-copy-help = Untuk PostgreSQL pakai pg_dump.
error-upload-ticket = Berkas yang tadi diperiksa tidak dapat dipakai lagi: waktunya habis, atau diperiksa oleh pengguna lain.
error-upload-again = Unggah berkas sekali lagi, lalu simpan dalam dua jam.
error-file-not-stored = Berkas tidak dapat disimpan karena penyimpanan penuh atau bermasalah. Beri tahu administrator, lalu coba lagi.

# Baris perintah
error-listen = Alamat { $value } tidak dapat dipakai. Tulis misalnya 127.0.0.1:8080, dan pastikan tidak dipakai program lain.
error-config = { $file } tidak dapat dibaca: { $why }
error-mail-from = Server surel disebut (smtp_url), pengirimnya belum. Isi mail_from, misalnya Titian <titian@contoh.go.id>.
error-mail-sender = { $value } bukan alamat pengirim. Tulis misalnya Titian <titian@contoh.go.id>.
error-smtp-url = smtp_url tidak dapat dibaca. Tulis misalnya smtps://surel.contoh.go.id, dengan pengguna dan sandi di depan nama server.
error-smtp-bare = Sandi surel akan terkirim tanpa enkripsi. Pakai smtps:// atau tambahkan ?tls=required.
error-data-folder = Folder data tidak dapat dibuat atau ditulisi.
error-no-installation = Belum ada instalasi di folder data ini. Jalankan titian serve atau titian demo dahulu, atau tunjuk foldernya dengan --data.
error-target-exists = { $path } sudah ada isinya. Pilih folder lain.
error-opd-unknown = OPD ini tidak dikenal. Tulis nama lengkap, nama singkat, atau id-nya.
