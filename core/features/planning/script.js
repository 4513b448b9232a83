// The form of a goal: the way to the final target is drawn anew while one types. The server draws, this only asks.
// Without it the way is drawn when the goal is saved.
(() => {
  "use strict";
  const PAUSE_MS = 250;
  let timer = 0, turn = 0;
  async function ask(form) {
    const mine = ++turn;
    try {
      const answer = await fetch(form.dataset.paths, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (mine !== turn || !answer.ok) return;
      const drawn = await answer.json();
      for (const place of form.querySelectorAll("[data-path]")) place.innerHTML = drawn[place.dataset.path] ?? "";
    } catch { /* no network: what was drawn stands there */ }
  }
  const changed = (event) => {
    const form = event.target.closest?.(".stMain form[data-paths]");
    if (!form || !event.target.closest(".nk-plan-levels")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS, form);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
})();
