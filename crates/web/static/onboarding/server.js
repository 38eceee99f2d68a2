// ---- Talking to Gangway ---------------------------------------------------------------------------------------

const EVENT_PATIENCE = 20_000;
const session = page.session;

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

let underWay = 0; // codes, late events and resumes whose answer decides; what a poll hears meanwhile may be older

/** The one place where an answer of the server changes the page. */
function take(answer, attempt) {
  switch (answer.state) {
    case "finished":
      return finish(answer);
    case "working":
    case "delayed":
      step(2);
      show(answer.state, answer);
      return void poll();
    case "waiting":
      if (underWay > 0) return;
      if (attempt?.code) {
        step(1);
        show("waiting", answer);
        giveUpWaiting();
      } else if (state === "working" || state === "delayed") {
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
const worthAsking = () => underWay > 0 || state === "working" || state === "delayed";

/** Asks how far Gangway is: often while it works, ever more rarely while it waits for Meta. */
async function poll() {
  if (polling) return;
  polling = true;
  let pause = 1_000;
  while (worthAsking()) {
    await sleep(pause);
    let answer;
    try {
      answer = await call(page.status_url, undefined, { tries: 1 });
    } catch {
      pause = Math.min(pause * 2, 10_000);
      continue;
    }
    if (!worthAsking()) break;
    if (answer.state === "working" || answer.state === "delayed") {
      pause = answer.state === "delayed" ? Math.min(pause * 1.5, 15_000) : 1_000;
      step(2);
      show(answer.state, answer);
    } else if (underWay === 0 || ENDS.has(answer.state)) {
      take(answer, latest);
      break;
    }
  }
  polling = false;
}

/** Something that the server goes on with: its answer decides, whatever a poll hears meanwhile. */
async function goOn(url, body, failed, options) {
  underWay++;
  step(2);
  show("working", texts.working);
  poll();
  let answer;
  try {
    answer = typeof url === "function" ? await url() : await call(url, body, options);
  } catch {
    answer = failed();
  } finally {
    underWay--;
  }
  take(answer, latest);
}

const resume = () =>
  goOn(page.resume_url, { session }, () => ({ state: "failed", ...texts.offline, resumable: true }));

