# "Vous" throughout. Before : ; ? ! and inside « » stands a narrow no-break space.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Connecter WhatsApp – { $business }
onboarding-heading = Connecter WhatsApp pour { $business }
onboarding-message = { $partner } vous invite à connecter le numéro de votre entreprise à WhatsApp. Cela prend environ deux minutes.
onboarding-needs = À garder sous la main
onboarding-need-facebook = Vos identifiants Facebook
onboarding-need-app = Votre téléphone avec l’application WhatsApp Business – vous continuerez à l’utiliser comme avant
onboarding-need-number = Le numéro à connecter – il doit pouvoir recevoir un SMS ou un appel
onboarding-button = Continuer avec Facebook
onboarding-again = Réessayer
onboarding-start-over = Recommencer avec Facebook
onboarding-reconnect = Reconnecter
onboarding-window = Facebook s’ouvre dans sa propre fenêtre. Cette page reste ouverte et vous prévient quand tout est prêt.
onboarding-in-place = Facebook s’ouvre à la place de cette page et vous ramène ici à la fin.
onboarding-noscript = Cette page a besoin de JavaScript pour ouvrir la fenêtre de Facebook. Activez-le dans les réglages de votre navigateur, ou ouvrez le lien dans un autre navigateur.
onboarding-by = Ce lien vous a été envoyé par { $partner }.
onboarding-continue = Continuer
onboarding-leave = Pas maintenant, revenir
onboarding-number = Numéro connecté

step-signed-in = Connexion avec Facebook
step-account = Vérification de votre compte
step-number = Connexion de votre numéro

## Where the customer stands

state-ready-title = Tout est prêt
state-ready = Appuyez sur le bouton pour commencer.
state-waiting-title = Encore un instant
state-waiting = Facebook doit encore nous dire quel numéro vous avez choisi. Laissez cette page ouverte.
state-working-title = Presque terminé
state-working = Nous connectons votre numéro. Cela prend quelques secondes ; laissez cette page ouverte.
state-delayed-title = Un peu de patience
state-delayed = WhatsApp ne répond pas pour le moment. Nous continuons d’essayer ; vous pouvez fermer cette page.
state-delayed-busy = WhatsApp nous a demandé d’attendre. Nous reprenons de nous-mêmes { $wait } ; vous pouvez fermer cette page.
state-finished-title = Votre numéro est connecté
state-finished = C’est tout. Vous pouvez fermer cette page.
state-refused-title = C’est déjà fait
state-refused = Un numéro a déjà été connecté avec ce lien. Il n’y a plus rien à faire, et vous pouvez fermer cette page.
state-cancelled-title = Pas encore connecté
state-cancelled = Vous avez quitté Facebook avant la fin, et rien n’a été modifié. Appuyez sur le bouton pour continuer.
state-reported-title = Facebook vous a interrompu
state-reported = Facebook vous a affiché une erreur et rien n’a été modifié. Faites ce que son message demandait, puis appuyez de nouveau sur le bouton.
state-failed-title = Cela n’a pas marché
state-needs-pin-title = Votre numéro a un code PIN
state-needs-pin = Sa vérification en deux étapes est activée. Saisissez le code PIN à six chiffres pour continuer.
state-disconnected-title = Votre numéro a été déconnecté
state-disconnected = WhatsApp a coupé la connexion à votre numéro. Appuyez sur le bouton pour le reconnecter.
state-expired-title = Ce lien a expiré
state-expired = Les liens ne fonctionnent que pour un temps limité. Appuyez sur le bouton, et { $partner } pourra vous en envoyer un nouveau.
state-gone-title = Ce lien ne fonctionne plus
state-gone = { $partner } a retiré le lien. Si vous voulez toujours connecter votre numéro, appuyez sur le bouton pour en demander un nouveau.
state-replaced-title = Il existe un lien plus récent
state-replaced = Ce lien a été remplacé par un plus récent. Ouvrez le dernier lien reçu, ou appuyez sur le bouton pour en demander un autre.
state-unknown-title = Nous ne trouvons pas ce lien
state-unknown = Vérifiez que vous avez ouvert le lien en entier, tel que vous l’avez reçu. S’il ne fonctionne toujours pas, demandez-en un nouveau à l’entreprise qui l’a envoyé.
state-unavailable-title = Nous revenons tout de suite
state-unavailable = Quelque chose ne répond pas de notre côté. Patientez une minute, puis réessayez.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Vous avez quitté Facebook à la question sur votre entreprise. Appuyez de nouveau sur le bouton, et choisissez-y votre entreprise ou ajoutez-la.
cancelled-account = Vous avez quitté Facebook à la question sur votre compte et votre numéro WhatsApp. Appuyez de nouveau sur le bouton, et choisissez-les ou ajoutez-en de nouveaux.
cancelled-profile = Vous avez quitté Facebook à la question sur votre profil WhatsApp. Appuyez de nouveau sur le bouton, et indiquez le nom et la catégorie de votre entreprise.
cancelled-number = Vous avez quitté Facebook à la question sur votre numéro de téléphone. Appuyez de nouveau sur le bouton, et saisissez le numéro à connecter.
cancelled-verification = Vous avez quitté Facebook avant la confirmation de votre numéro. Appuyez de nouveau sur le bouton, et saisissez le code reçu par SMS ou par appel.
cancelled-permissions = Vous avez quitté Facebook avant d’autoriser la connexion. Appuyez de nouveau sur le bouton, et confirmez la dernière question de Facebook.
cancelled-elsewhere = Vous avez quitté Facebook avant son dernier écran. Appuyez de nouveau sur le bouton, et allez jusqu’au bout.

