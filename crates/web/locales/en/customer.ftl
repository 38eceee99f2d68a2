# What customers and visitors read. Every catalogue holds the same keys; a test compares them.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Connect WhatsApp – { $business }
onboarding-heading = Connect WhatsApp for { $business }
onboarding-message = { $partner } invites you to connect your business number to WhatsApp. It takes about two minutes.
onboarding-needs = Have this at hand
onboarding-need-facebook = Your Facebook login
onboarding-need-app = Your phone with the WhatsApp Business app – you go on using it as before
onboarding-need-number = The phone number to connect – it has to receive a text message or a call
onboarding-button = Continue with Facebook
onboarding-again = Try again
onboarding-start-over = Start over with Facebook
onboarding-reconnect = Connect again
onboarding-window = Facebook opens in a window of its own. This page stays open and tells you when you are done.
onboarding-in-place = Facebook opens in place of this page and brings you back here when you are done.
onboarding-noscript = This page needs JavaScript to open Facebook’s window. Switch it on in your browser’s settings, or open the link in another browser.
onboarding-by = You received this link from { $partner }.
onboarding-continue = Continue
onboarding-leave = Not now, take me back
onboarding-number = Connected number

step-signed-in = Signed in with Facebook
step-account = Checking your account
step-number = Connecting your number

## Where the customer stands

state-ready-title = Ready
state-ready = Press the button to begin.
state-waiting-title = One more moment
state-waiting = Facebook still has to tell us which number you chose. Please leave this page open.
state-working-title = Almost there
state-working = We are connecting your number. This takes a few seconds; please leave this page open.
state-delayed-title = A short wait
state-delayed = WhatsApp isn’t answering right now. We keep trying by ourselves; you can close this page.
state-delayed-busy = WhatsApp has asked us to wait. We go on by ourselves { $wait }; you can close this page.
state-finished-title = Your number is connected
state-finished = That’s all. You can close this page.
state-refused-title = This is already done
state-refused = A number was connected with this link before. There is nothing left to do, and you can close this page.
state-cancelled-title = Not connected yet
state-cancelled = You left Facebook before the end, and nothing was changed. Press the button to go on.
state-reported-title = Facebook stopped you
state-reported = Facebook showed you an error and nothing was changed. Do what its message asked for, then press the button again.
state-failed-title = That didn’t work
state-needs-pin-title = Your number has a PIN
state-needs-pin = Its two-step verification is on. Enter the PIN of six digits to go on.
state-disconnected-title = Your number was disconnected
state-disconnected = WhatsApp has cut the connection to your number. Press the button to connect it again.
state-expired-title = This link has expired
state-expired = Links work for a limited time only. Press the button, and { $partner } can send you a new one.
state-gone-title = This link no longer works
state-gone = { $partner } has withdrawn the link. If you still want to connect your number, press the button to ask for a new one.
state-replaced-title = There is a newer link
state-replaced = This link was replaced by a newer one. Open the newest link that you received, or press the button to ask for another.
state-unknown-title = We can’t find this link
state-unknown = Check that you opened the whole link, just as you received it. If it still doesn’t work, ask the company that sent it for a new one.
state-unavailable-title = We’ll be right back
state-unavailable = Something on our side is not answering. Wait a minute, then try again.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = You stopped where Facebook asks for your business. Press the button again, and choose your business there or add it.
cancelled-account = You stopped where Facebook asks for your WhatsApp account and number. Press the button again, and choose them there or add new ones.
cancelled-profile = You stopped where Facebook asks for your WhatsApp profile. Press the button again, and fill in the name and the category of your business.
cancelled-number = You stopped where Facebook asks for your phone number. Press the button again, and enter the number that you want to connect.
cancelled-verification = You stopped before your number was confirmed. Press the button again, and enter the code that you get by text message or call.
cancelled-permissions = You stopped before you allowed the connection. Press the button again, and confirm Facebook’s last question.
cancelled-elsewhere = You left Facebook before its last screen. Press the button again, and go on to the end.

reported-hint-young = Is your Facebook account new? Wait an hour.
reported-hint-admin = Does someone else manage the business on Facebook? Let an administrator open this link.
reported-hint-portfolios = Do you have too many businesses on Facebook? Choose one that is already there.
reported-hint-verify = Does Facebook still check your business or its name? Come back when it is done.
reported-hint-partner = Does another company still look after this number? Ask it to release the number first.

## A number that was live: why it is cut off, one next step

