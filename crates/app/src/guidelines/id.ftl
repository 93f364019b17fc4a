guidelines-not-decided = Rancangan pedoman disusun dari versi kebijakan yang sudah ditetapkan.
guidelines-next-decide = Tetapkan versi ini lebih dahulu, atau pilih versi yang berlaku.
guidelines-moved = Masukan ini baru saja ditanggapi orang lain. Tanggapan Anda belum tersimpan.
guidelines-next-look = Buka lagi matriksnya dan lihat tanggapan terakhir.