reported-hint-young = Votre compte Facebook est récent ? Attendez une heure.
reported-hint-admin = Quelqu’un d’autre gère l’entreprise sur Facebook ? Faites ouvrir ce lien par un administrateur.
reported-hint-portfolios = Vous avez trop d’entreprises sur Facebook ? Choisissez-en une qui existe déjà.
reported-hint-verify = Facebook examine encore votre entreprise ou son nom ? Revenez quand ce sera terminé.
reported-hint-partner = Une autre entreprise s’occupe encore de ce numéro ? Demandez-lui d’abord de le libérer.

## A number that was live: why it is cut off, one next step

disconnected-by-app = La connexion a été arrêtée dans l’application WhatsApp Business. Appuyez sur le bouton pour reconnecter votre numéro.
disconnected-downgrade = Votre numéro est passé de WhatsApp Business à l’application WhatsApp ordinaire. Réinstallez WhatsApp Business avec ce numéro, puis appuyez sur le bouton.
disconnected-phone-unused = L’application WhatsApp Business n’a pas été ouverte sur votre téléphone pendant environ deux semaines. Ouvrez-la, puis appuyez sur le bouton pour reconnecter.
disconnected-link-unused = La connexion n’a pas servi pendant environ un mois. Appuyez sur le bouton pour reconnecter votre numéro.
disconnected-number-changed = Le numéro de votre application WhatsApp Business a changé. Appuyez sur le bouton pour connecter le nouveau.
disconnected-registered-again = Votre numéro a été de nouveau enregistré dans l’application WhatsApp. Appuyez sur le bouton pour le reconnecter.
disconnected-unshared = Notre accès à votre compte WhatsApp a été retiré sur Facebook. Appuyez sur le bouton pour l’autoriser de nouveau.
disconnected-uninstalled = Notre application a été retirée de votre entreprise sur Facebook. Appuyez sur le bouton pour l’autoriser de nouveau.
disconnected-deleted = Votre compte WhatsApp a été supprimé sur Facebook. Appuyez sur le bouton pour en créer un nouveau.
disconnected-disabled = Meta a désactivé votre compte WhatsApp. Demandez un examen à Meta dans l’assistance aux entreprises de Facebook, puis appuyez sur le bouton.
disconnected-offboarded = Votre numéro est passé sur un autre téléphone et revient d’habitude en quelques minutes. S’il ne revient pas, appuyez sur le bouton pour le reconnecter.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = La confirmation de Facebook est arrivée trop tard. Appuyez sur le bouton et parcourez encore une fois la fenêtre de Facebook.
problem-access-ended = L’autorisation donnée par Facebook a pris fin. Appuyez sur le bouton et autorisez encore une fois la connexion.
problem-not-proved = Facebook n’a pas confirmé que vous gérez le compte choisi. Appuyez de nouveau sur le bouton et choisissez un compte de votre propre entreprise.
problem-ambiguous = Vous avez partagé plusieurs comptes ou numéros, et nous ne savons pas lequel vous voulez. Appuyez de nouveau sur le bouton et n’en choisissez qu’un.
problem-number-missing = Votre compte WhatsApp n’a pas encore de numéro de téléphone. Patientez une minute et réessayez, ou recommencez et ajoutez votre numéro dans la fenêtre de Facebook.
problem-number-taken = Ce numéro est déjà connecté par un autre lien. Recommencez avec un autre numéro, ou demandez de l’aide à { $partner }.
problem-number-not-verified = WhatsApp ne sait pas encore que ce numéro est le vôtre. Recommencez avec Facebook et saisissez le code que le numéro reçoit.
problem-pin-unknown = Le numéro est protégé par un code PIN. Désactivez sa vérification en deux étapes dans WhatsApp, puis appuyez de nouveau sur le bouton.
problem-pin-tries = Il y a eu trop d’essais avec un mauvais code PIN. Appuyez sur le bouton pour continuer.
problem-pin-tries-wait = Il y a eu trop d’essais avec un mauvais code PIN, et WhatsApp demande une pause. Revenez sur cette page { $wait }.
problem-register-limit = WhatsApp a reçu trop d’essais avec ce numéro, et la pause demandée est terminée. Appuyez sur le bouton pour essayer encore une fois.
problem-register-limit-wait = WhatsApp a reçu trop d’essais avec ce numéro et demande une pause. Rouvrez ce lien { $wait }.
problem-recently-deleted = Ce numéro a été retiré de WhatsApp il y a peu de temps. Appuyez sur le bouton pour réessayer.
problem-recently-deleted-wait = Ce numéro vient d’être retiré de WhatsApp et doit se reposer. Revenez sur cette page { $wait }.
problem-register-unclear = WhatsApp ne nous a pas dit si votre numéro est connecté. Appuyez sur le bouton, et nous vérifierons de nouveau.
problem-blocked = Meta a bloqué votre entreprise ou son compte WhatsApp. Demandez un examen dans l’assistance aux entreprises de Facebook, puis appuyez sur le bouton.
problem-payment-missing = Meta demande un moyen de paiement pour votre compte WhatsApp. Ajoutez-en un dans le Gestionnaire WhatsApp, puis appuyez de nouveau sur le bouton.
problem-app-not-allowed = Meta ne nous laisse pas terminer, et vous n’y êtes pour rien. Prévenez { $partner }, et appuyez sur le bouton une fois le problème résolu.
problem-meta-busy = WhatsApp nous a demandé d’attendre, et l’attente est terminée. Appuyez sur le bouton pour réessayer.
problem-meta-busy-wait = WhatsApp nous a demandé d’attendre. Revenez sur cette page { $wait }.
problem-meta-refused = WhatsApp n’a pas accepté le numéro. Appuyez sur le bouton pour réessayer ; si cela se reproduit, demandez de l’aide à { $partner }.
problem-meta-unavailable = WhatsApp ne répond pas pour le moment. Patientez une minute, puis appuyez sur le bouton et parcourez encore une fois la fenêtre de Facebook.
problem-meta-unavailable-kept = WhatsApp ne répond pas pour le moment. Vos choix sont conservés : patientez une minute et réessayez.

