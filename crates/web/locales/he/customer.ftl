# מה שלקוחות ומבקרים קוראים. בכל הקטלוגים אותם מפתחות; בדיקה משווה ביניהם.
# $partner היא החברה ששלחה את הקישור, $business הוא העסק של הלקוח.

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
onboarding-window = פייסבוק נפתחת בחלון נפרד. הדף הזה נשאר פתוח ויודיע לכם כשהכול מוכן.
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
state-finished-title = המספר שלכם מחובר
state-finished = זה הכול. אפשר לסגור את הדף.
state-refused-title = זה כבר בוצע
state-refused = כבר חובר מספר דרך הקישור הזה. לא נשאר מה לעשות, ואפשר לסגור את הדף.
state-cancelled-title = עדיין לא מחובר
state-cancelled = החלון של פייסבוק נסגר לפני הסוף, ושום דבר לא השתנה. לחצו על הכפתור כדי להמשיך.
state-failed-title = זה לא הצליח
state-expired-title = תוקף הקישור פג
state-expired = קישורים פועלים לזמן מוגבל. בקשו מ־{ $partner } קישור חדש.
state-gone-title = הקישור הזה כבר לא פעיל
state-gone = הקישור בוטל. אם אתם עדיין רוצים לחבר את המספר, בקשו מ־{ $partner } קישור חדש.
state-unknown-title = לא מצאנו את הקישור הזה
state-unknown = ודאו שפתחתם את הקישור המלא, בדיוק כפי שקיבלתם אותו. אם זה לא עוזר, בקשו קישור חדש מהחברה ששלחה אותו.
state-unavailable-title = מיד נחזור
state-unavailable = משהו אצלנו לא מגיב. המתינו דקה ונסו שוב.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = האישור של פייסבוק הגיע מאוחר מדי. לחצו על הכפתור ועברו שוב את השלבים בחלון של פייסבוק.
problem-not-proved = פייסבוק לא אישרה שאתם מנהלים את החשבון שבחרתם. לחצו שוב על הכפתור ובחרו חשבון של העסק שלכם.
problem-ambiguous = שיתפתם יותר מחשבון או ממספר אחד, ואיננו יודעים לאיזה התכוונתם. לחצו שוב על הכפתור ובחרו רק אחד.
problem-number-missing = בחשבון הוואטסאפ שלכם עדיין אין מספר טלפון. המתינו דקה ונסו שוב, או התחילו מחדש והוסיפו את המספר בחלון של פייסבוק.
problem-number-taken = המספר הזה כבר מחובר דרך קישור אחר. התחילו שוב עם מספר אחר, או בקשו עזרה מ־{ $partner }.
problem-pin-unknown = המספר מוגן בקוד PIN. כבו את האימות הדו־שלבי שלו בוואטסאפ ולחצו שוב על הכפתור.
problem-register-limit = היו יותר מדי ניסיונות עם המספר הזה, ווואטסאפ מבקשת הפסקה. פתחו את הקישור שוב בעוד שלושה ימים.
problem-meta-refused = וואטסאפ לא קיבלה את המספר. לחצו על הכפתור כדי לנסות שוב; אם זה חוזר, בקשו עזרה מ־{ $partner }.
problem-meta-unavailable = וואטסאפ לא עונה כרגע. המתינו דקה, לחצו על הכפתור ועברו שוב את השלבים בחלון של פייסבוק.
problem-meta-unavailable-kept = וואטסאפ לא עונה כרגע. מה שבחרתם נשמר: המתינו דקה ונסו שוב.

## What only the script of the page has to say

client-opening-title = פותחים את פייסבוק
client-opening = רגע אחד, בבקשה.
client-press-title = פייסבוק מוכנה
client-press = לחצו על הכפתור פעם נוספת כדי לפתוח את החלון.
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
client-slow-title = זה לוקח יותר מהרגיל
client-slow = אנחנו ממשיכים ברקע. אפשר לצאת מהדף ולפתוח את הקישור מאוחר יותר, או ללחוץ על הכפתור ולנסות שוב.

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
