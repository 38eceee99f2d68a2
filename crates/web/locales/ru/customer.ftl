# "вы" in lower case. Names of companies do not decline: they stand after the word "компания",
# or where any case reads well. Numbers: one, few, many; other is for fractions.
# $partner is the company that sent the link, $business the customer's business.

## The onboarding page

onboarding-title = Подключение WhatsApp — { $business }
onboarding-heading = Подключение WhatsApp для { $business }
onboarding-message = Компания { $partner } предлагает вам подключить рабочий номер к WhatsApp. Это займёт около двух минут.
onboarding-needs = Держите под рукой
onboarding-need-facebook = Логин и пароль от Facebook
onboarding-need-app = Телефон с приложением WhatsApp Business — вы будете пользоваться им как прежде
onboarding-need-number = Номер, который хотите подключить, — он должен принимать SMS или звонки
onboarding-button = Продолжить с Facebook
onboarding-again = Попробовать ещё раз
onboarding-start-over = Начать заново с Facebook
onboarding-reconnect = Подключить снова
onboarding-window = Facebook откроется в отдельном окне. Эта страница останется открытой и сообщит, когда всё будет готово.
onboarding-in-place = Facebook откроется вместо этой страницы и в конце вернёт вас сюда.
onboarding-noscript = Чтобы открыть окно Facebook, этой странице нужен JavaScript. Включите его в настройках браузера или откройте ссылку в другом браузере.
onboarding-by = Эту ссылку вам прислала компания { $partner }.
onboarding-continue = Продолжить
onboarding-leave = Не сейчас, вернуться
onboarding-number = Подключённый номер

step-signed-in = Вход через Facebook выполнен
step-account = Проверяем ваш аккаунт
step-number = Подключаем ваш номер

## Where the customer stands

state-ready-title = Всё готово
state-ready = Нажмите кнопку, чтобы начать.
state-waiting-title = Ещё немного
state-waiting = Facebook пока не сообщил нам, какой номер вы выбрали. Не закрывайте эту страницу.
state-working-title = Почти готово
state-working = Подключаем ваш номер. Это займёт несколько секунд; не закрывайте эту страницу.
state-delayed-title = Небольшая пауза
state-delayed = WhatsApp сейчас не отвечает. Мы продолжим попытки сами; эту страницу можно закрыть.
state-delayed-busy = WhatsApp попросил нас подождать. Мы продолжим сами { $wait }; эту страницу можно закрыть.
state-finished-title = Ваш номер подключён
state-finished = Это всё. Страницу можно закрыть.
state-refused-title = Это уже сделано
state-refused = По этой ссылке номер уже подключали. Больше ничего делать не нужно, страницу можно закрыть.
state-cancelled-title = Пока не подключено
state-cancelled = Вы вышли из Facebook до конца, и ничего не изменилось. Нажмите кнопку, чтобы продолжить.
state-reported-title = Facebook вас остановил
state-reported = Facebook показал вам ошибку, и ничего не изменилось. Сделайте то, о чём просило сообщение, и нажмите кнопку снова.
state-failed-title = Не получилось
state-needs-pin-title = У вашего номера есть PIN-код
state-needs-pin = Для него включена двухшаговая проверка. Введите PIN-код из шести цифр, чтобы продолжить.
state-disconnected-title = Ваш номер отключён
state-disconnected = WhatsApp разорвал связь с вашим номером. Нажмите кнопку, чтобы подключить его снова.
state-expired-title = Срок действия ссылки истёк
state-expired = Ссылки действуют ограниченное время. Нажмите кнопку, и компания { $partner } сможет прислать вам новую.
state-gone-title = Эта ссылка больше не действует
state-gone = Компания { $partner } отозвала ссылку. Если вы всё ещё хотите подключить номер, нажмите кнопку, чтобы попросить новую.
state-replaced-title = Есть более новая ссылка
state-replaced = Эту ссылку заменили новой. Откройте последнюю полученную ссылку или нажмите кнопку, чтобы попросить другую.
state-unknown-title = Мы не нашли эту ссылку
state-unknown = Проверьте, что вы открыли ссылку целиком, как её получили. Если она всё равно не работает, попросите новую у компании, которая её прислала.
state-unavailable-title = Мы скоро вернёмся
state-unavailable = Что-то у нас не отвечает. Подождите минуту и попробуйте ещё раз.

