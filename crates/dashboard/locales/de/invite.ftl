invite-subject = { $business } mit WhatsApp verbinden
invite-text = Guten Tag! { $partner } lädt Sie ein, { $business } mit WhatsApp zu verbinden. Es dauert etwa zwei Minuten. Bitte öffnen Sie diesen Link auf Ihrem Handy:
