invite-subject = Conecta { $business } a WhatsApp
invite-text = Hola: { $partner } te invita a conectar { $business } a WhatsApp. Lleva unos dos minutos. Abre este enlace en tu teléfono:
