// Single-key shortcuts. An element says which key it answers to (data-key) and what that does (data-does: click or focus).
// They are off in fields, and can be turned off altogether (WCAG 2.1.4). Ctrl+Enter works in fields: it is no single key.

import { isOn } from "./preferences.js";

const TYPED_IN = 'input:not([type="radio"], [type="checkbox"], [type="submit"], [type="button"]), select, textarea, [contenteditable]';

export function announce(words) {
  const region = document.getElementById("announcements");
  if (region) region.textContent = words;
}

const rows = () => [...document.querySelectorAll("[data-case]")];
const currentRow = () => document.activeElement?.closest("[data-case]");

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(currentRow());
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next].querySelector("a").focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

// In a list a key means the row that has the focus; on a page of one case, the page.
function answering(key) {
  const where = rows().length ? currentRow() : document;
  return where?.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

function name(element) {
  return (element.labels?.[0] ?? element).textContent.trim();
}

function press(key) {
  const element = answering(key);
  if (!element) return false;
  element.focus();
  if (element.dataset.does === "focus") {
    announce(element.matches("button") ? `${name(element)}: press Enter to use it` : name(element));
  } else {
    element.click();
    announce(element.type === "checkbox" ? (element.checked ? "Words shown" : "Words blurred") : name(element));
  }
  return true;
}

function showHelp() {
  const dialog = document.getElementById("shortcuts");
  if (!dialog || dialog.open) return false;
  dialog.showModal();
  return true;
}

function submitFrom(event) {
  const form = event.target.closest("[data-submit-key]") ?? document.querySelector("[data-submit-key]");
  if (!form) return false;
  form.requestSubmit();
  return true;
}

function answer(event) {
  if (event.ctrlKey && event.key === "Enter") return submitFrom(event);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (event.target.matches(TYPED_IN) || event.target.closest("dialog") || !isOn("shortcuts")) return false;
  if (event.key === "?") return showHelp();
  if (event.key === "j") return move(1);
  if (event.key === "k") return move(-1);
  return /^[a-z0-9]$/.test(event.key) && press(event.key);
}

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (answer(event)) event.preventDefault();
  });
}
