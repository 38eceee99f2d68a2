# „Sie“ throughout.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = WhatsApp verbinden – { $business }
onboarding-heading = WhatsApp verbinden für { $business }
onboarding-message = { $partner } lädt Sie ein, die Nummer Ihres Unternehmens mit WhatsApp zu verbinden. Das dauert etwa zwei Minuten.
onboarding-needs = Das brauchen Sie dafür
onboarding-need-facebook = Ihre Zugangsdaten für Facebook
onboarding-need-app = Ihr Telefon mit der WhatsApp Business App – Sie nutzen sie weiter wie bisher
onboarding-need-number = Die Nummer, die Sie verbinden möchten – sie muss eine SMS oder einen Anruf empfangen können
onboarding-button = Weiter mit Facebook
onboarding-again = Noch einmal versuchen
onboarding-start-over = Neu beginnen mit Facebook
onboarding-reconnect = Wieder verbinden
onboarding-window = Facebook öffnet sich in einem eigenen Fenster. Diese Seite bleibt offen und sagt Ihnen, wenn alles fertig ist.
onboarding-in-place = Facebook öffnet sich anstelle dieser Seite und bringt Sie am Ende hierher zurück.
onboarding-noscript = Diese Seite braucht JavaScript, um das Fenster von Facebook zu öffnen. Schalten Sie es in den Einstellungen Ihres Browsers ein, oder öffnen Sie den Link in einem anderen Browser.
onboarding-by = Diesen Link haben Sie von { $partner } erhalten.
onboarding-continue = Weiter
onboarding-leave = Jetzt nicht, zurück
onboarding-number = Verbundene Nummer

step-signed-in = Bei Facebook angemeldet
step-account = Ihr Konto wird geprüft
step-number = Ihre Nummer wird verbunden

## Where the customer stands

