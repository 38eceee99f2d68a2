# "आप" throughout; imperatives in -एँ. Digits are Latin, as WhatsApp shows them.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = WhatsApp कनेक्ट करें – { $business }
onboarding-heading = { $business } के लिए WhatsApp कनेक्ट करें
onboarding-message = { $partner } आपको अपना बिज़नेस नंबर WhatsApp से कनेक्ट करने का न्योता देता है। इसमें करीब दो मिनट लगते हैं।
onboarding-needs = ये चीज़ें पास रखें
onboarding-need-facebook = आपकी Facebook लॉगिन जानकारी
onboarding-need-app = आपका फ़ोन, जिसमें WhatsApp Business ऐप है – आप इसे पहले की तरह इस्तेमाल करते रहेंगे
onboarding-need-number = वह नंबर जिसे कनेक्ट करना है – उस पर SMS या कॉल आ सके
onboarding-button = Facebook से आगे बढ़ें
onboarding-again = फिर से कोशिश करें
onboarding-start-over = Facebook के साथ नए सिरे से शुरू करें
onboarding-reconnect = फिर से कनेक्ट करें
onboarding-window = Facebook अपनी अलग विंडो में खुलेगा। यह पेज खुला रहेगा और काम पूरा होने पर आपको बताएगा।
onboarding-in-place = Facebook इस पेज की जगह खुलेगा और काम पूरा होने पर आपको यहाँ वापस लाएगा।
onboarding-noscript = Facebook की विंडो खोलने के लिए इस पेज को JavaScript चाहिए। इसे अपने ब्राउज़र की सेटिंग में चालू करें, या लिंक किसी दूसरे ब्राउज़र में खोलें।
onboarding-by = यह लिंक आपको { $partner } से मिला है।
onboarding-continue = आगे बढ़ें
onboarding-leave = अभी नहीं, वापस जाएँ
onboarding-number = कनेक्ट किया गया नंबर

step-signed-in = Facebook से लॉग इन हो गया
step-account = आपके अकाउंट की जाँच हो रही है
step-number = आपका नंबर कनेक्ट हो रहा है

## Where the customer stands