## Left at this screen of Facebook’s: what was to be done there, one next step

cancelled-business = Вы остановились там, где Facebook спрашивает о вашей компании. Нажмите кнопку снова и выберите там свою компанию или добавьте её.
cancelled-account = Вы остановились там, где Facebook спрашивает об аккаунте и номере WhatsApp. Нажмите кнопку снова и выберите их там или добавьте новые.
cancelled-profile = Вы остановились там, где Facebook спрашивает о профиле WhatsApp. Нажмите кнопку снова и укажите название и категорию вашей компании.
cancelled-number = Вы остановились там, где Facebook спрашивает номер телефона. Нажмите кнопку снова и введите номер, который хотите подключить.
cancelled-verification = Вы остановились до подтверждения номера. Нажмите кнопку снова и введите код, который придёт в SMS или по звонку.
cancelled-permissions = Вы остановились до разрешения на подключение. Нажмите кнопку снова и подтвердите последний вопрос Facebook.
cancelled-elsewhere = Вы вышли из Facebook до последнего экрана. Нажмите кнопку снова и дойдите до конца.

reported-hint-young = Ваш аккаунт Facebook новый? Подождите час.
reported-hint-admin = Компанией на Facebook управляет кто-то другой? Пусть эту ссылку откроет администратор.
reported-hint-portfolios = У вас слишком много компаний на Facebook? Выберите одну из существующих.
reported-hint-verify = Facebook ещё проверяет вашу компанию или её название? Вернитесь, когда проверка закончится.
reported-hint-partner = Этот номер ещё обслуживает другая компания? Сначала попросите её освободить номер.

## A number that was live: why it is cut off, one next step

disconnected-by-app = Подключение завершили в приложении WhatsApp Business. Нажмите кнопку, чтобы подключить номер снова.
disconnected-downgrade = Ваш номер перешёл из WhatsApp Business в обычное приложение WhatsApp. Снова установите с ним WhatsApp Business и нажмите кнопку.
disconnected-phone-unused = Приложение WhatsApp Business не открывали на вашем телефоне около двух недель. Откройте его и нажмите кнопку, чтобы подключить снова.
disconnected-link-unused = Подключением не пользовались около месяца. Нажмите кнопку, чтобы подключить номер снова.
disconnected-number-changed = Номер в вашем приложении WhatsApp Business изменился. Нажмите кнопку, чтобы подключить новый.
disconnected-registered-again = Ваш номер заново зарегистрировали в приложении WhatsApp. Нажмите кнопку, чтобы подключить его снова.
disconnected-unshared = Наш доступ к вашему аккаунту WhatsApp отозвали на Facebook. Нажмите кнопку, чтобы разрешить его снова.
disconnected-uninstalled = Наше приложение удалили из вашей компании на Facebook. Нажмите кнопку, чтобы разрешить его снова.
disconnected-deleted = Ваш аккаунт WhatsApp удалили на Facebook. Нажмите кнопку, чтобы создать новый.
disconnected-disabled = Meta отключила ваш аккаунт WhatsApp. Запросите у Meta проверку в разделе поддержки бизнеса на Facebook и нажмите кнопку.
disconnected-offboarded = Ваш номер перешёл на другой телефон и обычно возвращается за несколько минут. Если он не вернулся, нажмите кнопку, чтобы подключить его снова.

## Why the set-up came to a halt: one sentence, one next step

problem-code-refused = Подтверждение от Facebook пришло слишком поздно. Нажмите кнопку и ещё раз пройдите шаги в окне Facebook.
problem-access-ended = Разрешение от Facebook закончилось. Нажмите кнопку и разрешите подключение ещё раз.
problem-not-proved = Facebook не подтвердил, что вы управляете выбранным аккаунтом. Нажмите кнопку снова и выберите аккаунт своей компании.
problem-ambiguous = Вы поделились несколькими аккаунтами или номерами, и мы не знаем, какой из них нужен. Нажмите кнопку снова и выберите только один.
problem-number-missing = В вашем аккаунте WhatsApp ещё нет номера телефона. Подождите минуту и попробуйте ещё раз или начните заново и добавьте номер в окне Facebook.
problem-number-taken = Этот номер уже подключён по другой ссылке. Начните заново с другим номером или попросите о помощи компанию { $partner }.
problem-number-not-verified = WhatsApp ещё не знает, что этот номер ваш. Начните заново с Facebook и введите код, который придёт на номер.
problem-pin-unknown = Номер защищён PIN-кодом. Отключите для него двухшаговую проверку в WhatsApp и нажмите кнопку снова.
problem-pin-tries = Было слишком много попыток с неверным PIN-кодом. Нажмите кнопку, чтобы продолжить.
problem-pin-tries-wait = Было слишком много попыток с неверным PIN-кодом, и WhatsApp просит сделать паузу. Вернитесь на эту страницу { $wait }.
problem-register-limit = С этим номером было слишком много попыток, и пауза, о которой просил WhatsApp, закончилась. Нажмите кнопку, чтобы попробовать ещё раз.
problem-register-limit-wait = С этим номером было слишком много попыток, и WhatsApp просит сделать паузу. Откройте эту ссылку снова { $wait }.
problem-recently-deleted = Этот номер недавно удалили из WhatsApp. Нажмите кнопку, чтобы попробовать ещё раз.
problem-recently-deleted-wait = Этот номер только что удалили из WhatsApp, и нужно немного подождать. Вернитесь на эту страницу { $wait }.
problem-register-unclear = WhatsApp не сообщил нам, подключён ли ваш номер. Нажмите кнопку, и мы проверим ещё раз.
problem-blocked = Meta заблокировала вашу компанию или её аккаунт WhatsApp. Запросите проверку в разделе поддержки бизнеса на Facebook и нажмите кнопку.
problem-payment-missing = Meta просит указать способ оплаты для вашего аккаунта WhatsApp. Добавьте его в WhatsApp Manager и нажмите кнопку снова.
problem-app-not-allowed = Meta не даёт нам закончить, и вы в этом не виноваты. Сообщите об этом компании { $partner } и нажмите кнопку, когда вопрос решат.
problem-meta-busy = WhatsApp попросил нас подождать, и это время прошло. Нажмите кнопку, чтобы попробовать ещё раз.
problem-meta-busy-wait = WhatsApp попросил нас подождать. Вернитесь на эту страницу { $wait }.
problem-meta-refused = WhatsApp не принял номер. Нажмите кнопку, чтобы попробовать ещё раз; если это повторится, попросите о помощи компанию { $partner }.
problem-meta-unavailable = WhatsApp сейчас не отвечает. Подождите минуту, нажмите кнопку и ещё раз пройдите шаги в окне Facebook.
problem-meta-unavailable-kept = WhatsApp сейчас не отвечает. Ваш выбор сохранён: подождите минуту и попробуйте ещё раз.

## What only the script of the page has to say

client-opening-title = Открываем Facebook
client-opening = Один момент, пожалуйста.
client-dialog-title = Продолжайте в окне Facebook
client-dialog = Если вы не видите окна, нажмите кнопку снова.
client-sdk-blocked-title = Не удалось связаться с Facebook
client-sdk-blocked = Возможно, мешает блокировщик рекламы, приватное окно или ваша сеть. Отключите блокировщик для этой страницы или откройте ссылку в другом браузере и нажмите кнопку снова.
client-popup-blocked-title = Браузер заблокировал окно
client-popup-blocked = Разрешите всплывающие окна для этой страницы или откройте ссылку в Chrome или Safari и нажмите кнопку снова.
client-press-again-title = Остался один шаг
client-press-again = Окно Facebook закрылось до подтверждения вашего выбора. Нажмите кнопку снова и дойдите до последнего экрана.
client-no-event-title = Facebook не сообщил номер
client-no-event = Нажмите кнопку снова и завершите последний экран Facebook кнопкой на нём.
client-offline-title = Нет связи
client-offline = Не удаётся связаться с нашим сервером. Проверьте подключение к интернету и нажмите кнопку снова.

