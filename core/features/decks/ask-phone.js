// A phone in the audience: its answer is kept until it has come, however long there is no network, and the next question
// comes by itself. Without this script the page is a form.
(() => {
  "use strict";
  const main = document.querySelector("[data-ask]"), form = document.querySelector("form");
  if (!main) return;
  const path = main.dataset.ask, round = main.dataset.round;
  const KEPT = `nyckeltal:svar:${path}`, AGAIN_MS = 2000, LOOK_MS = 3000, PATIENCE_MS = 8000;
  const quietly = (work) => { try { return work(); } catch { return null; } };
  const kept = () => JSON.parse(quietly(() => localStorage.getItem(KEPT)) || "null");
  let waiting = kept(), timer = 0;
  const hold = (one) => { waiting = one; quietly(() => (one ? localStorage.setItem(KEPT, JSON.stringify(one)) : localStorage.removeItem(KEPT))); };
  const say = (words) => { const told = document.querySelector("[role=status]"); if (told) told.textContent = words; };

  async function send() {
    clearTimeout(timer);
    const mine = waiting;
    if (!mine) return;
    try {
      const answer = await fetch(`${path}/svar`, { method: "POST", body: new URLSearchParams(mine), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.status !== 409 && !answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      // Another answer may have been chosen meanwhile.
      if (JSON.stringify(mine) !== JSON.stringify(waiting)) return send();
      hold(null);
      say(told.fel || "Ditt svar är framme. Du kan ändra det tills staplarna visas.");
    } catch {
      say("Inget nät just nu. Ditt svar är sparat i telefonen och skickas när nätet är tillbaka.");
      timer = setTimeout(send, AGAIN_MS);
    }
  }
  async function look() {
    try {
      if (document.visibilityState === "visible") {
        const answer = await fetch(`${path}/lage`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
        const told = await answer.json();
        const isOther = told.omgang !== round || String(told.stangd) !== String(Boolean(main.dataset.closed));
        if (isOther && !waiting) { location.reload(); return; }
      }
    } catch { /* no network: the page stays as it is */ }
    // Not all of a hall at once.
    setTimeout(look, LOOK_MS * (0.8 + 0.4 * Math.random()));
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form).getAll("svar");
    if (!chosen.length) { say("Välj ett svar först."); return; }
    hold([["omgang", round], ...chosen.map((one) => ["svar", one])]);
    form.querySelector("button").textContent = "Ändra svaret";
    say("Skickar …");
    send();
  });
  addEventListener("online", () => send());
  if (waiting) {
    for (const [name, value] of waiting) if (name === "svar" && waiting[0][1] === round) { const one = form?.querySelector(`input[value="${CSS.escape(value)}"]`); if (one) one.checked = true; }
    send();
  }
  setTimeout(look, LOOK_MS);
})();
