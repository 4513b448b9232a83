// A room's screen: its phases, the way from one to the next, and what stands around them.
(() => {
  const { make } = nkRoom, { PAGES, act, at, fill, follow, isHidden, keepingFocus, kept, many, sure, tools } = nkScreen;
  const { drawConclusions, drawGrouping, drawOrder, drawPages, drawVoting, drawWriting } = nkScreen;
  const isGrouping = () => at.phase === "skriva" || at.phase === "gruppera";
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

  const DRAWN = { skriva: PAGES ? drawPages : drawWriting, gruppera: drawGrouping, rosta: drawVoting, ordning: drawOrder, slutsatser: drawConclusions };
  nkScreen.draw = () => keepingFocus(() => { DRAWN[at.phase](); frame(); });
  follow();
})();