## About when, for sentences that say “Come back …”

wait-minutes = { $count ->
    [1] примерно через минуту
    [one] примерно через { $count } минуту
    [few] примерно через { $count } минуты
    [many] примерно через { $count } минут
   *[other] примерно через { $count } минуты
}
wait-hours = { $count ->
    [1] примерно через час
    [one] примерно через { $count } час
    [few] примерно через { $count } часа
    [many] примерно через { $count } часов
   *[other] примерно через { $count } часа
}
wait-days = { $count ->
    [1] через день
    [2] через два дня
    [3] через три дня
    [one] через { $count } день
    [few] через { $count } дня
    [many] через { $count } дней
   *[other] через { $count } дня
}

## The number’s PIN

pin-label = PIN-код номера, шесть цифр
pin-button = Продолжить
pin-format = PIN-код состоит ровно из шести цифр.
pin-wrong = Этот PIN-код неверный. Проверьте его и введите ещё раз.
pin-offline = Не удаётся связаться с нашим сервером. Проверьте подключение к интернету и отправьте PIN-код ещё раз.
pin-hint-lost = Не знаете его? Отключите двухшаговую проверку номера в настройках WhatsApp и начните заново с Facebook.

## In another browser, at another device

elsewhere-why = Facebook не разрешает входить внутри этого приложения: откройте страницу в браузере, чтобы продолжить.
elsewhere-open = Открыть в моём браузере
elsewhere-copy = Скопировать ссылку
elsewhere-link = Ваша ссылка
elsewhere-copied = Скопировано. Вставьте ссылку в адресную строку браузера.
elsewhere-copy-by-hand = Скопируйте ссылку из этого поля и вставьте её в адресную строку браузера.
elsewhere-other-device = Продолжить на другом устройстве
elsewhere-qr = QR-код вашей ссылки
elsewhere-device = Или наведите сюда камеру телефона либо планшета, чтобы продолжить там. Эта страница обновится сама.
elsewhere-here = Всё равно попробовать здесь

## Asking for a new link

renewal-button = Попросить новую ссылку: { $partner }
renewal-asked-title = Ваша просьба записана
renewal-asked = Компания { $partner } теперь видит, что вам нужна новая ссылка, и может её прислать. Если ответа нет, свяжитесь с компанией { $partner }.

## Back from Facebook, and nobody knows from where

return-unknown-title = Откройте ссылку ещё раз
return-unknown = Мы не знаем, с какой страницы вы пришли. Откройте ещё раз ссылку, которую получили; ничего не потеряно.

## At the foot of every page: what its list of languages is called

page-language = Язык

## The landing page

landing-description = Как связаться с { $business }: адрес, почта и WhatsApp.
landing-tagline = Будем рады вашему сообщению.
landing-intro = Это сайт { $business }. Здесь вы узнаете, как с нами связаться, чем мы можем помочь и как мы обращаемся с тем, что вы нам пишете.
landing-write = Написать нам
landing-help = О чём нам можно написать
landing-help-questions = Вопросы
landing-help-questions-text = Спросите, что мы предлагаем, сколько это стоит и когда мы открыты.
landing-help-orders = Заказы и запись
landing-help-orders-text = Напишите, что вам нужно или когда вам удобно прийти, и мы подтвердим.
landing-help-support = Помощь после покупки
landing-help-support-text = Если что-то не так, пришлите нам сообщение или фото, и мы разберёмся.
landing-contact = Как с нами связаться
landing-address = Адрес
landing-email = Эл. почта
landing-phone = Телефон и WhatsApp
landing-contact-soon = Наши контакты скоро появятся здесь.
landing-messages = Сообщения
landing-messages-text = Когда вы пишете нам в WhatsApp, мы отвечаем вам там же. Мы пишем только тем, кто написал нам или попросил об этом, и вы можете прекратить переписку в любой момент, ответив «стоп».
landing-privacy = Конфиденциальность
landing-home = Главная
landing-picture = Речевой пузырь
landing-gone-title = Такой страницы нет
landing-gone = Адрес неверный, или страницу удалили.

## Its privacy page

