// Three choices of a reader, kept in this browser alone: blurred words, grey-scale, single-key shortcuts.

const DEFAULTS = { blur: false, grey: false, shortcuts: true };

// Storage may be forbidden; then a choice lasts as long as the page.
const forThisPage = new Map();

export function isOn(preference) {
  try {
    const kept = localStorage.getItem(`evenhand.${preference}`);
    if (kept !== null) return kept === "on";
  } catch {
    if (forThisPage.has(preference)) return forThisPage.get(preference);
  }
  return DEFAULTS[preference];
}

function keep(preference, on) {
  forThisPage.set(preference, on);
  try {
    localStorage.setItem(`evenhand.${preference}`, on ? "on" : "off");
  } catch {
    return;
  }
}

// Where a body does not offer grey-scale there is no switch to end it with, so it does not begin.
function show(preference) {
  const offered = preference !== "grey" || document.querySelector('[data-preference="grey"]') !== null;
  const on = offered && isOn(preference);
  document.documentElement.classList.toggle(`eh-prefers-${preference}`, on);
  for (const button of document.querySelectorAll(`[data-preference="${preference}"]`)) {
    button.setAttribute("aria-pressed", String(on));
  }
}

// Blurring everything covers what was uncovered; ending it goes back to what the page said.
function veilAll() {
  for (const box of document.querySelectorAll(".eh-veil__box")) box.checked = isOn("blur") ? false : box.defaultChecked;
}

export function offerPreferences() {
  for (const preference of Object.keys(DEFAULTS)) show(preference);
  if (isOn("blur")) veilAll();
  document.addEventListener("click", ({ target }) => {
    const preference = target.closest?.("[data-preference]")?.dataset.preference;
    if (!preference) return;
    keep(preference, !isOn(preference));
    show(preference);
    if (preference === "blur") veilAll();
  });
  document.body.addEventListener("htmx:afterSettle", () => isOn("blur") && veilAll());
}
