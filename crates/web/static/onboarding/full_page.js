// ---- Meta's dialog in place of the page -----------------------------------------------------------------------

const LEAVING = 15_000; // a browser that has not left by then will not

/**
 * For browsers without windows, and for those that Meta's SDK does not reach. `began` is what the press has sent
 * already; `why` is said where the dialog cannot be had this way either.
 */
async function fullPage(why, began = null) {
  show("opening", texts.opening);
  let answer;
  try {
    await began;
    if (over()) return;
    answer = await call(page.redirect_url, { session }, { tries: 3 });
  } catch {
    return show("blocked", why);
  }
  if (!answer.url) return take(answer);
  location.assign(answer.url);
  await sleep(LEAVING);
  if (state === "opening") show("blocked", why);
}

