# $partner is the company that sent the link, $business the customer's business.
# A number with a plus sign stands between U+2066 and U+2069, or the plus would change sides.

## The onboarding page

onboarding-title = חיבור וואטסאפ – { $business }
onboarding-heading = חיבור וואטסאפ עבור { $business }
onboarding-message = { $partner } מזמינה אתכם לחבר את מספר העסק לוואטסאפ. זה לוקח בערך שתי דקות.
onboarding-needs = כדאי להכין מראש
onboarding-need-facebook = פרטי הכניסה שלכם לפייסבוק
onboarding-need-app = את הטלפון עם אפליקציית WhatsApp Business – תמשיכו להשתמש בה כרגיל
onboarding-need-number = את המספר שרוצים לחבר – הוא צריך לקבל הודעת SMS או שיחה
onboarding-button = המשך עם פייסבוק
onboarding-again = ניסיון נוסף
onboarding-start-over = התחלה מחדש עם פייסבוק
onboarding-reconnect = חיבור מחדש
onboarding-window = פייסבוק נפתחת בחלון נפרד. הדף הזה נשאר פתוח ויודיע לכם כשהכול מוכן.
onboarding-in-place = פייסבוק נפתחת במקום הדף הזה ומחזירה אתכם לכאן בסיום.
onboarding-noscript = כדי לפתוח את החלון של פייסבוק הדף צריך JavaScript. הפעילו אותו בהגדרות הדפדפן, או פתחו את הקישור בדפדפן אחר.
onboarding-by = קיבלתם את הקישור הזה מ־{ $partner }.
onboarding-continue = המשך
onboarding-leave = לא עכשיו, חזרה
onboarding-number = המספר שחובר

step-signed-in = התחברתם עם פייסבוק
step-account = בודקים את החשבון
step-number = מחברים את המספר

## Where the customer stands