state-ready-title = Alles bereit
state-ready = Drücken Sie den Knopf, um zu beginnen.
state-waiting-title = Einen Moment noch
state-waiting = Facebook muss uns noch sagen, welche Nummer Sie gewählt haben. Lassen Sie diese Seite bitte offen.
state-working-title = Fast geschafft
state-working = Wir verbinden Ihre Nummer. Das dauert ein paar Sekunden; lassen Sie diese Seite bitte offen.
state-delayed-title = Kurze Wartezeit
state-delayed = WhatsApp antwortet gerade nicht. Wir versuchen es von selbst weiter; Sie können diese Seite schließen.
state-delayed-busy = WhatsApp hat uns gebeten zu warten. Wir machen { $wait } von selbst weiter; Sie können diese Seite schließen.
state-finished-title = Ihre Nummer ist verbunden
state-finished = Das war’s schon. Sie können diese Seite schließen.
state-refused-title = Das ist schon erledigt
state-refused = Mit diesem Link wurde bereits eine Nummer verbunden. Es ist nichts mehr zu tun, und Sie können diese Seite schließen.
state-cancelled-title = Noch nicht verbunden
state-cancelled = Sie haben Facebook vor dem Ende verlassen, und nichts wurde geändert. Drücken Sie den Knopf, um weiterzumachen.
state-reported-title = Facebook hat Sie aufgehalten
state-reported = Facebook hat Ihnen einen Fehler gezeigt, und nichts wurde geändert. Tun Sie, worum die Meldung bat, und drücken Sie dann noch einmal den Knopf.
state-failed-title = Das hat nicht geklappt
state-needs-pin-title = Ihre Nummer hat eine PIN
state-needs-pin = Für sie ist die Verifizierung in zwei Schritten eingeschaltet. Geben Sie die sechsstellige PIN ein, um weiterzumachen.
state-disconnected-title = Ihre Nummer wurde getrennt
state-disconnected = WhatsApp hat die Verbindung zu Ihrer Nummer getrennt. Drücken Sie den Knopf, um sie wieder zu verbinden.
state-expired-title = Dieser Link ist abgelaufen
state-expired = Links gelten nur begrenzte Zeit. Drücken Sie den Knopf, dann kann { $partner } Ihnen einen neuen schicken.
state-gone-title = Dieser Link gilt nicht mehr
state-gone = { $partner } hat den Link zurückgezogen. Wenn Sie Ihre Nummer weiterhin verbinden möchten, drücken Sie den Knopf, um einen neuen zu erbitten.
state-replaced-title = Es gibt einen neueren Link
state-replaced = Dieser Link wurde durch einen neueren ersetzt. Öffnen Sie den neuesten Link, den Sie erhalten haben, oder drücken Sie den Knopf, um einen weiteren zu erbitten.
state-unknown-title = Wir finden diesen Link nicht
state-unknown = Prüfen Sie, ob Sie den ganzen Link geöffnet haben, so wie Sie ihn erhalten haben. Wenn er dann noch nicht geht, bitten Sie das Unternehmen, das ihn geschickt hat, um einen neuen.
state-unavailable-title = Wir sind gleich wieder da
state-unavailable = Bei uns antwortet gerade etwas nicht. Warten Sie eine Minute, und versuchen Sie es dann noch einmal.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Sie haben dort aufgehört, wo Facebook nach Ihrem Unternehmen fragt. Drücken Sie noch einmal den Knopf, und wählen Sie dort Ihr Unternehmen, oder fügen Sie es hinzu.
cancelled-account = Sie haben dort aufgehört, wo Facebook nach Ihrem WhatsApp-Konto und Ihrer Nummer fragt. Drücken Sie noch einmal den Knopf, und wählen Sie dort beides, oder fügen Sie Neues hinzu.
cancelled-profile = Sie haben dort aufgehört, wo Facebook nach Ihrem WhatsApp-Profil fragt. Drücken Sie noch einmal den Knopf, und geben Sie Namen und Kategorie Ihres Unternehmens an.
cancelled-number = Sie haben dort aufgehört, wo Facebook nach Ihrer Telefonnummer fragt. Drücken Sie noch einmal den Knopf, und geben Sie die Nummer ein, die Sie verbinden möchten.
cancelled-verification = Sie haben aufgehört, bevor Ihre Nummer bestätigt war. Drücken Sie noch einmal den Knopf, und geben Sie den Code ein, der per SMS oder Anruf kommt.
cancelled-permissions = Sie haben aufgehört, bevor Sie die Verbindung erlaubt haben. Drücken Sie noch einmal den Knopf, und bestätigen Sie die letzte Frage von Facebook.
cancelled-elsewhere = Sie haben Facebook vor der letzten Ansicht verlassen. Drücken Sie noch einmal den Knopf, und gehen Sie bis zum Ende.

reported-hint-young = Ist Ihr Facebook-Konto neu? Warten Sie eine Stunde.
reported-hint-admin = Verwaltet jemand anderes das Unternehmen bei Facebook? Lassen Sie einen Administrator diesen Link öffnen.
reported-hint-portfolios = Haben Sie zu viele Unternehmen bei Facebook? Wählen Sie eines, das schon da ist.
reported-hint-verify = Prüft Facebook Ihr Unternehmen oder dessen Namen noch? Kommen Sie wieder, wenn das erledigt ist.
reported-hint-partner = Betreut ein anderes Unternehmen diese Nummer noch? Bitten Sie es zuerst, sie freizugeben.

## A number that was live: why it is cut off, one next step

