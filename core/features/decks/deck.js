// Turns the slides. All of them are in the page from the start: turning changes what is seen and waits for nothing.
// Whatever a browser refuses (full screen, history, a window) is done without.
const nkDeck = (() => {
  "use strict";
  const root = document.documentElement;
  // As it came, before anything is changed: what is saved when nothing can be fetched.
  const asItCame = `<!doctype html>\n${root.outerHTML}\n`;
  const frames = [...document.querySelectorAll(".frame")];
  const place = new Map(frames.map((frame, i) => [frame.id, i]));
  const byId = (id) => document.getElementById(id);
  const help = byId("help"), areas = byId("areas"), jump = byId("jump"), told = byId("told");
  const PRESENTER = "presenter";
  const DIGITS_MS = 3000, IDLE_MS = 2500, LEAST_SWIPE = 40;
  const listeners = [], holds = [];
  const isPresenter = location.hash.slice(1).split("=")[0] === PRESENTER;
  let at = 0, isBlack = false, digits = "", digitsTimer = 0, idleTimer = 0;

  const quietly = (work) => { try { const done = work(); if (done && done.catch) done.catch(() => {}); return done; } catch { return undefined; } };
  const isOverview = () => root.classList.contains("is-overview");
  const titleOf = (frame) => frame.querySelector("h2").textContent;

  // What comes next is laid out before it is asked for, so that a turn only makes it seen.
  const ready = new Set();
  function prepare() {
    for (const frame of ready) frame.classList.remove("ready");
    ready.clear();
    for (const frame of [frames[at + 1], frames[at - 1]]) if (frame) { frame.classList.add("ready"); ready.add(frame); }
  }
  let preparing = 0;
  const soon = () => { cancelAnimationFrame(preparing); preparing = requestAnimationFrame(() => setTimeout(prepare)); };

  function draw(from) {
    frames[from]?.classList.remove("now");
    frames[from + 1]?.classList.remove("next");
    frames[at].classList.add("now");
    frames[at + 1]?.classList.add("next");
    root.classList.toggle("at-end", at === frames.length - 1);
    root.classList.remove("has-code");
    soon();
  }

  function turn(to, { silently = false } = {}) {
    if (!frames.length) return;
    const from = at;
    at = Math.min(Math.max(to, 0), frames.length - 1);
    if (at === from) return;
    draw(from);
    const id = encodeURIComponent(frames[at].id);
    quietly(() => history.replaceState(history.state, "", isPresenter ? `#${PRESENTER}=${id}` : `#${id}`));
    // What had the focus is no longer seen.
    if (frames[from].contains(document.activeElement) && !isOverview()) frames[at].focus({ preventScroll: true });
    told.textContent = `Bild ${at + 1} av ${frames.length}: ${titleOf(frames[at])}`;
    for (const listen of listeners) quietly(() => listen({ at, from, isBlack, silently }));
  }

  function setBlack(black, { silently = false } = {}) {
    if (black === isBlack) return;
    isBlack = black;
    document.querySelector(".black").hidden = !black;
    root.classList.toggle("is-black", black);
    for (const button of document.querySelectorAll('[data-do="black"]')) button.setAttribute("aria-pressed", String(black));
    told.textContent = black ? "Skärmen är svart" : `Bild ${at + 1} av ${frames.length}: ${titleOf(frames[at])}`;
    for (const listen of listeners) quietly(() => listen({ at, from: at, isBlack, silently }));
  }

  function setOverview(on) {
    root.classList.toggle("is-overview", on);
    root.classList.toggle("is-show", !on);
    if (!on) { frames[at].focus({ preventScroll: true }); scrollTo(0, 0); return; }
    root.classList.remove("has-notes", "has-code");
    const pick = frames[at].querySelector(".pick");
    pick.focus({ preventScroll: true });
    frames[at].scrollIntoView({ block: "center" });
  }

  const move = (steps) => { setBlack(false); turn(at + steps); };
  // Arrows, Home and End move among the areas; a remote's keys turn the slides as ever.
  function inAreas(key) {
    const links = [...areas.querySelectorAll("a")], now = links.indexOf(document.activeElement);
    const half = getComputedStyle(links[0].closest("ul")).columnCount > 1 ? Math.ceil(links.length / 2) : 0;
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, ArrowRight: now + half, ArrowLeft: now - half, Home: 0, End: links.length - 1 }[key];
    if (to === undefined) return false;
    links[Math.min(Math.max(to, 0), links.length - 1)].focus();
    return true;
  }
  // The boxes that lie over the slides: only one at a time is open.
  const openBox = () => [help, areas].find((box) => box?.open);
  const toggle = (box) => quietly(() => {
    const isOpen = box.open;
    openBox()?.close();
    if (!isOpen) box.showModal();
  });
  const toggleFull = () => quietly(() => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()));

  function showDigits(text) {
    digits = text;
    jump.hidden = !text;
    jump.textContent = text;
    clearTimeout(digitsTimer);
    if (text) digitsTimer = setTimeout(() => showDigits(""), DIGITS_MS);
  }

  function escape() {
    if (digits) showDigits("");
    else if (isBlack) setBlack(false);
    else if (root.classList.contains("has-code")) root.classList.remove("has-code");
    else if (document.fullscreenElement) toggleFull();
    else if (root.classList.contains("has-notes")) root.classList.remove("has-notes");
    else setOverview(!isOverview());
  }

  const deeds = {
    // A slide may have more to show before it is turned.
    next: () => { if (isBlack || isOverview() || !holds.some((hold) => quietly(hold))) move(1); }, prev: () => move(-1), first: () => move(-frames.length), last: () => move(frames.length),
    black: () => setBlack(!isBlack), full: toggleFull, help: () => toggle(help), areas: () => toggle(areas), escape, overview: () => setOverview(!isOverview()),
    notes: () => { if (!isOverview()) root.classList.toggle("has-notes"); },
    code: () => root.classList.toggle("has-code", !root.classList.contains("has-code") && Boolean(frames[at].querySelector(".code"))),
    presenter: () => {}, restart: () => {}, // deck-follow.js
    again: () => {}, // deck-ask.js
  };
  // A deck may be empty.
  const act = (deed) => { if (frames.length || deed === "help" || deed === "full") deeds[deed](); };
  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev",
    Home: "first", End: "last", b: "black", ".": "black", f: "full", p: "presenter", n: "notes", q: "code", r: "again", "?": "help", m: "areas", Escape: "escape",
  };

  const columns = () => {
    const top = frames[0].offsetTop;
    return Math.max(1, frames.findIndex((frame) => frame.offsetTop !== top));
  };
  // A remote has Page Up and Page Down only: they choose, and Esc leads back to what is chosen.
  function inOverview(key) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns(), PageDown: 1, PageUp: -1, " ": 0 }[key];
    if (key === " " || (key === "Enter" && !digits)) { setOverview(false); return true; }
    if (steps === undefined && key !== "Home" && key !== "End") return false;
    turn(key === "Home" ? 0 : key === "End" ? frames.length - 1 : at + steps);
    frames[at].querySelector(".pick").focus();
    frames[at].scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (openBox() === areas && areas && inAreas(key)) { event.preventDefault(); return; }
    if (isOverview() && !openBox() && inOverview(key)) { event.preventDefault(); return; }
    // A link does nothing with the space bar: it belongs to the slides.
    const onControl = event.target.closest?.("button") || (key === "Enter" && event.target.closest?.("a"));
    if (onControl && (key === "Enter" || key === " ") && !digits) return;
    if (/^\d$/.test(key)) { showDigits((/^\d*$/.test(digits) ? digits + key : key).slice(0, 4)); return; }
    if (key === "Enter" && digits) {
      const to = Number(digits) - 1;
      showDigits("");
      event.preventDefault();
      if (!frames[to]) { showDigits(`Bild ${to + 1} finns inte`); return; }
      setBlack(false);
      turn(to);
      return;
    }
    // Beside B on the keyboard: notes on the wall must not come by a slip of the finger.
    let deed = key === "n" && !event.shiftKey ? undefined : KEYS[key];
    if (!deed) return;
    const box = openBox();
    if (box) {
      if (deed === "escape") return; // the dialog closes itself
      // A remote in the hand must never be locked out by a box on the screen.
      quietly(() => box.close());
      if (deed === box.id) { event.preventDefault(); return; }
    }
    if (key === " " && event.shiftKey) deed = "prev";
    event.preventDefault();
    act(deed);
  });

  document.addEventListener("click", (event) => {
    const pick = event.target.closest?.("[data-pick]");
    if (pick) { turn(Number(pick.dataset.pick) - 1); setOverview(false); return; }
    if (event.target.closest?.("#areas a")) { areas.close(); setBlack(false); if (isOverview()) setOverview(false); return; }
    const button = event.target.closest?.("[data-do]");
    if (!button) { if (isBlack && event.target.closest?.(".black")) setBlack(false); return; }
    // The space bar belongs to the slides again after a click.
    if (event.detail) button.blur();
    act(button.dataset.do);
  });

  let touch = null;
  addEventListener("touchstart", (event) => {
    touch = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!touch || isOverview() || openBox() || (window.visualViewport && visualViewport.scale > 1.05)) return;
    const x = event.changedTouches[0].clientX - touch.x, y = event.changedTouches[0].clientY - touch.y;
    touch = null;
    if (Math.abs(x) > LEAST_SWIPE && Math.abs(x) > 1.5 * Math.abs(y)) act(x < 0 ? "next" : "prev");
  }, { passive: true });

  // The tools and the pointer are seen while the pointer moves.
  const moving = () => {
    root.classList.add("is-moving");
    root.classList.remove("is-still");
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => { root.classList.remove("is-moving"); root.classList.toggle("is-still", !isPresenter && !isOverview() && !openBox()); }, IDLE_MS);
  };
  addEventListener("pointermove", moving, { passive: true });
  addEventListener("pointerdown", moving, { passive: true });

  // A screen that goes dark in the middle of a talk is a failure too.
  const keepAwake = () => { if (document.visibilityState === "visible") quietly(() => navigator.wakeLock?.request("screen")); };
  document.addEventListener("visibilitychange", keepAwake);
  addEventListener("keydown", keepAwake, { once: true });

  const asked = () => {
    const hash = location.hash.slice(1);
    const id = hash.startsWith(`${PRESENTER}=`) ? hash.slice(PRESENTER.length + 1) : hash;
    return place.get(quietly(() => decodeURIComponent(id)) ?? "");
  };
  addEventListener("hashchange", () => { const to = asked(); if (to !== undefined) turn(to); });

  root.classList.add("is-show");
  root.classList.toggle("is-presenter", isPresenter);
  if (isPresenter) document.title = `Talarvy: ${document.title}`;
  if (frames.length) {
    at = asked() ?? 0;
    frames[0].classList.remove("now");
    draw(at);
  }
  return {
    frames, place, deeds, turn, setBlack, quietly, isPresenter, asItCame,
    get at() { return at; }, get isBlack() { return isBlack; },
    onTurn: (listen) => listeners.push(listen),
    beforeNext: (hold) => holds.push(hold),
  };
})();
