invite-subject = Connect { $business } to WhatsApp
invite-text = Hello! { $partner } invites you to connect { $business } to WhatsApp. It takes about two minutes. Please open this link on your phone:
