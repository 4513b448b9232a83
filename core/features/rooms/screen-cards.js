// The notes on a room's screen: cards that its leader marks, moves and hides, with the mouse, a finger or the keys.
(() => {
  const { make } = nkRoom, { at, chosen, main, act, headingOf, headingsOf, isHidden, many, say, visible } = nkScreen;
  const SHOWN = 150, MOST_AT_ONCE = 150, FAR = 6;
  const cards = new Map(), draw = () => nkScreen.draw();

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

  function kept(id, build) {
    return document.getElementById(id) ?? build();
  }

  function hiddenOnes() {
    const hidden = [...at.notes.values()].filter((one) => isHidden(one));
    const hiding = kept("dolda", () => make("details", { id: "dolda" }, make("summary"), make("ul")));
    hiding.hidden = hidden.length === 0;
    hiding.querySelector("summary").textContent = many(hidden.length, "1 dold lapp", "dolda lappar");
    const list = hiding.querySelector("ul"), of = hidden.map((one) => one.key).join(" ");
    if (list.dataset.of === of) return hiding;
    list.dataset.of = of;
    fill(list, hidden.slice(0, SHOWN).map((one) => make("li", {}, make("bdi", {}, one.text), " ", make("button", { type: "button", class: "nk-quiet", onclick: () => act("visa", { lappar: one.key }, "Lappen visas igen.") }, "Visa igen", make("span", { class: "nk-hidden" }, `: ${one.text}`)))));
    return hiding;
  }

  function tools() {
    const bar = document.querySelector(".nk-room-tools");
    const isFirst = bar.hidden;
    bar.hidden = chosen.size === 0;
    if (!chosen.size) return;
    const fields = new Set([...chosen].map((one) => at.notes.get(one).field)), [field] = fields;
    const canMove = at.phase === "gruppera" && fields.size === 1;
    const select = kept("flytta", () => make("select", { id: "flytta", onchange: (event) => { if (event.target.value !== "?") move(event.target.value); } }));
    const options = [["?", "Välj rubrik"], ["", "Utan rubrik"], ...headingsOf(field).map((one) => [one.key, one.name])];
    // A list that is open stays so when a note comes in.
    const of = JSON.stringify(options);
    if (select.dataset.of !== of) fill(select, options.map(([value, words]) => make("option", { value }, words)));
    if (select.dataset.of !== of || isFirst) select.value = "?";
    select.dataset.of = of;
    const label = kept("flytta-till", () => make("label", { id: "flytta-till" }, "Flytta till ", select));
    label.hidden = !canMove;
    const count = kept("antal-valda", () => make("b", { id: "antal-valda" }));
    count.textContent = many(chosen.size, "1 lapp markerad", "lappar markerade");
    const hide = kept("dolj", () => make("button", { type: "button", id: "dolj", class: "nk-quiet", onclick: hideChosen }, "Dölj"));
    const none = kept("avmarkera", () => make("button", { type: "button", id: "avmarkera", class: "nk-quiet", onclick: () => { chosen.clear(); draw(); } }, "Avmarkera"));
    fill(bar, [count, label, hide, none]);
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

  // A card that is moved in the document loses its focus.
  function keepingFocus(work) {
    const focused = document.activeElement, note = focused?.dataset?.note;
    work();
    if (note && document.activeElement !== focused && cards.get(note)?.isConnected) cards.get(note).focus();
  }
  const renew = (key, text) => { if (cards.has(key)) cards.get(key).textContent = text; };
  Object.assign(nkScreen, { all, fill, fillCards, forget: (key) => cards.delete(key), hiddenOnes, keepingFocus, kept, move, renew, tools });
})();