state-ready-title = הכול מוכן
state-ready = לחצו על הכפתור כדי להתחיל.
state-waiting-title = עוד רגע
state-waiting = פייסבוק עוד לא מסרה לנו איזה מספר בחרתם. השאירו את הדף פתוח.
state-working-title = כמעט סיימנו
state-working = אנחנו מחברים את המספר. זה לוקח כמה שניות; השאירו את הדף פתוח.
state-delayed-title = המתנה קצרה
state-delayed = וואטסאפ לא עונה כרגע. אנחנו ממשיכים לנסות בעצמנו; אפשר לסגור את הדף.
state-delayed-busy = וואטסאפ ביקשה מאיתנו להמתין. נמשיך בעצמנו { $wait }; אפשר לסגור את הדף.
state-finished-title = המספר שלכם מחובר
state-finished = זה הכול. אפשר לסגור את הדף.
state-refused-title = זה כבר בוצע
state-refused = כבר חובר מספר דרך הקישור הזה. לא נשאר מה לעשות, ואפשר לסגור את הדף.
state-cancelled-title = עדיין לא מחובר
state-cancelled = יצאתם מפייסבוק לפני הסוף, ושום דבר לא השתנה. לחצו על הכפתור כדי להמשיך.
state-reported-title = פייסבוק עצרה אתכם
state-reported = פייסבוק הציגה לכם שגיאה, ושום דבר לא השתנה. עשו מה שההודעה שלה ביקשה ולחצו שוב על הכפתור.
state-failed-title = זה לא הצליח
state-needs-pin-title = למספר שלכם יש קוד PIN
state-needs-pin = האימות הדו־שלבי שלו פעיל. הקלידו את הקוד בן שש הספרות כדי להמשיך.
state-disconnected-title = המספר שלכם נותק
state-disconnected = וואטסאפ ניתקה את החיבור למספר שלכם. לחצו על הכפתור כדי לחבר אותו מחדש.
state-expired-title = תוקף הקישור פג
state-expired = קישורים פועלים לזמן מוגבל בלבד. לחצו על הכפתור, ו־{ $partner } תוכל לשלוח לכם קישור חדש.
state-gone-title = הקישור הזה כבר לא פעיל
state-gone = { $partner } ביטלה את הקישור. אם אתם עדיין רוצים לחבר את המספר, לחצו על הכפתור כדי לבקש קישור חדש.
state-replaced-title = יש קישור חדש יותר
state-replaced = הקישור הזה הוחלף בקישור חדש יותר. פתחו את הקישור האחרון שקיבלתם, או לחצו על הכפתור כדי לבקש אחר.
state-unknown-title = לא מצאנו את הקישור הזה
state-unknown = ודאו שפתחתם את הקישור המלא, בדיוק כפי שקיבלתם אותו. אם זה לא עוזר, בקשו קישור חדש מהחברה ששלחה אותו.
state-unavailable-title = מיד נחזור
state-unavailable = משהו אצלנו לא מגיב. המתינו דקה ונסו שוב.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = עצרתם במקום שבו פייסבוק שואלת על העסק. לחצו שוב על הכפתור ובחרו שם את העסק שלכם או הוסיפו אותו.
cancelled-account = עצרתם במקום שבו פייסבוק שואלת על חשבון הוואטסאפ והמספר. לחצו שוב על הכפתור ובחרו אותם שם או הוסיפו חדשים.
cancelled-profile = עצרתם במקום שבו פייסבוק מבקשת את פרופיל הוואטסאפ. לחצו שוב על הכפתור ומלאו את שם העסק ואת הקטגוריה שלו.
cancelled-number = עצרתם במקום שבו פייסבוק מבקשת את מספר הטלפון. לחצו שוב על הכפתור והקלידו את המספר שרוצים לחבר.
cancelled-verification = עצרתם לפני שהמספר אושר. לחצו שוב על הכפתור והקלידו את הקוד שמגיע בהודעת SMS או בשיחה.
cancelled-permissions = עצרתם לפני שאישרתם את החיבור. לחצו שוב על הכפתור ואשרו את השאלה האחרונה של פייסבוק.
cancelled-elsewhere = יצאתם מפייסבוק לפני המסך האחרון. לחצו שוב על הכפתור והמשיכו עד הסוף.

reported-hint-young = חשבון הפייסבוק שלכם חדש? המתינו שעה.
reported-hint-admin = מישהו אחר מנהל את העסק בפייסבוק? בקשו ממנהל לפתוח את הקישור הזה.
reported-hint-portfolios = יש לכם יותר מדי עסקים בפייסבוק? בחרו עסק שכבר קיים.
reported-hint-verify = פייסבוק עדיין בודקת את העסק או את שמו? חזרו כשהבדיקה תסתיים.
reported-hint-partner = חברה אחרת עדיין מטפלת במספר הזה? בקשו ממנה קודם לשחרר אותו.

## A number that was live: why it is cut off, one next step