## What only the script of the page has to say

client-opening-title = Ouverture de Facebook
client-opening = Un instant, s’il vous plaît.
client-dialog-title = Continuez dans la fenêtre de Facebook
client-dialog = Si vous ne voyez pas la fenêtre, appuyez de nouveau sur le bouton.
client-sdk-blocked-title = Facebook est injoignable
client-sdk-blocked = Un bloqueur de publicités, une fenêtre privée ou votre réseau l’en empêche peut-être. Désactivez le bloqueur pour cette page ou ouvrez le lien dans un autre navigateur, puis appuyez de nouveau sur le bouton.
client-popup-blocked-title = Votre navigateur a bloqué la fenêtre
client-popup-blocked = Autorisez les fenêtres pop-up pour cette page, ou ouvrez le lien dans Chrome ou Safari, puis appuyez de nouveau sur le bouton.
client-press-again-title = Il manque une étape
client-press-again = La fenêtre de Facebook s’est fermée avant de confirmer votre choix. Appuyez de nouveau sur le bouton et allez jusqu’au dernier écran.
client-no-event-title = Facebook n’a pas dit quel numéro
client-no-event = Appuyez de nouveau sur le bouton, et terminez sur le dernier écran de Facebook avec son propre bouton.
client-offline-title = Pas de connexion
client-offline = Nous ne pouvons pas joindre notre serveur. Vérifiez votre connexion Internet, puis appuyez de nouveau sur le bouton.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] dans environ une minute
   *[other] dans environ { $count } minutes
}
wait-hours = { $count ->
    [1] dans environ une heure
   *[other] dans environ { $count } heures
}
wait-days = { $count ->
    [1] dans un jour
    [2] dans deux jours
    [3] dans trois jours
   *[other] dans { $count } jours
}

