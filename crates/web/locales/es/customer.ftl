# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Conectar WhatsApp – { $business }
onboarding-heading = Conecta WhatsApp para { $business }
onboarding-message = { $partner } te invita a conectar el número de tu negocio con WhatsApp. Te llevará unos dos minutos.
onboarding-needs = Ten a mano
onboarding-need-facebook = Tu acceso a Facebook
onboarding-need-app = El teléfono con la app WhatsApp Business: la seguirás usando como siempre
onboarding-need-number = El número que quieres conectar: debe poder recibir un SMS o una llamada
onboarding-button = Continuar con Facebook
onboarding-again = Reintentar
onboarding-start-over = Empezar de nuevo con Facebook
onboarding-reconnect = Conectar de nuevo
onboarding-window = Facebook se abre en una ventana aparte. Esta página sigue abierta y te avisa cuando todo esté listo.
onboarding-in-place = Facebook se abre en lugar de esta página y te trae de vuelta cuando termines.
onboarding-noscript = Esta página necesita JavaScript para abrir la ventana de Facebook. Actívalo en los ajustes del navegador o abre el enlace en otro navegador.
onboarding-by = Este enlace te lo envió { $partner }.
onboarding-continue = Continuar
onboarding-leave = Ahora no, volver
onboarding-number = Número conectado

step-signed-in = Sesión iniciada con Facebook
step-account = Comprobando tu cuenta
step-number = Conectando tu número

## Where the customer stands

state-ready-title = Todo listo
state-ready = Pulsa el botón para empezar.
state-waiting-title = Un momento más
state-waiting = Facebook aún tiene que decirnos qué número elegiste. Deja esta página abierta, por favor.
state-working-title = Ya casi está
state-working = Estamos conectando tu número. Tarda unos segundos; deja esta página abierta, por favor.
state-delayed-title = Una breve espera
state-delayed = WhatsApp no responde en este momento. Seguimos intentándolo por nuestra cuenta; puedes cerrar esta página.
state-delayed-busy = WhatsApp nos ha pedido que esperemos. Seguimos por nuestra cuenta { $wait }; puedes cerrar esta página.
state-finished-title = Tu número está conectado
state-finished = Eso es todo. Ya puedes cerrar esta página.
state-refused-title = Esto ya está hecho
state-refused = Ya se conectó un número con este enlace. No queda nada por hacer y puedes cerrar esta página.
state-cancelled-title = Aún sin conectar
state-cancelled = Saliste de Facebook antes del final y no se cambió nada. Pulsa el botón para continuar.
state-reported-title = Facebook no te dejó seguir
state-reported = Facebook te mostró un error y no se cambió nada. Haz lo que pedía su mensaje y pulsa otra vez el botón.
state-failed-title = No ha funcionado
state-needs-pin-title = Tu número tiene un PIN
state-needs-pin = Tiene activada la verificación en dos pasos. Escribe el PIN de seis cifras para continuar.
state-disconnected-title = Tu número se ha desconectado
state-disconnected = WhatsApp ha cortado la conexión con tu número. Pulsa el botón para conectarlo de nuevo.
state-expired-title = Este enlace ha caducado
state-expired = Los enlaces solo funcionan durante un tiempo limitado. Pulsa el botón y { $partner } podrá enviarte uno nuevo.
state-gone-title = Este enlace ya no funciona
state-gone = { $partner } ha retirado el enlace. Si todavía quieres conectar tu número, pulsa el botón para pedir uno nuevo.
state-replaced-title = Hay un enlace más reciente
state-replaced = Este enlace se ha sustituido por otro más reciente. Abre el último que recibiste o pulsa el botón para pedir otro.
state-unknown-title = No encontramos este enlace
state-unknown = Comprueba que abriste el enlace completo, tal como lo recibiste. Si sigue sin funcionar, pide uno nuevo a la empresa que te lo envió.
state-unavailable-title = Volvemos enseguida
state-unavailable = Algo no responde por nuestra parte. Espera un minuto y vuelve a intentarlo.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Te detuviste donde Facebook pregunta por tu negocio. Pulsa otra vez el botón y elige ahí tu negocio o añádelo.
cancelled-account = Te detuviste donde Facebook pregunta por tu cuenta y tu número de WhatsApp. Pulsa otra vez el botón y elígelos ahí o añade otros.
cancelled-profile = Te detuviste donde Facebook pide tu perfil de WhatsApp. Pulsa otra vez el botón y completa el nombre y la categoría de tu negocio.
cancelled-number = Te detuviste donde Facebook pide tu número de teléfono. Pulsa otra vez el botón y escribe el número que quieres conectar.
cancelled-verification = Te detuviste antes de confirmar tu número. Pulsa otra vez el botón y escribe el código que recibes por SMS o llamada.
cancelled-permissions = Te detuviste antes de permitir la conexión. Pulsa otra vez el botón y confirma la última pregunta de Facebook.
cancelled-elsewhere = Saliste de Facebook antes de su última pantalla. Pulsa otra vez el botón y sigue hasta el final.

reported-hint-young = ¿Tu cuenta de Facebook es nueva? Espera una hora.
reported-hint-admin = ¿Otra persona administra el negocio en Facebook? Pide a un administrador que abra este enlace.
reported-hint-portfolios = ¿Tienes demasiados negocios en Facebook? Elige uno que ya exista.
reported-hint-verify = ¿Facebook aún está revisando tu negocio o su nombre? Vuelve cuando haya terminado.
reported-hint-partner = ¿Otra empresa gestiona todavía este número? Pídele primero que lo libere.

## A number that was live: why it is cut off, one next step

disconnected-by-app = La conexión se terminó en la app WhatsApp Business. Pulsa el botón para conectar tu número de nuevo.
disconnected-downgrade = Tu número pasó de WhatsApp Business a la app normal de WhatsApp. Instala otra vez WhatsApp Business con él y pulsa el botón.
disconnected-phone-unused = La app WhatsApp Business no se abrió en tu teléfono durante unas dos semanas. Ábrela y pulsa el botón para conectar de nuevo.
disconnected-link-unused = La conexión no se usó durante un mes más o menos. Pulsa el botón para conectar tu número de nuevo.
disconnected-number-changed = El número de tu app WhatsApp Business ha cambiado. Pulsa el botón para conectar el nuevo.
disconnected-registered-again = Tu número se registró de nuevo en la app de WhatsApp. Pulsa el botón para conectarlo otra vez.
disconnected-unshared = Nuestro acceso a tu cuenta de WhatsApp se retiró en Facebook. Pulsa el botón para permitirlo de nuevo.
disconnected-uninstalled = Nuestra aplicación se quitó de tu negocio en Facebook. Pulsa el botón para permitirla de nuevo.
disconnected-deleted = Tu cuenta de WhatsApp se eliminó en Facebook. Pulsa el botón para crear una nueva.
disconnected-disabled = Meta ha desactivado tu cuenta de WhatsApp. Pide a Meta una revisión en la ayuda para empresas de Facebook y pulsa el botón.
disconnected-offboarded = Tu número pasó a otro teléfono y suele volver en unos minutos. Si no vuelve, pulsa el botón para conectarlo de nuevo.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = La confirmación de Facebook llegó demasiado tarde. Pulsa el botón y pasa otra vez por la ventana de Facebook.
problem-access-ended = El permiso que nos dio Facebook ha terminado. Pulsa el botón y permite la conexión una vez más.
problem-not-proved = Facebook no confirmó que administras la cuenta elegida. Pulsa otra vez el botón y elige una cuenta de tu propio negocio.
problem-ambiguous = Compartiste más de una cuenta o número y no sabemos a cuál te refieres. Pulsa otra vez el botón y elige solo uno.
problem-number-missing = Tu cuenta de WhatsApp aún no tiene número de teléfono. Espera un minuto y reintenta, o empieza de nuevo y añade tu número en la ventana de Facebook.
problem-number-taken = Este número ya está conectado mediante otro enlace. Empieza de nuevo con otro número o pide ayuda a { $partner }.
problem-number-not-verified = WhatsApp aún no sabe que este número es tuyo. Empieza de nuevo con Facebook y escribe el código que recibe el número.
problem-pin-unknown = El número está protegido con un PIN. Desactiva su verificación en dos pasos en WhatsApp y pulsa otra vez el botón.
problem-pin-tries = Hubo demasiados intentos con un PIN equivocado. Pulsa el botón para continuar.
problem-pin-tries-wait = Hubo demasiados intentos con un PIN equivocado y WhatsApp pide una pausa. Vuelve a esta página { $wait }.
problem-register-limit = WhatsApp recibió demasiados intentos con este número y la pausa que pidió ha terminado. Pulsa el botón para reintentar.
problem-register-limit-wait = WhatsApp ha recibido demasiados intentos con este número y pide una pausa. Abre este enlace de nuevo { $wait }.
problem-recently-deleted = Este número se eliminó de WhatsApp hace poco. Pulsa el botón para reintentar.
problem-recently-deleted-wait = Este número se acaba de eliminar de WhatsApp y necesita un descanso. Vuelve a esta página { $wait }.
problem-register-unclear = WhatsApp no nos dijo si tu número está conectado. Pulsa el botón y lo miramos otra vez.
problem-blocked = Meta ha bloqueado tu negocio o su cuenta de WhatsApp. Pide una revisión en la ayuda para empresas de Facebook y pulsa el botón.
problem-payment-missing = Meta pide una forma de pago para tu cuenta de WhatsApp. Añádela en el Administrador de WhatsApp y pulsa otra vez el botón.
problem-app-not-allowed = Meta no nos deja terminar, y no es culpa tuya. Avisa a { $partner } y pulsa el botón cuando lo hayan resuelto.
problem-meta-busy = WhatsApp nos pidió que esperáramos y la espera ha terminado. Pulsa el botón para reintentar.
problem-meta-busy-wait = WhatsApp nos ha pedido que esperemos. Vuelve a esta página { $wait }.
problem-meta-refused = WhatsApp no aceptó el número. Pulsa el botón para reintentar; si vuelve a ocurrir, pide ayuda a { $partner }.
problem-meta-unavailable = WhatsApp no responde en este momento. Espera un minuto, pulsa el botón y pasa otra vez por la ventana de Facebook.
problem-meta-unavailable-kept = WhatsApp no responde en este momento. Guardamos lo que elegiste: espera un minuto y reintenta.

## What only the script of the page has to say

client-opening-title = Abriendo Facebook
client-opening = Un momento, por favor.
client-dialog-title = Continúa en la ventana de Facebook
client-dialog = Si no ves la ventana, pulsa otra vez el botón.
client-sdk-blocked-title = No se pudo llegar a Facebook
client-sdk-blocked = Puede que lo impida un bloqueador de anuncios, una ventana privada o tu red. Desactiva el bloqueador en esta página o abre el enlace en otro navegador, y pulsa otra vez el botón.
client-popup-blocked-title = Tu navegador bloqueó la ventana
client-popup-blocked = Permite las ventanas emergentes en esta página o abre el enlace en Chrome o Safari, y pulsa otra vez el botón.
client-press-again-title = Falta un paso
client-press-again = La ventana de Facebook se cerró antes de confirmar tu elección. Pulsa otra vez el botón y llega hasta la última pantalla.
client-no-event-title = Facebook no dijo qué número
client-no-event = Pulsa otra vez el botón y termina en la última pantalla de Facebook con su propio botón.
client-offline-title = Sin conexión
client-offline = No podemos llegar a nuestro servidor. Revisa tu conexión a internet y pulsa otra vez el botón.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] dentro de un minuto
   *[other] dentro de unos { $count } minutos
}
wait-hours = { $count ->
    [1] dentro de una hora
   *[other] dentro de unas { $count } horas
}
wait-days = { $count ->
    [1] dentro de un día
    [2] dentro de dos días
    [3] dentro de tres días
   *[other] dentro de { $count } días
}

