# $partner is the company that sent the link, $business the customer's business.
# A number with a plus sign stands between U+2066 and U+2069, or the plus would change sides.
# Digits are Latin, as in the phone numbers themselves.

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
onboarding-reconnect = الربط من جديد
onboarding-window = يُفتح فيسبوك في نافذة خاصة به. تبقى هذه الصفحة مفتوحة وتخبرك عند الانتهاء.
onboarding-in-place = يُفتح فيسبوك مكان هذه الصفحة ويعيدك إليها عند الانتهاء.
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
state-delayed-title = انتظار قصير
state-delayed = واتساب لا يستجيب الآن. نواصل المحاولة من تلقاء أنفسنا؛ يمكنك إغلاق هذه الصفحة.
state-delayed-busy = طلب منا واتساب الانتظار. سنواصل من تلقاء أنفسنا { $wait }؛ يمكنك إغلاق هذه الصفحة.
state-finished-title = تم ربط رقمك
state-finished = هذا كل شيء. يمكنك إغلاق هذه الصفحة.
state-refused-title = تم هذا من قبل
state-refused = سبق ربط رقم بهذا الرابط. لم يبقَ ما تفعله، ويمكنك إغلاق هذه الصفحة.
state-cancelled-title = لم يتم الربط بعد
state-cancelled = غادرت فيسبوك قبل النهاية، ولم يتغير شيء. اضغط الزر للمتابعة.
state-reported-title = أوقفك فيسبوك
state-reported = عرض لك فيسبوك خطأً، ولم يتغير شيء. نفّذ ما طلبته رسالته، ثم اضغط الزر مرة أخرى.
state-failed-title = لم ينجح ذلك
state-needs-pin-title = رقمك محمي برمز PIN
state-needs-pin = التحقق بخطوتين مفعّل له. أدخل الرمز المكوّن من ستة أرقام للمتابعة.
state-disconnected-title = تم فصل رقمك
state-disconnected = قطع واتساب الاتصال برقمك. اضغط الزر لربطه من جديد.
state-expired-title = انتهت صلاحية هذا الرابط
state-expired = تعمل الروابط لمدة محدودة فقط. اضغط الزر لتتمكن { $partner } من إرسال رابط جديد إليك.
state-gone-title = لم يعد هذا الرابط يعمل
state-gone = سحبت { $partner } الرابط. إن كنت ما زلت تريد ربط رقمك، فاضغط الزر لطلب رابط جديد.
state-replaced-title = هناك رابط أحدث
state-replaced = حلّ محل هذا الرابط رابط أحدث. افتح آخر رابط وصلك، أو اضغط الزر لطلب رابط آخر.
state-unknown-title = لم نعثر على هذا الرابط
state-unknown = تأكد من أنك فتحت الرابط كاملًا كما وصلك. إن لم ينجح ذلك، فاطلب رابطًا جديدًا من الشركة التي أرسلته.
state-unavailable-title = سنعود حالًا
state-unavailable = هناك خلل مؤقت لدينا. انتظر دقيقة ثم حاول مرة أخرى.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = توقفت حيث يسأل فيسبوك عن نشاطك التجاري. اضغط الزر مرة أخرى واختر نشاطك هناك أو أضفه.
cancelled-account = توقفت حيث يسأل فيسبوك عن حساب واتساب والرقم. اضغط الزر مرة أخرى واخترهما هناك أو أضف جديدين.
cancelled-profile = توقفت حيث يطلب فيسبوك ملفك في واتساب. اضغط الزر مرة أخرى واملأ اسم نشاطك وفئته.
cancelled-number = توقفت حيث يطلب فيسبوك رقم هاتفك. اضغط الزر مرة أخرى وأدخل الرقم الذي تريد ربطه.
cancelled-verification = توقفت قبل تأكيد رقمك. اضغط الزر مرة أخرى وأدخل الرمز الذي يصلك برسالة نصية أو مكالمة.
cancelled-permissions = توقفت قبل السماح بالربط. اضغط الزر مرة أخرى وأكّد سؤال فيسبوك الأخير.
cancelled-elsewhere = غادرت فيسبوك قبل شاشته الأخيرة. اضغط الزر مرة أخرى وتابع حتى النهاية.

reported-hint-young = هل حسابك على فيسبوك جديد؟ انتظر ساعة.
reported-hint-admin = هل يدير شخص آخر النشاط على فيسبوك؟ اطلب من أحد المسؤولين فتح هذا الرابط.
reported-hint-portfolios = هل لديك أنشطة كثيرة على فيسبوك؟ اختر نشاطًا موجودًا.
reported-hint-verify = هل ما زال فيسبوك يراجع نشاطك أو اسمه؟ عُد بعد انتهاء المراجعة.
reported-hint-partner = هل ما زالت شركة أخرى تدير هذا الرقم؟ اطلب منها أولًا أن تحرره.

## A number that was live: why it is cut off, one next step

disconnected-by-app = أُنهي الاتصال من تطبيق WhatsApp Business. اضغط الزر لربط رقمك من جديد.
disconnected-downgrade = انتقل رقمك من WhatsApp Business إلى تطبيق واتساب العادي. ثبّت WhatsApp Business به مرة أخرى، ثم اضغط الزر.
disconnected-phone-unused = لم يُفتح تطبيق WhatsApp Business على هاتفك نحو أسبوعين. افتحه، ثم اضغط الزر للربط من جديد.
disconnected-link-unused = لم يُستخدم الاتصال نحو شهر. اضغط الزر لربط رقمك من جديد.
disconnected-number-changed = تغيّر الرقم في تطبيق WhatsApp Business لديك. اضغط الزر لربط الرقم الجديد.
disconnected-registered-again = سُجّل رقمك من جديد في تطبيق واتساب. اضغط الزر لربطه مرة أخرى.
disconnected-unshared = سُحب وصولنا إلى حساب واتساب لديك من فيسبوك. اضغط الزر للسماح به مرة أخرى.
disconnected-uninstalled = أُزيل تطبيقنا من نشاطك على فيسبوك. اضغط الزر للسماح به مرة أخرى.
disconnected-deleted = حُذف حساب واتساب الخاص بك من فيسبوك. اضغط الزر لإعداد حساب جديد.
disconnected-disabled = عطّلت Meta حساب واتساب الخاص بك. اطلب من Meta مراجعة في مركز دعم الأنشطة على فيسبوك، ثم اضغط الزر.
disconnected-offboarded = انتقل رقمك إلى هاتف آخر ويعود عادةً خلال دقائق. إن لم يعد، فاضغط الزر لربطه من جديد.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = وصل تأكيد فيسبوك متأخرًا. اضغط الزر وأكمل الخطوات في نافذة فيسبوك مرة أخرى.
problem-access-ended = انتهى الإذن الذي منحنا إياه فيسبوك. اضغط الزر واسمح بالربط مرة أخرى.
problem-not-proved = لم يؤكد فيسبوك أنك تدير الحساب الذي اخترته. اضغط الزر مرة أخرى واختر حسابًا يخص نشاطك.
problem-ambiguous = شاركت أكثر من حساب أو رقم ولا نعرف أيّها تقصد. اضغط الزر مرة أخرى واختر واحدًا فقط.
problem-number-missing = لا يوجد رقم هاتف في حساب واتساب لديك بعد. انتظر دقيقة وأعد المحاولة، أو ابدأ من جديد وأضف رقمك في نافذة فيسبوك.
problem-number-taken = هذا الرقم مرتبط من خلال رابط آخر. ابدأ من جديد برقم آخر، أو اطلب المساعدة من { $partner }.
problem-number-not-verified = لا يعرف واتساب بعد أن هذا الرقم لك. ابدأ من جديد عبر فيسبوك وأدخل الرمز الذي يصل إلى الرقم.
problem-pin-unknown = الرقم محمي برمز PIN. أوقف التحقق بخطوتين له في واتساب، ثم اضغط الزر مرة أخرى.
problem-pin-tries = جرت محاولات كثيرة برمز PIN خاطئ. اضغط الزر للمتابعة.
problem-pin-tries-wait = جرت محاولات كثيرة برمز PIN خاطئ ويطلب واتساب استراحة. عُد إلى هذه الصفحة { $wait }.
problem-register-limit = جرت محاولات كثيرة بهذا الرقم، وانتهت الاستراحة التي طلبها واتساب. اضغط الزر للمحاولة مرة أخرى.
problem-register-limit-wait = جرت محاولات كثيرة بهذا الرقم ويطلب واتساب استراحة. افتح هذا الرابط مرة أخرى { $wait }.
problem-recently-deleted = أُزيل هذا الرقم من واتساب قبل وقت قصير. اضغط الزر للمحاولة مرة أخرى.
problem-recently-deleted-wait = أُزيل هذا الرقم من واتساب قبل لحظات ويحتاج إلى راحة. عُد إلى هذه الصفحة { $wait }.
problem-register-unclear = لم يخبرنا واتساب هل تم ربط رقمك. اضغط الزر وسنتحقق مرة أخرى.
problem-blocked = أوقفت Meta نشاطك أو حساب واتساب الخاص به. اطلب مراجعة في مركز دعم الأنشطة على فيسبوك، ثم اضغط الزر.
problem-payment-missing = تطلب Meta طريقة دفع لحساب واتساب الخاص بك. أضفها في مدير واتساب، ثم اضغط الزر مرة أخرى.
problem-app-not-allowed = لا تسمح لنا Meta بإكمال هذا، وليس ذلك بسببك. أخبر { $partner }، واضغط الزر بعد حل الأمر.
problem-meta-busy = طلب منا واتساب الانتظار وقد انتهت المدة. اضغط الزر للمحاولة مرة أخرى.
problem-meta-busy-wait = طلب منا واتساب الانتظار. عُد إلى هذه الصفحة { $wait }.
problem-meta-refused = لم يقبل واتساب الرقم. اضغط الزر لإعادة المحاولة؛ وإن تكرر ذلك، فاطلب المساعدة من { $partner }.
problem-meta-unavailable = واتساب لا يستجيب الآن. انتظر دقيقة، ثم اضغط الزر وأكمل الخطوات في نافذة فيسبوك مرة أخرى.
problem-meta-unavailable-kept = واتساب لا يستجيب الآن. اختياراتك محفوظة: انتظر دقيقة ثم أعد المحاولة.

## What only the script of the page has to say

client-opening-title = جارٍ فتح فيسبوك
client-opening = لحظة من فضلك.
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

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] بعد نحو دقيقة
    [2] بعد نحو دقيقتين
    [few] بعد نحو { $count } دقائق
   *[other] بعد نحو { $count } دقيقة
}
wait-hours = { $count ->
    [1] بعد نحو ساعة
    [2] بعد نحو ساعتين
    [few] بعد نحو { $count } ساعات
   *[other] بعد نحو { $count } ساعة
}
wait-days = { $count ->
    [1] بعد يوم
    [2] بعد يومين
    [3] بعد ثلاثة أيام
    [few] بعد { $count } أيام
   *[other] بعد { $count } يومًا
}

## The number’s PIN

pin-label = رمز PIN للرقم، ستة أرقام
pin-button = متابعة
pin-format = يتكون رمز PIN من ستة أرقام بالضبط.
pin-wrong = هذا الرمز غير صحيح. تحقق منه وأدخله مرة أخرى.
pin-offline = لا يمكننا الوصول إلى خادمنا. تحقق من اتصالك بالإنترنت وأرسل الرمز مرة أخرى.
pin-hint-lost = لا تعرفه؟ أوقف التحقق بخطوتين للرقم في إعدادات واتساب، ثم ابدأ من جديد عبر فيسبوك.

## In another browser, at another device

