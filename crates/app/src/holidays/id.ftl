holidays-none-given = Isi paling sedikit satu hari.
holidays-other-year = { $date } bukan dalam tahun { $year }.
holidays-twice = { $date } tertulis dua kali.
holidays-line-shape = Tulis satu hari setiap baris: tanggal; nama; nasional atau cuti bersama. Periksa: { $line }
