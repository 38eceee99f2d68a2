// ---- The buttons ----------------------------------------------------------------------------------------------

async function press() {
  if (busy() || over()) return;
  if (page.entry !== "window") return fullPage(texts.sdk_blocked);
  if (sdkReady) return openDialog();
  show("opening", texts.opening);
  try {
    await Promise.race([loadSdk(), sleep(PRESS_PATIENCE).then(() => Promise.reject(new Error("too slow")))]);
  } catch {
    return fullPage(texts.sdk_blocked);
  }
  // The press counts for a few seconds only; after that the browser would block the window.
  if (navigator.userActivation?.isActive === false) return fullPage(texts.popup_blocked);
  openDialog();
}

element("start").addEventListener("click", () => {
  if (Date.now() < usefulFrom) return;
  if (resumable) resume();
  else press();
});
element("again").addEventListener("click", press);
element("pin").addEventListener("submit", givePin);
element("pick").addEventListener("submit", pickNumber);
element("add").addEventListener("submit", addNumber);
element("prove").addEventListener("submit", giveCode);
element("send-again").addEventListener("click", sendAgain);
element("other-number").addEventListener("click", otherNumber);
element("here")?.addEventListener("click", press);
element("copy")?.addEventListener("click", copyLink);
element("device")?.addEventListener("toggle", follow);
addEventListener("message", onMessage);
// A page that the browser kept while the customer was at Facebook knows nothing of what she did there.
addEventListener("pageshow", (event) => event.persisted && location.reload());
if (page.entry === "window") {
  firstAct.forEach((name) => addEventListener(name, onFirstAct, { capture: true, passive: true }));
}

waitFor(page.wait_seconds);
buttons();
showNumbers();
call(page.opened_url, {}).catch(() => {});
if (state === "working" || state === "delayed") {
  step(2);
  poll();
}
follow();
