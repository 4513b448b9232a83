// A slide that is a question: phones see it when the slide is shown by who may, their number is told, and the next key
// shows the bars. Nothing waits for the network: without one the slide says so, and the next key goes on.
(() => {
  "use strict";
  const { frames, deeds, quietly } = nkDeck;
  const asked = frames.filter((frame) => frame.dataset.kind === "question");
  if (!asked.length) return;
  const root = document.documentElement;
  const ADDRESS = `${location.pathname.split("/presentation/")[0]}/presentation/fraga`, STAGE = "nyckeltal:scen", PATIENCE_MS = 4000, EVERY_MS = 1000, AGAIN_MS = 3000, HERE_MS = 60_000;
  const isFile = location.protocol === "file:";
  const name = decodeURIComponent(location.pathname.split("/").pop() || "");
  const kept = (key, make) => quietly(() => localStorage.getItem(key)) || (make ? quietly(() => { const made = make(); localStorage.setItem(key, made); return made; }) : "");
  const stage = isFile ? "" : kept(STAGE, () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("")) || "";
  // Whether who shows the deck here may let phones answer; without a network what held today.
  const MAY = `${STAGE}:${name}`, day = new Date().toISOString().slice(0, 10);
  let may = false, timer = 0, seenAt = 0;
  const state = new Map(asked.map((frame) => [frame, { at: "new", count: 0 }]));
  // The speaker's window and the wall tell each other that something has happened.
  const channel = isFile ? null : quietly(() => new BroadcastChannel(`nyckeltal:fraga:${location.pathname}`));

  const part = (frame, of) => frame.querySelector(`.asked-${of}`);
  const note = (frame, words) => { part(frame, "note").textContent = words; };
  const NO_NET = isFile ? "Den sparade filen tar inte emot svar från telefoner." : "Inget nät just nu, så telefonerna når inte fram. Räck upp handen, eller gå vidare.";

  async function call(fields, query = "") {
    const body = fields && new URLSearchParams({ bildspel: name, scen: stage, ...fields });
    const answer = await fetch(body ? ADDRESS : `${ADDRESS}/lage${query}`, { method: body ? "POST" : "GET", body, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.fel), { told: told.fel });
    return told;
  }
  const fieldsOf = (frame, deed) => {
    const { area, slide, question, several, answers } = part(frame, "all").dataset;
    return { gor: deed, omrade: area, bild: slide, fraga: question, flera: several, svar: answers };
  };

  function bars(frame, counts, count) {
    part(frame, "all").querySelectorAll("li").forEach((line, n) => {
      const share = counts && count ? counts[n] / count : 0;
      line.querySelector(".asked-bar").setAttribute("width", String(100 * share));
      line.querySelector(".asked-share").textContent = counts ? `${Math.round(100 * share)} %` : "";
    });
  }
  function count(frame, n) {
    state.get(frame).count = n;
    part(frame, "count").textContent = n === 1 ? "1 svar" : `${n} svar`;
  }
  function draw(frame, told, isFound = false) {
    const mine = state.get(frame);
    if (told.omgang) mine.round = told.omgang;
    if (told.adress) {
      part(frame, "take").classList.add("is-ready");
      part(frame, "address").textContent = told.adress;
      part(frame, "letters").textContent = told.bokstaver;
      part(frame, "code").setAttribute("viewBox", `0 0 ${told.sida} ${told.sida}`);
      part(frame, "code").querySelector("path").setAttribute("d", told.ruta);
    }
    count(frame, told.antal);
    mine.at = told.stangd ? "shown" : "open";
    frame.classList.toggle("is-shown", told.stangd);
    if (!told.stangd) { bars(frame, null, 0); note(frame, ""); return; }
    bars(frame, told.svar, told.antal);
    const few = told.antal ? "Färre än fem har svarat, så svaren visas inte." : "Ingen har svarat.";
    note(frame, [told.svar ? "" : few, isFound ? "Frågan är redan ställd i dag. Tryck R för att ställa den igen." : ""].join(" ").trim());
  }
  const here = () => frames[nkDeck.at];
  const again = (frame, after) => { clearTimeout(timer); timer = setTimeout(() => { if (here() === frame) look(frame); }, after); };

  function failed(frame, error) {
    const mine = state.get(frame);
    note(frame, error.told || NO_NET);
    if (mine.at === "closing") mine.at = "late";
    else if (mine.at === "new") mine.at = error.told ? "refused" : "new";
    if (!error.told) again(frame, AGAIN_MS);
  }
  // Shows it to the phones, or asks how it stands.
  async function look(frame) {
    const mine = state.get(frame);
    if (mine.at === "refused" || mine.at === "shown") return;
    try {
      if (mine.at === "late") draw(frame, await call(fieldsOf(frame, "staplar")));
      else if (mine.at === "new") draw(frame, await call(fieldsOf(frame, "visa")), true);
      else if (mine.at === "open") {
        const told = await call(null, `?omgang=${mine.round}`);
        if (mine.at === "open") { count(frame, told.antal); note(frame, ""); }
      }
      if (mine.at === "open") again(frame, EVERY_MS);
    } catch (error) { failed(frame, error); }
  }
  async function close(frame) {
    const mine = state.get(frame);
    mine.at = "closing";
    frame.classList.add("is-shown");
    try { draw(frame, await call(fieldsOf(frame, "staplar"))); quietly(() => channel.postMessage("staplar")); } catch (error) { failed(frame, error); }
  }
  async function anew() {
    const frame = here();
    if (!may || !state.has(frame)) return;
    try { draw(frame, await call(fieldsOf(frame, "om"))); quietly(() => channel.postMessage("om")); again(frame, EVERY_MS); } catch (error) { failed(frame, error); }
  }

  function turned() {
    clearTimeout(timer);
    if (!may) return;
    // Who turns slides is here: her session does not end in the middle of a talk.
    if (Date.now() - seenAt > HERE_MS) { seenAt = Date.now(); call(null).catch(() => {}); }
    const frame = here();
    if (!state.has(frame)) return;
    // What was asked before is shown to the phones once more.
    if (state.get(frame).at !== "shown") state.get(frame).at = "new";
    look(frame);
  }
  deeds.again = anew;
  // True where the key has shown the bars and not turned the slide.
  nkDeck.beforeNext(() => {
    const frame = here(), mine = state.get(frame);
    if (!may || !mine || mine.at !== "open" || !mine.count || part(frame, "note").textContent) return false;
    close(frame);
    return true;
  });
  nkDeck.onTurn(({ at, from }) => { if (at !== from) turned(); });
  if (channel) channel.onmessage = () => { const frame = here(); if (state.has(frame)) { state.get(frame).at = "new"; look(frame); } };

  function begin(isMine) {
    may = isMine;
    root.classList.toggle("is-asking", may);
    // What another audience has said is for those who read, not for those who are asked.
    for (const frame of may ? asked : []) { bars(frame, null, 0); frame.querySelector(".sub").textContent = part(frame, "all").dataset.about; }
    turned();
  }
  if (isFile) {
    for (const frame of asked) if (!part(frame, "all").dataset.told) note(frame, NO_NET);
    return;
  }
  call(null).then((told) => {
    quietly(() => (told.far ? localStorage.setItem(MAY, day) : localStorage.removeItem(MAY)));
    begin(told.far);
  }).catch(() => begin(kept(MAY) === day));
})();