## The number’s PIN

pin-label = PIN del número, seis cifras
pin-button = Continuar
pin-format = El PIN tiene exactamente seis cifras.
pin-wrong = Este PIN no es correcto. Compruébalo y escríbelo otra vez.
pin-offline = No podemos llegar a nuestro servidor. Revisa tu conexión a internet y envía el PIN otra vez.
pin-hint-lost = ¿No lo sabes? Desactiva la verificación en dos pasos del número en los ajustes de WhatsApp y empieza de nuevo con Facebook.

## In another browser, at another device

elsewhere-why = Facebook no permite iniciar sesión dentro de esta app: abre la página en tu navegador para continuar.
elsewhere-open = Abrir en mi navegador
elsewhere-copy = Copiar el enlace
elsewhere-link = Tu enlace
elsewhere-copied = Copiado. Pégalo en la barra de direcciones de tu navegador.
elsewhere-copy-by-hand = Copia el enlace de este campo y pégalo en la barra de direcciones de tu navegador.
elsewhere-other-device = Usar otro dispositivo
elsewhere-qr = Código QR de tu enlace
elsewhere-device = O apunta aquí con la cámara de un teléfono o una tableta para seguir allí. Esta página te acompaña.
elsewhere-here = Probar aquí de todos modos

## Asking for a new link