disconnected-by-app = Die Verbindung wurde in der WhatsApp Business App beendet. Drücken Sie den Knopf, um Ihre Nummer wieder zu verbinden.
disconnected-downgrade = Ihre Nummer ist von WhatsApp Business zur gewöhnlichen WhatsApp App gewechselt. Installieren Sie WhatsApp Business wieder mit ihr, und drücken Sie dann den Knopf.
disconnected-phone-unused = Die WhatsApp Business App wurde auf Ihrem Telefon etwa zwei Wochen lang nicht geöffnet. Öffnen Sie sie, und drücken Sie dann den Knopf, um wieder zu verbinden.
disconnected-link-unused = Die Verbindung wurde etwa einen Monat lang nicht genutzt. Drücken Sie den Knopf, um Ihre Nummer wieder zu verbinden.
disconnected-number-changed = Die Nummer in Ihrer WhatsApp Business App wurde geändert. Drücken Sie den Knopf, um die neue zu verbinden.
disconnected-registered-again = Ihre Nummer wurde in der WhatsApp App neu registriert. Drücken Sie den Knopf, um sie wieder zu verbinden.
disconnected-unshared = Unser Zugriff auf Ihr WhatsApp-Konto wurde bei Facebook zurückgenommen. Drücken Sie den Knopf, um ihn wieder zu erlauben.
disconnected-uninstalled = Unsere App wurde bei Facebook aus Ihrem Unternehmen entfernt. Drücken Sie den Knopf, um sie wieder zu erlauben.
disconnected-deleted = Ihr WhatsApp-Konto wurde bei Facebook gelöscht. Drücken Sie den Knopf, um ein neues einzurichten.
disconnected-disabled = Meta hat Ihr WhatsApp-Konto gesperrt. Bitten Sie Meta im Supportbereich für Unternehmen bei Facebook um eine Überprüfung, und drücken Sie dann den Knopf.
disconnected-offboarded = Ihre Nummer ist auf ein anderes Telefon umgezogen und kommt meist nach wenigen Minuten zurück. Wenn nicht, drücken Sie den Knopf, um sie wieder zu verbinden.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Die Bestätigung von Facebook kam zu spät. Drücken Sie den Knopf, und gehen Sie noch einmal durch das Fenster von Facebook.
problem-access-ended = Unsere Erlaubnis von Facebook ist abgelaufen. Drücken Sie den Knopf, und erlauben Sie die Verbindung noch einmal.
problem-not-proved = Facebook hat nicht bestätigt, dass Sie das gewählte Konto verwalten. Drücken Sie noch einmal den Knopf, und wählen Sie ein Konto Ihres eigenen Unternehmens.
problem-ambiguous = Sie haben mehr als ein Konto oder eine Nummer geteilt, und wir wissen nicht, was davon Sie meinen. Drücken Sie noch einmal den Knopf, und wählen Sie nur eines.
problem-number-missing = Ihr WhatsApp-Konto hat noch keine Telefonnummer. Warten Sie eine Minute, und versuchen Sie es noch einmal, oder beginnen Sie neu und fügen Sie Ihre Nummer im Fenster von Facebook hinzu.
problem-number-taken = Diese Nummer ist schon über einen anderen Link verbunden. Beginnen Sie mit einer anderen Nummer, oder bitten Sie { $partner } um Hilfe.
problem-number-not-verified = WhatsApp weiß noch nicht, dass diese Nummer Ihnen gehört. Beginnen Sie neu mit Facebook, und geben Sie den Code ein, den die Nummer erhält.
problem-pin-unknown = Die Nummer ist mit einer PIN geschützt. Schalten Sie die Verifizierung in zwei Schritten für sie in WhatsApp aus, und drücken Sie dann noch einmal den Knopf.
problem-pin-tries = Es gab zu viele Versuche mit einer falschen PIN. Drücken Sie den Knopf, um weiterzumachen.
problem-pin-tries-wait = Es gab zu viele Versuche mit einer falschen PIN, und WhatsApp bittet um eine Pause. Kommen Sie { $wait } auf diese Seite zurück.
problem-register-limit = WhatsApp hatte zu viele Versuche mit dieser Nummer, und die erbetene Pause ist vorbei. Drücken Sie den Knopf, um es noch einmal zu versuchen.
problem-register-limit-wait = WhatsApp hatte zu viele Versuche mit dieser Nummer und bittet um eine Pause. Öffnen Sie diesen Link { $wait } noch einmal.
problem-recently-deleted = Diese Nummer wurde vor kurzem aus WhatsApp entfernt. Drücken Sie den Knopf, um es noch einmal zu versuchen.
problem-recently-deleted-wait = Diese Nummer wurde gerade erst aus WhatsApp entfernt und muss ruhen. Kommen Sie { $wait } auf diese Seite zurück.
problem-register-unclear = WhatsApp hat uns nicht gesagt, ob Ihre Nummer verbunden ist. Drücken Sie den Knopf, dann sehen wir noch einmal nach.
problem-blocked = Meta hat Ihr Unternehmen oder sein WhatsApp-Konto gesperrt. Bitten Sie im Supportbereich für Unternehmen bei Facebook um eine Überprüfung, und drücken Sie dann den Knopf.
problem-payment-missing = Meta verlangt eine Zahlungsmethode für Ihr WhatsApp-Konto. Fügen Sie im WhatsApp Manager eine hinzu, und drücken Sie dann noch einmal den Knopf.
problem-app-not-allowed = Meta lässt uns das nicht abschließen, und es liegt nicht an Ihnen. Sagen Sie { $partner } Bescheid, und drücken Sie den Knopf, sobald es gelöst ist.
problem-meta-busy = WhatsApp hat uns gebeten zu warten, und die Wartezeit ist vorbei. Drücken Sie den Knopf, um es noch einmal zu versuchen.
problem-meta-busy-wait = WhatsApp hat uns gebeten zu warten. Kommen Sie { $wait } auf diese Seite zurück.
problem-meta-refused = WhatsApp hat die Nummer nicht angenommen. Drücken Sie den Knopf, um es noch einmal zu versuchen; wenn es wieder geschieht, bitten Sie { $partner } um Hilfe.
problem-meta-unavailable = WhatsApp antwortet im Moment nicht. Warten Sie eine Minute, drücken Sie dann den Knopf, und gehen Sie noch einmal durch das Fenster von Facebook.
problem-meta-unavailable-kept = WhatsApp antwortet im Moment nicht. Ihre Auswahl ist gespeichert: Warten Sie eine Minute, und versuchen Sie es noch einmal.

