// The speaker's window: the same page, opened with #presenter. The windows of one deck follow each other, each works alone.
(() => {
  "use strict";
  const { frames, place, deeds, quietly, isPresenter } = nkDeck;
  if (!frames.length) return;
  const isFile = location.protocol === "file:";
  const name = `nyckeltal:${location.pathname}`;
  const STARTED = `${name}:start`;
  let peer = isPresenter ? window.opener : null;

  // Pages opened from files have no common origin and hear no channel; they know each other's windows instead.
  const channel = isFile ? null : quietly(() => new BroadcastChannel(name));
  const tell = (message) => {
    const whole = { ...message, of: name };
    if (channel) quietly(() => channel.postMessage(whole));
    else if (peer && !peer.closed) quietly(() => peer.postMessage(whole, "*"));
  };
  function hear(message) {
    if (!message || message.of !== name) return;
    const to = place.get(message.slide);
    if (to !== undefined) nkDeck.turn(to, { silently: true });
    if (typeof message.isBlack === "boolean") nkDeck.setBlack(message.isBlack, { silently: true });
  }
  if (channel) channel.onmessage = (event) => hear(event.data);
  else addEventListener("message", (event) => {
    if (!event.source || event.data?.of !== name) return;
    // The first window has lost sight of the second after a reload; the second tells that it is there.
    peer = event.source;
    hear(event.data);
  });

  nkDeck.onTurn(({ silently }) => {
    if (!silently) tell({ slide: frames[nkDeck.at].id, isBlack: nkDeck.isBlack });
  });

  deeds.presenter = () => {
    if (isPresenter) return;
    const address = `${location.href.split("#")[0]}#presenter=${encodeURIComponent(frames[nkDeck.at].id)}`;
    const opened = quietly(() => window.open(address, `${name}:talarvy`, "popup,width=1240,height=800"));
    if (opened) peer = opened;
    else document.getElementById("told").textContent = "Webbläsaren stoppade fönstret med talarvyn: tillåt fönster för sidan.";
  };
  if (!isPresenter) return;

  const byId = (id) => document.getElementById(id);
  const spent = new Map();
  const now = () => Date.now();
  const kept = () => Number(quietly(() => sessionStorage.getItem(STARTED))) || 0;
  let started = kept() || now(), arrived = now();
  const keep = () => quietly(() => sessionStorage.setItem(STARTED, String(started)));

  const clockOf = (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000)), minutes = Math.floor(seconds / 60);
    const two = (n) => String(n).padStart(2, "0");
    return minutes < 60 ? `${minutes}.${two(seconds % 60)}` : `${Math.floor(minutes / 60)}.${two(minutes % 60)}.${two(seconds % 60)}`;
  };
  function tick() {
    byId("clock").textContent = new Date().toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    byId("since").textContent = clockOf(now() - started);
    byId("here").textContent = clockOf((spent.get(nkDeck.at) ?? 0) + now() - arrived);
    byId("counter").textContent = `${nkDeck.at + 1} av ${frames.length}`;
  }
  nkDeck.onTurn(({ at, from }) => {
    if (at !== from) { spent.set(from, (spent.get(from) ?? 0) + now() - arrived); arrived = now(); }
    tick();
  });
  deeds.restart = () => { started = arrived = now(); spent.clear(); keep(); tick(); };
  keep();
  tick();
  setInterval(() => { tick(); if (!channel) tell({}); }, 1000);
})();
