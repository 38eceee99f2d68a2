// ---- Meta's SDK -----------------------------------------------------------------------------------------------

const SDK_PATIENCE = 8_000;
const PRESS_PATIENCE = 4_000; // after a press; the first touch began to load before
let sdkReady = false;
let sdkLoading = null;

function loadSdk() {
  sdkLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const init = () => {
      if (sdkReady || !window.FB) return;
      window.FB.init({ appId: page.app_id, autoLogAppEvents: true, xfbml: false, version: page.graph_version });
      sdkReady = true;
      resolve();
    };
    const fail = () => {
      if (sdkReady || !script.isConnected) return;
      script.remove();
      sdkLoading = null; // the next press tries again
      reject(new Error("Meta's SDK did not load"));
    };
    window.fbAsyncInit = init;
    script.onload = init;
    script.onerror = fail;
    script.async = true;
    script.src = page.sdk_url;
    document.head.append(script);
    setTimeout(fail, SDK_PATIENCE);
  });
  return sdkLoading;
}

// Nothing is fetched from Meta before the customer does something. Her first touch comes well before her press.
const firstAct = ["pointerdown", "pointermove", "touchstart", "keydown", "scroll", "focusin"];
function onFirstAct() {
  firstAct.forEach((name) => removeEventListener(name, onFirstAct, true));
  if (!over()) loadSdk().catch(() => {});
}

// ---- One turn through the dialog ------------------------------------------------------------------------------

const LEAVE_GRACE = 500; // the dialog may report why it closed just after it closed
const QUICK = 1_000; // nobody closes a window this fast: it never opened
let latest = null;

/**
 * Has to run inside the click, or the browser blocks the window. Every press is an attempt of its own to the server,
 * which forgets what an earlier window claimed: nothing of this one goes out before the server has answered `start`.
 */
function openDialog() {
  const attempt = { code: null, finish: null, left: false, seen: new Set() };
  latest = attempt;
  attempt.started = call(page.start_url, { session }, { keepalive: true }).then(
    (answer) => ENDS.has(answer.state) && take(answer, attempt),
    () => attempt === latest && !attempt.left && show("failed", texts.offline),
  );
  step(0);
  show("dialog", texts.dialog);

  const begun = performance.now();
  const open = window.open;
  let popup; // stays undefined where the SDK opens its window some other way
  window.open = (...args) => (popup = open.apply(window, args));
  const blocked = () => {
    if (attempt.left) return;
    attempt.left = true; // what the SDK still says of it is about no window
    fullPage(texts.popup_blocked, attempt.started);
  };
  try {
    window.FB.login((response) => {
      const code = response?.authResponse?.code;
      if (code) return void onCode(attempt, code);
      const quick = popup === undefined && performance.now() - begun < QUICK;
      if (popup !== null && !(quick && attempt.seen.size === 0)) onClosed(attempt);
      else blocked();
    }, {
      config_id: page.config_id,
      response_type: "code",
      override_default_response_type: true,
      extras: page.extras,
    });
  } catch {
    blocked(); // an SDK that was tampered with is as good as none
  } finally {
    window.open = open;
  }
  if (popup === null || popup?.closed) blocked();
}

/** The code lives for 30 seconds: it goes out at once, and again only if the network fails. */
async function onCode(attempt, code) {
  if (attempt.code === code) return;
  attempt.code = code;
  underWay++;
  step(1);
  show("working", texts.working);
  poll();
  let answer = null;
  try {
    await attempt.started;
    answer = await call(page.code_url, { session, code }, { keepalive: true });
    // An event that overtook the code may have been judged before the code was known: hand it in once more.
    if (attempt.finish && (answer.state === "failed" || answer.state === "waiting")) {
      answer = await call(page.event_url, { session, message: attempt.finish });
    }
  } catch {
    answer ??= { state: "failed", ...texts.offline };
  } finally {
    underWay--;
  }
  take(answer, attempt);
}

/** The window closed without a code. */
async function onClosed(attempt) {
  await sleep(LEAVE_GRACE);
  if (attempt !== latest || attempt.code || attempt.left || over()) return;
  if (attempt.finish) return show("failed", texts.press_again);
  attempt.left = true;
  await report(attempt, { session, closed: true });
}

async function report(attempt, body) {
  const late = attempt.code !== null; // the set-up goes on with this event, or not at all
  if (late) underWay++;
  let answer = null;
  try {
    await attempt.started;
    answer = await call(page.event_url, body, { keepalive: true });
  } catch {
    if (late || !attempt.code) answer = { state: "failed", ...texts.offline };
  } finally {
    if (late) underWay--;
  }
  if (answer) take(answer, attempt);
}

function trusted(origin) {
  return page.message_origins.some((allowed) => {
    if (allowed !== "facebook") return allowed === origin;
    const { protocol, hostname } = URL.canParse(origin) ? new URL(origin) : {};
    return protocol === "https:" && (hostname === "facebook.com" || hostname.endsWith(".facebook.com"));
  });
}

function sessionEvent(data) {
  try {
    const parsed = JSON.parse(data);
    return parsed?.type === "WA_EMBEDDED_SIGNUP" && typeof parsed.event === "string" ? parsed : null;
  } catch {
    return null; // other parts of facebook.com send messages that are no JSON
  }
}

async function onMessage({ origin, data }) {
  const attempt = latest;
  if (!attempt || typeof data !== "string" || !trusted(origin)) return;
  const event = sessionEvent(data);
  if (!event || attempt.seen.has(data)) return;
  attempt.seen.add(data);
  if (!event.event.startsWith("FINISH")) {
    attempt.left = true;
    return report(attempt, { session, message: data });
  }
  attempt.finish = data;
  if (state === "waiting") {
    show("working", texts.working);
    poll();
  }
  await report(attempt, { session, message: data });
  await sleep(EVENT_PATIENCE);
  if (attempt === latest && !attempt.code && state === "dialog") show("failed", texts.press_again);
}