renewal-button = Pedir un enlace nuevo a { $partner }
renewal-asked-title = Tu petición está anotada
renewal-asked = { $partner } ya puede ver que necesitas un enlace nuevo y enviártelo. Si no tienes noticias, ponte en contacto con { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Abre otra vez tu enlace
return-unknown = No sabemos de qué página venías. Abre de nuevo el enlace que recibiste; no se ha perdido nada.

## At the foot of every page: what its list of languages is called

page-language = Idioma

## The landing page

landing-description = Contacta con { $business }: dirección, correo y WhatsApp.
landing-tagline = Nos alegra que nos escribas.
landing-intro = Este es el sitio web de { $business }. Aquí encuentras cómo contactarnos, en qué podemos ayudarte y cómo tratamos lo que nos escribes.
landing-write = Escríbenos
landing-help = Sobre qué puedes escribirnos
landing-help-questions = Preguntas
landing-help-questions-text = Pregunta por lo que ofrecemos, cuánto cuesta y cuándo abrimos.
landing-help-orders = Pedidos y citas
landing-help-orders-text = Dinos qué necesitas o cuándo quieres venir y te lo confirmamos.
landing-help-support = Ayuda después
landing-help-support-text = Si algo no está bien, envíanos un mensaje o una foto y lo revisamos.
landing-contact = Cómo contactarnos
landing-address = Dirección
landing-email = Correo electrónico
landing-phone = Teléfono y WhatsApp
landing-contact-soon = Nuestros datos de contacto estarán aquí en breve.
landing-messages = Mensajes
landing-messages-text = Si nos escribes por WhatsApp, te respondemos ahí. Solo escribimos a quien nos escribió o nos lo pidió, y puedes terminar cuando quieras respondiendo «stop».
landing-privacy = Privacidad
landing-home = Inicio
landing-picture = Un bocadillo de diálogo
landing-gone-title = Esta página no existe
landing-gone = La dirección es incorrecta o la página se ha retirado.

## Its privacy page

privacy-title = Privacidad – { $business }
privacy-heading = Privacidad
privacy-intro = Cómo trata { $business } lo que nos envías por WhatsApp o por correo.
privacy-what = Qué recibimos
privacy-what-text = Cuando nos escribes por WhatsApp recibimos tu número de teléfono, tu nombre de perfil y lo que envías: textos, imágenes, documentos, mensajes de voz. Por correo recibimos tu dirección y lo que escribes.
privacy-why = Para qué lo usamos
privacy-why-text = Para responderte, para cumplir lo que pides, como un pedido o una cita, y para llevar los registros que la ley exige a un negocio. No lo vendemos ni lo usamos para publicidad de otros.
privacy-who = Quién más lo ve
privacy-who-text = WhatsApp, que pertenece a Meta, transmite los mensajes según su propia política de privacidad. Las empresas que nos dan el software de mensajería los tratan por encargo nuestro y solo según nuestras instrucciones. Las autoridades reciben datos únicamente cuando la ley nos obliga.
privacy-long = Cuánto tiempo lo guardamos
privacy-long-text = El tiempo que necesitemos para tu solicitud y, después, solo lo que la ley nos exija. Luego se borra.
privacy-rights = Qué puedes pedirnos
privacy-rights-text = Puedes preguntar qué sabemos de ti y hacer que se corrija o se borre. Escríbenos como lo hiciste antes o usa el contacto de abajo. Para no recibir más mensajes, responde «stop» o bloquéanos en WhatsApp.
privacy-page = Este sitio web
privacy-page-text = No usa cookies, no cuenta visitas y no carga nada de otras empresas.
privacy-contact = Quién es responsable

## The number that is missing

numbers-title = ¿Qué número quieres conectar?
numbers-pick = Números de tu cuenta de WhatsApp
numbers-use = Usar este número
numbers-unverified = aún sin confirmar
numbers-taken = conectado con otro enlace
numbers-add = Añadir un número
numbers-number = Número de teléfono
numbers-hint = Con el prefijo del país, por ejemplo +34 612 34 56 78. Debe poder recibir un SMS o una llamada.
numbers-name = Nombre que ven tus clientes
numbers-method = ¿Cómo debe llegar el código?
numbers-sms = Mensaje de texto
numbers-voice = Llamada
numbers-send = Enviar el código
numbers-sent = WhatsApp ha enviado un código al
numbers-code = Las seis cifras
numbers-confirm = Confirmar
numbers-send-again = Enviar otro código
numbers-again = Va otro código en camino. Solo cuenta el más reciente.
numbers-other = Elegir otro número
choice-number-invalid = Esto no es un número de teléfono con su prefijo de país. Revísalo e inténtalo otra vez.
choice-name-missing = Escribe el nombre que verán tus clientes.
choice-taken = Este número ya está conectado con otro enlace. Elige otro o pide ayuda a { $partner }.
choice-not-listed = Tu cuenta de WhatsApp ya no tiene este número. Carga la página otra vez y elige de nuevo.
choice-not-verified = Este número primero tiene que confirmarse con un código.
choice-too-many-codes = Se pidieron demasiados códigos para este número. Pide el siguiente { $wait }.
choice-code-wrong = Este código no es correcto o ya caducó. Escríbelo otra vez o pide otro.
choice-code-format = El código tiene exactamente seis cifras.
choice-refused = WhatsApp no aceptó esto:
choice-too-often = WhatsApp pide una pausa breve. Inténtalo otra vez { $wait }.
choice-not-waiting = Aquí ya no hay nada que elegir. Carga la página otra vez.
choice-unavailable = WhatsApp no responde en este momento. Inténtalo otra vez dentro de un minuto.
state-choose-title = Solo falta el número
choose-ambiguous = Compartiste más de un número. Elige el que quieres conectar.
choose-number-missing = Tu cuenta de WhatsApp aún no tiene número de teléfono. Cuando tenga uno, elígelo aquí, o empieza de nuevo con Facebook.
choose-number-taken = Este número ya está conectado con otro enlace. Elige otro o pide ayuda a { $partner }.
choose-number-not-verified = WhatsApp aún no sabe que este número es tuyo. Elígelo aquí y confírmalo con un código.
