holidays-title = Hari libur
holidays-lead = Hari libur nasional dan cuti bersama. Dipakai bila syarat dihitung dalam hari kerja.
holidays-not-shipped = Tidak ada tanggal bawaan
holidays-not-shipped-why = Tanggalnya ditetapkan setiap tahun dengan keputusan bersama menteri. Daftar itu belum kami baca, jadi badan kepegawaian yang mengisinya beserta sumbernya. Selama suatu tahun belum diisi, syarat dalam hari kerja pada tahun itu dinyatakan belum diketahui, tidak ditebak.
holidays-none = Belum ada tahun yang diisi
holidays-none-next = Isi daftar satu tahun dari keputusan bersama, lewat formulir atau XLSX.
holidays-new = Isi satu tahun
holidays-year-title = Hari libur satu tahun
holidays-year-lead = Isi seluruh daftar tahun itu: daftar lama diganti seluruhnya.
holidays-year = Tahun
holidays-source = Sumber
holidays-source-hint = Nomor dan tanggal keputusan bersama atau surat edarannya.
holidays-confidence = Kepastian
holidays-confidence-T = Dibaca dalam naskahnya
holidays-confidence-S = Dari sumber sekunder
holidays-days = Hari
holidays-days-hint = Satu hari setiap baris: tanggal (tahun-bulan-hari); nama; nasional atau cuti bersama.
holidays-file-hint = XLSX atau CSV menurut templat. Isinya ditampilkan dahulu pada kolom di atas; belum ada yang disimpan.
holidays-read = { $n } hari terbaca ke dalam formulir. Belum ada yang disimpan: periksa, lalu simpan.
holidays-date = Tanggal
holidays-name = Keterangan
holidays-kind = Jenis
holidays-kind-nasional = Libur nasional
holidays-kind-cuti-bersama = Cuti bersama
holidays-saved = Daftar hari libur disimpan. Pemeriksaan berikutnya memakainya.
holidays-template-notes =
    Satu baris untuk satu hari.
    TANGGAL: misalnya 2027-08-17 atau 17-08-2027.
    JENIS: Nasional atau Cuti bersama; kosong berarti Nasional.
