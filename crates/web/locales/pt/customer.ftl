# Brazilian wording that reads well in Portugal too: no word that only one of the two has
# (app, telefone, SMS; never celular, tela, usuário).
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Conectar o WhatsApp – { $business }
onboarding-heading = Conectar o WhatsApp de { $business }
onboarding-message = { $partner } convida você a conectar o número da sua empresa ao WhatsApp. Leva cerca de dois minutos.
onboarding-needs = Tenha à mão
onboarding-need-facebook = Seus dados de acesso ao Facebook
onboarding-need-app = Seu telefone com o app WhatsApp Business – você continua a usá-lo como antes
onboarding-need-number = O número que deseja conectar – ele precisa receber um SMS ou uma ligação
onboarding-button = Continuar com o Facebook
onboarding-again = Tentar de novo
onboarding-start-over = Recomeçar com o Facebook
onboarding-reconnect = Conectar de novo
onboarding-window = O Facebook abre em uma janela própria. Esta página fica aberta e avisa quando tudo estiver pronto.
onboarding-in-place = O Facebook abre no lugar desta página e traz você de volta no final.
onboarding-noscript = Esta página precisa de JavaScript para abrir a janela do Facebook. Ative-o nas configurações do navegador ou abra o link em outro navegador.
onboarding-by = Você recebeu este link de { $partner }.
onboarding-continue = Continuar
onboarding-leave = Agora não, voltar
onboarding-number = Número conectado

step-signed-in = Sessão iniciada com o Facebook
step-account = Verificando sua conta
step-number = Conectando seu número

## Where the customer stands

state-ready-title = Tudo pronto
state-ready = Pressione o botão para começar.
state-waiting-title = Só mais um momento
state-waiting = O Facebook ainda não nos disse qual número você escolheu. Deixe esta página aberta.
state-working-title = Quase lá
state-working = Estamos conectando seu número. Leva alguns segundos; deixe esta página aberta.
state-delayed-title = Uma pequena espera
state-delayed = O WhatsApp não responde neste momento. Continuamos tentando por nossa conta; você pode fechar esta página.
state-delayed-busy = O WhatsApp pediu que esperássemos. Continuamos por nossa conta { $wait }; você pode fechar esta página.
state-finished-title = Seu número está conectado
state-finished = É só isso. Você pode fechar esta página.
state-refused-title = Isto já foi feito
state-refused = Um número já foi conectado com este link. Não há mais nada a fazer e você pode fechar esta página.
state-cancelled-title = Ainda não conectado
state-cancelled = Você saiu do Facebook antes do fim e nada foi alterado. Pressione o botão para continuar.
state-reported-title = O Facebook não deixou continuar
state-reported = O Facebook mostrou um erro e nada foi alterado. Faça o que a mensagem dele pediu e pressione o botão de novo.
state-failed-title = Não deu certo
state-needs-pin-title = Seu número tem um PIN
state-needs-pin = A confirmação em duas etapas dele está ativada. Digite o PIN de seis dígitos para continuar.
state-disconnected-title = Seu número foi desconectado
state-disconnected = O WhatsApp cortou a conexão com o seu número. Pressione o botão para conectá-lo de novo.
state-expired-title = Este link expirou
state-expired = Os links funcionam só por um tempo limitado. Pressione o botão, e { $partner } poderá enviar um novo a você.
state-gone-title = Este link não funciona mais
state-gone = { $partner } retirou o link. Se ainda quiser conectar seu número, pressione o botão para pedir um novo.
state-replaced-title = Há um link mais novo
state-replaced = Este link foi substituído por um mais novo. Abra o link mais recente que recebeu ou pressione o botão para pedir outro.
state-unknown-title = Não encontramos este link
state-unknown = Confira se você abriu o link inteiro, como o recebeu. Se ainda não funcionar, peça um novo à empresa que o enviou.
state-unavailable-title = Voltamos já
state-unavailable = Algo do nosso lado não está respondendo. Espere um minuto e tente de novo.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Você parou onde o Facebook pergunta pela sua empresa. Pressione o botão de novo e escolha sua empresa ali ou adicione-a.
cancelled-account = Você parou onde o Facebook pergunta pela sua conta e pelo seu número do WhatsApp. Pressione o botão de novo e escolha-os ali ou adicione novos.
cancelled-profile = Você parou onde o Facebook pede o seu perfil do WhatsApp. Pressione o botão de novo e preencha o nome e a categoria da sua empresa.
cancelled-number = Você parou onde o Facebook pede o seu número de telefone. Pressione o botão de novo e digite o número que deseja conectar.
cancelled-verification = Você parou antes de confirmar seu número. Pressione o botão de novo e digite o código que recebe por SMS ou ligação.
cancelled-permissions = Você parou antes de permitir a conexão. Pressione o botão de novo e confirme a última pergunta do Facebook.
cancelled-elsewhere = Você saiu do Facebook antes da última etapa. Pressione o botão de novo e siga até o fim.