state-ready-title = सब तैयार है
state-ready = शुरू करने के लिए बटन दबाएँ।
state-waiting-title = बस एक पल और
state-waiting = Facebook ने अभी हमें नहीं बताया है कि आपने कौन-सा नंबर चुना। कृपया यह पेज खुला रखें।
state-working-title = बस होने ही वाला है
state-working = हम आपका नंबर कनेक्ट कर रहे हैं। इसमें कुछ सेकंड लगते हैं; कृपया यह पेज खुला रखें।
state-delayed-title = थोड़ा इंतज़ार
state-delayed = WhatsApp अभी जवाब नहीं दे रहा है। हम खुद कोशिश करते रहेंगे; आप यह पेज बंद कर सकते हैं।
state-delayed-busy = WhatsApp ने हमें इंतज़ार करने को कहा है। हम { $wait } खुद आगे बढ़ेंगे; आप यह पेज बंद कर सकते हैं।
state-finished-title = आपका नंबर कनेक्ट हो गया
state-finished = बस इतना ही। आप यह पेज बंद कर सकते हैं।
state-refused-title = यह पहले ही हो चुका है
state-refused = इस लिंक से एक नंबर पहले ही कनेक्ट हो चुका है। अब कुछ करना बाकी नहीं है, आप यह पेज बंद कर सकते हैं।
state-cancelled-title = अभी कनेक्ट नहीं हुआ
state-cancelled = आप Facebook से अंत से पहले बाहर आ गए, और कुछ नहीं बदला। आगे बढ़ने के लिए बटन दबाएँ।
state-reported-title = Facebook ने आपको रोक दिया
state-reported = Facebook ने आपको एक गड़बड़ी दिखाई, और कुछ नहीं बदला। उसके मैसेज में जो कहा गया था वह करें, फिर बटन दोबारा दबाएँ।
state-failed-title = काम नहीं बना
state-needs-pin-title = आपके नंबर पर PIN है
state-needs-pin = इसका टू-स्टेप वेरिफ़िकेशन चालू है। आगे बढ़ने के लिए छह अंकों का PIN डालें।
state-disconnected-title = आपका नंबर डिस्कनेक्ट हो गया
state-disconnected = WhatsApp ने आपके नंबर से कनेक्शन काट दिया है। इसे फिर से कनेक्ट करने के लिए बटन दबाएँ।
state-expired-title = इस लिंक की समय-सीमा खत्म हो गई है
state-expired = लिंक सीमित समय तक ही चलते हैं। बटन दबाएँ, ताकि { $partner } आपको नया लिंक भेज सके।
state-gone-title = यह लिंक अब काम नहीं करता
state-gone = { $partner } ने यह लिंक वापस ले लिया है। अगर आप अब भी अपना नंबर कनेक्ट करना चाहते हैं, तो नया लिंक माँगने के लिए बटन दबाएँ।
state-replaced-title = एक नया लिंक मौजूद है
state-replaced = इस लिंक की जगह नया लिंक आ गया है। आपको मिला सबसे नया लिंक खोलें, या दूसरा माँगने के लिए बटन दबाएँ।
state-unknown-title = हमें यह लिंक नहीं मिला
state-unknown = देख लें कि आपने पूरा लिंक वैसा ही खोला है जैसा आपको मिला था। अगर फिर भी न खुले, तो भेजने वाली कंपनी से नया लिंक माँगें।
state-unavailable-title = हम अभी लौटते हैं
state-unavailable = हमारी ओर से कुछ जवाब नहीं दे रहा है। एक मिनट रुकें, फिर कोशिश करें।

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = आप वहाँ रुक गए जहाँ Facebook आपका बिज़नेस पूछता है। बटन दोबारा दबाएँ और वहाँ अपना बिज़नेस चुनें या जोड़ें।
cancelled-account = आप वहाँ रुक गए जहाँ Facebook आपका WhatsApp अकाउंट और नंबर पूछता है। बटन दोबारा दबाएँ और वहाँ उन्हें चुनें या नए जोड़ें।
cancelled-profile = आप वहाँ रुक गए जहाँ Facebook आपकी WhatsApp प्रोफ़ाइल पूछता है। बटन दोबारा दबाएँ और अपने बिज़नेस का नाम और कैटेगरी भरें।
cancelled-number = आप वहाँ रुक गए जहाँ Facebook आपका फ़ोन नंबर पूछता है। बटन दोबारा दबाएँ और वह नंबर डालें जिसे कनेक्ट करना है।
cancelled-verification = आप अपना नंबर कन्फ़र्म होने से पहले रुक गए। बटन दोबारा दबाएँ और SMS या कॉल से मिला कोड डालें।
cancelled-permissions = आप कनेक्शन की अनुमति देने से पहले रुक गए। बटन दोबारा दबाएँ और Facebook के आखिरी सवाल को कन्फ़र्म करें।
cancelled-elsewhere = आप Facebook की आखिरी स्क्रीन से पहले बाहर आ गए। बटन दोबारा दबाएँ और अंत तक जाएँ।

reported-hint-young = क्या आपका Facebook अकाउंट नया है? एक घंटा रुकें।
reported-hint-admin = क्या Facebook पर बिज़नेस कोई और संभालता है? किसी एडमिन से यह लिंक खुलवाएँ।
reported-hint-portfolios = क्या Facebook पर आपके बहुत ज़्यादा बिज़नेस हैं? पहले से मौजूद कोई एक चुनें।
reported-hint-verify = क्या Facebook अब भी आपके बिज़नेस या उसके नाम की जाँच कर रहा है? जाँच पूरी होने पर वापस आएँ।
reported-hint-partner = क्या यह नंबर अब भी कोई दूसरी कंपनी संभालती है? पहले उससे नंबर छोड़ने को कहें।

