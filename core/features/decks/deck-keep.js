// What happens without a network: a service worker keeps the page where the browser lets it, else the saved file does.
// Says under "?" which of the two holds, on the slides when they are a kept copy, and saves the page as a file.
(() => {
  "use strict";
  const { quietly, asItCame } = nkDeck;
  const state = document.getElementById("kept"), copy = document.getElementById("copy");
  const links = document.querySelectorAll("[data-save]");
  const say = (words) => { state.textContent = words; };

  if (location.protocol === "file:") {
    say("Det här är den sparade filen: den behöver inget nät.");
    for (const link of links) link.hidden = true;
    return;
  }
  const CANNOT = "Spara filen: sidan sparas inte i webbläsaren, så utan nät går den inte att ladda om.";
  const KEPT = document.querySelector("[data-spoken]")
    ? "Sparad i webbläsaren, utan talarens anteckningar: går att ladda om utan nät."
    : "Sparad i webbläsaren: går att ladda om utan nät.";

  const clock = (date) => new Date(date).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  // AT is when the copy on the screen was fetched, null where it is no copy.
  function tell({ isKept, at, isNewer, isAsking }) {
    if (!isAsking) say(isKept ? KEPT : CANNOT);
    if (at === null || at === undefined) return;
    const words = `Sparad kopia${at ? ` ${clock(at)}` : ""}`;
    copy.hidden = false;
    copy.querySelector("span").textContent = isNewer ? `${words}, en nyare finns:` : `${words}.`;
    copy.querySelector("button").hidden = !isNewer;
    // That it is a copy is said once; that it is an old one until it is reloaded.
    if (!isNewer && !isAsking) nkDeck.onTurn(() => { copy.hidden = true; });
  }
  copy.querySelector("button").addEventListener("click", () => location.reload());

  async function keep() {
    if (!("serviceWorker" in navigator) || !window.isSecureContext) return say(CANNOT);
    await navigator.serviceWorker.register("deck-sw.js", { updateViaCache: "none" });
    const registration = await navigator.serviceWorker.ready;
    const answered = new MessageChannel();
    answered.port1.onmessage = (event) => tell(event.data);
    registration.active.postMessage({ keep: location.pathname + location.search }, [answered.port2]);
  }
  const begin = () => keep().catch(() => say(CANNOT));
  if (document.readyState === "complete") begin(); else addEventListener("load", begin, { once: true });

  function offer(blob, name) {
    const saved = document.createElement("a");
    saved.href = URL.createObjectURL(blob);
    saved.download = name;
    saved.click();
    setTimeout(() => quietly(() => URL.revokeObjectURL(saved.href)), 60_000);
  }
  // A file is passed on: what the speakers have noted for themselves is in it only when that was asked for.
  function withoutNotes(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const note of page.querySelectorAll("[data-spoken]")) note.remove();
    return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
  }
  async function newest() {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }
  for (const link of links) link.addEventListener("click", async (event) => {
    event.preventDefault();
    // Where the server is gone the page saves what it was itself made of.
    const html = await newest().catch(() => asItCame);
    offer(new Blob([link.dataset.save === "notes" ? html : withoutNotes(html)], { type: "text/html" }), link.download);
  });
})();