elsewhere-why = لا يسمح فيسبوك بتسجيل الدخول داخل هذا التطبيق: افتح الصفحة في متصفحك للمتابعة.
elsewhere-open = الفتح في متصفحي
elsewhere-copy = نسخ الرابط
elsewhere-link = رابطك
elsewhere-copied = تم النسخ. ألصقه في شريط العنوان في متصفحك.
elsewhere-copy-by-hand = انسخ الرابط من هذا الحقل وألصقه في شريط العنوان في متصفحك.
elsewhere-other-device = استخدام جهاز آخر
elsewhere-qr = رمز QR لرابطك
elsewhere-device = أو وجّه كاميرا هاتف أو جهاز لوحي إلى هنا للمتابعة هناك. ستتابع هذه الصفحة معك.
elsewhere-here = المحاولة هنا رغم ذلك

## Asking for a new link

renewal-button = طلب رابط جديد من { $partner }
renewal-asked-title = تم تسجيل طلبك
renewal-asked = تستطيع { $partner } الآن أن ترى أنك تحتاج إلى رابط جديد وأن ترسله إليك. إن لم يصلك شيء فتواصل مع { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = افتح رابطك مرة أخرى
return-unknown = لا نعرف من أي صفحة أتيت. افتح الرابط الذي وصلك مرة أخرى؛ لم يضِع شيء.

## At the foot of every page: what its list of languages is called

page-language = اللغة

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

## The number that is missing

numbers-title = أي رقم تريد ربطه؟
numbers-pick = أرقام حسابك في واتساب
numbers-use = استخدام هذا الرقم
numbers-unverified = لم يؤكَّد بعد
numbers-taken = مربوط عبر رابط آخر
numbers-add = إضافة رقم
numbers-number = رقم الهاتف
numbers-hint = مع رمز الدولة، مثل { "\u2066" }+971 50 123 4567{ "\u2069" }. يجب أن يستقبل رسالة نصية أو مكالمة.
numbers-name = الاسم الذي يراه عملاؤك
numbers-method = كيف يصل الرمز؟
numbers-sms = رسالة نصية
numbers-voice = مكالمة هاتفية
numbers-send = إرسال الرمز
numbers-sent = أرسل واتساب رمزًا إلى
numbers-code = الأرقام الستة
numbers-confirm = تأكيد
numbers-send-again = إرسال رمز آخر
numbers-again = رمز آخر في الطريق. الأحدث وحده يُحتسب.
numbers-other = اختيار رقم آخر
choice-number-invalid = هذا ليس رقم هاتف مع رمز دولته. تحقق منه وحاول مرة أخرى.
choice-name-missing = أدخل الاسم الذي سيراه عملاؤك.
choice-taken = هذا الرقم مربوط بالفعل عبر رابط آخر. اختر رقمًا آخر أو اطلب المساعدة من { $partner }.
choice-not-listed = لم يعد هذا الرقم في حسابك على واتساب. أعد تحميل الصفحة واختر من جديد.
choice-not-verified = يجب تأكيد هذا الرقم برمز أولًا.
choice-too-many-codes = طُلبت رموز كثيرة لهذا الرقم. اطلب الرمز التالي { $wait }.
choice-code-wrong = هذا الرمز غير صحيح أو قديم. أدخله مرة أخرى أو اطلب رمزًا آخر.
choice-code-format = يتكون الرمز من ستة أرقام بالضبط.
choice-refused = لم يقبل واتساب هذا:
choice-too-often = يطلب واتساب استراحة قصيرة. حاول مرة أخرى { $wait }.
choice-not-waiting = لم يبقَ هنا ما يُختار. أعد تحميل الصفحة.
choice-unavailable = واتساب لا يستجيب الآن. حاول مرة أخرى بعد دقيقة.
state-choose-title = لم يبقَ سوى الرقم
choose-ambiguous = شاركت أكثر من رقم. اختر الرقم الذي تريد ربطه.
choose-number-missing = لا يوجد رقم هاتف في حساب واتساب لديك بعد. متى صار فيه رقم فاختره هنا، أو ابدأ من جديد عبر فيسبوك.
choose-number-taken = هذا الرقم مربوط بالفعل عبر رابط آخر. اختر رقمًا آخر أو اطلب المساعدة من { $partner }.
choose-number-not-verified = لا يعرف واتساب بعد أن هذا الرقم لك. اختره هنا وأكّده برمز.
