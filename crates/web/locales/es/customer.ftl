# Lo que leen los clientes y visitantes. Todos los catálogos tienen las mismas claves; un test los compara.
# $partner es la empresa que envió el enlace, $business el negocio del cliente.

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
onboarding-window = Facebook se abre en una ventana aparte. Esta página sigue abierta y te avisa cuando todo esté listo.
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
state-finished-title = Tu número está conectado
state-finished = Eso es todo. Ya puedes cerrar esta página.
state-refused-title = Esto ya está hecho
state-refused = Ya se conectó un número con este enlace. No queda nada por hacer y puedes cerrar esta página.
state-cancelled-title = Aún sin conectar
state-cancelled = La ventana de Facebook se cerró antes del final y no se cambió nada. Pulsa el botón para continuar.
state-failed-title = No ha funcionado
state-expired-title = Este enlace ha caducado
state-expired = Los enlaces funcionan durante un tiempo limitado. Pide uno nuevo a { $partner }.
state-gone-title = Este enlace ya no funciona
state-gone = El enlace se ha retirado. Si todavía quieres conectar tu número, pide uno nuevo a { $partner }.
state-unknown-title = No encontramos este enlace
state-unknown = Comprueba que abriste el enlace completo, tal como lo recibiste. Si sigue sin funcionar, pide uno nuevo a la empresa que te lo envió.
state-unavailable-title = Volvemos enseguida
state-unavailable = Algo no responde por nuestra parte. Espera un minuto y vuelve a intentarlo.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = La confirmación de Facebook llegó demasiado tarde. Pulsa el botón y pasa otra vez por la ventana de Facebook.
problem-not-proved = Facebook no confirmó que administras la cuenta elegida. Pulsa otra vez el botón y elige una cuenta de tu propio negocio.
problem-ambiguous = Compartiste más de una cuenta o número y no sabemos a cuál te refieres. Pulsa otra vez el botón y elige solo uno.
problem-number-missing = Tu cuenta de WhatsApp aún no tiene número de teléfono. Espera un minuto y reintenta, o empieza de nuevo y añade tu número en la ventana de Facebook.
problem-number-taken = Este número ya está conectado mediante otro enlace. Empieza de nuevo con otro número o pide ayuda a { $partner }.
problem-pin-unknown = El número está protegido con un PIN. Desactiva su verificación en dos pasos en WhatsApp y pulsa otra vez el botón.
problem-register-limit = WhatsApp ha recibido demasiados intentos con este número y pide una pausa. Abre este enlace de nuevo dentro de tres días.
problem-meta-refused = WhatsApp no aceptó el número. Pulsa el botón para reintentar; si vuelve a ocurrir, pide ayuda a { $partner }.
problem-meta-unavailable = WhatsApp no responde en este momento. Espera un minuto, pulsa el botón y pasa otra vez por la ventana de Facebook.
problem-meta-unavailable-kept = WhatsApp no responde en este momento. Guardamos lo que elegiste: espera un minuto y reintenta.

## What only the script of the page has to say

client-opening-title = Abriendo Facebook
client-opening = Un momento, por favor.
client-press-title = Facebook está listo
client-press = Pulsa el botón una vez más para abrir su ventana.
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
client-slow-title = Está tardando más de lo normal
client-slow = Seguimos en segundo plano. Puedes salir de esta página y abrir el enlace más tarde, o pulsar el botón para reintentar.

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