disconnected-by-app = The connection was ended in the WhatsApp Business app. Press the button to connect your number again.
disconnected-downgrade = Your number moved from WhatsApp Business to the ordinary WhatsApp app. Install WhatsApp Business with it again, then press the button.
disconnected-phone-unused = The WhatsApp Business app was not opened on your phone for about two weeks. Open it, then press the button to connect again.
disconnected-link-unused = The connection was not used for about a month. Press the button to connect your number again.
disconnected-number-changed = The number in your WhatsApp Business app was changed. Press the button to connect the new one.
disconnected-registered-again = Your number was registered anew in the WhatsApp app. Press the button to connect it again.
disconnected-unshared = Our access to your WhatsApp account was taken back on Facebook. Press the button to allow it again.
disconnected-uninstalled = Our app was removed from your business on Facebook. Press the button to allow it again.
disconnected-deleted = Your WhatsApp account was deleted on Facebook. Press the button to set up a new one.
disconnected-disabled = Meta has disabled your WhatsApp account. Ask Meta for a review in Facebook’s Business Support Home, then press the button.
disconnected-offboarded = Your number moved to another phone and usually comes back within minutes. If it does not, press the button to connect it again.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Facebook’s confirmation arrived too late. Press the button and go through Facebook’s window once more.
problem-access-ended = Our permission from Facebook has ended. Press the button and allow the connection once more.
problem-not-proved = Facebook did not confirm that you manage the account you chose. Press the button again and choose an account of your own business.
problem-ambiguous = You shared more than one account or number, and we can’t tell which one you mean. Press the button again and choose just one.
problem-number-missing = Your WhatsApp account has no phone number yet. Wait a minute and try again, or start over and add your number in Facebook’s window.
problem-number-taken = This number is already connected through another link. Start again with another number, or ask { $partner } for help.
problem-number-not-verified = WhatsApp does not know yet that this number is yours. Start over with Facebook and enter the code that the number receives.
problem-pin-unknown = The number is protected by a PIN. Switch off two-step verification for it in WhatsApp, then press the button again.
problem-pin-tries = There were too many tries with a wrong PIN. Press the button to go on.
problem-pin-tries-wait = There were too many tries with a wrong PIN, and WhatsApp asks for a break. Come back to this page { $wait }.
problem-register-limit = WhatsApp had too many tries with this number, and the break that it asked for is over. Press the button to try once more.
problem-register-limit-wait = WhatsApp has had too many tries with this number and asks for a break. Open this link again { $wait }.
problem-recently-deleted = This number was removed from WhatsApp a short while ago. Press the button to try again.
problem-recently-deleted-wait = This number was removed from WhatsApp a moment ago and has to rest. Come back to this page { $wait }.
problem-register-unclear = WhatsApp did not tell us whether your number is connected. Press the button, and we look again.
problem-blocked = Meta has locked your business or its WhatsApp account. Ask for a review in Facebook’s Business Support Home, then press the button.
problem-payment-missing = Meta asks for a way to pay for your WhatsApp account. Add one in WhatsApp Manager, then press the button again.
problem-app-not-allowed = Meta does not let us finish this, and it is not your doing. Tell { $partner }, and press the button once they have solved it.
problem-meta-busy = WhatsApp asked us to wait, and the wait is over. Press the button to try again.
problem-meta-busy-wait = WhatsApp has asked us to wait. Come back to this page { $wait }.
problem-meta-refused = WhatsApp did not accept the number. Press the button to try again; if it happens twice, ask { $partner } for help.
problem-meta-unavailable = WhatsApp is not answering at the moment. Wait a minute, then press the button and go through Facebook’s window once more.
problem-meta-unavailable-kept = WhatsApp is not answering at the moment. Your choices are kept: wait a minute and try again.

## What only the script of the page has to say

client-opening-title = Opening Facebook
client-opening = One moment, please.
client-dialog-title = Go on in Facebook’s window
client-dialog = If you can’t see the window, press the button again.
client-sdk-blocked-title = Facebook could not be reached
client-sdk-blocked = An ad blocker, a private window or your network may hold it back. Switch the blocker off for this page or open the link in another browser, then press the button again.
client-popup-blocked-title = Your browser blocked the window
client-popup-blocked = Allow pop-ups for this page, or open the link in Chrome or Safari, then press the button again.
client-press-again-title = One step is missing
client-press-again = Facebook’s window closed before it confirmed your choice. Press the button again and go on to the last screen.
client-no-event-title = Facebook did not say which number
client-no-event = Press the button again, and finish on Facebook’s last screen with its own button.
client-offline-title = No connection
client-offline = We can’t reach our server. Check your internet connection, then press the button again.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] in about a minute
   *[other] in about { $count } minutes
}
wait-hours = { $count ->
    [1] in about an hour
   *[other] in about { $count } hours
}
wait-days = { $count ->
    [1] in a day
    [2] in two days
    [3] in three days
   *[other] in { $count } days
}

## The number’s PIN

pin-label = PIN of the number, six digits
pin-button = Go on
pin-format = The PIN has exactly six digits.
pin-wrong = This PIN was not right. Check it and enter it again.
pin-offline = We can’t reach our server. Check your internet connection and send the PIN again.
pin-hint-lost = You don’t know it? Switch off two-step verification for the number in WhatsApp’s settings, then start over with Facebook.

## In another browser, at another device

elsewhere-why = Facebook does not let you sign in inside this app: open the page in your browser to go on.
elsewhere-open = Open in my browser
elsewhere-copy = Copy the link
elsewhere-link = Your link
elsewhere-copied = Copied. Paste it into your browser’s address bar.
elsewhere-copy-by-hand = Copy the link from this field and paste it into your browser’s address bar.
elsewhere-other-device = Use another device
elsewhere-qr = QR code of your link
elsewhere-device = Or point the camera of a phone or tablet here to go on there. This page follows.
elsewhere-here = Try it here all the same

