// A room's conclusions are saved as they are written; where two write at once, both texts stand.
(() => {
  const { make } = nkRoom, { ASKED, FIELDS, PAGES, act, at, fill, headingsOf, kept, main, say } = nkScreen;

  function drawConclusions() {
    fill(main, ASKED.map((question, n) => {
      const field = FIELDS[n];
      const section = kept(`slut-${question.id}`, () => {
        const text = make("textarea", { id: `text-${question.id}`, rows: 5, maxlength: 2000, dir: "auto", "data-number": "0" });
        text.addEventListener("input", () => { text.dataset.dirty = "1"; clearTimeout(text.resting); text.resting = setTimeout(() => conclude(question.id, text), 900); });
        text.addEventListener("blur", () => conclude(question.id, text));
        return make("section", { id: `slut-${question.id}`, class: "nk-room-field" }, make("h2", {}, make("label", { for: `text-${question.id}` }, question.name)), make("p", { class: "nk-sub" }), text, make("small", { role: "status" }));
      });
      const first = headingsOf(field.id).slice(0, 5).map((one) => (one.dots ? `${one.name} (${one.dots})` : one.name));
      if (PAGES) section.querySelector("p").hidden = true;
      else section.querySelector("p").textContent = first.length ? `${field.name}: ${first.join(", ")}` : `${field.name}: inga rubriker`;
      const text = section.querySelector("textarea"), [said, number] = at.said[question.id] ?? ["", 0];
      if (!text.dataset.dirty && document.activeElement !== text) { text.value = said; text.dataset.number = String(number); }
      else if (!text.dataset.dirty && text.value === said) text.dataset.number = String(number);
      return section;
    }));
  }
  async function conclude(question, text) {
    clearTimeout(text.resting);
    if (!text.dataset.dirty || text.dataset.saving) return;
    text.dataset.saving = "1";
    const sent = text.value, status = text.parentElement.querySelector("[role=status]");
    const answer = await act("slutsats", { fraga: question, text: sent, sett: text.dataset.number });
    delete text.dataset.saving;
    if (answer.deras !== undefined) {
      if (answer.deras.trim() && !text.value.includes(answer.deras)) text.value = `${answer.deras}\n${text.value}`;
      text.dataset.number = String(at.said[question]?.[1] ?? 0);
      status.textContent = "Två skrev samtidigt: båda texterna står här.";
      say("");
    } else if (answer.fel) {
      status.textContent = "Inte sparat än.";
      text.resting = setTimeout(() => conclude(question, text), 3000);
      return;
    } else {
      text.dataset.number = String(at.said[question]?.[1] ?? text.dataset.number);
      if (text.value === sent) { delete text.dataset.dirty; status.textContent = "Sparat"; return; }
    }
    text.resting = setTimeout(() => conclude(question, text), 900);
  }
  addEventListener("beforeunload", (event) => { if (main.querySelector("[data-dirty]")) event.preventDefault(); });

  Object.assign(nkScreen, { drawConclusions });
})();
