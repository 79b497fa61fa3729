// Live updates, the live preview, and the keyboard. Every page works without this file.
"use strict";
document.documentElement.classList.add("js");

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// -- live updates: a fragment is fetched again and again; 304 says that nothing has changed

function keepLive(part) {
  let etag = null;
  async function update() {
    const busy = part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (!document.hidden && !busy) {
      const headers = etag ? { "If-None-Match": etag } : {};
      try {
        const answer = await fetch(part.dataset.live, { headers, cache: "no-store" });
        if (answer.status === 401) return location.assign("/sign-in");
        if (answer.ok) {
          const first = etag === null;
          etag = answer.headers.get("ETag");
          show(part, await answer.text(), first);
        }
      } catch { /* the service is away for a moment: the next round asks again */ }
    }
    setTimeout(update, Number(part.dataset.every) * 1000);
  }
  setTimeout(update, Number(part.dataset.every) * 1000);
}

function show(part, html, first) {
  const before = part.innerHTML;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const called = $(".tabs [aria-current]", part)?.textContent.trim() ?? $(".state .now strong", part)?.textContent;
  const scrolled = $(".tabs ul", part)?.scrollLeft ?? 0;
  part.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (scrolled) $(".tabs ul", part).scrollLeft = scrolled;
  const now = $(".tabs [aria-current]", part)?.textContent.trim() ?? $(".state .now strong", part)?.textContent;
  if (!first && before !== part.innerHTML && called !== now) $("#announcer").textContent = now.replace(/\s+/g, " ");
}

$$("[data-live]").forEach(keepLive);

// -- the editor: length, findings and the exact words, as the text is typed

const form = $("#decision");
const editor = form && $("#reply", form);
const preview = form && $("#outgoing", form);
let checked = null;
let pending = null;

// What is shown as it goes out: the text, and what goes with it.
function stands() {
  return JSON.stringify([editor.value, form.elements.granting?.value]);
}

function isEdited() {
  return editor.value.trim() !== editor.dataset.draft.trim();
}

function nameButton() {
  const edited = isEdited();
  const button = $("#send");
  if (!button) return;
  $(".as-drafted", button).hidden = edited;
  $(".as-edited", button).hidden = !edited;
}

async function check() {
  const shown = stands(), { csrf, granting } = form.elements;
  const fields = new URLSearchParams({ csrf: csrf.value, reply: editor.value });
  if (granting) fields.set("granting", granting.value);
  const answer = await fetch(form.dataset.check, { method: "POST", body: fields });
  if (!answer.ok || shown !== stands()) return;
  preview.innerHTML = await answer.text();
  preview.classList.remove("stale");
  checked = shown;
  form.elements.previewed.value = "1";
}

if (editor) {
  checked = stands();
  form.elements.previewed.value = "1";
  nameButton();
  let timer = 0;
  form.addEventListener("input", () => {
    nameButton();
    // What was not shown as it goes out must be confirmed on a page of its own.
    form.elements.previewed.value = "";
    preview.classList.add("stale");
    clearTimeout(timer);
    timer = setTimeout(() => { pending = check().catch(() => {}); }, 250);
  });
}

// -- other words: alternatives are fetched when asked for, and taken over with one click

$("#ask-alternatives")?.addEventListener("click", async (event) => {
  event.preventDefault();
  const button = event.currentTarget, place = $("#alternatives");
  button.disabled = true;
  const { csrf, draft_version } = form.elements;
  const fields = new URLSearchParams({ csrf: csrf.value, draft_version: draft_version.value });
  try {
    const answer = await fetch(form.dataset.alternatives, { method: "POST", body: fields });
    if (!answer.ok) return location.reload();
    place.innerHTML = await answer.text();
    $("#alternatives-title", place)?.focus();
  } finally {
    button.disabled = false;
  }
});

addEventListener("click", (event) => {
  const button = event.target.closest("[data-adopt]");
  if (!button || !editor) return;
  event.preventDefault();
  editor.focus();
  editor.select();
  // Typed, not set: what stood there comes back with undo.
  if (!document.execCommand("insertText", false, button.value)) {
    editor.value = button.value;
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }
  editor.scrollIntoView({ block: "center" });
});

$$("form[method=post]").forEach((sent) => sent.addEventListener("submit", (event) => {
  if (sent.dataset.sent) return event.preventDefault();
  sent.dataset.sent = "1";
}));
// Back from the next page, the same form may be sent again.
addEventListener("pageshow", () => $$("form[data-sent]").forEach((sent) => delete sent.dataset.sent));

// -- windows

// Shown as it goes out; no text, and what the guard stops, is not asked about.
async function askBeforeSending() {
  const dialog = $("#confirm");
  if (!editor.value.trim()) return;
  if (checked !== stands()) pending = check().catch(() => {});
  await pending;
  if (dialog.open || checked !== stands() || $(".blocks", preview)) return;
  $("[data-confirm-text]", dialog).textContent = $(".outgoing", preview).textContent;
  $("[data-confirm-follows]", dialog).textContent = $("[data-follows]", preview).textContent;
  dialog.returnValue = "";
  dialog.showModal();
}

$("#confirm")?.addEventListener("close", (event) => {
  if (event.target.returnValue === "send") form.requestSubmit($("#send"));
});

// What is critical, or can't be taken back, is not sent by one click.
$("#send[data-asks]")?.addEventListener("click", async (event) => {
  const button = event.currentTarget;
  event.preventDefault();
  await askBeforeSending();
  if (!$("#confirm").open) form.requestSubmit(button);
});

$$("[data-open]").forEach((button) => button.addEventListener("click", () => document.getElementById(button.dataset.open).showModal()));
$$("[data-focus]").forEach((button) => button.addEventListener("click", () => document.getElementById(button.dataset.focus).focus()));

// -- keyboard

function step(by) {
  const rows = $$(".row .open");
  if (!rows.length) return follow(by > 0 ? "j" : "k");
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].focus();
  rows[next].closest(".row").scrollIntoView({ block: "nearest" });
}

function follow(key) {
  $(`a[data-key="${key}"]`)?.click();
}

function openWay(key) {
  const way = $(`details[data-key="${key}"]`);
  if (!way) return;
  way.open = true;
  $("textarea", way).focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  u: () => follow("u"),
  a: () => $("#send")?.click(),
  e: () => { editor?.focus(); },
  r: () => openWay("r"),
  x: () => openWay("x"),
  "?": () => $("#shortcuts")?.showModal(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const pressed = $(`[data-press="${CSS.escape(event.key)}"]`);
  if (pressed) {
    event.preventDefault();
    return pressed.click();
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

$("#refusal, #done")?.focus();