disconnected-by-app = החיבור הופסק באפליקציית WhatsApp Business. לחצו על הכפתור כדי לחבר את המספר מחדש.
disconnected-downgrade = המספר עבר מ־WhatsApp Business לאפליקציית וואטסאפ הרגילה. התקינו איתו שוב את WhatsApp Business ולחצו על הכפתור.
disconnected-phone-unused = אפליקציית WhatsApp Business לא נפתחה בטלפון כשבועיים. פתחו אותה ולחצו על הכפתור כדי לחבר מחדש.
disconnected-link-unused = החיבור לא היה בשימוש כחודש. לחצו על הכפתור כדי לחבר את המספר מחדש.
disconnected-number-changed = המספר באפליקציית WhatsApp Business הוחלף. לחצו על הכפתור כדי לחבר את המספר החדש.
disconnected-registered-again = המספר נרשם מחדש באפליקציית וואטסאפ. לחצו על הכפתור כדי לחבר אותו שוב.
disconnected-unshared = הגישה שלנו לחשבון הוואטסאפ שלכם בוטלה בפייסבוק. לחצו על הכפתור כדי לאשר אותה שוב.
disconnected-uninstalled = האפליקציה שלנו הוסרה מהעסק שלכם בפייסבוק. לחצו על הכפתור כדי לאשר אותה שוב.
disconnected-deleted = חשבון הוואטסאפ שלכם נמחק בפייסבוק. לחצו על הכפתור כדי להקים חדש.
disconnected-disabled = Meta השביתה את חשבון הוואטסאפ שלכם. בקשו מ־Meta בדיקה חוזרת במרכז התמיכה לעסקים של פייסבוק ולחצו על הכפתור.
disconnected-offboarded = המספר עבר לטלפון אחר ובדרך כלל חוזר תוך דקות. אם לא חזר, לחצו על הכפתור כדי לחבר אותו מחדש.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = האישור של פייסבוק הגיע מאוחר מדי. לחצו על הכפתור ועברו שוב את השלבים בחלון של פייסבוק.
problem-access-ended = ההרשאה שקיבלנו מפייסבוק הסתיימה. לחצו על הכפתור ואשרו את החיבור פעם נוספת.
problem-not-proved = פייסבוק לא אישרה שאתם מנהלים את החשבון שבחרתם. לחצו שוב על הכפתור ובחרו חשבון של העסק שלכם.
problem-ambiguous = שיתפתם יותר מחשבון או ממספר אחד, ואיננו יודעים לאיזה התכוונתם. לחצו שוב על הכפתור ובחרו רק אחד.
problem-number-missing = בחשבון הוואטסאפ שלכם עדיין אין מספר טלפון. המתינו דקה ונסו שוב, או התחילו מחדש והוסיפו את המספר בחלון של פייסבוק.
problem-number-taken = המספר הזה כבר מחובר דרך קישור אחר. התחילו שוב עם מספר אחר, או בקשו עזרה מ־{ $partner }.
problem-number-not-verified = וואטסאפ עדיין לא יודעת שהמספר הזה שלכם. התחילו מחדש עם פייסבוק והקלידו את הקוד שהמספר מקבל.
problem-pin-unknown = המספר מוגן בקוד PIN. כבו את האימות הדו־שלבי שלו בוואטסאפ ולחצו שוב על הכפתור.
problem-pin-tries = היו יותר מדי ניסיונות עם קוד PIN שגוי. לחצו על הכפתור כדי להמשיך.
problem-pin-tries-wait = היו יותר מדי ניסיונות עם קוד PIN שגוי, ווואטסאפ מבקשת הפסקה. חזרו לדף הזה { $wait }.
problem-register-limit = היו יותר מדי ניסיונות עם המספר הזה, וההפסקה שוואטסאפ ביקשה הסתיימה. לחצו על הכפתור כדי לנסות שוב.
problem-register-limit-wait = היו יותר מדי ניסיונות עם המספר הזה, ווואטסאפ מבקשת הפסקה. פתחו את הקישור שוב { $wait }.
problem-recently-deleted = המספר הזה הוסר מוואטסאפ לפני זמן קצר. לחצו על הכפתור כדי לנסות שוב.
problem-recently-deleted-wait = המספר הזה הוסר מוואטסאפ לפני רגע וצריך לנוח. חזרו לדף הזה { $wait }.
problem-register-unclear = וואטסאפ לא אמרה לנו אם המספר מחובר. לחצו על הכפתור ונבדוק שוב.
problem-blocked = Meta נעלה את העסק או את חשבון הוואטסאפ שלו. בקשו בדיקה חוזרת במרכז התמיכה לעסקים של פייסבוק ולחצו על הכפתור.
problem-payment-missing = Meta מבקשת אמצעי תשלום לחשבון הוואטסאפ שלכם. הוסיפו אותו במנהל הוואטסאפ ולחצו שוב על הכפתור.
problem-app-not-allowed = Meta לא מאפשרת לנו לסיים, וזה לא באשמתכם. ספרו ל־{ $partner } ולחצו על הכפתור כשזה ייפתר.
problem-meta-busy = וואטסאפ ביקשה מאיתנו להמתין, וההמתנה הסתיימה. לחצו על הכפתור כדי לנסות שוב.
problem-meta-busy-wait = וואטסאפ ביקשה מאיתנו להמתין. חזרו לדף הזה { $wait }.
problem-meta-refused = וואטסאפ לא קיבלה את המספר. לחצו על הכפתור כדי לנסות שוב; אם זה חוזר, בקשו עזרה מ־{ $partner }.
problem-meta-unavailable = וואטסאפ לא עונה כרגע. המתינו דקה, לחצו על הכפתור ועברו שוב את השלבים בחלון של פייסבוק.
problem-meta-unavailable-kept = וואטסאפ לא עונה כרגע. מה שבחרתם נשמר: המתינו דקה ונסו שוב.

