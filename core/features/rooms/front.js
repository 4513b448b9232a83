// A group's front page on one of its phones: each place is kept as it is written, and what others write comes in.
(() => {
  "use strict";
  const { send, shelf, unique } = nkRoom;
  const ASKS = 2000, RESTS = 900, AGAIN = 2500;
  const main = document.querySelector("main[data-page]"), group = main?.dataset.group;
  if (!group) return;
  const room = main.dataset.page, waiting = shelf(`nk-sida ${room} ${group}`);
  const say = (words) => { const at = main.querySelector(".nk-note-said"); if (at.textContent !== words) at.textContent = words; };
  let since = 0, isOffline = false;

  // A place always has one piece more, to write the next in.
  function prepare(form) {
    const text = form.elements.text;
    form.querySelector("button").hidden = true;
    form.known = { key: form.elements.nyckel.value, base: form.elements.fore.value, typed: form.elements.fore.value, sent: "", name: form.elements.id.value };
    text.addEventListener("input", () => { keep(form); clearTimeout(form.resting); form.resting = setTimeout(() => save(form), RESTS); grow(form.closest("section")); });
    text.addEventListener("blur", () => save(form));
    form.addEventListener("submit", (event) => { event.preventDefault(); save(form); });
  }
  function grow(section) {
    const forms = [...section.querySelectorAll("form")], last = forms.at(-1);
    if (!last.elements.text.value.trim()) return last;
    const next = last.cloneNode(true);
    next.elements.text.value = next.elements.nyckel.value = next.elements.fore.value = "";
    next.elements.id.value = unique();
    next.dataset.piece = "";
    next.querySelector("small").textContent = "";
    section.append(next);
    prepare(next);
    return next;
  }
  // The server tidies what it keeps (spaces, empty lines): what was typed is compared with what was typed.
  const isDirty = (form) => form.elements.text.value.trim() !== form.known.typed.trim();

  // What is not saved is kept over a reload and a lost network.
  function keep(form) {
    const at = waiting.all.findIndex((one) => one.name === form.known.name), field = form.elements.falt.value;
    if (at >= 0) waiting.all.splice(at, 1);
    if (isDirty(form)) waiting.all.push({ ...form.known, field, text: form.elements.text.value });
    waiting.save();
  }

  async function save(form) {
    clearTimeout(form.resting);
    if (form.saving || !isDirty(form)) return;
    form.saving = true;
    let isKept = false;
    const text = form.elements.text.value, told = form.querySelector("small"), { known } = form;
    try {
      const answer = await send(`${room}/bit`, { grupp: group, falt: form.elements.falt.value, id: known.name, nyckel: known.key, fore: known.base, sant: known.sent, text });
      if (!answer.ok) { told.textContent = answer.fel ?? "Inte sparat."; return; }
      const isBeside = known.key && answer.nyckel !== known.key;
      told.textContent = answer.sagt || (isBeside ? "Någon annan skrev samtidigt: båda texterna finns kvar." : "Sparat");
      form.dataset.piece = answer.nyckel;
      // What was emptied had just been changed by somebody else: hers stands here, or what is typed meanwhile beside it.
      const isHers = Boolean(answer.sagt), isUntouched = form.elements.text.value === text;
      if (isHers && isUntouched) form.elements.text.value = answer.text;
      if (!isHers || isUntouched) Object.assign(known, { key: answer.nyckel, base: answer.text, typed: isHers ? answer.text : text, sent: "" });
      if (isOffline) say("Nätet är tillbaka, och allt är sparat.");
      isOffline = false;
      isKept = true;
    } catch {
      known.sent = text.trim();
      isOffline = true;
      told.textContent = "Sparas när nätet är tillbaka";
      say("Sparas när nätet är tillbaka. Ni kan fortsätta skriva.");
      form.resting = setTimeout(() => save(form), AGAIN);
    } finally {
      form.saving = false;
      keep(form);
      if (isKept && isDirty(form)) form.resting = setTimeout(() => save(form), RESTS);
    }
  }

  function take(key, field, text) {
    const section = main.querySelector(`[data-place="${CSS.escape(field)}"]`);
    let form = section?.querySelector(`[data-piece="${CSS.escape(key)}"]`);
    if (!section || (!form && !text)) return;
    if (!form) {
      // The empty one stays last, so that nobody who has begun in it is moved.
      const last = [...section.querySelectorAll("form")].at(-1);
      form = last.cloneNode(true);
      form.dataset.piece = form.elements.nyckel.value = key;
      form.elements.fore.value = form.elements.text.value = text;
      form.elements.id.value = unique();
      form.querySelector("small").textContent = "";
      last.before(form);
      prepare(form);
      return;
    }
    // What somebody writes here now is put beside when it is saved.
    if (form.saving || isDirty(form) || form.known.base === text) return;
    if (!text && document.activeElement !== form.elements.text) { form.remove(); return; }
    form.elements.text.value = form.known.base = form.known.typed = text;
    form.querySelector("small").textContent = "";
  }

  async function ask() {
    if (!document.hidden) {
      try {
        const answer = await send(`${room}/sida?grupp=${encodeURIComponent(group)}&sedan=${since}`);
        if (answer.lage === "stängd") {
          if (waiting.all.length) say("Övningen är stängd. Det som inte är sparat kom inte med.");
          else location.reload();
          return;
        }
        if (answer.ok && ![...main.querySelectorAll("form")].some((form) => form.saving)) {
          since = answer.sedan;
          for (const one of answer.bitar) take(...one);
        }
      } catch { /* Asked again in a moment. */ }
    }
    setTimeout(ask, ASKS);
  }

  for (const form of main.querySelectorAll("[data-piece]")) prepare(form);
  for (const one of [...waiting.all]) {
    const section = main.querySelector(`[data-place="${CSS.escape(one.field)}"]`);
    if (!section) continue;
    const found = one.key && section.querySelector(`[data-piece="${CSS.escape(one.key)}"]`), form = found || grow(section);
    Object.assign(form.known, { key: one.key, base: one.base, typed: one.typed ?? one.base, sent: one.sent, name: one.name });
    form.elements.text.value = one.text;
    save(form);
  }
  for (const section of main.querySelectorAll("[data-place]")) grow(section);
  addEventListener("online", () => { for (const form of main.querySelectorAll("[data-piece]")) save(form); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  ask();
})();
