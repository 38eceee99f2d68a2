"use strict";

// Times in the reader's own time zone and form.
function localTimes(root) {
  // Her own variety of the page's language: dates in London are not those in Chicago.
  const language = document.documentElement.lang;
  const own = navigator.languages.find((tag) => tag === language || tag.startsWith(language + "-"));
  const form = new Intl.DateTimeFormat(own ?? language, { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = time.textContent.trim();
    time.textContent = form.format(at);
    time.dataset.local = "";
  }
}

// A button that copies what the element it names holds.
function copyButtons(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const text = "value" in source ? source.value : source.textContent;
  try {
    await navigator.clipboard.writeText(text.trim());
    button.dataset.before ??= button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = button.dataset.before; }, 2000);
  } catch {
    getSelection().selectAllChildren(source);
  }
});

// What cannot be undone is asked for once more.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask ?? event.target.dataset.ask;
  if (question && !confirm(question)) event.preventDefault();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-print]")) print();
});

// What changes elsewhere appears by itself: the server says that something changed, the part of
// the page that shows it is asked for anew.
function live() {
  const part = document.querySelector("[data-live]");
  if (!part || !window.EventSource) return;
  const source = new EventSource(part.dataset.live);
  let late = false;
  const anew = () => {
    const there = document.querySelector("[data-live]");
    if (!there) return source.close();
    // Not under her hands; once she is elsewhere.
    late = there.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
    if (!late) htmx.ajax("GET", location.href, { target: "#" + there.id, select: "#" + there.id, swap: "outerHTML" });
  };
  source.addEventListener("changed", anew);
  document.addEventListener("focusout", () => setTimeout(() => late && anew()));
  addEventListener("pagehide", () => source.close());
}

function prepare(root) {
  localTimes(root);
  copyButtons(root);
  for (const only of root.querySelectorAll("[data-script-only]")) only.hidden = false;
}

// An answer without that part is another page: the session has ended, or the server says why not.
document.addEventListener("htmx:before:swap", (event) => {
  const part = document.querySelector("[data-live]");
  if (part && !event.detail.ctx.text.includes(`id="${part.id}"`)) {
    event.preventDefault();
    location.reload();
  }
});
document.addEventListener("htmx:after:swap", () => prepare(document));
document.addEventListener("DOMContentLoaded", () => {
  prepare(document);
  live();
  // On a phone the pages stand in a row that is wider than the screen.
  document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
});

// Who picks a colour wants it.
document.addEventListener("input", (event) => {
  if (event.target.type !== "color") return;
  const tick = event.target.form.elements["own_" + event.target.name];
  if (tick) tick.checked = true;
});

// Each preview has a frame of its own, or the browser's way back would lead through all of them.
function showPreview(form, button) {
  const frame = document.querySelector(`iframe[name="${button.formTarget}"]`);
  const fresh = frame.cloneNode();
  fresh.removeAttribute("src");
  fresh.removeAttribute("loading");
  fresh.hidden = true;
  // A window that is there keeps its name whatever the attribute says.
  frame.removeAttribute("name");
  frame.contentWindow.name = "";
  frame.after(fresh);
  fresh.addEventListener("load", () => {
    if (!fresh.name || fresh.contentWindow.location.href === "about:blank") return;
    fresh.hidden = false;
    for (const other of fresh.parentElement.querySelectorAll("iframe:not([name])")) other.remove();
  });
  form.requestSubmit(button);
}

// A preview follows the form that it belongs to.
let later;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  const button = form?.dataset.preview && document.getElementById(form.dataset.preview);
  if (!button) return;
  clearTimeout(later);
  later = setTimeout(() => showPreview(form, button), 400);
});
