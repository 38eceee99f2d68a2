invite-subject = Подключите { $business } к WhatsApp
invite-text = Здравствуйте! { $partner } приглашает вас подключить { $business } к WhatsApp. Это займёт около двух минут. Откройте эту ссылку на телефоне:
