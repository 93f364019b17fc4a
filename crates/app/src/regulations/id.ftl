# Nama peraturan yang keliru
regulations-slip = "{ $found }" tidak ada; yang dimaksud { $instead } (dilihat pada { $date }).
regulations-ended = "{ $found }" tidak berlaku lagi pada { $date }; yang berlaku { $instead }.
regulations-ended-alone = "{ $found }" tidak berlaku lagi pada { $date }; sebutkan peraturan yang berlaku pada tanggal itu.

# Penolakan
regulations-unreadable = Isian belum sesuai dengan isi register: { $why }
regulations-moved = Entri ini baru saja diubah oleh orang lain. Perubahan Anda belum tersimpan.
regulations-next-look = Buka lagi halamannya dan lihat keadaan terakhir.
regulations-code-form = Kode ditulis dengan 3–40 huruf kapital, angka, dan tanda hubung, misalnya PERGUB-MAGANG.
regulations-code-taken = Kode ini sudah dipakai entri lain.
regulations-promulgate-first = Catat dahulu sebagai rencana, lalu isi nomor, tanggal, dan pasalnya melalui "Undangkan".
regulations-is-promulgated = Peraturan ini sudah diundangkan.
regulations-next-successor = Catat peraturan yang mengubah atau mencabutnya.
regulations-not-promulgated = Peraturan ini belum diundangkan.
regulations-next-promulgate = Isi nomor, tanggal, dan pasalnya melalui "Undangkan".
regulations-stage-same = Peraturan ini sudah pada tahap itu.
regulations-back-why = Tulis alasan mengapa kembali ke tahap sebelumnya.
regulations-name-form = Nama kutipan berakhir dengan nomor dan tahun, yaitu { $tail }.
regulations-name-taken = Nama ini sudah ada dalam register.
regulations-date-future = Tanggal pengundangan tidak boleh sesudah hari ini.
regulations-from-early = Mulai berlaku tidak boleh sebelum tanggal pengundangan.
regulations-to-early = Hari berakhir harus sesudah hari mulai berlaku.
regulations-article-line = Baris { $n }: tulis pasal, tanda |, lalu isinya, misalnya: Pasal 5 ayat (2) | Lama magang paling lama 12 bulan.
regulations-article-twice = Baris { $n }: pasal ini sudah ditulis pada baris sebelumnya.
regulations-article-taken = Pasal { $id } sudah ada pada peraturan lain.
regulations-article-cited = Pasal { $id } menjadi dasar sebuah kebijakan, jadi tidak dapat dihapus.
regulations-wait-path = Baris { $n }: alamat halaman diawali satu garis miring, misalnya /kebijakan.
regulations-revoked-when = Isi tanggal pencabutannya.
regulations-target-unknown = Register tidak mengenal peraturan atau pasal ini.

regulations-todo-overdue = { $title }: rencana penyelesaiannya sudah lewat
