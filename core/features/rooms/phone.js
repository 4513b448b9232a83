// A room's phone: what is written is kept here until the server has it, and the page follows the room.
(() => {
  "use strict";
  const { make, send, shelf, unique } = nkRoom;
  const ASKS = 4000, FIRST_WAIT = 1000, MOST_WAIT = 8000, OFFLINE = "Sparas när nätet är tillbaka";
  let main = document.querySelector("main[data-room]");
  if (!main) return;
  const room = main.dataset.room, notes = shelf(`nk-lappar ${room}`), draft = shelf(`nk-utkast ${room}`), dots = shelf(`nk-prickar ${room}`);
  const say = (words) => { const at = main.querySelector(".nk-note-said"); if (at && at.textContent !== words) at.textContent = words; };

  // --- Notes: each stands in the list from when it is sent, and says how it is with it.
  function item(one) {
    const list = main.querySelector(".nk-note-mine ul");
    let found = list.querySelector(`[data-sent="${one.id}"]`);
    if (!found) {
      const names = Object.fromEntries(list.dataset.fields.split(";").filter(Boolean).map((pair) => pair.split("=")));
      const text = make("bdi", {}, one.text);
      found = make("li", { "data-sent": one.id }, make("span", { class: "nk-note-what" }, make("b", {}, names[one.field] ?? ""), " ", text), " ", make("small"));
      list.append(found);
      main.querySelector(".nk-note-mine").hidden = false;
    }
    return found;
  }

  function show(one, words, isWrong = false) {
    const at = item(one);
    at.querySelector("small").textContent = words;
    at.classList.toggle("is-waiting", words === OFFLINE);
    at.classList.toggle("is-refused", isWrong);
  }

  let sending = false, wait = FIRST_WAIT, timer = 0;
  async function sendAll() {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (notes.all.some((one) => !one.refused)) {
        const one = notes.all.find((each) => !each.refused);
        const answer = await send(`${room}/lapp`, { id: one.id, falt: one.field, text: one.text });
        wait = FIRST_WAIT;
        if (answer.ok) {
          notes.all.splice(notes.all.indexOf(one), 1);
          notes.save();
          kept(one, answer.nyckel);
        } else {
          one.refused = answer.fel ?? "Kom inte med.";
          notes.save();
          refused(one);
        }
      }
      await sendDots();
      if (main.querySelector(".nk-note-said")?.textContent.startsWith(OFFLINE)) say("Nätet är tillbaka, och allt är sparat.");
    } catch {
      for (const one of notes.all) if (!one.refused) show(one, OFFLINE);
      say(`${OFFLINE}. Du kan fortsätta skriva.`);
      timer = setTimeout(sendAll, wait);
      wait = Math.min(wait * 2, MOST_WAIT);
    } finally {
      sending = false;
    }
  }

  function kept(one, key) {
    const at = item(one);
    // One that came twice, or that the page has from the server already.
    const twin = main.querySelector(`.nk-note-mine li[data-key="${CSS.escape(key)}"]`);
    if (twin && twin !== at) { at.remove(); return; }
    at.dataset.key = key;
    show(one, "Sparad");
    if (!at.querySelector("form") && main.querySelector("[data-note]")) {
      at.append(make("form", { action: `${room}/tabort`, method: "post" },
        make("input", { type: "hidden", name: "lapp", value: key }),
        make("button", { type: "submit", class: "nk-note-back" }, "Ta bort", make("span", { class: "nk-hidden" }, `: ${one.text}`))));
    }
  }

  function refused(one) {
    show(one, `Kom inte med: ${one.refused}`, true);
    const at = item(one);
    if (at.querySelector("button")) return;
    const again = () => {
      notes.all.splice(notes.all.indexOf(one), 1);
      notes.save();
      at.remove();
      const form = main.querySelector("[data-note]");
      if (!form) return;
      form.elements.text.value = one.text;
      form.elements.falt.value = one.field;
      form.elements.text.focus();
    };
    at.append(make("button", { type: "button", class: "nk-note-back", onclick: again }, "Rätta"));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-note]")) {
      event.preventDefault();
      const one = { id: unique(), field: form.elements.falt.value, text: form.elements.text.value.trim() };
      if (!one.text) { say("Lappen är tom. Skriv något på den."); form.elements.text.focus(); return; }
      notes.all.push(one);
      notes.save();
      show(one, "Skickas");
      form.elements.text.value = "";
      keepDraft();
      say("");
      form.elements.text.focus();
      sendAll();
    } else if (form.matches("[action$='/tabort']")) {
      event.preventDefault();
      const at = form.closest("li");
      send(form.action, new FormData(form)).then((answer) => {
        if (answer.ok) { at.remove(); say("Lappen är borttagen."); main.querySelector("h1").focus(); }
        else say(answer.fel ?? "Det gick inte.");
      }, () => say("Lappen går inte att ta bort utan nät. Försök igen om en stund."));
    } else if (form.matches("[data-dots]")) {
      event.preventDefault();
      putDots(form);
    }
  });

  // --- What is being written is kept over a reload.
  function keepDraft() {
    const form = main.querySelector("[data-note]");
    if (!form) return;
    const text = form.elements.text.value, field = form.elements.falt.value;
    draft.all.splice(0, draft.all.length, ...(text || field ? [{ text, field }] : []));
    draft.save();
  }
  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-note]")) keepDraft();
    const form = event.target.closest("[data-dots]");
    if (form) { limit(event.target); putDots(form); }
  });

  // --- Dots: never more than one has, sent as they are set.
  function limit(input) {
    const group = input.closest("fieldset"), most = Number(group.dataset.most);
    const others = [...group.querySelectorAll("input")].reduce((sum, one) => sum + (one === input ? 0 : Number(one.value) || 0), 0);
    const value = Math.max(0, Math.min(Math.trunc(Number(input.value)) || 0, most - others));
    if (input.value !== "" && String(value) !== input.value) input.value = String(value);
    tell(group);
  }
  function tell(group) {
    const most = Number(group.dataset.most), used = [...group.querySelectorAll("input")].reduce((sum, one) => sum + (Number(one.value) || 0), 0);
    const left = most - used;
    group.querySelector(".nk-dots-left").textContent = left === 0 ? "alla prickar är satta" : left === 1 ? "1 prick kvar" : `${left} prickar kvar`;
    for (const row of group.querySelectorAll(".nk-dots-row")) {
      const input = row.querySelector("input"), [less, more] = row.querySelectorAll("button");
      if (!less) continue;
      less.disabled = !Number(input.value);
      more.disabled = left <= 0;
      row.querySelector(".nk-dots-shown").textContent = "●".repeat(Number(input.value) || 0);
    }
  }
  function steppers() {
    for (const row of main.querySelectorAll(".nk-dots-row")) {
      const input = row.querySelector("input"), name = row.querySelector("label").textContent;
      const step = (n) => () => { input.value = String((Number(input.value) || 0) + n); limit(input); putDots(input.form); };
      input.before(make("button", { type: "button", "aria-label": `En prick mindre på ${name}`, onclick: step(-1) }, "−"));
      input.after(make("button", { type: "button", "aria-label": `En prick till på ${name}`, onclick: step(1) }, "+"));
      row.append(make("span", { class: "nk-dots-shown", "aria-hidden": "true" }));
    }
    for (const group of main.querySelectorAll("[data-most]")) tell(group);
  }
  let resting = 0;
  function putDots(form) {
    dots.all.splice(0, dots.all.length, Object.fromEntries(new FormData(form)));
    dots.save();
    say("Skickas");
    clearTimeout(resting);
    resting = setTimeout(sendAll, 400);
  }
  async function sendDots() {
    while (dots.all.length) {
      const [given] = dots.all, answer = await send(`${room}/prickar`, given);
      if (dots.all[0] !== given) continue;
      dots.all.length = 0;
      dots.save();
      say(answer.ok ? "Prickarna är sparade. Du kan ändra dem tills röstningen stängs." : `Prickarna kom inte med: ${answer.fel ?? ""}`);
    }
  }

  // --- The page follows the room; where the network is gone it stays.
  let following = false;
  async function follow(state) {
    if (!state || state === main.dataset.state || following) return;
    following = true;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status >= 500) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      if (!next) return;
      main.replaceWith(next);
      main = next;
      begin();
      main.querySelector("h1")?.focus();
      window.scrollTo(0, 0);
    } catch { /* Asked again in a moment. */ } finally { following = false; }
  }
  async function ask() {
    if (document.hidden || main.dataset.room === undefined) return;
    try {
      const answer = await send(`${room}/lage`);
      if (answer.ok) await follow(answer.lage);
    } catch { /* The same. */ }
  }
  const again = () => setTimeout(async () => { await ask(); again(); }, ASKS * (0.75 + Math.random() / 2));

  function begin() {
    if (main.dataset.room === undefined) {
      // Closed: what never came in time is not lost, it can be read aloud.
      if (notes.all.length) main.append(make("h2", {}, "De här lapparna kom inte med"), make("ul", {}, ...notes.all.map((one) => make("li", { dir: "auto" }, one.text))));
      draft.all.length = 0;
      draft.save();
      return;
    }
    const form = main.querySelector("[data-note]");
    const [held] = draft.all;
    if (form && held && !form.elements.text.value) {
      form.elements.text.value = held.text;
      if (held.field) form.elements.falt.value = held.field;
    }
    if (!main.querySelector("[data-dots]")) { dots.all.length = 0; dots.save(); }
    else for (const [name, value] of Object.entries(dots.all[0] ?? {})) {
      const input = main.querySelector(`[name="${CSS.escape(name)}"]`);
      if (input) input.value = value;
    }
    steppers();
    for (const one of notes.all) if (one.refused) refused(one); else show(one, "Skickas");
    if (notes.all.length || dots.all.length) sendAll();
  }

  addEventListener("online", () => { wait = FIRST_WAIT; sendAll(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { sendAll(); ask(); } });
  // A page that comes back by the back button is as it was when it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  begin();
  again();
})();
