invite-subject = Connectez { $business } à WhatsApp
invite-text = Bonjour ! { $partner } vous invite à connecter { $business } à WhatsApp. Cela prend environ deux minutes. Ouvrez ce lien sur votre téléphone :
