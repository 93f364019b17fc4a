hosts-title = { -host }
hosts-lead = Lembaga yang menerima peserta, dengan tempat yang ditawarkannya.
hosts-new = Tambah instansi
hosts-edit = Ubah instansi
hosts-search = Cari nama atau wilayah
hosts-none = Belum ada instansi
hosts-none-next = Tambahkan instansi, atau langsung tambahkan tempat dalam sebuah program.
hosts-name = Nama instansi
hosts-name-hint = Nama lengkap seperti dalam surat.
hosts-kind = Jenis
hosts-region = Wilayah
hosts-address = Alamat
hosts-org = OPD
hosts-org-hint = Hanya untuk unit di pemerintah daerah ini.
hosts-contact = Bagian yang menjawab surat
hosts-contact-hint = Nama bagian, alamat surel, atau telepon kantor.
hosts-data = Data instansi
hosts-host = Instansi
hosts-places = { -slot }
hosts-places-new = Tambah tempat
hosts-places-new-lead = Isi satu baris untuk tiap tempat. Masa program: { $period }. Instansi baru dicatat sendiri.
hosts-places-save = Simpan tempat
hosts-places-done = Tempat tersimpan.
hosts-places-search = Cari instansi, unit, atau bidang
hosts-places-none = Belum ada tempat
hosts-places-none-next = Tambahkan lewat formulir atau unggah dari XLSX.
hosts-place-edit = Ubah tempat
hosts-unit = Unit
hosts-field = Bidang pekerjaan
hosts-period = Masa
hosts-quota = Kuota
hosts-quota-min = Kuota minimum
hosts-competencies = Kompetensi yang ditawarkan
hosts-competencies-hint = Kompetensi dan tingkatnya (1–5), misalnya: analisis-data=3; pelayanan-publik=4.
hosts-state = Keadaan
hosts-letter = Surat instansi
hosts-letter-hint = Bila instansi sudah menyanggupi dengan surat; kosongkan bila belum.
hosts-letter-number = Nomor surat instansi
hosts-letter-date = Tanggal surat instansi
hosts-letter-scan = Pindaian surat
hosts-scan-hint = PDF, JPG, atau PNG, paling besar 10 MB.
hosts-close = Tutup tempat ini
hosts-close-hint = Tempat yang ditutup tidak dapat dipilih lagi, tetapi tetap tercatat.
hosts-row = Baris { $n }
hosts-rows-wrong = Ada baris yang belum tepat, jadi tidak ada yang disimpan.
hosts-upload = Unggah XLSX
hosts-upload-lead = Unduh templat, isi, lalu unggah. Sebelum disimpan Anda melihat dahulu hasilnya.
hosts-template = Unduh templat
hosts-template-notes =
    Satu baris untuk satu tempat.
    INSTANSI: pilih dari daftar atau tulis nama lengkap; instansi baru dicatat sendiri.
    MULAI dan SELESAI boleh kosong: berarti seluruh masa program.
    KOMPETENSI: kompetensi dan tingkatnya 1–5, misalnya analisis-data=3; pelayanan-publik=4.
    NOMOR SURAT dan TANGGAL SURAT diisi bila instansi sudah menyanggupi dengan surat.
hosts-file = Berkas
hosts-file-hint = XLSX atau CSV menurut templat.
hosts-check = Periksa dahulu
hosts-dry-run = Hasil pemeriksaan berkas
hosts-dry-run-sum = { $good } baris tepat, { $bad } baris perlu diperbaiki. Belum ada yang disimpan.
hosts-fault-row = Baris
hosts-fault-column = Kolom
hosts-fault-value = Isi
hosts-fault-text = Yang perlu diperbaiki
hosts-take-all = Simpan semua
hosts-take-good = Simpan baris yang tepat saja
