// The customer's page. It opens Meta's dialog, carries the code and the session event to Gangway, and shows where
// things stand. Code and event come in either order and either may be missing; the server decides what they are worth.
// The parts of this script are joined in the order in which `assets.rs` names them.

const page = JSON.parse(document.getElementById("gangway-page").textContent);
const texts = page.texts;
const element = (id) => document.getElementById(id);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// ---- What is on the screen ------------------------------------------------------------------------------------

const DEAD = new Set(["expired", "gone", "replaced"]); // a new link can be asked for
const ENDS = new Set(["finished", "refused", ...DEAD]);
const WORK = new Set(["waiting", "working", "delayed"]); // nothing is to be done but to wait
let state = page.state;
let resumable = page.resumable;
let choosable = page.choosable; // a number can be chosen, or one be added
let usefulFrom = 0; // before this moment Meta refuses another try
const over = () => ENDS.has(state);
const busy = () => state === "opening" || WORK.has(state);

function show(next, { title = "", message = "", number = null, hints = [], wait_seconds = 0, ...rest } = {}) {
  if (over()) return; // nothing overtakes an end
  state = next;
  resumable = rest.resumable === true;
  choosable = rest.choosable === true;
  const focused = document.activeElement; // read first: what gets hidden loses it
  document.body.dataset.state = next;
  element("status").dataset.state = next;
  write("title", title);
  write("message", message);
  write("number", number ? `+${number}` : "");
  element("number-line").hidden = !number;
  help(hints);
  waitFor(wait_seconds);
  buttons();
  showPin();
  showNumbers();
  // Who works with a keyboard or a screen reader goes on from the news, not from the top of the page.
  if (focused?.closest("[hidden]")) element("title").focus({ preventScroll: true });
}

/** Writes only what is new: a screen reader says every write aloud. */
function write(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

function help(hints) {
  const list = element("hints");
  const known = [...list.children].map((item) => item.textContent);
  list.hidden = hints.length === 0;
  if (known.join("\n") === hints.join("\n")) return;
  list.replaceChildren(...hints.map((hint) => {
    const item = document.createElement("li");
    item.textContent = hint;
    return item;
  }));
}

function buttons() {
  const start = element("start");
  const inside = page.entry === "elsewhere"; // Facebook is not reached from here, unless she insists
  const done = over() || WORK.has(state);
  const waits = Date.now() < usefulFrom;
  start.hidden = done || state === "needs_pin" || (inside && !resumable);
  start.setAttribute("aria-disabled", String(busy() || waits)); // `disabled` would take the focus away
  start.classList.toggle("quiet", choosable); // what the panel offers comes first
  write("start", resumable ? texts.again : page.button);
  element("again").hidden = done || !resumable;
  element("pin").hidden = state !== "needs_pin";
  element("renewal").hidden = !DEAD.has(state);
  if (element("elsewhere")) element("elsewhere").hidden = done || resumable;
  if (element("device")) element("device").hidden = done;
}

/** Keeps the button from being pressed in vain until Meta takes another try. */
async function waitFor(seconds) {
  const until = seconds ? Date.now() + seconds * 1_000 : 0;
  usefulFrom = until;
  while (usefulFrom === until && Date.now() < until) await sleep(Math.min(until - Date.now(), 30_000));
  if (until && usefulFrom === until) buttons();
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

