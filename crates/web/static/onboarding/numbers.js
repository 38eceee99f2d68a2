// ---- The number that is missing -------------------------------------------------------------------------------

const NUMBER_PANELS = ["pick", "add", "prove"];
let numbers = null; // as Meta lists them; null before it was asked
let mayAdd = false;
let proving = null; // the number that waits for its code
let listing = false;
let keeping = false; // while the server decides on a choice

/** Called with every change of the page. */
function showNumbers() {
  const wanted = choosable && state === "failed";
  element("numbers").hidden = !wanted;
  if (keeping) return;
  if (!wanted) forgetNumbers();
  else if (numbers === null && !listing) listNumbers();
}

/** The next time there may be others. */
function forgetNumbers() {
  numbers = null;
  proving = null;
}

function numbersError(text) {
  write("numbers-error", text);
}

function numberPanels() {
  const shown = {
    pick: !proving && numbers !== null && numbers.length > 0,
    add: !proving && numbers !== null && mayAdd,
    prove: proving !== null,
  };
  for (const id of NUMBER_PANELS) element(id).hidden = !shown[id];
}

/** One step of the choice. Gives nothing where it was refused, and says why. */
async function choose(url, body) {
  numbersError("");
  let answer;
  try {
    answer = await call(url, { session, ...body }, { tries: 1 });
  } catch {
    return void numbersError(texts.offline.message);
  }
  if (answer.problem) return void numbersError(answer.message);
  return answer;
}

async function listNumbers() {
  listing = true;
  const answer = await choose(page.numbers_url, {});
  listing = false;
  if (!answer?.numbers) return;
  numbers = answer.numbers;
  mayAdd = answer.may_add;
  const free = numbers.find((one) => !one.taken);
  element("options").replaceChildren(element("options").firstElementChild, ...numbers.map((one) => option(one, one === free)));
  numberPanels();
}

function option(one, checked) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "number", value: one.id, checked, disabled: one.taken });
  const digits = Object.assign(document.createElement("bdi"), { dir: "ltr", textContent: one.number });
  const marks = [one.name, one.taken ? texts.number_taken : one.verified ? "" : texts.number_unverified];
  const about = Object.assign(document.createElement("small"), { textContent: marks.filter(Boolean).join(" · ") });
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
  await goOn(goesOn, null, () => ({ ...standing, message: texts.offline.message }));
  keeping = false;
  if (refused === null) forgetNumbers();
  else numbersError(refused);
  showNumbers();
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
  write("prove-number", one.number);
  numberPanels();
  element("prove-code").focus();
}

async function sendAgain() {
  await askCode(proving);
  if (!element("numbers-error").textContent) numbersError(texts.number_again);
}

function otherNumber() {
  proving = null;
  numbersError("");
  numberPanels();
  listNumbers();
}

function giveCode(event) {
  event.preventDefault();
  connect(page.give_code_url, { id: proving.id, code: latin(element("prove-code").value) });
}