## What only the script of the page has to say

client-opening-title = Facebook wird geöffnet
client-opening = Einen Moment bitte.
client-dialog-title = Weiter im Fenster von Facebook
client-dialog = Wenn Sie das Fenster nicht sehen, drücken Sie noch einmal den Knopf.
client-sdk-blocked-title = Facebook war nicht zu erreichen
client-sdk-blocked = Vielleicht hält es ein Werbeblocker, ein privates Fenster oder Ihr Netzwerk zurück. Schalten Sie den Blocker für diese Seite aus, oder öffnen Sie den Link in einem anderen Browser, und drücken Sie dann noch einmal den Knopf.
client-popup-blocked-title = Ihr Browser hat das Fenster blockiert
client-popup-blocked = Erlauben Sie Pop-ups für diese Seite, oder öffnen Sie den Link in Chrome oder Safari, und drücken Sie dann noch einmal den Knopf.
client-press-again-title = Ein Schritt fehlt noch
client-press-again = Das Fenster von Facebook wurde geschlossen, bevor es Ihre Auswahl bestätigt hat. Drücken Sie noch einmal den Knopf, und gehen Sie bis zur letzten Ansicht.
client-no-event-title = Facebook hat nicht gesagt, welche Nummer
client-no-event = Drücken Sie noch einmal den Knopf, und schließen Sie die letzte Ansicht von Facebook mit dem Knopf dort ab.
client-offline-title = Keine Verbindung
client-offline = Wir erreichen unseren Server nicht. Prüfen Sie Ihre Internetverbindung, und drücken Sie dann noch einmal den Knopf.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] in etwa einer Minute
   *[other] in etwa { $count } Minuten
}
wait-hours = { $count ->
    [1] in etwa einer Stunde
   *[other] in etwa { $count } Stunden
}
wait-days = { $count ->
    [1] in einem Tag
    [2] in zwei Tagen
    [3] in drei Tagen
   *[other] in { $count } Tagen
}

## The number’s PIN

pin-label = PIN der Nummer, sechs Ziffern
pin-button = Weiter
pin-format = Die PIN hat genau sechs Ziffern.
pin-wrong = Diese PIN war nicht richtig. Prüfen Sie sie, und geben Sie sie noch einmal ein.
pin-offline = Wir erreichen unseren Server nicht. Prüfen Sie Ihre Internetverbindung, und senden Sie die PIN noch einmal.
pin-hint-lost = Sie kennen sie nicht? Schalten Sie die Verifizierung in zwei Schritten für die Nummer in den Einstellungen von WhatsApp aus, und beginnen Sie dann neu mit Facebook.

## In another browser, at another device