## Asking for a new link

renewal-button = Ask { $partner } for a new link
renewal-asked-title = Your request is noted
renewal-asked = { $partner } can now see that you need a new link, and can send you one. If you hear nothing, contact { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Please open your link again
return-unknown = We can’t tell which page you came from. Open the link that you received once more; nothing is lost.

## At the foot of every page: what its list of languages is called

page-language = Language

## The landing page

landing-description = Contact { $business }: address, e-mail and WhatsApp.
landing-tagline = We’re happy to hear from you.
landing-intro = This is the website of { $business }. Here you find how to reach us, what we can help you with, and how we treat what you write to us.
landing-write = Write to us
landing-help = What you can write to us about
landing-help-questions = Questions
landing-help-questions-text = Ask about what we offer, what it costs and when we are open.
landing-help-orders = Orders and appointments
landing-help-orders-text = Tell us what you need or when you would like to come, and we confirm it with you.
landing-help-support = Help afterwards
landing-help-support-text = If something isn’t right, send us a message or a picture and we look into it.
landing-contact = How to reach us
landing-address = Address
landing-email = E-mail
landing-phone = Phone and WhatsApp
landing-contact-soon = Our contact details will be here shortly.
landing-messages = Messages
landing-messages-text = When you write to us on WhatsApp we answer you there. We write only to people who wrote to us or asked us to, and you can end it at any time by replying “stop”.
landing-privacy = Privacy
landing-home = Home
landing-picture = A speech bubble
landing-gone-title = This page does not exist
landing-gone = The address is wrong, or the page has been taken down.

## Its privacy page

privacy-title = Privacy – { $business }
privacy-heading = Privacy
privacy-intro = How { $business } treats what you send us, on WhatsApp or by e-mail.
privacy-what = What we receive
privacy-what-text = When you write to us on WhatsApp, we receive your phone number, your profile name, and what you send: text, pictures, documents, voice messages. By e-mail we receive your address and what you write.
privacy-why = What we use it for
privacy-why-text = To answer you, to carry out what you ask for, such as an order or an appointment, and to keep the records that the law asks of a business. We don’t sell it, and we don’t use it for other people’s advertising.
privacy-who = Who else sees it
privacy-who-text = WhatsApp, which is run by Meta, carries the messages under its own privacy policy. Companies that provide our messaging software handle them for us and on our instructions only. Authorities receive data only where the law obliges us.
privacy-long = How long we keep it
privacy-long-text = As long as we need it for your request, and after that only as long as the law asks us to keep it. Then it is deleted.
privacy-rights = What you can ask of us
privacy-rights-text = You can ask what we know about you, and have it corrected or deleted. Write to us the way you wrote before, or use the contact below. To stop receiving messages, reply “stop” or block us in WhatsApp.
privacy-page = This website
privacy-page-text = It sets no cookies, counts no visitors and loads nothing from other companies.
privacy-contact = Who is responsible

## The number that is missing

numbers-title = Which number do you want to connect?
numbers-pick = Numbers of your WhatsApp account
numbers-use = Use this number
numbers-unverified = not confirmed yet
numbers-taken = connected through another link
numbers-add = Add a number
numbers-number = Phone number
numbers-hint = With the country code, such as +49 151 2345678. It must be able to receive a text message or a call.
numbers-name = Name that your customers see
numbers-method = How should the code come?
numbers-sms = Text message
numbers-voice = Phone call
numbers-send = Send the code
numbers-sent = WhatsApp has sent a code to
numbers-code = The six digits
numbers-confirm = Confirm
numbers-send-again = Send another code
numbers-again = Another code is on its way. Only the newest one counts.
numbers-other = Take another number
choice-number-invalid = This is not a phone number with its country code. Check it and try again.
choice-name-missing = Enter the name that your customers shall see.
choice-taken = This number is already connected through another link. Take another one, or ask { $partner } for help.
choice-not-listed = Your WhatsApp account does not have this number any more. Load the page again and choose anew.
choice-not-verified = This number has to be confirmed with a code first.
choice-too-many-codes = Too many codes were asked for this number. Ask for the next one { $wait }.
choice-code-wrong = This code was not right, or it is too old. Enter it again, or have another one sent.
choice-code-format = The code has exactly six digits.
choice-refused = WhatsApp did not accept this:
choice-too-often = WhatsApp asks for a short break. Try again { $wait }.
choice-not-waiting = There is nothing to choose here any more. Load the page again.
choice-unavailable = WhatsApp is not answering at the moment. Try again in a minute.
state-choose-title = Only the number is missing
choose-ambiguous = You shared more than one number. Choose the one that you want to connect.
choose-number-missing = Your WhatsApp account has no phone number yet. Once it has one, choose it here, or start over with Facebook.
choose-number-taken = This number is already connected through another link. Take another one, or ask { $partner } for help.
choose-number-not-verified = WhatsApp does not know yet that this number is yours. Choose it here, and confirm it with a code.