privacy-title = Конфиденциальность — { $business }
privacy-heading = Конфиденциальность
privacy-intro = Как { $business } обращается с тем, что вы присылаете нам в WhatsApp или по почте.
privacy-what = Что мы получаем
privacy-what-text = Когда вы пишете нам в WhatsApp, мы получаем ваш номер телефона, имя профиля и то, что вы отправляете: текст, фотографии, документы, голосовые сообщения. По почте мы получаем ваш адрес и то, что вы пишете.
privacy-why = Для чего мы это используем
privacy-why-text = Чтобы отвечать вам, выполнять ваши просьбы, например заказ или запись, и вести учёт, которого закон требует от компании. Мы это не продаём и не используем для чужой рекламы.
privacy-who = Кто ещё это видит
privacy-who-text = WhatsApp, принадлежащий Meta, передаёт сообщения по собственной политике конфиденциальности. Компании, которые предоставляют нам программу для сообщений, обрабатывают их для нас и только по нашим указаниям. Государственные органы получают данные, только если нас обязывает закон.
privacy-long = Сколько мы это храним
privacy-long-text = Пока это нужно для вашего обращения, а потом только столько, сколько требует закон. Затем всё удаляется.
privacy-rights = О чём вы можете нас попросить
privacy-rights-text = Вы можете спросить, что мы о вас знаем, и попросить исправить это или удалить. Напишите нам так же, как писали раньше, или используйте контакты ниже. Чтобы больше не получать сообщений, ответьте «стоп» или заблокируйте нас в WhatsApp.
privacy-page = Этот сайт
privacy-page-text = Он не ставит cookie, не считает посетителей и ничего не загружает у других компаний.
privacy-contact = Кто отвечает

## The number that is missing

numbers-title = Какой номер вы хотите подключить?
numbers-pick = Номера вашего аккаунта WhatsApp
numbers-use = Выбрать этот номер
numbers-unverified = ещё не подтверждён
numbers-taken = подключён по другой ссылке
numbers-add = Добавить номер
numbers-number = Номер телефона
numbers-hint = С кодом страны, например +7 912 345-67-89. Он должен принимать SMS или звонки.
numbers-name = Название, которое видят ваши клиенты
numbers-method = Как получить код?
numbers-sms = SMS
numbers-voice = Звонок
numbers-send = Отправить код
numbers-sent = WhatsApp отправил код на номер
numbers-code = Шесть цифр
numbers-confirm = Подтвердить
numbers-send-again = Отправить другой код
numbers-again = Другой код уже в пути. Действует только самый новый.
numbers-other = Взять другой номер
choice-number-invalid = Это не номер телефона с кодом страны. Проверьте его и попробуйте ещё раз.
choice-name-missing = Введите название, которое увидят ваши клиенты.
choice-taken = Этот номер уже подключён по другой ссылке. Возьмите другой или попросите о помощи компанию { $partner }.
choice-not-listed = В вашем аккаунте WhatsApp этого номера больше нет. Обновите страницу и выберите снова.
choice-not-verified = Сначала этот номер нужно подтвердить кодом.
choice-too-many-codes = Для этого номера запросили слишком много кодов. Запросите следующий { $wait }.
choice-code-wrong = Этот код неверный или устарел. Введите его ещё раз или запросите другой.
choice-code-format = Код состоит ровно из шести цифр.
choice-refused = WhatsApp это не принял:
choice-too-often = WhatsApp просит сделать короткую паузу. Попробуйте ещё раз { $wait }.
choice-not-waiting = Здесь больше нечего выбирать. Обновите страницу.
choice-unavailable = WhatsApp сейчас не отвечает. Попробуйте ещё раз через минуту.
state-choose-title = Не хватает только номера
choose-ambiguous = Вы поделились несколькими номерами. Выберите тот, который хотите подключить.
choose-number-missing = В вашем аккаунте WhatsApp ещё нет номера телефона. Когда он появится, выберите его здесь или начните заново с Facebook.
choose-number-taken = Этот номер уже подключён по другой ссылке. Возьмите другой или попросите о помощи компанию { $partner }.
choose-number-not-verified = WhatsApp ещё не знает, что этот номер ваш. Выберите его здесь и подтвердите кодом.
