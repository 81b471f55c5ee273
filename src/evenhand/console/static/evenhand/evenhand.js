// What the console does more with JavaScript than without: single keys, reading preferences, the claim's clock,
// results that change in place. No page needs any of it.

import { Button, ErrorSummary, SkipLink, createAll } from "./vendor/govuk-frontend.js";
import { listenForKeys } from "./keyboard.js";
import { offerPreferences } from "./preferences.js";
import { followStatement } from "./statement.js";

const MINUTE = 60_000; // ms

function enliven() {
  for (const component of [Button, ErrorSummary, SkipLink]) {
    createAll(component, undefined, { onError: (error) => console.debug(error.message) });
  }
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
}

function startClaimClock() {
  const clock = document.querySelector("[data-claim-until]");
  if (!clock) return;
  const until = Date.parse(clock.dataset.claimUntil);
  const wall = clock.textContent;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / MINUTE);
    clock.textContent = left > 0 ? `${wall} (${left} min left)` : `${wall}: run out, claim it again`;
    clock.classList.toggle("eh-claim__late", left <= 2);
  };
  tick();
  setInterval(tick, MINUTE / 4);
}

// Filters and page numbers swap the results in place; the server answers with whole pages as it does without scripts.
function boostResults() {
  for (const region of document.querySelectorAll("[data-boosted]")) {
    const settings = { boost: "true", target: "#main", select: "#main", swap: "outerHTML show:window:top", "push-url": "true" };
    for (const part of region.querySelectorAll(".eh-filter, .eh-pagination")) {
      for (const [name, value] of Object.entries(settings)) part.setAttribute(`hx-${name}`, value);
      globalThis.htmx?.process(part);
    }
  }
}

// An answer without results is another page, such as the sign-in page after a long break: go there.
function followOtherPages() {
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.responseText.includes('id="results"')) return;
    detail.shouldSwap = false;
    globalThis.location.assign(detail.xhr.responseURL);
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    enliven();
    boostResults();
  });
}

document.body.classList.add("govuk-frontend-supported");
enliven();
offerPreferences();
listenForKeys();
startClaimClock();
boostResults();
followOtherPages();
followStatement();
