// The customer's page. It opens Meta's dialog, carries the code and the session event to Gangway, and shows where
// things stand. Code and event come in either order and either may be missing; the server decides what they are worth.

const page = JSON.parse(document.getElementById("gangway-page").textContent);
const texts = page.texts;
const element = (id) => document.getElementById(id);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const SDK_PATIENCE = 8_000;
const EVENT_PATIENCE = 20_000;
const WORK_PATIENCE = 200_000; // a little longer than the server holds a set-up that died with its process
const LEAVE_GRACE = 500; // the dialog may report why it closed just after it closed
const QUICK = 1_000; // nobody closes a window this fast: it never opened

// ---- What is on the screen ------------------------------------------------------------------------------------

const ENDS = new Set(["finished", "refused", "expired", "gone"]);
const BUSY = new Set(["opening", "waiting", "working"]);
let state = page.state;
let resumable = page.resumable;
const over = () => ENDS.has(state);

function show(next, { title = "", message = "", number = null, resumable: canResume = false } = {}) {
  if (over()) return; // nothing overtakes an end
  state = next;
  resumable = canResume;
  const focused = document.activeElement; // read first: what gets hidden loses it
  document.body.dataset.state = next;
  element("status").dataset.state = next;
  write("title", title);
  write("message", message);
  write("number", number ? `+${number}` : "");
  element("number-line").hidden = !number;
  buttons();
  // Who works with a keyboard or a screen reader goes on from the news, not from the top of the page.
  if (focused?.hidden) element("title").focus({ preventScroll: true });
}

/** Writes only what is new: a screen reader says every write aloud. */
function write(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

function buttons() {
  const start = element("start");
  start.hidden = over() || state === "waiting" || state === "working";
  start.setAttribute("aria-disabled", String(BUSY.has(state))); // `disabled` would take the focus away
  write("start", resumable ? texts.again : page.button);
  element("again").hidden = !resumable || start.hidden;
}

/** Marks the steps before `current` as done. */
function step(current) {
  [...element("steps").children].forEach((item, index) => {
    item.dataset.step = index < current ? "done" : index === current ? "current" : "todo";
    if (index === current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function finish(answer) {
  if (over()) return;
  step(3);
  show("finished", answer);
  element("title").scrollIntoView({ block: "nearest" });
  if (!page.redirect_success) return;
  const link = element("continue");
  link.href = page.redirect_success;
  link.hidden = false;
  setTimeout(() => location.assign(page.redirect_success), 2_000);
}

// ---- Talking to Gangway ---------------------------------------------------------------------------------------

/** One call; tried again with growing pauses while the network or the server fails. Throws when it stays so. */
async function call(url, body, { tries = 5, keepalive = false } = {}) {
  const options = body === undefined
    ? { cache: "no-store" }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), keepalive };
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, options);
      if (response.status < 500) return await response.json();
    } catch {
      // No network, or an answer that is not ours: the same as a server that fails.
    }
    if (attempt >= tries) throw new Error(`no answer from ${url}`);
    await sleep(500 * 2 ** (attempt - 1));
  }
}

const session = page.session;
let underWay = 0; // codes, late events and resumes whose answer decides; what a poll hears meanwhile may be older

/** The one place where an answer of the server changes the page. */
function take(answer, attempt) {
  switch (answer.state) {
    case "finished":
      return finish(answer);
    case "working":
      step(2);
      show("working", answer);
      return void poll();
    case "waiting":
      if (underWay > 0) return;
      if (attempt?.code) {
        step(1);
        show("waiting", answer);
        giveUpWaiting();
      } else if (state === "working" || state === "slow") {
        show("failed", texts.no_event); // no window is open that could still tell
      }
      return;
    case "ready":
      if (underWay === 0 && state !== "dialog") show("ready");
      return;
    default:
      if (underWay === 0 || ENDS.has(answer.state)) show(answer.state, answer);
  }
}

let waits = 0;

async function giveUpWaiting() {
  const wait = ++waits;
  await sleep(EVENT_PATIENCE);
  if (wait === waits && state === "waiting") show("failed", texts.no_event);
}

let polling = false;
// Not while "waiting": only the event's own answer tells more than the server has said already.
const worthAsking = () => underWay > 0 || state === "working" || state === "slow";

/** Asks once a second while Gangway works. Now and then it asks to go on, in case the work died with its process. */
async function poll() {
  if (polling) return;
  polling = true;
  const begun = performance.now();
  for (let round = 1, pause = 1_000; worthAsking(); round++) {
    await sleep(pause);
    let answer;
    try {
      const nudge = round % 15 === 0 && underWay === 0;
      answer = await call(nudge ? page.resume_url : page.status_url, nudge ? { session } : undefined, { tries: 1 });
      pause = 1_000;
    } catch {
      pause = Math.min(pause * 2, 10_000);
      continue;
    }
    if (!worthAsking()) break;
    if (answer.state === "working") {
      step(2);
      if (performance.now() - begun < WORK_PATIENCE) show("working", answer);
      else show("slow", texts.slow);
    } else if (underWay === 0 || ENDS.has(answer.state)) {
      take(answer, latest);
      break;
    }
  }
  polling = false;
}

// ---- Meta's SDK -----------------------------------------------------------------------------------------------

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
    () => show("failed", texts.offline),
  );
  step(0);
  show("dialog", texts.dialog);

  const begun = performance.now();
  const open = window.open;
  let popup; // stays undefined where the SDK opens its window some other way
  window.open = (...args) => (popup = open.apply(window, args));
  const blocked = () => show("blocked", texts.popup_blocked);
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
  } finally {
    window.open = open;
  }
  if (popup === null) blocked();
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

// ---- The buttons ----------------------------------------------------------------------------------------------

async function press() {
  if (BUSY.has(state) || over()) return;
  if (sdkReady) return openDialog();
  show("opening", texts.opening);
  try {
    await loadSdk();
  } catch {
    return show("blocked", texts.sdk_blocked);
  }
  // The press still counts for a few seconds; after that the browser wants a new one.
  if (navigator.userActivation?.isActive === false) show("press", texts.press);
  else openDialog();
}

async function resume() {
  underWay++;
  step(2);
  show("working", texts.working);
  poll();
  let answer;
  try {
    answer = await call(page.resume_url, { session });
  } catch {
    answer = { state: "failed", ...texts.offline, resumable: true };
  } finally {
    underWay--;
  }
  take(answer, latest);
}

element("start").addEventListener("click", () => (resumable ? resume() : press()));
element("again").addEventListener("click", press);
addEventListener("message", onMessage);
firstAct.forEach((name) => addEventListener(name, onFirstAct, { capture: true, passive: true }));

buttons();
call(page.opened_url, {}).catch(() => {});
if (state === "working") {
  step(2);
  poll();
}
