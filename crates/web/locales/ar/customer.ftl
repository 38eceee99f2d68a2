# ما يقرؤه العملاء والزوار. في كل الفهارس المفاتيح نفسها؛ واختبار يقارن بينها.
# $partner هي الشركة التي أرسلت الرابط، و $business هو نشاط العميل.

## The onboarding page

onboarding-title = ربط واتساب – { $business }
onboarding-heading = ربط واتساب لـ { $business }
onboarding-message = تدعوك { $partner } إلى ربط رقم نشاطك التجاري بواتساب. يستغرق ذلك نحو دقيقتين.
onboarding-needs = جهّز ما يلي
onboarding-need-facebook = بيانات الدخول إلى فيسبوك
onboarding-need-app = هاتفك الذي عليه تطبيق WhatsApp Business – ستواصل استخدامه كالمعتاد
onboarding-need-number = الرقم الذي تريد ربطه – يجب أن يستقبل رسالة نصية أو مكالمة
onboarding-button = المتابعة عبر فيسبوك
onboarding-again = إعادة المحاولة
onboarding-start-over = البدء من جديد عبر فيسبوك
onboarding-window = يُفتح فيسبوك في نافذة خاصة به. تبقى هذه الصفحة مفتوحة وتخبرك عند الانتهاء.
onboarding-noscript = تحتاج هذه الصفحة إلى JavaScript لفتح نافذة فيسبوك. فعّله في إعدادات المتصفح، أو افتح الرابط في متصفح آخر.
onboarding-by = وصلك هذا الرابط من { $partner }.
onboarding-continue = متابعة
onboarding-leave = ليس الآن، أريد العودة
onboarding-number = الرقم المرتبط

step-signed-in = تم الدخول عبر فيسبوك
step-account = جارٍ التحقق من حسابك
step-number = جارٍ ربط رقمك

## Where the customer stands

state-ready-title = كل شيء جاهز
state-ready = اضغط الزر للبدء.
state-waiting-title = لحظة أخرى
state-waiting = لم يخبرنا فيسبوك بعد بالرقم الذي اخترته. يُرجى إبقاء هذه الصفحة مفتوحة.
state-working-title = أوشكنا على الانتهاء
state-working = نقوم بربط رقمك. يستغرق ذلك بضع ثوانٍ؛ يُرجى إبقاء هذه الصفحة مفتوحة.
state-finished-title = تم ربط رقمك
state-finished = هذا كل شيء. يمكنك إغلاق هذه الصفحة.
state-refused-title = تم هذا من قبل
state-refused = سبق ربط رقم بهذا الرابط. لم يبقَ ما تفعله، ويمكنك إغلاق هذه الصفحة.
state-cancelled-title = لم يتم الربط بعد
state-cancelled = أُغلقت نافذة فيسبوك قبل النهاية، ولم يتغير شيء. اضغط الزر للمتابعة.
state-failed-title = لم ينجح ذلك
state-expired-title = انتهت صلاحية هذا الرابط
state-expired = تعمل الروابط لمدة محدودة. اطلب رابطًا جديدًا من { $partner }.
state-gone-title = لم يعد هذا الرابط يعمل
state-gone = تم سحب الرابط. إن كنت ما زلت تريد ربط رقمك، فاطلب رابطًا جديدًا من { $partner }.
state-unknown-title = لم نعثر على هذا الرابط
state-unknown = تأكد من أنك فتحت الرابط كاملًا كما وصلك. إن لم ينجح ذلك، فاطلب رابطًا جديدًا من الشركة التي أرسلته.
state-unavailable-title = سنعود حالًا
state-unavailable = هناك خلل مؤقت لدينا. انتظر دقيقة ثم حاول مرة أخرى.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = وصل تأكيد فيسبوك متأخرًا. اضغط الزر وأكمل الخطوات في نافذة فيسبوك مرة أخرى.
problem-not-proved = لم يؤكد فيسبوك أنك تدير الحساب الذي اخترته. اضغط الزر مرة أخرى واختر حسابًا يخص نشاطك.
problem-ambiguous = شاركت أكثر من حساب أو رقم ولا نعرف أيّها تقصد. اضغط الزر مرة أخرى واختر واحدًا فقط.
problem-number-missing = لا يوجد رقم هاتف في حساب واتساب لديك بعد. انتظر دقيقة وأعد المحاولة، أو ابدأ من جديد وأضف رقمك في نافذة فيسبوك.
problem-number-taken = هذا الرقم مرتبط من خلال رابط آخر. ابدأ من جديد برقم آخر، أو اطلب المساعدة من { $partner }.
problem-pin-unknown = الرقم محمي برمز PIN. أوقف التحقق بخطوتين له في واتساب، ثم اضغط الزر مرة أخرى.
problem-register-limit = جرت محاولات كثيرة بهذا الرقم ويطلب واتساب استراحة. افتح هذا الرابط مرة أخرى بعد ثلاثة أيام.
problem-meta-refused = لم يقبل واتساب الرقم. اضغط الزر لإعادة المحاولة؛ وإن تكرر ذلك، فاطلب المساعدة من { $partner }.
problem-meta-unavailable = واتساب لا يستجيب الآن. انتظر دقيقة، ثم اضغط الزر وأكمل الخطوات في نافذة فيسبوك مرة أخرى.
problem-meta-unavailable-kept = واتساب لا يستجيب الآن. اختياراتك محفوظة: انتظر دقيقة ثم أعد المحاولة.

## What only the script of the page has to say