## The number’s PIN

pin-label = Code PIN du numéro, six chiffres
pin-button = Continuer
pin-format = Le code PIN a exactement six chiffres.
pin-wrong = Ce code PIN n’est pas le bon. Vérifiez-le et saisissez-le de nouveau.
pin-offline = Nous ne pouvons pas joindre notre serveur. Vérifiez votre connexion Internet et envoyez de nouveau le code PIN.
pin-hint-lost = Vous ne le connaissez pas ? Désactivez la vérification en deux étapes du numéro dans les paramètres de WhatsApp, puis recommencez avec Facebook.

## In another browser, at another device

elsewhere-why = Facebook ne permet pas de se connecter dans cette application : ouvrez la page dans votre navigateur pour continuer.
elsewhere-open = Ouvrir dans mon navigateur
elsewhere-copy = Copier le lien
elsewhere-link = Votre lien
elsewhere-copied = Copié. Collez-le dans la barre d’adresse de votre navigateur.
elsewhere-copy-by-hand = Copiez le lien de ce champ et collez-le dans la barre d’adresse de votre navigateur.
elsewhere-other-device = Utiliser un autre appareil
elsewhere-qr = Code QR de votre lien
elsewhere-device = Ou dirigez ici l’appareil photo d’un téléphone ou d’une tablette pour y continuer. Cette page suivra.
elsewhere-here = Essayer ici quand même

## Asking for a new link

