// What a room's screen knows, and its talk with the server: it asks twice a second what is new, and tells what is done.
"use strict";
const nkScreen = (() => {
  const { make, send } = nkRoom;
  const ASKS = 500, LOST = 2000;
  const room = document.body.dataset.room, main = document.querySelector("main");
  const read = (id) => [...document.querySelectorAll(`#${id} dt`)].map((dt) => ({ id: dt.dataset.id, name: dt.textContent, about: dt.nextElementSibling.textContent }));
  const FIELDS = read("falt"), ASKED = read("fragor");
  const at = { since: 0, mark: "", phase: "", notes: new Map(), headings: [], places: {}, said: {}, undo: null, phones: 0, voted: 0, field: FIELDS[0].id };
  const chosen = new Set();
  const PAGES = document.body.dataset.kind === "front_page";
  const say = (words) => { document.querySelector(".nk-room-said").textContent = words; };
  const many = (n, one, several) => (n === 1 ? one : `${n} ${several}`);
  const headingsOf = (field) => at.headings.filter((one) => one.field === field);
  const isHidden = (one) => Boolean(at.places[one.key]?.[1]);
  const headingOf = (one) => { const key = at.places[one.key]?.[0] ?? ""; return headingsOf(one.field).some((each) => each.key === key) ? key : ""; };
  const visible = (field) => [...at.notes.values()].filter((one) => one.field === field && !isHidden(one));

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
        screen.renew(key, text);
      }
      else { at.notes.delete(key); screen.forget(key); chosen.delete(key); }
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
    if (isNew || before !== at.phase) screen.draw();
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
    if (answer.utloggad) box.append(" ", make("a", { href: location.pathname.replace(/\/rum\/.*/, (here) => `/logga-in?till=${encodeURIComponent(here)}`), target: "_blank" }, "Logga in"));
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

  // Those who draw stand in files after this one, and put themselves in here.
  const screen = { FIELDS, ASKED, PAGES, at, chosen, main, act, follow, headingOf, headingsOf, isHidden, many, say, sure, visible, draw: () => {}, forget: () => {}, renew: () => {} };
  return screen;
})();
