# Keadaan
meetings-state-prepared = Disiapkan
meetings-state-invited = Diundang
meetings-state-running = Berlangsung
meetings-state-closed = Selesai

# Penolakan
meetings-no-invite = Undangan hanya dikirim untuk rapat yang sedang disiapkan; rapat ini { $state }.
meetings-no-start = Rapat dimulai setelah undangannya dikirim; rapat ini { $state }.
meetings-no-close = Hanya rapat yang berlangsung yang dapat ditutup; rapat ini { $state }.
meetings-next-look = Buka lagi halaman rapat dan lihat keadaan terakhir.
meetings-is-closed = Rapat sudah selesai, jadi risalahnya tetap.
meetings-next-correct = Perbaiki dengan alasan; teks semula tetap terlihat.
meetings-is-running = Rapat sudah berlangsung, jadi persiapannya tidak diubah lagi.
meetings-not-started = Rapat belum dimulai, jadi belum ada yang dicatat.
meetings-next-start = Mulai rapat pada harinya lebih dahulu.
meetings-not-closed = Risalah belum ditutup, jadi masih dapat ditulis langsung.
meetings-next-write = Ubah notulen atau keputusannya.
meetings-no-topics = Belum ada pokok bahasan.
meetings-next-topics = Tambahkan setidaknya satu pokok bahasan.
meetings-no-invitees = Belum ada yang diundang.
meetings-next-invitees = Tambahkan instansi atau orang yang diundang.
meetings-too-early = Rapat baru dapat dimulai pada { $date }.
meetings-next-date = Ubah tanggal rapat bila rapat dimajukan.
meetings-attendance-open = Kehadiran { $n } undangan belum dicatat.
meetings-next-attendance = Catat hadir atau tidak hadir untuk setiap undangan.
meetings-minutes-open = { $n } pokok bahasan belum punya notulen. Tulis notulennya atau jelaskan mengapa tidak ada.
meetings-topic-in-use = Pokok bahasan ini sudah berisi opsi atau masukan, jadi tidak dihapus.
meetings-is-invited = Undangan sudah dikirim, jadi daftar undangan tetap.
meetings-next-absent = Catat sebagai tidak hadir bila tidak datang.
meetings-not-invited = Masukan dibuka setelah undangan dikirim.
meetings-moved = Notulen ini baru saja diubah oleh orang lain. Perubahan Anda belum tersimpan.
meetings-nothing-there = Tidak ada teks yang dapat diperbaiki di bagian ini.
meetings-same-text = Teksnya sama dengan yang tercatat.
meetings-is-done = Tindak lanjut ini sudah dicatat selesai.
meetings-wrong-time = Tulis jam seperti 09.00.
meetings-ends-early = Jam selesai harus sesudah jam mulai.
meetings-due-early = Batas waktu tidak dapat sebelum rapat.
meetings-done-future = Tanggal selesai belum tiba.
meetings-done-early = Tidak dapat selesai sebelum rapat.
meetings-no-account = Tidak ada akun bernama { $login }.
meetings-from-report = Rapat ini dicatat dari laporan tentangnya; undangan dan daftar hadirnya bukan naskah instansi ini.
meetings-next-from-report = Cetak notulen, berita acara, atau laporannya.
meetings-wrong-scenario = Pilih simulasi yang tersimpan.
meetings-invitee-shape = Baris ini belum terbaca: "{ $line }". Tulis: instansi; nama; jabatan; akun.

# Perlu tindakan
meetings-todo-close = Lengkapi risalah dan tutup rapat: { $title }
meetings-todo-start = Mulai rapat: { $title }
meetings-todo-invited = Anda diundang: { $title }, { $place }
meetings-todo-follow-up = Tindak lanjut rapat: { $task }