## A number that was live: why it is cut off, one next step

disconnected-by-app = कनेक्शन WhatsApp Business ऐप में खत्म किया गया। अपना नंबर फिर से कनेक्ट करने के लिए बटन दबाएँ।
disconnected-downgrade = आपका नंबर WhatsApp Business से आम WhatsApp ऐप पर चला गया है। इस नंबर के साथ WhatsApp Business फिर से इंस्टॉल करें, फिर बटन दबाएँ।
disconnected-phone-unused = आपके फ़ोन पर WhatsApp Business ऐप करीब दो हफ़्तों से नहीं खोला गया। उसे खोलें, फिर दोबारा कनेक्ट करने के लिए बटन दबाएँ।
disconnected-link-unused = कनेक्शन करीब एक महीने से इस्तेमाल नहीं हुआ। अपना नंबर फिर से कनेक्ट करने के लिए बटन दबाएँ।
disconnected-number-changed = आपके WhatsApp Business ऐप का नंबर बदल गया है। नया नंबर कनेक्ट करने के लिए बटन दबाएँ।
disconnected-registered-again = आपका नंबर WhatsApp ऐप में दोबारा रजिस्टर किया गया। इसे फिर से कनेक्ट करने के लिए बटन दबाएँ।
disconnected-unshared = आपके WhatsApp अकाउंट तक हमारी पहुँच Facebook पर हटा दी गई है। इसकी अनुमति फिर से देने के लिए बटन दबाएँ।
disconnected-uninstalled = Facebook पर आपके बिज़नेस से हमारा ऐप हटा दिया गया है। इसकी अनुमति फिर से देने के लिए बटन दबाएँ।
disconnected-deleted = आपका WhatsApp अकाउंट Facebook पर डिलीट कर दिया गया है। नया बनाने के लिए बटन दबाएँ।
disconnected-disabled = Meta ने आपका WhatsApp अकाउंट बंद कर दिया है। Facebook के बिज़नेस सपोर्ट होम में Meta से समीक्षा का अनुरोध करें, फिर बटन दबाएँ।
disconnected-offboarded = आपका नंबर दूसरे फ़ोन पर चला गया है और आम तौर पर कुछ मिनटों में लौट आता है। अगर न लौटे, तो इसे फिर से कनेक्ट करने के लिए बटन दबाएँ।

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Facebook की पुष्टि बहुत देर से पहुँची। बटन दबाएँ और Facebook की विंडो के चरण एक बार फिर पूरे करें।
problem-access-ended = Facebook से मिली हमारी अनुमति खत्म हो गई है। बटन दबाएँ और कनेक्शन की अनुमति एक बार फिर दें।
problem-not-proved = Facebook ने पुष्टि नहीं की कि चुना गया अकाउंट आप संभालते हैं। बटन दोबारा दबाएँ और अपने ही बिज़नेस का अकाउंट चुनें।
problem-ambiguous = आपने एक से ज़्यादा अकाउंट या नंबर शेयर किए, और हमें नहीं पता कि आपको कौन-सा चाहिए। बटन दोबारा दबाएँ और सिर्फ़ एक चुनें।
problem-number-missing = आपके WhatsApp अकाउंट में अभी कोई फ़ोन नंबर नहीं है। एक मिनट रुककर फिर कोशिश करें, या नए सिरे से शुरू करके Facebook की विंडो में अपना नंबर जोड़ें।
problem-number-taken = यह नंबर पहले ही किसी दूसरे लिंक से कनेक्ट है। किसी दूसरे नंबर से फिर शुरू करें, या { $partner } से मदद माँगें।
problem-number-not-verified = WhatsApp को अभी नहीं पता कि यह नंबर आपका है। Facebook के साथ नए सिरे से शुरू करें और नंबर पर आया कोड डालें।
problem-pin-unknown = नंबर PIN से सुरक्षित है। WhatsApp में इसका टू-स्टेप वेरिफ़िकेशन बंद करें, फिर बटन दोबारा दबाएँ।
problem-pin-tries = गलत PIN से बहुत ज़्यादा कोशिशें हुईं। आगे बढ़ने के लिए बटन दबाएँ।
problem-pin-tries-wait = गलत PIN से बहुत ज़्यादा कोशिशें हुईं, और WhatsApp थोड़ा रुकने को कहता है। { $wait } इस पेज पर वापस आएँ।
problem-register-limit = इस नंबर से बहुत ज़्यादा कोशिशें हुई थीं, और WhatsApp ने जितना रुकने को कहा था वह समय बीत गया है। एक बार फिर कोशिश करने के लिए बटन दबाएँ।
problem-register-limit-wait = इस नंबर से बहुत ज़्यादा कोशिशें हुई हैं, और WhatsApp थोड़ा रुकने को कहता है। { $wait } यह लिंक फिर से खोलें।
problem-recently-deleted = यह नंबर कुछ समय पहले WhatsApp से हटाया गया था। फिर से कोशिश करने के लिए बटन दबाएँ।
problem-recently-deleted-wait = यह नंबर अभी-अभी WhatsApp से हटाया गया है और थोड़ा रुकना होगा। { $wait } इस पेज पर वापस आएँ।
problem-register-unclear = WhatsApp ने हमें नहीं बताया कि आपका नंबर कनेक्ट है या नहीं। बटन दबाएँ, हम फिर से देखेंगे।
problem-blocked = Meta ने आपके बिज़नेस या उसके WhatsApp अकाउंट को लॉक कर दिया है। Facebook के बिज़नेस सपोर्ट होम में समीक्षा का अनुरोध करें, फिर बटन दबाएँ।
problem-payment-missing = Meta आपके WhatsApp अकाउंट के लिए पेमेंट का तरीका माँगता है। WhatsApp Manager में एक जोड़ें, फिर बटन दोबारा दबाएँ।
problem-app-not-allowed = Meta हमें यह काम पूरा नहीं करने देता, और इसमें आपकी कोई गलती नहीं है। { $partner } को बताएँ, और समस्या सुलझने पर बटन दबाएँ।
problem-meta-busy = WhatsApp ने हमें इंतज़ार करने को कहा था, और वह समय बीत गया है। फिर से कोशिश करने के लिए बटन दबाएँ।
problem-meta-busy-wait = WhatsApp ने हमें इंतज़ार करने को कहा है। { $wait } इस पेज पर वापस आएँ।
problem-meta-refused = WhatsApp ने यह नंबर स्वीकार नहीं किया। फिर से कोशिश करने के लिए बटन दबाएँ; अगर ऐसा दोबारा हो, तो { $partner } से मदद माँगें।
problem-meta-unavailable = WhatsApp अभी जवाब नहीं दे रहा है। एक मिनट रुकें, फिर बटन दबाएँ और Facebook की विंडो के चरण एक बार फिर पूरे करें।
problem-meta-unavailable-kept = WhatsApp अभी जवाब नहीं दे रहा है। आपके चुने विकल्प सुरक्षित हैं: एक मिनट रुकें और फिर कोशिश करें।

## What only the script of the page has to say

client-opening-title = Facebook खुल रहा है
client-opening = कृपया एक पल रुकें।
client-dialog-title = Facebook की विंडो में आगे बढ़ें
client-dialog = अगर विंडो न दिखे, तो बटन दोबारा दबाएँ।
client-sdk-blocked-title = Facebook तक नहीं पहुँच सके
client-sdk-blocked = हो सकता है कि कोई विज्ञापन ब्लॉकर, प्राइवेट विंडो या आपका नेटवर्क इसे रोक रहा हो। इस पेज के लिए ब्लॉकर बंद करें या लिंक दूसरे ब्राउज़र में खोलें, फिर बटन दोबारा दबाएँ।
client-popup-blocked-title = आपके ब्राउज़र ने विंडो रोक दी
client-popup-blocked = इस पेज के लिए पॉप-अप की अनुमति दें, या लिंक को Chrome या Safari में खोलें, फिर बटन दोबारा दबाएँ।
client-press-again-title = एक चरण बाकी है
client-press-again = आपकी पसंद की पुष्टि होने से पहले Facebook की विंडो बंद हो गई। बटन दोबारा दबाएँ और आखिरी स्क्रीन तक जाएँ।
client-no-event-title = Facebook ने नहीं बताया कि कौन-सा नंबर
client-no-event = बटन दोबारा दबाएँ, और Facebook की आखिरी स्क्रीन को उसी के बटन से पूरा करें।
client-offline-title = कनेक्शन नहीं है
client-offline = हम अपने सर्वर तक नहीं पहुँच पा रहे हैं। अपना इंटरनेट कनेक्शन देखें, फिर बटन दोबारा दबाएँ।

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] करीब एक मिनट बाद
   *[other] करीब { $count } मिनट बाद
}
wait-hours = { $count ->
    [1] करीब एक घंटे बाद
   *[other] करीब { $count } घंटे बाद
}
wait-days = { $count ->
    [1] एक दिन बाद
    [2] दो दिन बाद
    [3] तीन दिन बाद
   *[other] { $count } दिन बाद
}

