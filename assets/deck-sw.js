// Keeps the presentations that have been opened, so that a reload works without a network. Its scope is theirs alone.
"use strict";
const STORE = "nyckeltal-bildspel-1";
// A network that hangs is worse than none: after this the kept page is shown.
const PATIENCE_MS = 2500;

const isPage = (answer) => answer.ok && (answer.headers.get("content-type") || "").startsWith("text/html");
const keyOf = (address) => { const url = new URL(address, self.location.href); url.hash = ""; return url.href; };

async function asked(request) {
  const answer = await fetch(request);
  const store = await caches.open(STORE);
  if (isPage(answer)) await store.put(keyOf(request.url), answer.clone());
  // What has been taken back must not come up again.
  else if ([401, 403, 404, 410].includes(answer.status)) await store.delete(keyOf(request.url));
  return answer;
}

async function page(event) {
  const store = await caches.open(STORE);
  const kept = await store.match(keyOf(event.request.url));
  const fresh = asked(event.request);
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((resolve) => { setTimeout(() => resolve(null), PATIENCE_MS); });
  const answer = await Promise.race([fresh.catch(() => null), late]);
  return answer && answer.status < 500 ? answer : kept;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.mode === "navigate") event.respondWith(page(event));
});
self.addEventListener("message", (event) => {
  const keep = async () => {
    const address = keyOf(event.data.keep);
    if (!address.startsWith(self.registration.scope)) return false;
    try {
      await asked(new Request(address, { cache: "no-cache", credentials: "same-origin" }));
    } catch { /* no network now: it may be kept from before */ }
    return Boolean(await (await caches.open(STORE)).match(address));
  };
  event.waitUntil(keep().catch(() => false).then((kept) => event.ports[0]?.postMessage(kept)));
});
