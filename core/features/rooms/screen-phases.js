// What stands on a room's screen in each phase, but the conclusions.
(() => {
  const { make } = nkRoom, { FIELDS, act, all, at, chosen, fill, fillCards, headingOf, headingsOf, hiddenOnes, isHidden, kept, main, many, move, say, visible } = nkScreen;
  const draw = () => nkScreen.draw();

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

  Object.assign(nkScreen, { drawGrouping, drawOrder, drawPages, drawVoting, drawWriting });
})();
