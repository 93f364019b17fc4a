notices-title = Pemberitahuan
notices-bell = { $n ->
    [0] Pemberitahuan
   *[other] Pemberitahuan: { $n } belum dibaca
 }
notices-lead = Apa yang terjadi pada urusan Anda, dengan tautan ke halamannya. Membuka halamannya menandainya sudah dibaca.
notices-none = Belum ada pemberitahuan
notices-none-next = Yang menunggu tindakan Anda tampil pada Perlu tindakan Anda.
notices-search = Cari pemberitahuan
notices-what = Pemberitahuan
notices-due = Batas
notices-starts = Mulai
notices-at = Waktu
notices-state = Keadaan
notices-state-unread = Belum dibaca
notices-state-read = Sudah dibaca
notices-read = Tandai dibaca
notices-read-all = Tandai semua dibaca
notices-all-read = Semua pemberitahuan ditandai sudah dibaca.
notices-calendar = Simpan ke kalender
notices-preferences = Atur pemberitahuan
notices-preferences-lead = Di aplikasi Anda selalu diberi tahu. Di sini Anda memilih surel.
notices-no-mail = Surel belum diatur pada pemasangan ini. Pilihan Anda disimpan dan berlaku setelah diatur.
notices-refused = Surel terakhir ke alamat ini ditolak. Periksa alamatnya.
notices-email = Alamat surel
notices-email-hint = Hanya dipakai untuk pemberitahuan, dan hanya tampil di halaman ini.
notices-mail = Kirim pemberitahuan lewat surel
notices-mail-hint = Surel hanya menyebut apa yang perlu dilakukan dan sampai kapan, tanpa nama dan NIP.
notices-digest = Ringkasan harian pada jam
notices-digest-hint = Bila diisi, semua pemberitahuan satu hari datang dalam satu surel. Bila kosong, setiap pemberitahuan dikirim sendiri.
notices-hour = { $hour }.00 WIB
notices-quiet-from = Jam tenang mulai
notices-quiet-hint = Selama jam tenang tidak ada surel; yang tertunda dikirim sesudahnya.
notices-quiet-to = Jam tenang sampai
notices-lang = Bahasa surel
notices-saved = Pilihan pemberitahuan tersimpan.
