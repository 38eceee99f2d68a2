# The frame around every page, the door, and one's own page.

frame-skip = Skip to content
frame-menu = Your menu:
frame-navigation = Pages
frame-partners = All partners
frame-me = Your account
frame-sign-out = Sign out

nav-partners = Partners
nav-meta = Meta
nav-claims = Claim list
nav-operators = Operators
nav-audit = Audit log
nav-accounts = Accounts
nav-funnel = Funnel
nav-numbers = Numbers
nav-branding = Branding
nav-webhooks = Webhooks
nav-credentials = API credentials
nav-members = Members
nav-log = Log

partner-suspended = Suspended
role-viewer = Viewer
role-editor = Editor
role-owner = Owner

field-email = E-mail address
field-password = Password
field-password-now = Your password now
field-new-password = New password
field-name = Your name
field-code = Six-digit code
field-language = Language
field-required = Fill this in.
language-browser = As my browser
button-save = Save
button-cancel = Cancel
button-copy = Copy
button-copied = Copied

sign-in-title = Sign in
sign-in-button = Sign in
sign-in-wrong = The e-mail address or the password is wrong.
sign-in-held = There were too many wrong tries. Wait { $minutes ->
    [1] a minute
   *[other] { $minutes } minutes
  }, then try again.
sign-in-lost = Lost your password? Who runs this server can give you a link to a new one.
code-title = One more step
code-intro = Open your authenticator app and type the code that it shows for Gangway.
code-button = Continue
code-wrong = This code is wrong or was used already. Wait for the next one.
code-back = Sign in as somebody else

join-title-operator = Set up your Gangway
join-title-member = You are invited
join-title-reset = Choose a new password
join-intro-operator = You will be an operator: you make partners and see everything on this server.
join-intro-member = { $partner } invites you to its dashboard. Your role: { $role }.
join-intro-reset = After this you are signed in. An authenticator app has to be set up again.
join-as-me = Join as { $email }
join-for = The link was made for { $email }. If that is somebody else, sign out first.
join-somebody-else = If the link is for somebody else, sign out first.
join-button-operator = Create my account
join-button-member = Join
join-button-reset = Save and sign in
join-email-taken = Somebody has an account with this address. If it is you: sign in, then open the link again.

password-hint = At least 12 characters. Four words do well.
password-too-short = Too short: take at least 12 characters, such as four words.
password-too-long = Too long: take at most 200 characters.
password-too-easy = Too easy to guess: take something that has nothing to do with your address.
password-wrong = This is not your password.

home-title = Your partners
home-open = Open
home-empty-title = Nothing here yet
home-empty = You are not a member of any partner. Ask its owner for an invitation.

own-title = Your account
own-who = Name and language
own-password = Password
own-password-button = Change password
factor-title = Authenticator app
factor-is-on = On: a code is asked for at each sign-in
factor-why = With a code from your phone, a password that somebody found out is not enough to sign in.
factor-begin = Set up
factor-off-button = Switch off
factor-step-app = Open an authenticator app on your phone, such as the one of your password manager.
factor-step-scan = Scan this picture with it.
factor-picture = QR code with the key for your authenticator app
factor-by-hand = No camera? Type this key into the app:
factor-step-code = Type the six digits that it shows
factor-on-button = Switch on
factor-wrong = This code does not fit. See whether your phone's clock is right, then type the next one.
sessions-title = Other devices
sessions-why = If you left yourself signed in somewhere, end all sessions but this one.
sessions-button = Sign out everywhere else

error-home = To the first page
error-missing-title = There is nothing here
error-missing = The address is wrong, or this page is not for you.
error-not-allowed-title = Your role does not allow this
error-not-allowed = Ask an owner to do it, or to give you another role.
error-suspended-title = This partner is suspended
error-suspended = Ask who runs this server.
error-unavailable-title = Something is in the way
error-unavailable = The server could not do this just now. Try again in a minute.
error-link-gone-title = This link works no more
error-link-gone = It was used already, was taken back, or its time is over. Ask for a new one.

said-saved = Saved.
said-password = Your password is changed. Your other sessions have ended.
said-factor-on = The authenticator app is set up. From now on its code is asked for at each sign-in.
said-factor-off = The authenticator app is switched off.
said-sessions-ended = You are signed out everywhere else.
said-signed-out = You are signed out.
said-welcome = Welcome!