## The number’s PIN

pin-label = नंबर का PIN, छह अंक
pin-button = आगे बढ़ें
pin-format = PIN में ठीक छह अंक होते हैं।
pin-wrong = यह PIN सही नहीं है। इसे देखकर फिर से डालें।
pin-offline = हम अपने सर्वर तक नहीं पहुँच पा रहे हैं। अपना इंटरनेट कनेक्शन देखें और PIN फिर से भेजें।
pin-hint-lost = PIN याद नहीं? WhatsApp की सेटिंग में इस नंबर का टू-स्टेप वेरिफ़िकेशन बंद करें, फिर Facebook के साथ नए सिरे से शुरू करें।

## In another browser, at another device

elsewhere-why = Facebook इस ऐप के अंदर लॉग इन नहीं करने देता: आगे बढ़ने के लिए पेज को अपने ब्राउज़र में खोलें।
elsewhere-open = मेरे ब्राउज़र में खोलें
elsewhere-copy = लिंक कॉपी करें
elsewhere-link = आपका लिंक
elsewhere-copied = कॉपी हो गया। इसे अपने ब्राउज़र के एड्रेस बार में पेस्ट करें।
elsewhere-copy-by-hand = इस फ़ील्ड से लिंक कॉपी करें और अपने ब्राउज़र के एड्रेस बार में पेस्ट करें।
elsewhere-other-device = दूसरा डिवाइस इस्तेमाल करें
elsewhere-qr = आपके लिंक का QR कोड
elsewhere-device = या वहाँ आगे बढ़ने के लिए फ़ोन या टैबलेट का कैमरा यहाँ दिखाएँ। यह पेज साथ चलेगा।
elsewhere-here = फिर भी यहीं कोशिश करें

## Asking for a new link

renewal-button = { $partner } से नया लिंक माँगें
renewal-asked-title = आपका अनुरोध दर्ज हो गया
renewal-asked = { $partner } अब देख सकता है कि आपको नया लिंक चाहिए, और आपको भेज सकता है। अगर कोई खबर न मिले, तो { $partner } से संपर्क करें।

## Back from Facebook, and nobody knows from where

return-unknown-title = कृपया अपना लिंक फिर से खोलें
return-unknown = हमें नहीं पता कि आप किस पेज से आए। आपको मिला लिंक एक बार फिर खोलें; कुछ भी खोया नहीं है।

## At the foot of every page: what its list of languages is called

page-language = भाषा

## The landing page

