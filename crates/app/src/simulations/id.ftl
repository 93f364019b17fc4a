# Penolakan
simulations-end-early = Tanggal selesai mendahului tanggal mulai.
simulations-start-early = Tanggal mulai mendahului tanggal keputusan.
simulations-has-draft = Simulasi ini sudah dijadikan konsep versi kebijakan.
