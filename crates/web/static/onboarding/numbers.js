// ---- The number that is missing -------------------------------------------------------------------------------

let numbers = null; // as Meta lists them; null before it was asked
let mayAdd = false;
let proving = null; // the number that waits for its code
let choosing = false; // a step is under way: a code that is asked for twice counts twice
let keeping = false; // while the server decides on a choice

/** Called with every change of the page. */
function showNumbers() {
  const wanted = choosable && state === "failed";
  element("numbers").hidden = !wanted;
  if (keeping) return;
  if (!wanted) numbers = proving = null; // the next time there may be others
  else if (numbers === null && !choosing) listNumbers();
}

const numbersError = (text) => write("numbers-error", text);

function numberPanels() {
  const free = numbers !== null && !proving;
  element("pick").hidden = !free || numbers.length === 0;
  element("add").hidden = !free || !mayAdd;
  element("prove").hidden = !proving;
}

/** One step of the choice. Gives nothing where it was refused, and says why. */
async function choose(url, body) {
  if (choosing) return;
  choosing = true;
  numbersError("");
  const answer = await call(url, { session, ...body }, { tries: 1 }).catch(() => ({ problem: 1, ...texts.offline }));
  choosing = false;
  if (!answer.problem) return answer;
  numbersError(answer.message);
}

async function listNumbers() {
  const answer = await choose(page.numbers_url, {});
  if (!answer?.numbers) return;
  numbers = answer.numbers;
  mayAdd = answer.may_add;
  const free = numbers.find((one) => !one.taken);
  element("options").replaceChildren(element("options").firstElementChild, ...numbers.map((one) => option(one, one === free)));
  numberPanels();
}

const make = (name, rest) => Object.assign(document.createElement(name), rest);

function option(one, checked) {
  const label = make("label");
  const radio = make("input", { type: "radio", name: "number", value: one.id, checked, disabled: one.taken });
  const digits = make("bdi", { dir: "ltr", textContent: one.number });
  const marks = [one.name, one.taken ? texts.number_taken : one.verified ? "" : texts.number_unverified];
  const about = make("small", { textContent: marks.filter(Boolean).join(" · ") });
  label.append(radio, digits, about);
  return label;
}

/** The set-up goes on, and its answer decides; where it is refused the panel stays as it is. */
async function connect(url, body) {
  numbersError("");
  const title = element("title").textContent;
  const standing = { state: "failed", title, message: element("message").textContent, resumable, choosable };
  let refused = null;
  const goesOn = async () => {
    const answer = await call(url, { session, ...body }, { tries: 1 });
    if (!answer.problem) return answer;
    refused = answer.message;
    return standing;
  };
  keeping = true;
  await goOn(goesOn, null, () => { refused = texts.offline.message; return standing; });
  keeping = false;
  if (refused === null) numbers = proving = null;
  else numbersError(refused);
  showNumbers();
  if (proving) element("prove-code").focus();
}

const method = () => element("add").elements.method.value;

async function pickNumber(event) {
  event.preventDefault();
  const id = element("pick").elements.number.value;
  const one = numbers?.find((number) => number.id === id);
  if (!one) return;
  if (one.verified) return connect(page.pick_url, { id });
  await askCode({ id, number: one.number });
}

async function askCode(one) {
  const answer = await choose(page.ask_code_url, { id: one.id, method: method() });
  if (answer) codeOnItsWay(one, answer.verified);
  return answer;
}

async function addNumber(event) {
  event.preventDefault();
  const number = latin(element("add-number").value);
  const answer = await choose(page.add_url, { number, name: element("add-name").value.trim(), method: method() });
  if (answer) codeOnItsWay({ id: answer.id, number }, answer.verified);
}

function codeOnItsWay(one, verified) {
  if (verified) return connect(page.pick_url, { id: one.id });
  proving = one;
  element("prove-code").value = "";
  write("prove-again", "");
  write("prove-number", one.number);
  numberPanels();
  element("prove-code").focus();
  pauseSending();
}

async function pauseSending() {
  const again = element("send-again");
  again.setAttribute("aria-disabled", "true");
  await sleep(30_000); // codes take a while, and there are few
  again.removeAttribute("aria-disabled");
}

async function sendAgain() {
  if (element("send-again").hasAttribute("aria-disabled")) return;
  if (await askCode(proving)) write("prove-again", texts.number_again);
}

function otherNumber() {
  proving = null;
  numbersError("");
  numberPanels();
}

function giveCode(event) {
  event.preventDefault();
  connect(page.give_code_url, { id: proving.id, code: latin(element("prove-code").value) });
}
