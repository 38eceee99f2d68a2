// ---- The number's PIN -----------------------------------------------------------------------------------------

let pinTried = false;

/** Called with every change of the page: whoever is asked again has given a wrong one. */
function showPin() {
  if (state !== "needs_pin" || !pinTried) return;
  pinTried = false;
  pinError(texts.pin_wrong);
}

function pinError(text) {
  write("pin-error", text);
  const field = element("pin-digits");
  field.setAttribute("aria-invalid", String(text !== ""));
  if (text) {
    field.focus();
    field.select();
  }
}

/** Digits as the keyboards of the page's languages write them. */
const latin = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf)).replace(/\s/g, "");

async function givePin(event) {
  event.preventDefault();
  const pin = latin(element("pin-digits").value);
  if (!/^\d{6}$/.test(pin)) return pinError(texts.pin_format);
  pinError("");
  pinTried = true;
  const title = element("title").textContent;
  const offline = () => {
    pinTried = false;
    return { state: "needs_pin", title, message: texts.pin_offline, resumable: true };
  };
  // Not tried again by itself: a number takes only so many wrong PINs.
  await goOn(page.pin_url, { session, pin }, offline, { tries: 1 });
}

