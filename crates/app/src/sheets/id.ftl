sheets-headers-missing = Kolom berikut tidak ada: { $names }.
sheets-no-rows = Berkas ini tidak berisi baris data.
sheets-too-many = Satu berkas paling banyak { $max } baris.
sheets-has-faults = { $n } baris belum tepat, jadi tidak ada yang disimpan.
sheets-next-template = Unduh templat, isi tanpa mengubah baris judul, lalu unggah lagi.
sheets-next-correct = Perbaiki baris yang ditandai lalu unggah lagi, atau pilih menyimpan baris yang sudah tepat saja.
