// ---- Going on in another browser, or at another device --------------------------------------------------------

const FOLLOW = 3_000;

async function copyLink() {
  const field = element("link");
  try {
    await navigator.clipboard.writeText(page.link_url);
    write("copied", texts.copied);
  } catch {
    // Apps often keep the clipboard to themselves: then she copies it by hand.
    field.hidden = false;
    field.focus();
    field.select();
    write("copied", texts.copy_by_hand);
  }
}

let following = false;
const mayGoOnElsewhere = () => page.entry === "elsewhere" || element("device")?.open === true;

/** Shows here what the customer does there. */
async function follow() {
  if (following) return;
  following = true;
  let heard = state;
  while (!over() && mayGoOnElsewhere()) {
    await sleep(FOLLOW);
    // Whoever does something here hears of it from what she does.
    if (document.hidden || polling || underWay > 0 || state === "opening" || state === "dialog") continue;
    try {
      const answer = await call(page.status_url, undefined, { tries: 1 });
      if (answer.state === heard || state === "opening" || state === "dialog") continue;
      heard = answer.state;
      take(answer, null);
    } catch {
      // The next look may be luckier.
    }
  }
  following = false;
}

