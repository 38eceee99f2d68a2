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
onboarding-window = Facebook opens in a window of its own. This page stays open and tells you when you are done.
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
state-finished-title = Your number is connected
state-finished = That’s all. You can close this page.
state-refused-title = This is already done
state-refused = A number was connected with this link before. There is nothing left to do, and you can close this page.
state-cancelled-title = Not connected yet
state-cancelled = Facebook’s window closed before the end, and nothing was changed. Press the button to go on.
state-failed-title = That didn’t work
state-expired-title = This link has expired
state-expired = Links work for a limited time. Ask { $partner } for a new one.
state-gone-title = This link no longer works
state-gone = The link was withdrawn. If you still want to connect your number, ask { $partner } for a new one.
state-unknown-title = We can’t find this link
state-unknown = Check that you opened the whole link, just as you received it. If it still doesn’t work, ask the company that sent it for a new one.
state-unavailable-title = We’ll be right back
state-unavailable = Something on our side is not answering. Wait a minute, then try again.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Facebook’s confirmation arrived too late. Press the button and go through Facebook’s window once more.
problem-not-proved = Facebook did not confirm that you manage the account you chose. Press the button again and choose an account of your own business.
problem-ambiguous = You shared more than one account or number, and we can’t tell which one you mean. Press the button again and choose just one.
problem-number-missing = Your WhatsApp account has no phone number yet. Wait a minute and try again, or start over and add your number in Facebook’s window.
problem-number-taken = This number is already connected through another link. Start again with another number, or ask { $partner } for help.
problem-pin-unknown = The number is protected by a PIN. Switch off two-step verification for it in WhatsApp, then press the button again.
problem-register-limit = WhatsApp has had too many tries with this number and asks for a break. Open this link again in three days.
problem-meta-refused = WhatsApp did not accept the number. Press the button to try again; if it happens twice, ask { $partner } for help.
problem-meta-unavailable = WhatsApp is not answering at the moment. Wait a minute, then press the button and go through Facebook’s window once more.
problem-meta-unavailable-kept = WhatsApp is not answering at the moment. Your choices are kept: wait a minute and try again.

## What only the script of the page has to say

client-opening-title = Opening Facebook
client-opening = One moment, please.
client-press-title = Facebook is ready
client-press = Press the button once more to open its window.
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
client-slow-title = This takes longer than usual
client-slow = We go on in the background. You can leave this page and open the link later, or press the button to try again.

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