## What only the script of the page has to say

client-opening-title = פותחים את פייסבוק
client-opening = רגע אחד, בבקשה.
client-dialog-title = המשיכו בחלון של פייסבוק
client-dialog = אם אינכם רואים את החלון, לחצו שוב על הכפתור.
client-sdk-blocked-title = לא הצלחנו להגיע לפייסבוק
client-sdk-blocked = ייתכן שחוסם פרסומות, גלישה פרטית או הרשת שלכם מונעים זאת. כבו את החוסם בדף הזה או פתחו את הקישור בדפדפן אחר, ולחצו שוב על הכפתור.
client-popup-blocked-title = הדפדפן חסם את החלון
client-popup-blocked = אפשרו חלונות קופצים בדף הזה, או פתחו את הקישור ב־Chrome או ב־Safari, ולחצו שוב על הכפתור.
client-press-again-title = חסר צעד אחד
client-press-again = החלון של פייסבוק נסגר לפני שאישר את הבחירה שלכם. לחצו שוב על הכפתור והגיעו עד למסך האחרון.
client-no-event-title = פייסבוק לא מסרה איזה מספר
client-no-event = לחצו שוב על הכפתור, וסיימו במסך האחרון של פייסבוק בכפתור שלה.
client-offline-title = אין חיבור
client-offline = איננו מצליחים להגיע לשרת שלנו. בדקו את החיבור לאינטרנט ולחצו שוב על הכפתור.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] בעוד כדקה
    [2] בעוד כשתי דקות
   *[other] בעוד כ־{ $count } דקות
}
wait-hours = { $count ->
    [1] בעוד כשעה
    [2] בעוד כשעתיים
   *[other] בעוד כ־{ $count } שעות
}
wait-days = { $count ->
    [1] בעוד יום
    [2] בעוד יומיים
    [3] בעוד שלושה ימים
   *[other] בעוד { $count } ימים
}

## The number’s PIN

pin-label = קוד ה־PIN של המספר, שש ספרות
pin-button = המשך
pin-format = בקוד ה־PIN יש בדיוק שש ספרות.
pin-wrong = קוד ה־PIN הזה לא נכון. בדקו אותו והקלידו שוב.
pin-offline = איננו מצליחים להגיע לשרת שלנו. בדקו את החיבור לאינטרנט ושלחו את הקוד שוב.
pin-hint-lost = לא יודעים אותו? כבו את האימות הדו־שלבי של המספר בהגדרות וואטסאפ, והתחילו מחדש עם פייסבוק.

## In another browser, at another device

elsewhere-why = פייסבוק לא מאפשרת להתחבר בתוך האפליקציה הזאת: פתחו את הדף בדפדפן שלכם כדי להמשיך.
elsewhere-open = פתיחה בדפדפן שלי
elsewhere-copy = העתקת הקישור
elsewhere-link = הקישור שלכם
elsewhere-copied = הועתק. הדביקו אותו בשורת הכתובת של הדפדפן.
elsewhere-copy-by-hand = העתיקו את הקישור מהשדה הזה והדביקו אותו בשורת הכתובת של הדפדפן.
elsewhere-other-device = שימוש במכשיר אחר
elsewhere-qr = קוד QR של הקישור שלכם
elsewhere-device = או כוונו לכאן מצלמה של טלפון או טאבלט כדי להמשיך שם. הדף הזה יתעדכן.
elsewhere-here = לנסות כאן בכל זאת