elsewhere-why = Facebook lässt Sie sich in dieser App nicht anmelden: Öffnen Sie die Seite in Ihrem Browser, um weiterzumachen.
elsewhere-open = In meinem Browser öffnen
elsewhere-copy = Link kopieren
elsewhere-link = Ihr Link
elsewhere-copied = Kopiert. Fügen Sie ihn in die Adressleiste Ihres Browsers ein.
elsewhere-copy-by-hand = Kopieren Sie den Link aus diesem Feld, und fügen Sie ihn in die Adressleiste Ihres Browsers ein.
elsewhere-other-device = Anderes Gerät verwenden
elsewhere-qr = QR-Code Ihres Links
elsewhere-device = Oder richten Sie die Kamera eines Telefons oder Tablets hierauf, um dort weiterzumachen. Diese Seite folgt.
elsewhere-here = Trotzdem hier versuchen

## Asking for a new link

renewal-button = { $partner } um einen neuen Link bitten
renewal-asked-title = Ihre Bitte ist notiert
renewal-asked = { $partner } sieht jetzt, dass Sie einen neuen Link brauchen, und kann ihn Ihnen schicken. Wenn Sie nichts hören, wenden Sie sich an { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Bitte öffnen Sie Ihren Link noch einmal
return-unknown = Wir wissen nicht, von welcher Seite Sie kommen. Öffnen Sie den Link, den Sie erhalten haben, noch einmal; es ist nichts verloren.

## At the foot of every page: what its list of languages is called

page-language = Sprache

## The landing page

landing-description = Kontakt zu { $business }: Adresse, E-Mail und WhatsApp.
landing-tagline = Wir freuen uns, von Ihnen zu hören.
landing-intro = Dies ist die Website von { $business }. Hier erfahren Sie, wie Sie uns erreichen, womit wir Ihnen helfen können und wie wir mit dem umgehen, was Sie uns schreiben.
landing-write = Schreiben Sie uns
landing-help = Wozu Sie uns schreiben können
landing-help-questions = Fragen
landing-help-questions-text = Fragen Sie, was wir anbieten, was es kostet und wann wir geöffnet haben.
landing-help-orders = Bestellungen und Termine
landing-help-orders-text = Sagen Sie uns, was Sie brauchen oder wann Sie kommen möchten, und wir bestätigen es Ihnen.
landing-help-support = Hilfe danach
landing-help-support-text = Wenn etwas nicht stimmt, schicken Sie uns eine Nachricht oder ein Bild, und wir kümmern uns darum.
landing-contact = So erreichen Sie uns
landing-address = Adresse
landing-email = E-Mail
landing-phone = Telefon und WhatsApp
landing-contact-soon = Unsere Kontaktdaten stehen in Kürze hier.
landing-messages = Nachrichten
landing-messages-text = Wenn Sie uns auf WhatsApp schreiben, antworten wir Ihnen dort. Wir schreiben nur denen, die uns geschrieben oder uns darum gebeten haben, und Sie können es jederzeit beenden, indem Sie mit „Stopp“ antworten.
landing-privacy = Datenschutz
landing-home = Start
landing-picture = Eine Sprechblase
landing-gone-title = Diese Seite gibt es nicht
landing-gone = Die Adresse ist falsch, oder die Seite wurde entfernt.

## Its privacy page

privacy-title = Datenschutz – { $business }
privacy-heading = Datenschutz
privacy-intro = Wie { $business } mit dem umgeht, was Sie uns auf WhatsApp oder per E-Mail senden.
privacy-what = Was wir erhalten
privacy-what-text = Wenn Sie uns auf WhatsApp schreiben, erhalten wir Ihre Telefonnummer, Ihren Profilnamen und das, was Sie senden: Texte, Bilder, Dokumente, Sprachnachrichten. Per E-Mail erhalten wir Ihre Adresse und das, was Sie schreiben.
privacy-why = Wofür wir es verwenden
privacy-why-text = Um Ihnen zu antworten, um zu erledigen, worum Sie bitten, etwa eine Bestellung oder einen Termin, und um die Unterlagen zu führen, die das Gesetz von einem Unternehmen verlangt. Wir verkaufen nichts davon und verwenden es nicht für die Werbung anderer.
privacy-who = Wer es noch sieht
privacy-who-text = WhatsApp, das zu Meta gehört, überträgt die Nachrichten nach seiner eigenen Datenschutzrichtlinie. Unternehmen, die uns die Software für Nachrichten bereitstellen, verarbeiten sie für uns und nur nach unseren Weisungen. Behörden erhalten Daten nur, wo uns das Gesetz dazu verpflichtet.
privacy-long = Wie lange wir es aufbewahren
privacy-long-text = So lange wir es für Ihr Anliegen brauchen, und danach nur so lange, wie das Gesetz es verlangt. Dann wird es gelöscht.
privacy-rights = Was Sie von uns verlangen können
privacy-rights-text = Sie können fragen, was wir über Sie wissen, und es berichtigen oder löschen lassen. Schreiben Sie uns, wie Sie es zuvor getan haben, oder nutzen Sie den Kontakt unten. Um keine Nachrichten mehr zu erhalten, antworten Sie mit „Stopp“, oder blockieren Sie uns in WhatsApp.
privacy-page = Diese Website
privacy-page-text = Sie setzt keine Cookies, zählt keine Besuche und lädt nichts von anderen Unternehmen.
privacy-contact = Wer verantwortlich ist

## The number that is missing

numbers-title = Welche Nummer möchten Sie verbinden?
numbers-pick = Nummern Ihres WhatsApp-Kontos
numbers-use = Diese Nummer verwenden
numbers-unverified = noch nicht bestätigt
numbers-taken = über einen anderen Link verbunden
numbers-add = Nummer hinzufügen
numbers-number = Telefonnummer
numbers-hint = Mit Landesvorwahl, zum Beispiel +49 151 2345678. Sie muss eine SMS oder einen Anruf empfangen können.
numbers-name = Name, den Ihre Kunden sehen
numbers-method = Wie soll der Code kommen?
numbers-sms = SMS
numbers-voice = Anruf
numbers-send = Code senden
numbers-sent = WhatsApp hat einen Code gesendet an
numbers-code = Die sechs Ziffern
numbers-confirm = Bestätigen
numbers-send-again = Neuen Code senden
numbers-again = Ein neuer Code ist unterwegs. Nur der neueste gilt.
numbers-other = Andere Nummer nehmen
choice-number-invalid = Das ist keine Telefonnummer mit Landesvorwahl. Prüfen Sie sie, und versuchen Sie es noch einmal.
choice-name-missing = Geben Sie den Namen ein, den Ihre Kunden sehen sollen.
choice-taken = Diese Nummer ist schon über einen anderen Link verbunden. Nehmen Sie eine andere, oder bitten Sie { $partner } um Hilfe.
choice-not-listed = Ihr WhatsApp-Konto hat diese Nummer nicht mehr. Laden Sie die Seite neu, und wählen Sie noch einmal.
choice-not-verified = Diese Nummer muss erst mit einem Code bestätigt werden.
choice-too-many-codes = Für diese Nummer wurden zu viele Codes angefordert. Fordern Sie den nächsten { $wait } an.
choice-code-wrong = Dieser Code war nicht richtig oder ist zu alt. Geben Sie ihn noch einmal ein, oder lassen Sie sich einen neuen senden.
choice-code-format = Der Code hat genau sechs Ziffern.
choice-refused = WhatsApp hat das nicht angenommen:
choice-too-often = WhatsApp bittet um eine kurze Pause. Versuchen Sie es { $wait } noch einmal.
choice-not-waiting = Hier gibt es nichts mehr zu wählen. Laden Sie die Seite neu.
choice-unavailable = WhatsApp antwortet im Moment nicht. Versuchen Sie es in einer Minute noch einmal.
state-choose-title = Nur die Nummer fehlt noch
choose-ambiguous = Sie haben mehr als eine Nummer geteilt. Wählen Sie die, die Sie verbinden möchten.
choose-number-missing = Ihr WhatsApp-Konto hat noch keine Telefonnummer. Sobald es eine hat, wählen Sie sie hier, oder beginnen Sie neu mit Facebook.
choose-number-taken = Diese Nummer ist schon über einen anderen Link verbunden. Nehmen Sie eine andere, oder bitten Sie { $partner } um Hilfe.
choose-number-not-verified = WhatsApp weiß noch nicht, dass diese Nummer Ihnen gehört. Wählen Sie sie hier, und bestätigen Sie sie mit einem Code.
