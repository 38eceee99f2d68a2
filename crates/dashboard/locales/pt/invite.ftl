invite-subject = Conecte { $business } ao WhatsApp
invite-text = Olá! { $partner } convida você a conectar { $business } ao WhatsApp. Leva cerca de dois minutos. Abra este link no seu celular:
