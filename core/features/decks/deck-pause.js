// The loop for the foyer: turns by itself, without end, and counts down to the next session. Keys still work.
(() => {
  "use strict";
  const frames = [...document.querySelectorAll(".frame")];
  const byId = (id) => document.getElementById(id);
  const black = document.querySelector(".black");
  // As long as it takes to read that kind of slide.
  const SECONDS = JSON.parse(document.getElementById("deck").dataset.seconds);
  const DAY_MS = 86_400_000, BEGINS_MS = 60_000;
  const sessions = [...document.querySelectorAll(".sessions li")].map((item) => {
    const time = item.querySelector("time");
    return { at: Date.parse(time.dateTime), clock: time.textContent, name: item.querySelector("span").textContent };
  });
  let at = 0, timer = 0, isStill = false;

  const quietly = (work) => { try { const done = work(); if (done && done.catch) done.catch(() => {}); } catch { /* done without */ } };
  function wait() {
    clearTimeout(timer);
    if (!isStill && frames.length > 1) timer = setTimeout(() => turn(1), SECONDS[frames[at].dataset.kind] * 1000);
  }
  function turn(steps) {
    if (!frames.length) return;
    frames[at].classList.remove("now");
    at = (at + steps + frames.length) % frames.length;
    frames[at].classList.add("now");
    wait();
  }

  function leftWords(ms) {
    const minutes = Math.ceil(ms / 60_000);
    if (ms <= 60_000) return `om ${Math.max(1, Math.ceil(ms / 1000))} s`;
    return minutes < 60 ? `om ${minutes} min` : `om ${Math.floor(minutes / 60)} tim${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  }
  function tick() {
    const now = Date.now();
    byId("clock").textContent = new Date(now).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    const next = sessions.find((session) => session.at > now - BEGINS_MS);
    if (!next) {
      if (sessions.length) { byId("next").textContent = "Inget mer på programmet i dag"; byId("left").textContent = ""; }
      return;
    }
    const isLater = next.at - now > DAY_MS / 2;
    const day = isLater ? `${new Date(next.at).toLocaleDateString("sv-SE", { day: "numeric", month: "long" })} ` : "";
    byId("next").textContent = next.at <= now ? `Nu: ${next.name}` : `${day}${next.clock} ${next.name}`;
    byId("left").textContent = next.at <= now || isLater ? "" : leftWords(next.at - now);
  }

  const deeds = {
    next: () => turn(1),
    prev: () => turn(-1),
    still: () => { isStill = !isStill; byId("still").hidden = !isStill; wait(); },
    black: () => { black.hidden = !black.hidden; },
    full: () => quietly(() => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())),
  };
  const KEYS = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev",
    " ": "still", b: "black", ".": "black", f: "full",
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Escape") { black.hidden = true; return; }
    if (!KEYS[key]) return;
    event.preventDefault();
    deeds[KEYS[key]]();
  });
  const keepAwake = () => { if (document.visibilityState === "visible") quietly(() => navigator.wakeLock?.request("screen")); };
  document.addEventListener("visibilitychange", keepAwake);
  keepAwake();

  // A reload works without a network, where the browser lets the page be kept.
  async function keep() {
    if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
    await navigator.serviceWorker.register("deck-sw.js", { updateViaCache: "none" });
    const registration = await navigator.serviceWorker.ready;
    const answered = new MessageChannel();
    // Nobody stands by to reload an old copy; what is newer is kept by now.
    answered.port1.onmessage = (event) => { if (event.data.isNewer) location.reload(); };
    registration.active.postMessage({ keep: location.pathname + location.search }, [answered.port2]);
  }
  if (document.readyState === "complete") quietly(keep); else addEventListener("load", () => quietly(keep), { once: true });

  frames[0]?.classList.add("now");
  wait();
  tick();
  setInterval(tick, 1000);
})();