client-opening-title = جارٍ فتح فيسبوك
client-opening = لحظة من فضلك.
client-press-title = فيسبوك جاهز
client-press = اضغط الزر مرة أخرى لفتح نافذته.
client-dialog-title = تابع في نافذة فيسبوك
client-dialog = إن لم تظهر لك النافذة، فاضغط الزر مرة أخرى.
client-sdk-blocked-title = تعذّر الوصول إلى فيسبوك
client-sdk-blocked = قد يكون السبب مانع الإعلانات أو التصفح الخاص أو شبكتك. أوقف المانع لهذه الصفحة أو افتح الرابط في متصفح آخر، ثم اضغط الزر مرة أخرى.
client-popup-blocked-title = حظر المتصفح النافذة
client-popup-blocked = اسمح بالنوافذ المنبثقة لهذه الصفحة، أو افتح الرابط في Chrome أو Safari، ثم اضغط الزر مرة أخرى.
client-press-again-title = بقيت خطوة واحدة
client-press-again = أُغلقت نافذة فيسبوك قبل تأكيد اختيارك. اضغط الزر مرة أخرى وتابع حتى الشاشة الأخيرة.
client-no-event-title = لم يذكر فيسبوك أي رقم
client-no-event = اضغط الزر مرة أخرى، وأنهِ الشاشة الأخيرة في فيسبوك بالزر الموجود فيها.
client-offline-title = لا يوجد اتصال
client-offline = لا يمكننا الوصول إلى خادمنا. تحقق من اتصالك بالإنترنت، ثم اضغط الزر مرة أخرى.
client-slow-title = يستغرق هذا وقتًا أطول من المعتاد
client-slow = نواصل العمل في الخلفية. يمكنك مغادرة الصفحة وفتح الرابط لاحقًا، أو الضغط على الزر لإعادة المحاولة.

## The landing page

landing-description = تواصل مع { $business }: العنوان والبريد الإلكتروني وواتساب.
landing-tagline = يسعدنا تواصلك معنا.
landing-intro = هذا هو موقع { $business }. تجد هنا كيف تصل إلينا، وبماذا يمكننا مساعدتك، وكيف نتعامل مع ما تكتبه لنا.
landing-write = اكتب إلينا
landing-help = بماذا يمكنك أن تكتب إلينا
landing-help-questions = الأسئلة
landing-help-questions-text = اسأل عمّا نقدمه وعن الأسعار وأوقات العمل.
landing-help-orders = الطلبات والمواعيد
landing-help-orders-text = أخبرنا بما تحتاجه أو بالوقت الذي يناسبك، وسنؤكد ذلك معك.
landing-help-support = المساعدة بعد ذلك
landing-help-support-text = إن لم يكن شيء ما على ما يرام، فأرسل لنا رسالة أو صورة وسننظر في الأمر.
landing-contact = كيف تصل إلينا
landing-address = العنوان
landing-email = البريد الإلكتروني
landing-phone = الهاتف وواتساب
landing-contact-soon = ستظهر بيانات الاتصال بنا هنا قريبًا.
landing-messages = الرسائل
landing-messages-text = عندما تكتب إلينا في واتساب نجيبك هناك. لا نكتب إلا لمن كتب إلينا أو طلب منا ذلك، ويمكنك إيقاف الرسائل متى شئت بالرد بكلمة «إيقاف».
landing-privacy = الخصوصية
landing-home = الرئيسية
landing-picture = فقاعة كلام
landing-gone-title = هذه الصفحة غير موجودة
landing-gone = العنوان غير صحيح، أو أُزيلت الصفحة.

## Its privacy page

privacy-title = الخصوصية – { $business }
privacy-heading = الخصوصية
privacy-intro = كيف تتعامل { $business } مع ما ترسله إلينا، في واتساب أو بالبريد الإلكتروني.
privacy-what = ما الذي نتلقاه
privacy-what-text = عندما تكتب إلينا في واتساب نتلقى رقم هاتفك واسم ملفك الشخصي وما ترسله: نصوصًا وصورًا ومستندات ورسائل صوتية. وبالبريد الإلكتروني نتلقى عنوانك وما تكتبه.
privacy-why = فيمَ نستخدمه
privacy-why-text = للرد عليك، ولتنفيذ ما تطلبه كطلب شراء أو موعد، وللاحتفاظ بالسجلات التي يفرضها القانون على الأنشطة التجارية. لا نبيعه ولا نستخدمه في إعلانات الآخرين.
privacy-who = من يطّلع عليه غيرنا
privacy-who-text = ينقل واتساب، التابع لشركة Meta، الرسائل وفق سياسة الخصوصية الخاصة به. والشركات التي توفر لنا برنامج المراسلة تعالجها نيابة عنا ووفق تعليماتنا فقط. ولا تتلقى السلطات بيانات إلا إذا ألزمنا القانون بذلك.
privacy-long = كم من الوقت نحتفظ به
privacy-long-text = ما دمنا نحتاجه لطلبك، وبعد ذلك بقدر ما يفرضه القانون فقط. ثم يُحذف.
privacy-rights = ما الذي يمكنك طلبه منا
privacy-rights-text = يمكنك أن تسأل عمّا نعرفه عنك، وأن تطلب تصحيحه أو حذفه. اكتب إلينا كما كتبت من قبل، أو استخدم بيانات الاتصال أدناه. ولإيقاف الرسائل، رُدّ بكلمة «إيقاف» أو احظرنا في واتساب.
privacy-page = هذا الموقع
privacy-page-text = لا يحفظ ملفات تعريف الارتباط، ولا يحصي الزوار، ولا يحمّل شيئًا من شركات أخرى.
privacy-contact = من المسؤول
