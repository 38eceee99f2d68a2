invite-subject = Hubungkan { $business } ke WhatsApp
invite-text = Halo! { $partner } mengundang Anda menghubungkan { $business } ke WhatsApp. Hanya perlu sekitar dua menit. Silakan buka tautan ini di ponsel Anda:
