// Setting targets: shows the fields that a kind has, what is changed, and how it would look. The rules are the
// server's: this only asks and draws. Everything can be saved without it.
(() => {
  "use strict";
  const PAUSE_MS = 250;
  const NUMBER_FIELDS = ["value", "value2", "base_year", "group", "rank", "tolerance"];
  const form = () => document.querySelector(".stMain .nk-targets-form");
  const lineOf = (field) => field.closest("[data-line]");
  const fieldsIn = (part) => [...part.querySelectorAll("[data-field]")];
  const original = (field) => (field.type === "checkbox" ? field.dataset.was === "ja" : field.dataset.was);
  const present = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const isChanged = (field) => !field.disabled && present(field) !== original(field);

  // A field that the kind has not is away, and is not sent.
  function showKind(line) {
    const chosen = line.querySelector("[data-field=kind]")?.selectedOptions[0];
    if (!chosen) return;
    const has = chosen.dataset.has.split(" ");
    for (const name of NUMBER_FIELDS) {
      const box = line.querySelector(`[data-for=${name}]`);
      box.hidden = !has.includes(name);
      box.querySelector("[data-field]").disabled = box.hidden;
    }
  }

  function countChanges() {
    let changed = 0;
    for (const body of form().querySelectorAll("[data-kpi]")) {
      const here = [...body.querySelectorAll("[data-line]")].filter((line) => fieldsIn(line).some(isChanged)).length;
      body.querySelector("[data-dirty]").textContent = here ? `${here} ${here === 1 ? "ändring" : "ändringar"} att spara` : "";
      body.querySelector("[data-undo]").hidden = !here;
      changed += here;
    }
    form().querySelector("[data-count]").textContent = changed ? `${changed} ${changed === 1 ? "ändring" : "ändringar"} att spara` : "";
    return changed;
  }

  function prepare() {
    const here = form();
    // nav.js fills the fields when the page is drawn; before that they hold nothing to compare with.
    if (!here || here.dataset.ready || here.querySelector("[data-value]:not([data-filled])")) return;
    here.dataset.ready = "yes";
    for (const line of here.querySelectorAll("[data-line]")) {
      showKind(line);
      const isUsed = fieldsIn(line).some((field) => isChanged(field)) || line.querySelector("[aria-invalid], .nk-overtaken");
      line.hidden = line.classList.contains("nk-spare") && !isUsed;
    }
    for (const body of here.querySelectorAll("[data-kpi]")) {
      body.querySelector("[data-spare]").hidden = !body.querySelector(".nk-spare[hidden]");
    }
    countChanges();
    // Why nothing was saved is where one reads on.
    const refusal = document.querySelector(".stMain .nk-targets .nk-told.bad");
    if (refusal) { refusal.tabIndex = -1; refusal.focus(); }
  }
  nkDrawn(prepare, ["data-filled"]);

  // What is shown of one indicator: the latest question's answer, whenever it comes.
  const asked = new Map();
  function ask(line) {
    const body = line.closest("[data-kpi]");
    const state = asked.get(body) ?? { turn: 0 };
    asked.set(body, state);
    clearTimeout(state.timer);
    state.asking?.abort();
    const turn = ++state.turn;
    state.timer = setTimeout(async () => {
      state.asking = new AbortController();
      const sent = new URLSearchParams({ kommunkod: form().elements.kommunkod.value, rad: line.dataset.line });
      for (const field of body.querySelectorAll("[name]")) {
        if (!field.disabled && (field.type !== "checkbox" || field.checked)) sent.set(field.name, field.value);
      }
      for (const field of form().querySelectorAll("[name^='beslut-']")) sent.set(field.name, field.value);
      try {
        const answer = await fetch(form().dataset.preview, { method: "POST", body: sent, signal: state.asking.signal });
        if (turn === state.turn && answer.ok) draw(body, line, await answer.json());
      } catch { /* overtaken, or no network: what was typed stands there */ }
    }, PAUSE_MS);
  }

  const SVG = "http://www.w3.org/2000/svg";
  function symbol(face, size) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [name, value] of Object.entries({ class: `face ${face.symbol}`, width: size, height: size, role: "img", "aria-label": face.words })) svg.setAttribute(name, value);
    svg.append(document.createElementNS(SVG, "use"));
    svg.firstChild.setAttribute("href", `#${face.symbol}`);
    return svg;
  }

  function draw(body, line, found) {
    const isBlank = !fieldsIn(line).some((field) => isChanged(field) || (field.matches("[data-field=year]") && field.value));
    for (const place of line.querySelectorAll("[data-fault]")) {
      const field = line.querySelector(`[data-field=${place.dataset.fault}]`);
      // What is not typed yet is no fault yet.
      const fault = isBlank || !field.value ? "" : found.fel[place.dataset.fault] ?? "";
      if (place.textContent !== fault) place.textContent = fault;
      if (fault) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    }
    question(line, found.fraga);
    const live = line.querySelector("[data-live]");
    const text = found.rad?.text ?? "";
    if (live.dataset.said !== text) {
      live.dataset.said = text;
      live.replaceChildren(...(found.rad ? [symbol(found.rad, 22), ` ${text}`] : []));
    }
    if (found.indikator) {
      const place = body.querySelector("[data-face]");
      place.replaceChildren(symbol(found.indikator, 30));
      place.title = found.indikator.sentence;
      body.querySelector("[data-whole]").textContent = found.indikator.sentence;
    }
  }

  // A tick confirms the levels that it was put for, and no others.
  function question(line, asked) {
    const place = line.querySelector("[data-doubt]");
    const label = line.querySelector("[data-sure]");
    const box = label.querySelector("input");
    const text = asked?.text ?? "";
    if (place.textContent !== text) place.textContent = text;
    label.hidden = !asked;
    if (box.value === (asked?.sigill ?? "")) return;
    box.value = asked?.sigill ?? "";
    box.checked = false;
    countChanges();
  }

  function changed(event) {
    const line = event.target.closest?.(".nk-targets-form [data-line]");
    if (!line) return;
    if (event.target.matches("[data-field=kind]")) showKind(line);
    countChanges();
    ask(line);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".nk-targets-form :is([data-undo], [data-spare])");
    if (!button) return;
    const body = button.closest("[data-kpi]");
    if (button.matches("[data-spare]")) {
      const spare = body.querySelector(".nk-spare[hidden]");
      spare.hidden = false;
      spare.querySelector("[data-field=year]").focus();
      button.hidden = !body.querySelector(".nk-spare[hidden]");
      return;
    }
    for (const line of body.querySelectorAll("[data-line]")) {
      const here = fieldsIn(line);
      if (!here.some(isChanged)) continue;
      for (const field of here) {
        if (field.type === "checkbox") field.checked = original(field); else field.value = original(field);
      }
      showKind(line);
      ask(line);
    }
    countChanges();
    body.querySelector("summary").focus();
  });

  // Typed and not saved: the browser asks before it leaves.
  let isLeaving = false;
  document.addEventListener("submit", () => { isLeaving = true; });
  document.addEventListener("click", (event) => { if (event.target.closest?.(".nk-undo-all")) isLeaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && form()?.dataset.ready && countChanges()) event.preventDefault();
  });
})();