reported-hint-young = Sua conta do Facebook é nova? Espere uma hora.
reported-hint-admin = Outra pessoa administra a empresa no Facebook? Peça a um administrador que abra este link.
reported-hint-portfolios = Você tem empresas demais no Facebook? Escolha uma que já exista.
reported-hint-verify = O Facebook ainda está analisando sua empresa ou o nome dela? Volte quando ele terminar.
reported-hint-partner = Outra empresa ainda cuida deste número? Peça primeiro a ela que o libere.

## A number that was live: why it is cut off, one next step

disconnected-by-app = A conexão foi encerrada no app WhatsApp Business. Pressione o botão para conectar seu número de novo.
disconnected-downgrade = Seu número passou do WhatsApp Business para o app comum do WhatsApp. Instale o WhatsApp Business com ele de novo e pressione o botão.
disconnected-phone-unused = O app WhatsApp Business não foi aberto no seu telefone por cerca de duas semanas. Abra-o e pressione o botão para conectar de novo.
disconnected-link-unused = A conexão não foi usada por cerca de um mês. Pressione o botão para conectar seu número de novo.
disconnected-number-changed = O número do seu app WhatsApp Business mudou. Pressione o botão para conectar o novo.
disconnected-registered-again = Seu número foi cadastrado de novo no app do WhatsApp. Pressione o botão para conectá-lo outra vez.
disconnected-unshared = Nosso acesso à sua conta do WhatsApp foi retirado no Facebook. Pressione o botão para permiti-lo de novo.
disconnected-uninstalled = Nosso app foi removido da sua empresa no Facebook. Pressione o botão para permiti-lo de novo.
disconnected-deleted = Sua conta do WhatsApp foi excluída no Facebook. Pressione o botão para criar uma nova.
disconnected-disabled = A Meta desativou sua conta do WhatsApp. Peça à Meta uma análise na página de suporte para empresas do Facebook e pressione o botão.
disconnected-offboarded = Seu número passou para outro telefone e costuma voltar em poucos minutos. Se não voltar, pressione o botão para conectá-lo de novo.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = A confirmação do Facebook chegou tarde demais. Pressione o botão e passe mais uma vez pela janela do Facebook.
problem-access-ended = A permissão que o Facebook nos deu terminou. Pressione o botão e permita a conexão mais uma vez.
problem-not-proved = O Facebook não confirmou que você administra a conta escolhida. Pressione o botão de novo e escolha uma conta da sua própria empresa.
problem-ambiguous = Você compartilhou mais de uma conta ou número, e não sabemos qual deles quer usar. Pressione o botão de novo e escolha apenas um.
problem-number-missing = Sua conta do WhatsApp ainda não tem número de telefone. Espere um minuto e tente de novo, ou recomece e adicione seu número na janela do Facebook.
problem-number-taken = Este número já está conectado por outro link. Recomece com outro número ou peça ajuda a { $partner }.
problem-number-not-verified = O WhatsApp ainda não sabe que este número é seu. Recomece com o Facebook e digite o código que o número receber.
problem-pin-unknown = O número está protegido por um PIN. Desative a confirmação em duas etapas dele no WhatsApp e pressione o botão de novo.
problem-pin-tries = Houve tentativas demais com um PIN errado. Pressione o botão para continuar.
problem-pin-tries-wait = Houve tentativas demais com um PIN errado, e o WhatsApp pede uma pausa. Volte a esta página { $wait }.
problem-register-limit = O WhatsApp recebeu tentativas demais com este número, e a pausa que ele pediu terminou. Pressione o botão para tentar mais uma vez.
problem-register-limit-wait = O WhatsApp recebeu tentativas demais com este número e pede uma pausa. Abra este link de novo { $wait }.
problem-recently-deleted = Este número foi removido do WhatsApp há pouco tempo. Pressione o botão para tentar de novo.
problem-recently-deleted-wait = Este número acabou de ser removido do WhatsApp e precisa de um descanso. Volte a esta página { $wait }.
problem-register-unclear = O WhatsApp não nos disse se seu número está conectado. Pressione o botão, e verificamos de novo.
problem-blocked = A Meta bloqueou sua empresa ou a conta do WhatsApp dela. Peça uma análise na página de suporte para empresas do Facebook e pressione o botão.
problem-payment-missing = A Meta pede uma forma de pagamento para sua conta do WhatsApp. Adicione uma no Gerenciador do WhatsApp e pressione o botão de novo.
problem-app-not-allowed = A Meta não nos deixa concluir, e a culpa não é sua. Avise { $partner } e pressione o botão quando estiver resolvido.
problem-meta-busy = O WhatsApp pediu que esperássemos, e a espera terminou. Pressione o botão para tentar de novo.
problem-meta-busy-wait = O WhatsApp pediu que esperássemos. Volte a esta página { $wait }.
problem-meta-refused = O WhatsApp não aceitou o número. Pressione o botão para tentar de novo; se acontecer outra vez, peça ajuda a { $partner }.
problem-meta-unavailable = O WhatsApp não responde neste momento. Espere um minuto, pressione o botão e passe mais uma vez pela janela do Facebook.
problem-meta-unavailable-kept = O WhatsApp não responde neste momento. Suas escolhas estão guardadas: espere um minuto e tente de novo.