renewal-button = Demander un nouveau lien à { $partner }
renewal-asked-title = Votre demande est notée
renewal-asked = { $partner } voit maintenant que vous avez besoin d’un nouveau lien et peut vous l’envoyer. Sans nouvelles, contactez { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Rouvrez votre lien
return-unknown = Nous ne savons pas de quelle page vous venez. Ouvrez encore une fois le lien reçu ; rien n’est perdu.

## At the foot of every page: what its list of languages is called

page-language = Langue

## The landing page

landing-description = Contacter { $business } : adresse, e-mail et WhatsApp.
landing-tagline = Au plaisir de vous lire.
landing-intro = Voici le site de { $business }. Vous y trouvez comment nous joindre, en quoi nous pouvons vous aider et ce que nous faisons de ce que vous nous écrivez.
landing-write = Nous écrire
landing-help = À quel sujet nous écrire
landing-help-questions = Questions
landing-help-questions-text = Demandez ce que nous proposons, à quel prix et quand nous sommes ouverts.
landing-help-orders = Commandes et rendez-vous
landing-help-orders-text = Dites-nous ce qu’il vous faut ou quand vous aimeriez venir, et nous vous le confirmons.
landing-help-support = Et après
landing-help-support-text = Si quelque chose ne va pas, envoyez-nous un message ou une photo et nous regardons cela.
landing-contact = Comment nous joindre
landing-address = Adresse
landing-email = E-mail
landing-phone = Téléphone et WhatsApp
landing-contact-soon = Nos coordonnées seront bientôt ici.
landing-messages = Messages
landing-messages-text = Quand vous nous écrivez sur WhatsApp, nous vous y répondons. Nous n’écrivons qu’aux personnes qui nous ont écrit ou nous l’ont demandé, et vous pouvez y mettre fin à tout moment en répondant « stop ».
landing-privacy = Confidentialité
landing-home = Accueil
landing-picture = Une bulle de dialogue
landing-gone-title = Cette page n’existe pas
landing-gone = L’adresse est incorrecte, ou la page a été retirée.

## Its privacy page

privacy-title = Confidentialité – { $business }
privacy-heading = Confidentialité
privacy-intro = Ce que { $business } fait de ce que vous nous envoyez, sur WhatsApp ou par e-mail.
privacy-what = Ce que nous recevons
privacy-what-text = Quand vous nous écrivez sur WhatsApp, nous recevons votre numéro de téléphone, votre nom de profil et ce que vous envoyez : textes, images, documents, messages vocaux. Par e-mail, nous recevons votre adresse et ce que vous écrivez.
privacy-why = À quoi cela nous sert
privacy-why-text = À vous répondre, à faire ce que vous demandez, comme une commande ou un rendez-vous, et à tenir les registres que la loi exige d’une entreprise. Nous ne vendons rien de cela et ne l’utilisons pas pour la publicité d’autrui.
privacy-who = Qui d’autre le voit
privacy-who-text = WhatsApp, qui appartient à Meta, achemine les messages selon sa propre politique de confidentialité. Les entreprises qui nous fournissent le logiciel de messagerie les traitent pour nous et uniquement selon nos instructions. Les autorités ne reçoivent des données que si la loi nous y oblige.
privacy-long = Combien de temps nous le gardons
privacy-long-text = Aussi longtemps que votre demande l’exige, et ensuite seulement tant que la loi nous l’impose. Puis tout est supprimé.
privacy-rights = Ce que vous pouvez nous demander
privacy-rights-text = Vous pouvez demander ce que nous savons de vous, et le faire corriger ou supprimer. Écrivez-nous comme vous l’avez déjà fait, ou utilisez les coordonnées ci-dessous. Pour ne plus recevoir de messages, répondez « stop » ou bloquez-nous dans WhatsApp.
privacy-page = Ce site
privacy-page-text = Il ne dépose pas de cookies, ne compte pas les visites et ne charge rien auprès d’autres entreprises.
privacy-contact = Qui est responsable

## The number that is missing

numbers-title = Quel numéro voulez-vous connecter ?
numbers-pick = Numéros de votre compte WhatsApp
numbers-use = Utiliser ce numéro
numbers-unverified = pas encore confirmé
numbers-taken = connecté par un autre lien
numbers-add = Ajouter un numéro
numbers-number = Numéro de téléphone
numbers-hint = Avec l’indicatif du pays, par exemple +33 6 12 34 56 78. Il doit pouvoir recevoir un SMS ou un appel.
numbers-name = Nom que voient vos clients
numbers-method = Comment recevoir le code ?
numbers-sms = SMS
numbers-voice = Appel
numbers-send = Envoyer le code
numbers-sent = WhatsApp a envoyé un code au
numbers-code = Les six chiffres
numbers-confirm = Confirmer
numbers-send-again = Envoyer un autre code
numbers-again = Un autre code est en route. Seul le plus récent compte.
numbers-other = Prendre un autre numéro
choice-number-invalid = Ce n’est pas un numéro de téléphone avec son indicatif de pays. Vérifiez-le et réessayez.
choice-name-missing = Saisissez le nom que verront vos clients.
choice-taken = Ce numéro est déjà connecté par un autre lien. Prenez-en un autre, ou demandez de l’aide à { $partner }.
choice-not-listed = Votre compte WhatsApp n’a plus ce numéro. Rechargez la page et choisissez de nouveau.
choice-not-verified = Ce numéro doit d’abord être confirmé par un code.
choice-too-many-codes = Trop de codes ont été demandés pour ce numéro. Demandez le prochain { $wait }.
choice-code-wrong = Ce code n’est pas le bon, ou il est trop ancien. Saisissez-le de nouveau, ou faites-en envoyer un autre.
choice-code-format = Le code a exactement six chiffres.
choice-refused = WhatsApp n’a pas accepté ceci :
choice-too-often = WhatsApp demande une courte pause. Réessayez { $wait }.
choice-not-waiting = Il n’y a plus rien à choisir ici. Rechargez la page.
choice-unavailable = WhatsApp ne répond pas pour le moment. Réessayez dans une minute.
state-choose-title = Il ne manque que le numéro
choose-ambiguous = Vous avez partagé plusieurs numéros. Choisissez celui que vous voulez connecter.
choose-number-missing = Votre compte WhatsApp n’a pas encore de numéro de téléphone. Dès qu’il en a un, choisissez-le ici, ou recommencez avec Facebook.
choose-number-taken = Ce numéro est déjà connecté par un autre lien. Prenez-en un autre, ou demandez de l’aide à { $partner }.
choose-number-not-verified = WhatsApp ne sait pas encore que ce numéro est le vôtre. Choisissez-le ici, et confirmez-le avec un code.