## Asking for a new link

renewal-button = לבקש מ־{ $partner } קישור חדש
renewal-asked-title = הבקשה שלכם נרשמה
renewal-asked = הבקשה שלכם לקישור חדש מופיעה עכשיו אצל { $partner }, ומשם אפשר לשלוח אותו. אם לא קיבלתם תשובה, פנו ל־{ $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = פתחו שוב את הקישור שלכם
return-unknown = איננו יודעים מאיזה דף הגעתם. פתחו שוב את הקישור שקיבלתם; שום דבר לא אבד.

## At the foot of every page: what its list of languages is called

page-language = שפה

## The landing page

landing-description = יצירת קשר עם { $business }: כתובת, דוא״ל ווואטסאפ.
landing-tagline = נשמח לשמוע מכם.
landing-intro = זהו האתר של { $business }. כאן תמצאו איך להגיע אלינו, במה אנחנו יכולים לעזור, ואיך אנחנו נוהגים במה שאתם כותבים לנו.
landing-write = כתבו לנו
landing-help = על מה אפשר לכתוב לנו
landing-help-questions = שאלות
landing-help-questions-text = שאלו מה אנחנו מציעים, כמה זה עולה ומתי אנחנו פתוחים.
landing-help-orders = הזמנות ותורים
landing-help-orders-text = כתבו מה אתם צריכים או מתי נוח לכם לבוא, ונאשר לכם.
landing-help-support = עזרה אחרי הקנייה
landing-help-support-text = משהו לא כשורה? שלחו לנו הודעה או תמונה ונבדוק.
landing-contact = איך להגיע אלינו
landing-address = כתובת
landing-email = דוא״ל
landing-phone = טלפון ווואטסאפ
landing-contact-soon = פרטי הקשר שלנו יופיעו כאן בקרוב.
landing-messages = הודעות
landing-messages-text = כשאתם כותבים לנו בוואטסאפ, אנחנו עונים לכם שם. אנחנו כותבים רק למי שכתב לנו או ביקש מאיתנו, ואפשר להפסיק בכל רגע בתשובה ״הסר״.
landing-privacy = פרטיות
landing-home = דף הבית
landing-picture = בועת דיבור
landing-gone-title = הדף הזה לא קיים
landing-gone = הכתובת שגויה, או שהדף הוסר.

## Its privacy page

privacy-title = פרטיות – { $business }
privacy-heading = פרטיות
privacy-intro = איך { $business } נוהגת במה שאתם שולחים לנו, בוואטסאפ או בדוא״ל.
privacy-what = מה אנחנו מקבלים
privacy-what-text = כשאתם כותבים לנו בוואטסאפ אנחנו מקבלים את מספר הטלפון, את שם הפרופיל ואת מה ששלחתם: טקסט, תמונות, מסמכים, הודעות קוליות. בדוא״ל אנחנו מקבלים את הכתובת שלכם ואת מה שכתבתם.
privacy-why = למה אנחנו משתמשים בזה
privacy-why-text = כדי לענות לכם, כדי לבצע את מה שביקשתם, כמו הזמנה או תור, וכדי לשמור את הרישומים שהחוק דורש מעסק. איננו מוכרים את המידע ואיננו משתמשים בו לפרסום של אחרים.
privacy-who = מי עוד רואה את זה
privacy-who-text = וואטסאפ, שבבעלות Meta, מעבירה את ההודעות לפי מדיניות הפרטיות שלה. חברות שמספקות לנו את תוכנת ההודעות מטפלות בהן עבורנו ורק לפי הוראותינו. רשויות מקבלות מידע רק כאשר החוק מחייב אותנו.
privacy-long = כמה זמן אנחנו שומרים
privacy-long-text = כל עוד אנחנו צריכים אותו לבקשה שלכם, ואחר כך רק כל עוד החוק מחייב. לאחר מכן הוא נמחק.
privacy-rights = מה אפשר לבקש מאיתנו
privacy-rights-text = אפשר לשאול מה אנחנו יודעים עליכם, ולבקש לתקן או למחוק. כתבו לנו כפי שכתבתם קודם, או השתמשו בפרטים שלמטה. כדי להפסיק לקבל הודעות, השיבו ״הסר״ או חסמו אותנו בוואטסאפ.
privacy-page = האתר הזה
privacy-page-text = האתר לא שומר עוגיות, לא סופר מבקרים ולא טוען דבר מחברות אחרות.
privacy-contact = מי אחראי

## The number that is missing

numbers-title = איזה מספר לחבר?
numbers-pick = המספרים בחשבון הוואטסאפ שלכם
numbers-use = השתמשו במספר הזה
numbers-unverified = עדיין לא אומת
numbers-taken = מחובר דרך קישור אחר
numbers-add = הוספת מספר
numbers-number = מספר טלפון
numbers-hint = עם קידומת המדינה, למשל { "\u2066" }+972 50 123 4567{ "\u2069" }. המספר צריך לקבל הודעת טקסט או שיחה.
numbers-name = השם שהלקוחות שלכם רואים
numbers-method = איך הקוד יגיע?
numbers-sms = הודעת טקסט
numbers-voice = שיחת טלפון
numbers-send = שלחו את הקוד
numbers-sent = וואטסאפ שלחה קוד אל
numbers-code = שש הספרות
numbers-confirm = אישור
numbers-send-again = שלחו קוד נוסף
numbers-again = קוד נוסף בדרך. רק החדש ביותר תקף.
numbers-other = בחירת מספר אחר
choice-number-invalid = זה לא מספר טלפון עם קידומת מדינה. בדקו אותו ונסו שוב.
choice-name-missing = הקלידו את השם שהלקוחות שלכם יראו.
choice-taken = המספר הזה כבר מחובר דרך קישור אחר. בחרו מספר אחר, או בקשו עזרה מ־{ $partner }.
choice-not-listed = המספר הזה כבר לא נמצא בחשבון הוואטסאפ שלכם. טענו את הדף מחדש ובחרו שוב.
choice-not-verified = קודם צריך לאמת את המספר הזה בקוד.
choice-too-many-codes = התבקשו יותר מדי קודים למספר הזה. בקשו את הבא { $wait }.
choice-code-wrong = הקוד הזה לא נכון, או ישן מדי. הקלידו אותו שוב או בקשו קוד נוסף.
choice-code-format = בקוד יש בדיוק שש ספרות.
choice-refused = וואטסאפ לא קיבלה את זה:
choice-too-often = וואטסאפ מבקשת הפסקה קצרה. נסו שוב { $wait }.
choice-not-waiting = אין כאן עוד מה לבחור. טענו את הדף מחדש.
choice-unavailable = וואטסאפ לא עונה כרגע. נסו שוב בעוד דקה.
state-choose-title = רק המספר חסר
choose-ambiguous = שיתפתם יותר ממספר אחד. בחרו את המספר שתרצו לחבר.
choose-number-missing = בחשבון הוואטסאפ שלכם עדיין אין מספר טלפון. כשיהיה בו מספר, בחרו אותו כאן, או התחילו מחדש עם פייסבוק.
choose-number-taken = המספר הזה כבר מחובר דרך קישור אחר. בחרו מספר אחר, או בקשו עזרה מ־{ $partner }.
choose-number-not-verified = וואטסאפ עדיין לא יודעת שהמספר הזה שלכם. בחרו אותו כאן ואמתו אותו בקוד.
