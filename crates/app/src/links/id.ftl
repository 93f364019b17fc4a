links-used = Tautan ini sudah dipakai pada { $at }, jadi tidak dapat dipakai lagi.
links-expired = Masa tautan ini berakhir pada { $at }.
links-withdrawn = Tautan ini sudah diganti atau ditarik oleh pengelola program pada { $at }.
links-next-ask = Minta tautan baru kepada pengelola program bila masih ada yang perlu diubah.
links-past = Pilih hari ini atau sesudahnya.