## What only the script of the page has to say

client-opening-title = Abrindo o Facebook
client-opening = Um momento, por favor.
client-dialog-title = Continue na janela do Facebook
client-dialog = Se não vir a janela, pressione o botão de novo.
client-sdk-blocked-title = Não foi possível acessar o Facebook
client-sdk-blocked = Um bloqueador de anúncios, uma janela privada ou sua rede podem estar impedindo. Desative o bloqueador nesta página ou abra o link em outro navegador e pressione o botão de novo.
client-popup-blocked-title = Seu navegador bloqueou a janela
client-popup-blocked = Permita pop-ups nesta página ou abra o link no Chrome ou no Safari e pressione o botão de novo.
client-press-again-title = Falta uma etapa
client-press-again = A janela do Facebook fechou antes de confirmar sua escolha. Pressione o botão de novo e siga até a última etapa.
client-no-event-title = O Facebook não disse qual número
client-no-event = Pressione o botão de novo e conclua a última etapa do Facebook com o botão que aparece ali.
client-offline-title = Sem conexão
client-offline = Não conseguimos acessar nosso servidor. Verifique sua conexão com a internet e pressione o botão de novo.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] daqui a cerca de um minuto
   *[other] daqui a cerca de { $count } minutos
}
wait-hours = { $count ->
    [1] daqui a cerca de uma hora
   *[other] daqui a cerca de { $count } horas
}
wait-days = { $count ->
    [1] daqui a um dia
    [2] daqui a dois dias
    [3] daqui a três dias
   *[other] daqui a { $count } dias
}

## The number’s PIN

pin-label = PIN do número, seis dígitos
pin-button = Continuar
pin-format = O PIN tem exatamente seis dígitos.
pin-wrong = Este PIN não está certo. Confira e digite de novo.
pin-offline = Não conseguimos acessar nosso servidor. Verifique sua conexão com a internet e envie o PIN de novo.
pin-hint-lost = Não sabe o PIN? Desative a confirmação em duas etapas do número nas configurações do WhatsApp e recomece com o Facebook.

## In another browser, at another device

elsewhere-why = O Facebook não permite iniciar sessão dentro deste app: abra a página no seu navegador para continuar.
elsewhere-open = Abrir no meu navegador
elsewhere-copy = Copiar o link
elsewhere-link = Seu link
elsewhere-copied = Copiado. Cole na barra de endereço do seu navegador.
elsewhere-copy-by-hand = Copie o link deste campo e cole na barra de endereço do seu navegador.
elsewhere-other-device = Usar outro dispositivo
elsewhere-qr = Código QR do seu link
elsewhere-device = Ou aponte para cá a câmera de um telefone ou tablet para continuar por lá. Esta página acompanha.
elsewhere-here = Tentar aqui mesmo assim

## Asking for a new link

