// Keeps the presentations that have been opened, so that a reload works without a network. Its scope is theirs alone.
// What is kept is what a stranger sees: it is asked for without cookies, so that no draft and no notes lie in the browser.
"use strict";
const STORE = "nyckeltal-bildspel-2";
// A network that hangs is worse than none: after this the kept page is shown.
const PATIENCE_MS = 2500;

const isPage = (answer) => answer.ok && !answer.redirected && (answer.headers.get("content-type") || "").startsWith("text/html");
// What has been taken back must not come up again.
const isTakenBack = (answer) => [401, 403, 404, 410].includes(answer.status);
const keyOf = (address) => { const url = new URL(address, self.location.href); url.hash = ""; return url.href; };
// The windows that got a kept page, and which: the page asks as soon as it is there.
const shown = new Map();

async function page(event) {
  const store = await caches.open(STORE), address = keyOf(event.request.url), kept = await store.match(address);
  const fresh = fetch(event.request);
  if (!kept) return fresh;
  event.waitUntil(fresh.then((answer) => isTakenBack(answer) && store.delete(address)).catch(() => {}));
  const late = new Promise((resolve) => { setTimeout(() => resolve(null), PATIENCE_MS); });
  const answer = await Promise.race([fresh.catch(() => null), late]);
  if (answer && answer.status < 500) return answer;
  shown.set(event.resultingClientId, kept.clone());
  return kept;
}

// Keeps the page at ADDRESS as it is now. Says whether it is kept, since when that is shown which was not fetched,
// and whether there is a newer one.
async function keep(address, client, say) {
  const store = await caches.open(STORE), copy = shown.get(client);
  const at = copy ? copy.headers.get("date") || "" : null;
  if (copy) say({ isKept: true, at, isNewer: false, isAsking: true });
  let isNewer = false;
  try {
    const answer = await fetch(new Request(address, { cache: "no-cache", credentials: "omit" }));
    if (isPage(answer)) {
      isNewer = Boolean(copy) && copy.headers.get("etag") !== answer.headers.get("etag");
      await store.put(address, answer);
    } else if (isTakenBack(answer)) await store.delete(address);
  } catch { /* no network now: it may be kept from before */ }
  say({ isKept: Boolean(await store.match(address)), at, isNewer, isAsking: false });
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name.startsWith("nyckeltal-bildspel") && name !== STORE) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.mode === "navigate") event.respondWith(page(event));
});
self.addEventListener("message", (event) => {
  const address = keyOf(event.data.keep), say = (told) => event.ports[0]?.postMessage(told);
  if (!address.startsWith(self.registration.scope)) return say({ isKept: false });
  event.waitUntil(keep(address, event.source?.id, say).catch(() => say({ isKept: false })));
});