landing-description = { $business } से संपर्क: पता, ईमेल और WhatsApp।
landing-tagline = आपसे बात करके हमें खुशी होगी।
landing-intro = यह { $business } की वेबसाइट है। यहाँ आप जान सकते हैं कि हमसे कैसे संपर्क करें, हम किसमें मदद कर सकते हैं, और आप जो हमें लिखते हैं उसका हम क्या करते हैं।
landing-write = हमें लिखें
landing-help = आप हमें किस बारे में लिख सकते हैं
landing-help-questions = सवाल
landing-help-questions-text = पूछें कि हम क्या देते हैं, उसकी कीमत क्या है और हम कब खुले रहते हैं।
landing-help-orders = ऑर्डर और अपॉइंटमेंट
landing-help-orders-text = बताएँ कि आपको क्या चाहिए या आप कब आना चाहेंगे, और हम आपको पक्का करके बताएँगे।
landing-help-support = बाद में मदद
landing-help-support-text = अगर कुछ ठीक न हो, तो हमें मैसेज या फ़ोटो भेजें और हम देखेंगे।
landing-contact = हमसे कैसे संपर्क करें
landing-address = पता
landing-email = ईमेल
landing-phone = फ़ोन और WhatsApp
landing-contact-soon = हमारी संपर्क जानकारी जल्द ही यहाँ होगी।
landing-messages = मैसेज
landing-messages-text = जब आप हमें WhatsApp पर लिखते हैं, तो हम वहीं जवाब देते हैं। हम सिर्फ़ उन्हें लिखते हैं जिन्होंने हमें लिखा या हमसे कहा, और आप जब चाहें “stop” लिखकर इसे बंद कर सकते हैं।
landing-privacy = प्राइवेसी
landing-home = होम
landing-picture = बातचीत का बबल
landing-gone-title = यह पेज मौजूद नहीं है
landing-gone = पता गलत है, या पेज हटा दिया गया है।

## Its privacy page

privacy-title = प्राइवेसी – { $business }
privacy-heading = प्राइवेसी
privacy-intro = आप हमें WhatsApp या ईमेल से जो भेजते हैं, { $business } उसका क्या करता है।
privacy-what = हमें क्या मिलता है
privacy-what-text = जब आप हमें WhatsApp पर लिखते हैं, तो हमें आपका फ़ोन नंबर, प्रोफ़ाइल का नाम और आपका भेजा हुआ मिलता है: टेक्स्ट, फ़ोटो, डॉक्यूमेंट, वॉइस मैसेज। ईमेल से हमें आपका पता और आपका लिखा हुआ मिलता है।
privacy-why = हम इसका क्या करते हैं
privacy-why-text = आपको जवाब देने, ऑर्डर या अपॉइंटमेंट जैसे आपके काम पूरे करने, और वे रिकॉर्ड रखने के लिए जो कानून किसी बिज़नेस से माँगता है। हम इसे बेचते नहीं, और दूसरों के विज्ञापन के लिए इस्तेमाल नहीं करते।
privacy-who = इसे और कौन देखता है
privacy-who-text = WhatsApp, जिसे Meta चलाता है, अपनी प्राइवेसी पॉलिसी के तहत मैसेज पहुँचाता है। जो कंपनियाँ हमें मैसेज का सॉफ़्टवेयर देती हैं, वे हमारे लिए और सिर्फ़ हमारे निर्देशों पर उन्हें संभालती हैं। सरकारी संस्थाओं को डेटा तभी मिलता है जब कानून हमें बाध्य करे।
privacy-long = हम इसे कब तक रखते हैं
privacy-long-text = जब तक आपके अनुरोध के लिए ज़रूरी हो, और उसके बाद सिर्फ़ उतना जितना कानून माँगे। फिर इसे मिटा दिया जाता है।
privacy-rights = आप हमसे क्या माँग सकते हैं
privacy-rights-text = आप पूछ सकते हैं कि हम आपके बारे में क्या जानते हैं, और उसे सुधरवा या मिटवा सकते हैं। हमें वैसे ही लिखें जैसे पहले लिखा था, या नीचे दिए संपर्क का इस्तेमाल करें। मैसेज पाना बंद करने के लिए “stop” लिखकर जवाब दें या हमें WhatsApp में ब्लॉक करें।
privacy-page = यह वेबसाइट
privacy-page-text = यह कोई कुकी नहीं रखती, आने वालों को नहीं गिनती और दूसरी कंपनियों से कुछ लोड नहीं करती।
privacy-contact = कौन ज़िम्मेदार है