renewal-button = Pedir um novo link a { $partner }
renewal-asked-title = Seu pedido foi anotado
renewal-asked = { $partner } já pode ver que você precisa de um novo link e enviá-lo a você. Se não tiver notícias, entre em contato com { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Abra seu link de novo
return-unknown = Não sabemos de que página você veio. Abra mais uma vez o link que recebeu; nada se perdeu.

## At the foot of every page: what its list of languages is called

page-language = Idioma

## The landing page

landing-description = Fale com { $business }: endereço, e-mail e WhatsApp.
landing-tagline = Será um prazer falar com você.
landing-intro = Este é o site de { $business }. Aqui você encontra como falar conosco, em que podemos ajudar e como tratamos o que nos escreve.
landing-write = Escreva para nós
landing-help = Sobre o que você pode nos escrever
landing-help-questions = Perguntas
landing-help-questions-text = Pergunte o que oferecemos, quanto custa e quando estamos abertos.
landing-help-orders = Pedidos e horários
landing-help-orders-text = Diga do que precisa ou quando gostaria de vir, e nós confirmamos com você.
landing-help-support = Ajuda depois da compra
landing-help-support-text = Se algo não estiver bem, envie uma mensagem ou uma foto, e nós verificamos.
landing-contact = Como falar conosco
landing-address = Endereço
landing-email = E-mail
landing-phone = Telefone e WhatsApp
landing-contact-soon = Nossos contatos estarão aqui em breve.
landing-messages = Mensagens
landing-messages-text = Quando você nos escreve no WhatsApp, respondemos por lá. Só escrevemos a quem nos escreveu ou pediu que escrevêssemos, e você pode encerrar a qualquer momento respondendo “parar”.
landing-privacy = Privacidade
landing-home = Início
landing-picture = Um balão de fala
landing-gone-title = Esta página não existe
landing-gone = O endereço está errado ou a página foi retirada.

## Its privacy page

privacy-title = Privacidade – { $business }
privacy-heading = Privacidade
privacy-intro = Como { $business } trata o que você nos envia, pelo WhatsApp ou por e-mail.
privacy-what = O que recebemos
privacy-what-text = Quando você nos escreve no WhatsApp, recebemos seu número de telefone, o nome do seu perfil e o que você envia: texto, imagens, documentos, mensagens de voz. Por e-mail, recebemos seu endereço e o que você escreve.
privacy-why = Para que usamos
privacy-why-text = Para responder a você, para fazer o que pede, como um pedido ou um agendamento, e para manter os registros que a lei exige de uma empresa. Não vendemos nada disso nem usamos para publicidade de outros.
privacy-who = Quem mais vê
privacy-who-text = O WhatsApp, que pertence à Meta, transmite as mensagens segundo a própria política de privacidade. As empresas que nos fornecem o software de mensagens as tratam em nosso nome e apenas segundo nossas instruções. Autoridades só recebem dados quando a lei nos obriga.
privacy-long = Por quanto tempo guardamos
privacy-long-text = Pelo tempo necessário para atender você e, depois, só pelo tempo que a lei exigir. Em seguida, tudo é apagado.
privacy-rights = O que você pode nos pedir
privacy-rights-text = Você pode perguntar o que sabemos a seu respeito e pedir que seja corrigido ou apagado. Escreva como escreveu antes ou use o contato abaixo. Para não receber mais mensagens, responda “parar” ou bloqueie nosso número no WhatsApp.
privacy-page = Este site
privacy-page-text = Não usa cookies, não conta visitantes e não carrega nada de outras empresas.
privacy-contact = Quem é responsável

## The number that is missing

numbers-title = Qual número você quer conectar?
numbers-pick = Números da sua conta do WhatsApp
numbers-use = Usar este número
numbers-unverified = ainda não confirmado
numbers-taken = conectado por outro link
numbers-add = Adicionar um número
numbers-number = Número de telefone
numbers-hint = Com o código do país, por exemplo +55 11 91234-5678. Ele precisa receber um SMS ou uma ligação.
numbers-name = Nome que seus clientes veem
numbers-method = Como o código deve chegar?
numbers-sms = SMS
numbers-voice = Ligação
numbers-send = Enviar o código
numbers-sent = O WhatsApp enviou um código para
numbers-code = Os seis dígitos
numbers-confirm = Confirmar
numbers-send-again = Enviar outro código
numbers-again = Outro código está a caminho. Só o mais recente vale.
numbers-other = Escolher outro número
choice-number-invalid = Este não é um número de telefone com o código do país. Confira e tente de novo.
choice-name-missing = Digite o nome que seus clientes verão.
choice-taken = Este número já está conectado por outro link. Escolha outro ou peça ajuda a { $partner }.
choice-not-listed = Sua conta do WhatsApp não tem mais este número. Carregue a página de novo e escolha outra vez.
choice-not-verified = Este número precisa primeiro ser confirmado com um código.
choice-too-many-codes = Foram pedidos códigos demais para este número. Peça o próximo { $wait }.
choice-code-wrong = Este código não está certo ou já venceu. Digite de novo ou peça outro.
choice-code-format = O código tem exatamente seis dígitos.
choice-refused = O WhatsApp não aceitou isto:
choice-too-often = O WhatsApp pede uma pequena pausa. Tente de novo { $wait }.
choice-not-waiting = Não há mais nada a escolher aqui. Carregue a página de novo.
choice-unavailable = O WhatsApp não responde neste momento. Tente de novo daqui a um minuto.
state-choose-title = Só falta o número
choose-ambiguous = Você compartilhou mais de um número. Escolha o que deseja conectar.
choose-number-missing = Sua conta do WhatsApp ainda não tem número de telefone. Quando tiver um, escolha-o aqui ou recomece com o Facebook.
choose-number-taken = Este número já está conectado por outro link. Escolha outro ou peça ajuda a { $partner }.
choose-number-not-verified = O WhatsApp ainda não sabe que este número é seu. Escolha-o aqui e confirme-o com um código.
