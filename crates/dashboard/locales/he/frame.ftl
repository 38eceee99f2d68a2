# המסגרת סביב כל דף, הכניסה, והדף האישי.

frame-skip = דילוג לתוכן
frame-menu = התפריט שלך:
frame-navigation = דפים
frame-partners = כל השותפים
frame-me = החשבון שלך
frame-sign-out = יציאה

nav-partners = שותפים
nav-meta = Meta
nav-claims = רשימת שיוך
nav-operators = מפעילים
nav-audit = יומן ביקורת
nav-accounts = חשבונות
nav-funnel = משפך
nav-numbers = מספרים
nav-branding = מיתוג
nav-webhooks = Webhooks
nav-credentials = פרטי גישה ל־API
nav-members = חברים
nav-log = יומן

partner-suspended = מושעה
role-viewer = צפייה
role-editor = עריכה
role-owner = בעלים

field-email = כתובת דוא״ל
field-password = סיסמה
field-password-now = הסיסמה הנוכחית
field-new-password = סיסמה חדשה
field-name = השם שלך
field-code = קוד בן שש ספרות
field-language = שפה
field-required = יש למלא שדה זה.
language-browser = כמו בדפדפן
button-save = שמירה
button-cancel = ביטול
button-copy = העתקה
button-copied = הועתק

sign-in-title = כניסה
sign-in-button = כניסה
sign-in-wrong = כתובת הדוא״ל או הסיסמה שגויות.
sign-in-held = היו יותר מדי ניסיונות שגויים. יש להמתין { $minutes ->
    [1] דקה
    [2] שתי דקות
   *[other] { $minutes } דקות
  } ולנסות שוב.
sign-in-lost = שכחת את הסיסמה? מי שמפעיל את השרת יכול לתת לך קישור לסיסמה חדשה.
code-title = עוד צעד אחד
code-intro = יש לפתוח את אפליקציית האימות ולהקליד את הקוד שהיא מציגה עבור Gangway.
code-button = המשך
code-wrong = הקוד שגוי או שכבר נעשה בו שימוש. יש להמתין לקוד הבא.
code-back = כניסה בשם אחר

join-title-operator = הקמת Gangway
join-title-member = הוזמנת להצטרף
join-title-reset = בחירת סיסמה חדשה
join-intro-operator = יהיה לך תפקיד מפעיל: יצירת שותפים וצפייה בכל מה שעל השרת.
join-intro-member = { $partner } מזמינים אותך ללוח הבקרה שלהם. התפקיד שלך: { $role }.
join-intro-reset = לאחר מכן תהיה כניסה אוטומטית. אפליקציית אימות תצטרך הגדרה מחדש.
join-as-me = הצטרפות בתור { $email }
join-for = הקישור נוצר עבור { $email }. אם זה מישהו אחר, יש לצאת קודם.
join-somebody-else = אם הקישור מיועד למישהו אחר, יש לצאת קודם.
join-button-operator = יצירת החשבון שלי
join-button-member = הצטרפות
join-button-reset = שמירה וכניסה
join-email-taken = כבר קיים חשבון עם הכתובת הזאת. אם הוא שלך: יש להיכנס, ואז לפתוח שוב את הקישור.

password-hint = לפחות 12 תווים. ארבע מילים הן בחירה טובה.
password-too-short = קצרה מדי: יש לבחור לפחות 12 תווים, למשל ארבע מילים.
password-too-long = ארוכה מדי: עד 200 תווים.
password-too-easy = קלה מדי לניחוש: יש לבחור משהו שאינו קשור לכתובת שלך.
password-wrong = זו אינה הסיסמה שלך.

home-title = השותפים שלך
home-open = פתיחה
home-empty-title = אין כאן עדיין דבר
home-empty = אינך חבר באף שותף. אפשר לבקש הזמנה מהבעלים שלו.

own-title = החשבון שלך
own-who = שם ושפה
own-password = סיסמה
own-password-button = שינוי הסיסמה
factor-title = אפליקציית אימות
factor-is-on = פעילה: בכל כניסה יתבקש קוד
factor-why = עם קוד מהטלפון, סיסמה שהתגלתה למישהו אינה מספיקה כדי להיכנס.
factor-begin = הגדרה
factor-off-button = כיבוי
factor-step-app = יש לפתוח בטלפון אפליקציית אימות, למשל זו של מנהל הסיסמאות שלך.
factor-step-scan = יש לסרוק איתה את התמונה הזאת.
factor-picture = קוד QR עם המפתח לאפליקציית האימות
factor-by-hand = אין מצלמה? אפשר להקליד באפליקציה את המפתח הזה:
factor-step-code = יש להקליד את שש הספרות שהיא מציגה
factor-on-button = הפעלה
factor-wrong = הקוד אינו מתאים. כדאי לבדוק שהשעון בטלפון מדויק, ואז להקליד את הקוד הבא.
sessions-title = מכשירים אחרים
sessions-why = אם נשארת מחובר במקום אחר, אפשר לסיים את כל החיבורים מלבד זה.
sessions-button = יציאה מכל מקום אחר

error-home = לדף הראשון
error-missing-title = אין כאן דבר
error-missing = הכתובת שגויה, או שהדף הזה אינו מיועד לך.
error-not-allowed-title = התפקיד שלך אינו מאפשר זאת
error-not-allowed = אפשר לבקש מבעלים לעשות זאת, או לקבל תפקיד אחר.
error-suspended-title = השותף הזה מושעה
error-suspended = יש לפנות למי שמפעיל את השרת.
error-unavailable-title = משהו מפריע כרגע
error-unavailable = השרת לא הצליח לבצע זאת כעת. אפשר לנסות שוב בעוד דקה.
error-link-gone-title = הקישור הזה כבר אינו פעיל
error-link-gone = כבר נעשה בו שימוש, הוא בוטל, או שזמנו עבר. אפשר לבקש קישור חדש.

said-saved = נשמר.
said-password = הסיסמה שונתה. שאר החיבורים שלך הסתיימו.
said-factor-on = אפליקציית האימות הוגדרה. מעתה יתבקש הקוד שלה בכל כניסה.
said-factor-off = אפליקציית האימות כובתה.
said-sessions-ended = יצאת מכל מקום אחר.
said-signed-out = יצאת מהמערכת.
said-welcome = ברוך הבא!
