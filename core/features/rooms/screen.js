// A room's screen: it asks twice a second what is new, and its leader groups notes with the mouse, a finger or the keys.
(() => {
  "use strict";
  const { make, send } = nkRoom;
  const ASKS = 500, LOST = 2000, SHOWN = 150, MOST_AT_ONCE = 150, FAR = 6;
  const room = document.body.dataset.room, main = document.querySelector("main");
  const read = (id) => [...document.querySelectorAll(`#${id} dt`)].map((dt) => ({ id: dt.dataset.id, name: dt.textContent, about: dt.nextElementSibling.textContent }));
  const FIELDS = read("falt"), ASKED = read("fragor");
  const at = { since: 0, mark: "", phase: "", notes: new Map(), headings: [], places: {}, said: {}, undo: null, phones: 0, voted: 0, field: FIELDS[0].id };
  const chosen = new Set(), cards = new Map();
  const say = (words) => { document.querySelector(".nk-room-said").textContent = words; };
  const many = (n, one, several) => (n === 1 ? one : `${n} ${several}`);
  const headingsOf = (field) => at.headings.filter((one) => one.field === field);
  const isHidden = (one) => Boolean(at.places[one.key]?.[1]);
  const headingOf = (one) => { const key = at.places[one.key]?.[0] ?? ""; return headingsOf(one.field).some((each) => each.key === key) ? key : ""; };
  const isGrouping = () => at.phase === "skriva" || at.phase === "gruppera";

  // --- What the server tells.
  let turn = 0, isLost = false, isOver = false;
  function take(answer) {
    if (answer.stangd) {
      if (!isOver) location.href = document.body.dataset.result;
      isOver = true;
      return;
    }
    for (const [key, field, text, part] of answer.lappar ?? []) {
      if (text) {
        at.notes.set(key, { key, field, text, part });
        if (cards.has(key)) cards.get(key).textContent = text;
      }
      else { at.notes.delete(key); cards.delete(key); chosen.delete(key); }
    }
    const before = at.phase, isNew = (answer.lappar ?? []).length > 0 || answer.rubriker !== undefined || answer.telefoner !== at.phones || answer.rostat !== at.voted;
    Object.assign(at, { since: answer.sedan, mark: answer.marke, phase: answer.fas, phones: answer.telefoner, voted: answer.rostat });
    if (answer.rubriker !== undefined) {
      at.headings = answer.rubriker.map(([key, field, name, dots]) => ({ key, field, name, dots }));
      at.places = answer.plats;
      at.said = answer.sagt;
      at.undo = answer.angra;
    }
    for (const key of chosen) if (!at.notes.has(key) || isHidden(at.notes.get(key))) chosen.delete(key);
    if (before !== at.phase) { chosen.clear(); main.replaceChildren(); main.dataset.phase = at.phase; document.body.dataset.phase = at.phase; }
    if (isNew || before !== at.phase) draw();
    if (before && before !== at.phase) { main.focus(); scrollTo(0, 0); }
  }

  async function ask() {
    const mine = turn;
    try {
      const answer = await send(`${room}/nytt?sedan=${at.since}&marke=${encodeURIComponent(at.mark)}`);
      // What was asked before something was done is older than what that was answered with.
      if (mine !== turn) return;
      if (!answer.ok) { refuse(answer); isLost = true; return; }
      if (isLost) say("");
      isLost = false;
      take(answer);
    } catch {
      if (mine === turn) say("Skärmen har tappat nätet. Lapparna väntar på telefonerna, och allt fortsätter när det är tillbaka.");
      isLost = true;
    }
  }
  async function follow() { await ask(); if (!isOver) setTimeout(follow, isLost ? LOST : ASKS); }

  function refuse(answer) {
    const box = document.querySelector(".nk-room-said");
    box.replaceChildren(answer.fel ?? "Det gick inte. Försök igen.");
    if (answer.utloggad) box.append(" ", make("a", { href: location.pathname.replace(/\/rum\/.*/, (here) => `/logga-in?till=${encodeURIComponent(here)}`) }, "Logga in"));
  }

  async function act(deed, fields = {}, told = "") {
    turn += 1;
    try {
      const answer = await send(`${room}/gor`, { gora: deed, sedan: at.since, marke: at.mark, ...fields });
      turn += 1;
      if (answer.fas) take(answer);
      if (answer.fel) refuse(answer); else say(told);
      return answer;
    } catch {
      say("Det gick inte: nätet är borta. Försök igen om en stund.");
      return { fel: "nät" };
    }
  }

  function sure(title, text, yes) {
    const dialog = document.querySelector("dialog"), [ok] = dialog.querySelectorAll("button");
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("p").textContent = text;
    ok.textContent = yes;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "ja"), { once: true }));
  }

  // --- Cards.
  function card(one) {
    let found = cards.get(one.key);
    if (!found) {
      found = make("button", { type: "button", class: "nk-card", "data-note": one.key, dir: "auto" }, one.text);
      cards.set(one.key, found);
    }
    found.setAttribute("aria-pressed", String(chosen.has(one.key)));
    return found;
  }

  // The same elements in a new order; what does not change is left, so that nobody's focus or place is lost.
  function fill(list, wanted) {
    wanted.forEach((one, n) => { if (list.children[n] !== one) list.insertBefore(one, list.children[n] ?? null); });
    while (list.children.length > wanted.length) list.lastElementChild.remove();
  }

  function fillCards(list, notes, isNewestFirst) {
    const shown = (isNewestFirst ? [...notes].reverse() : notes).slice(0, SHOWN), rest = notes.length - shown.length;
    const more = rest > 0 ? [make("p", { class: "nk-sub" }, `och ${rest} till`)] : [];
    fill(list, [...shown.map(card), ...more]);
  }

  const visible = (field) => [...at.notes.values()].filter((one) => one.field === field && !isHidden(one));

  function kept(id, build) {
    return document.getElementById(id) ?? build();
  }

  // --- Each phase.
  function drawFields(fillField, ...under) {
    fill(main, [...FIELDS.map((field) => {
      const section = kept(`del-${field.id}`, () => make("section", { id: `del-${field.id}`, class: "nk-room-field" }, make("h2", {}, make("span", {}, field.name), " ", make("small")), make("div", { class: "nk-cards" })));
      fillField(field, section);
      return section;
    }), ...under]);
  }

  function drawWriting() {
    drawFields((field, section) => {
      const notes = visible(field.id);
      section.querySelector("small").textContent = notes.length ? String(notes.length) : field.about;
      fillCards(section.querySelector(".nk-cards"), notes, true);
    }, hiddenOnes());
  }

  function drawGrouping() {
    const tabs = kept("falten", () => make("div", { id: "falten", class: "nk-room-tabs", role: "group", "aria-label": "Fält" }));
    fill(tabs, FIELDS.map((field) => {
      const left = visible(field.id).filter((one) => !headingOf(one)).length;
      const tab = kept(`flik-${field.id}`, () => make("button", { type: "button", id: `flik-${field.id}`, onclick: () => { at.field = field.id; chosen.clear(); draw(); } }, make("b", {}, field.name), " ", make("small")));
      tab.querySelector("small").textContent = left ? `${left} utan rubrik` : visible(field.id).length ? "klart" : "inga lappar";
      tab.setAttribute("aria-pressed", String(at.field === field.id));
      return tab;
    }));
    const groups = kept("grupper", () => make("div", { id: "grupper", class: "nk-room-groups" }));
    const headings = kept("rubriker", () => make("div", { id: "rubriker" })), notes = visible(at.field);
    fill(headings, [...headingsOf(at.field).map((one, n) => column(one.key, one.name, notes, n + 1)), adding()]);
    fill(groups, [column("", "Utan rubrik", notes, 0), headings]);
    const hiding = hiddenOnes();
    const help = kept("hjalp", () => make("details", { id: "hjalp" }, make("summary", {}, "Så flyttar du lappar"), make("p", {}, "Dra en lapp till en rubrik. Eller tryck på en eller flera lappar och sedan på Flytta hit under rubriken. Med tangenterna: pilarna går mellan lapparna, 1 till 9 flyttar till rubriken med den siffran, 0 tar bort från rubriken, mellanslag markerar, N ger en ny rubrik, D döljer, Ctrl och Z ångrar.")));
    fill(main, [tabs, groups, hiding, help]);
  }

  function hiddenOnes() {
    const hidden = [...at.notes.values()].filter((one) => isHidden(one));
    const hiding = kept("dolda", () => make("details", { id: "dolda" }, make("summary"), make("ul")));
    hiding.hidden = hidden.length === 0;
    hiding.querySelector("summary").textContent = many(hidden.length, "1 dold lapp", "dolda lappar");
    if (hiding.open || hidden.length < SHOWN) fill(hiding.querySelector("ul"), hidden.slice(0, SHOWN).map((one) => make("li", {}, make("bdi", {}, one.text), " ", make("button", { type: "button", class: "nk-quiet", onclick: () => act("visa", { lappar: one.key }, "Lappen visas igen.") }, "Visa igen", make("span", { class: "nk-hidden" }, `: ${one.text}`)))));
    return hiding;
  }

  function column(key, name, notes, number) {
    const id = `rubrik-${at.field}-${key}`;
    const found = kept(id, () => {
      const head = key
        ? make("div", { class: "nk-room-head" }, make("span", { class: "nk-room-number", "aria-hidden": "true" }), make("input", { type: "text", maxlength: 60, dir: "auto", "aria-label": "Rubrik", onchange: (event) => act("rubrik", { rubrik: key, namn: event.target.value }, "Rubriken har bytt namn.") }), make("button", { type: "button", class: "nk-quiet", onclick: () => act("tabort", { rubrik: key }, "Rubriken är borta, och dess lappar står utan rubrik.") }, "×"))
        : make("div", { class: "nk-room-head" }, make("h2", {}, name), make("button", { type: "button", class: "nk-quiet", onclick: all }, "Markera alla"));
      return make("section", { id, class: "nk-room-column", "data-heading": key, "aria-label": name }, head, make("div", { class: "nk-cards" }), make("button", { type: "button", class: "nk-room-here", onclick: () => move(key) }, "Flytta hit"));
    });
    const mine = notes.filter((one) => headingOf(one) === key), input = found.querySelector("input");
    found.setAttribute("aria-label", `${name}, ${many(mine.length, "1 lapp", "lappar")}`);
    if (input) {
      if (document.activeElement !== input) input.value = name;
      found.querySelector(".nk-room-number").textContent = number < 10 ? String(number) : "";
      found.querySelector(".nk-quiet").setAttribute("aria-label", `Ta bort rubriken ${name}`);
    } else found.querySelector(".nk-quiet").hidden = mine.length < 2;
    fillCards(found.querySelector(".nk-cards"), mine, false);
    found.querySelector(".nk-room-here").hidden = ![...chosen].some((one) => headingOf(at.notes.get(one)) !== key);
    return found;
  }

  function adding() {
    return kept("ny-rubrik", () => {
      const add = async (event) => {
        event.preventDefault();
        const input = event.target.elements.namn, name = input.value.trim();
        if (!name) { say("Skriv vad rubriken ska heta."); input.focus(); return; }
        const answer = await act("rubrik", { falt: at.field, namn: name, lappar: [...chosen].join(" ") }, chosen.size ? "Rubriken är skapad och lapparna ligger under den." : "Rubriken är skapad.");
        if (!answer.fel) { input.value = ""; chosen.clear(); draw(); }
      };
      return make("form", { id: "ny-rubrik", class: "nk-room-column nk-room-new", "data-heading": "+", onsubmit: add }, make("label", {}, "Ny rubrik ", make("input", { type: "text", name: "namn", maxlength: 60, autocomplete: "off" })), make("button", { type: "submit", class: "nk-quiet" }, "Lägg till"));
    });
  }

  // --- Front pages: one group's at a time, as it is written.
  const GROUP = "grupp";
  function drawPages() {
    const groups = [...at.notes.values()].filter((one) => one.field === GROUP && !isHidden(one));
    if (!groups.some((one) => one.part === at.group)) at.group = groups[0]?.part ?? "";
    const tabs = kept("grupperna", () => make("div", { id: "grupperna", class: "nk-room-tabs", role: "group", "aria-label": "Grupper" }));
    fill(tabs, groups.map((one) => {
      const tab = kept(`grupp-${one.part}`, () => make("button", { type: "button", id: `grupp-${one.part}`, onclick: () => { at.group = one.part; chosen.clear(); draw(); } }, make("b", { dir: "auto" }, one.text)));
      tab.setAttribute("aria-pressed", String(at.group === one.part));
      return tab;
    }));
    const empty = kept("inga", () => make("p", { id: "inga", class: "nk-sub" }, "Inga grupper än. En i varje grupp läser av rutan och ger gruppen ett namn."));
    const paper = kept("sidan", () => make("article", { id: "sidan", class: "nk-front" }, make("p", { class: "nk-front-mast" }), ...FIELDS.map((field) => make("section", { class: `nk-front-${field.id}`, "data-place": field.id }, make("h2", {}, field.name), make("div", { class: "nk-cards" })))));
    paper.querySelector(".nk-front-mast").textContent = groups.find((one) => one.part === at.group)?.text ?? "";
    for (const section of paper.querySelectorAll("[data-place]")) {
      const mine = visible(section.dataset.place).filter((one) => one.part === at.group);
      section.hidden = mine.length === 0;
      fillCards(section.querySelector(".nk-cards"), mine, false);
    }
    const print = kept("skriv-ut", () => make("button", { type: "button", id: "skriv-ut", class: "nk-quiet", onclick: () => window.print() }, "Skriv ut sidan"));
    fill(main, groups.length ? [tabs, paper, print, hiddenOnes()] : [empty, hiddenOnes()]);
  }

  function drawVoting() {
    drawFields((field, section) => {
      const mine = headingsOf(field.id), dots = Math.floor((2 * mine.length + 1) / 3);
      section.querySelector("small").textContent = mine.length ? `${many(dots, "1 prick", "prickar")} var` : "inga rubriker";
      fill(section.querySelector(".nk-cards"), mine.map((one) => make("p", { class: "nk-room-heading", dir: "auto" }, one.name)));
    });
  }

  function heading(one, place) {
    const notes = visible(one.field).filter((each) => headingOf(each) === one.key);
    const dots = one.dots === null ? "" : many(one.dots, "1 prick", "prickar");
    return make("li", {}, make("details", { id: `ordning-${one.key}` }, make("summary", {}, make("b", { dir: "auto" }, one.name), " ", make("small", {}, [dots, many(notes.length, "1 lapp", "lappar")].filter(Boolean).join(", ")), one.dots ? make("span", { class: "nk-room-dots", "aria-hidden": "true" }, "●".repeat(Math.min(one.dots, 60))) : ""), make("ul", {}, ...notes.map((each) => make("li", { dir: "auto" }, each.text)))));
  }

  function drawOrder() {
    drawFields((field, section) => {
      const open = new Set([...section.querySelectorAll("details[open]")].map((one) => one.id));
      const mine = headingsOf(field.id);
      section.querySelector("small").textContent = mine.length ? "" : "inga rubriker";
      const list = make("ol", { class: "nk-room-order" }, ...mine.map(heading));
      for (const one of list.querySelectorAll("details")) one.open = open.has(one.id);
      section.querySelector(".nk-cards").replaceChildren(list);
    });
    if (at.voted && at.headings.every((one) => one.dots === null)) main.prepend(kept("for-fa", () => make("p", { id: "for-fa" }, "Färre än fem har satt prickar, så de visas inte. Rubrikerna står som ni gjorde dem.")));
  }

  // --- Conclusions are saved as they are written; where two write at once, both texts stand.
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

  // --- The frame around them.
  const PAGES = document.body.dataset.kind === "front_page";
  const STEPS = PAGES ? {
    skriva: [null, ["slutsatser", "Skriv slutsatser"]],
    slutsatser: [["skriva", "Till sidorna"], null],
  } : {
    skriva: [null, ["gruppera", "Gruppera lapparna"]],
    gruppera: [["skriva", "Skriv mer"], ["rosta", "Rösta"]],
    rosta: [["gruppera", "Gruppera om"], ["ordning", "Stäng röstningen"]],
    ordning: [["gruppera", "Gruppera om"], ["slutsatser", "Skriv slutsatser"]],
    slutsatser: [["ordning", "Till ordningen"], null],
  };
  async function go(to) {
    if (at.phase === "rosta" && to === "ordning") {
      const few = at.voted < 5 ? ` För färre än fem visas prickarna inte: då står rubrikerna som ni gjorde dem.` : "";
      if (!await sure("Stänga röstningen?", `${many(at.voted, "En telefon har", "telefoner har")} satt prickar. Röstningen öppnas inte igen.${few}`, "Stäng röstningen")) return;
    }
    if (at.phase === "rosta" && to === "gruppera" && at.voted && !await sure("Gruppera om?", `Prickarna från ${many(at.voted, "en telefon", "telefoner")} kastas, och alla får rösta igen.`, "Kasta prickarna")) return;
    await act("fas", { fran: at.phase, till: to });
  }
  async function close() {
    const hidden = [...at.notes.values()].filter(isHidden).length;
    const gone = hidden ? ` ${many(hidden, "Den dolda lappen", "dolda lappar")} tas bort.` : "";
    if (await sure("Stänga övningen?", `Inga fler lappar kommer in, och resultatet visas.${gone} Det går inte att öppna igen.`, "Stäng övningen")) await act("stang");
  }

  function frame() {
    for (const one of document.querySelectorAll("[data-phase]:is(li)")) {
      if (one.dataset.phase === at.phase) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current");
    }
    const count = [...at.notes.values()].filter((one) => !isHidden(one)).length;
    document.querySelector(".nk-room-count").textContent = at.phase === "rosta" ? `${at.voted} av ${many(at.phones, "1 telefon", "telefoner")} har satt prickar` : `${many(count, "1 lapp", "lappar")} från ${many(at.phones, "1 telefon", "telefoner")}`;
    const said = document.querySelector(".nk-room-count");
    if (PAGES) said.textContent = many(at.phones, "1 telefon har skrivit", "telefoner har skrivit");
    const [back, on] = STEPS[at.phase], isVoted = at.phase === "ordning" && at.voted > 0;
    const foot = document.querySelector("footer");
    const button = (id, words, deed, isFirst) => {
      const found = kept(id, () => make("button", { type: "button", id }));
      found.className = isFirst ? "nk-room-on" : "nk-quiet";
      if (found.textContent !== words) found.textContent = words;
      found.onclick = deed;
      return found;
    };
    fill(foot, [
      back && !isVoted ? button("tillbaka", back[1], () => go(back[0])) : null,
      isGrouping() && at.undo ? button("angra", `Ångra: ${at.undo.vad}`, () => act("angra", { steg: at.undo.nyckel }, "Ångrat.")) : null,
      button("stang", "Stäng övningen", close, at.phase === "slutsatser"),
      on ? button("vidare", on[1], () => go(on[0]), true) : null,
    ].filter(Boolean));
    tools();
  }

  function tools() {
    const bar = document.querySelector(".nk-room-tools");
    bar.hidden = chosen.size === 0;
    if (!chosen.size) return;
    const fields = new Set([...chosen].map((one) => at.notes.get(one).field)), [field] = fields;
    const canMove = at.phase === "gruppera" && fields.size === 1;
    const select = kept("flytta", () => make("select", { id: "flytta", onchange: (event) => { if (event.target.value !== "?") move(event.target.value); } }));
    const options = [["?", "Välj rubrik"], ["", "Utan rubrik"], ...headingsOf(field).map((one) => [one.key, one.name])];
    fill(select, options.map(([value, words]) => make("option", { value }, words)));
    select.value = "?";
    const label = kept("flytta-till", () => make("label", { id: "flytta-till" }, "Flytta till ", select));
    label.hidden = !canMove;
    const count = kept("antal-valda", () => make("b", { id: "antal-valda" }));
    count.textContent = many(chosen.size, "1 lapp markerad", "lappar markerade");
    const hide = kept("dolj", () => make("button", { type: "button", id: "dolj", class: "nk-quiet", onclick: hideChosen }, "Dölj"));
    const none = kept("avmarkera", () => make("button", { type: "button", id: "avmarkera", class: "nk-quiet", onclick: () => { chosen.clear(); draw(); } }, "Avmarkera"));
    fill(bar, [count, label, hide, none]);
  }

  const DRAWN = { skriva: PAGES ? drawPages : drawWriting, gruppera: drawGrouping, rosta: drawVoting, ordning: drawOrder, slutsatser: drawConclusions };
  function draw() {
    const focused = document.activeElement, note = focused?.dataset?.note;
    DRAWN[at.phase]();
    frame();
    // A card that is moved in the document loses its focus.
    if (note && document.activeElement !== focused && cards.get(note)?.isConnected) cards.get(note).focus();
  }

  // --- What is done to notes.
  async function move(heading, keys = [...chosen]) {
    const moved = keys.filter((one) => at.notes.has(one)).slice(0, MOST_AT_ONCE);
    for (const one of moved) chosen.delete(one);
    const name = at.headings.find((one) => one.key === heading)?.name;
    await act("flytta", { lappar: moved.join(" "), rubrik: heading }, `${many(moved.length, "Lappen ligger", "lappar ligger")} ${name ? `under ${name}` : "utan rubrik"}.`);
    draw();
  }
  async function hideChosen() {
    const keys = [...chosen].slice(0, MOST_AT_ONCE);
    const next = keys.length === 1 && (cards.get(keys[0])?.nextElementSibling ?? cards.get(keys[0])?.previousElementSibling);
    for (const one of keys) chosen.delete(one);
    await act("dolj", { lappar: keys.join(" ") }, `${many(keys.length, "Lappen är dold", "lappar är dolda")}. De dolda kan visas igen.`);
    draw();
    (next?.isConnected ? next : main).focus();
  }
  function all() {
    for (const one of visible(at.field).filter((each) => !headingOf(each)).slice(0, SHOWN)) chosen.add(one.key);
    draw();
  }
  function choose(key) {
    if (!chosen.delete(key)) chosen.add(key);
    draw();
  }

  document.addEventListener("click", (event) => {
    const found = event.target.closest("[data-note]");
    if (found && !dragged) choose(found.dataset.note);
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.matches("input, textarea")) {
      document.getElementById("angra")?.click();
      return;
    }
    if (event.key === "Escape" && chosen.size) { chosen.clear(); draw(); return; }
    const found = event.target.closest?.("[data-note]");
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) {
      const every = [...main.querySelectorAll("[data-note]")];
      every[every.indexOf(found) + step]?.focus();
    } else if (at.phase === "gruppera" && /^[0-9]$/.test(event.key)) {
      const to = event.key === "0" ? { key: "" } : headingsOf(at.field)[Number(event.key) - 1];
      if (!to) { say(`Det finns ingen rubrik ${event.key}.`); return; }
      const every = [...found.closest(".nk-cards").querySelectorAll("[data-note]")], n = every.indexOf(found);
      const next = every.filter((one, i) => i > n && !chosen.has(one.dataset.note))[0] ?? every[n - 1];
      move(to.key, chosen.size ? [...chosen] : [found.dataset.note]).then(() => next?.isConnected && next.focus());
    } else if (event.key.toLowerCase() === "d") {
      chosen.add(found.dataset.note);
      hideChosen();
    } else if (at.phase === "gruppera" && event.key.toLowerCase() === "n") {
      chosen.add(found.dataset.note);
      draw();
      document.querySelector("#ny-rubrik input").focus();
    } else return;
    event.preventDefault();
  });

  // --- Dragging, with a mouse or a pen; a finger marks and presses "Flytta hit", so that it can scroll.
  let held = null, dragged = false;
  document.addEventListener("pointerdown", (event) => {
    const found = event.target.closest("[data-note]");
    dragged = false;
    held = found && at.phase === "gruppera" && event.pointerType !== "touch" && event.button === 0 ? { key: found.dataset.note, x: event.clientX, y: event.clientY, ghost: null } : null;
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.ghost && Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
    if (!held.ghost) {
      const keys = chosen.has(held.key) ? [...chosen] : [held.key];
      held.keys = keys;
      held.ghost = make("div", { class: "nk-card nk-room-ghost", "aria-hidden": "true" }, keys.length > 1 ? `${keys.length} lappar` : at.notes.get(held.key).text);
      document.body.append(held.ghost);
      document.body.classList.add("is-dragging");
      dragged = true;
    }
    held.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-heading]");
    for (const one of document.querySelectorAll(".is-over")) if (one !== over) one.classList.remove("is-over");
    over?.classList.add("is-over");
    event.preventDefault();
  });
  function drop(event) {
    if (!held?.ghost) { held = null; return; }
    const over = event.type === "pointerup" && document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-heading]");
    held.ghost.remove();
    // The click that a drag may end with comes first.
    setTimeout(() => { dragged = false; });
    document.body.classList.remove("is-dragging");
    for (const one of document.querySelectorAll(".is-over")) one.classList.remove("is-over");
    const { keys } = held;
    held = null;
    if (!over) return;
    if (over.dataset.heading === "+") {
      for (const one of keys) chosen.add(one);
      draw();
      over.querySelector("input").focus();
      say("Skriv vad rubriken ska heta.");
    } else move(over.dataset.heading, keys);
  }
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, drop);
  addEventListener("beforeunload", (event) => { if (main.querySelector("[data-dirty]")) event.preventDefault(); });

  follow();
})();