## The number that is missing

numbers-title = आप कौन-सा नंबर कनेक्ट करना चाहते हैं?
numbers-pick = आपके WhatsApp अकाउंट के नंबर
numbers-use = यह नंबर इस्तेमाल करें
numbers-unverified = अभी कन्फ़र्म नहीं हुआ
numbers-taken = दूसरे लिंक से कनेक्ट है
numbers-add = नंबर जोड़ें
numbers-number = फ़ोन नंबर
numbers-hint = देश के कोड के साथ, जैसे +91 98765 43210। इस पर SMS या कॉल आ सके।
numbers-name = नाम जो आपके ग्राहकों को दिखता है
numbers-method = कोड कैसे भेजें?
numbers-sms = SMS
numbers-voice = फ़ोन कॉल
numbers-send = कोड भेजें
numbers-sent = WhatsApp ने कोड इस नंबर पर भेजा है:
numbers-code = छह अंक
numbers-confirm = कन्फ़र्म करें
numbers-send-again = दूसरा कोड भेजें
numbers-again = दूसरा कोड भेजा जा रहा है। सिर्फ़ सबसे नया कोड मान्य है।
numbers-other = दूसरा नंबर लें
choice-number-invalid = यह देश के कोड के साथ फ़ोन नंबर नहीं है। इसे देखकर फिर से कोशिश करें।
choice-name-missing = वह नाम डालें जो आपके ग्राहकों को दिखेगा।
choice-taken = यह नंबर पहले ही किसी दूसरे लिंक से कनेक्ट है। दूसरा नंबर लें, या { $partner } से मदद माँगें।
choice-not-listed = आपके WhatsApp अकाउंट में अब यह नंबर नहीं है। पेज फिर से लोड करें और दोबारा चुनें।
choice-not-verified = पहले इस नंबर को कोड से कन्फ़र्म करना होगा।
choice-too-many-codes = इस नंबर के लिए बहुत ज़्यादा कोड माँगे गए। { $wait } अगला कोड माँगें।
choice-code-wrong = यह कोड सही नहीं है, या बहुत पुराना है। इसे फिर से डालें, या दूसरा मँगवाएँ।
choice-code-format = कोड में ठीक छह अंक होते हैं।
choice-refused = WhatsApp ने यह स्वीकार नहीं किया:
choice-too-often = WhatsApp थोड़ा रुकने को कहता है। { $wait } फिर से कोशिश करें।
choice-not-waiting = यहाँ अब चुनने के लिए कुछ नहीं है। पेज फिर से लोड करें।
choice-unavailable = WhatsApp अभी जवाब नहीं दे रहा है। एक मिनट बाद फिर से कोशिश करें।
state-choose-title = बस नंबर बाकी है
choose-ambiguous = आपने एक से ज़्यादा नंबर शेयर किए। वह चुनें जिसे कनेक्ट करना है।
choose-number-missing = आपके WhatsApp अकाउंट में अभी कोई फ़ोन नंबर नहीं है। नंबर आने पर उसे यहाँ चुनें, या Facebook के साथ नए सिरे से शुरू करें।
choose-number-taken = यह नंबर पहले ही किसी दूसरे लिंक से कनेक्ट है। दूसरा नंबर लें, या { $partner } से मदद माँगें।
choose-number-not-verified = WhatsApp को अभी नहीं पता कि यह नंबर आपका है। इसे यहाँ चुनें और कोड से कन्फ़र्म करें।
