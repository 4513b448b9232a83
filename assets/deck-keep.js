// What happens without a network: a service worker keeps the page where the browser lets it, else the saved file does.
// Says under "?" which of the two holds, and saves the page as a file.
(() => {
  "use strict";
  const { quietly, asItCame } = nkDeck;
  const state = document.getElementById("kept"), link = document.getElementById("save");
  const say = (words) => { state.textContent = words; };

  if (location.protocol === "file:") {
    say("Det här är den sparade filen: den behöver inget nät.");
    link.hidden = true;
    return;
  }
  const CANNOT = "Spara filen: här kan webbläsaren inte spara sidan själv, så utan nät går den inte att ladda om.";

  async function keep() {
    if (!("serviceWorker" in navigator) || !window.isSecureContext) return say(CANNOT);
    await navigator.serviceWorker.register("deck-sw.js", { updateViaCache: "none" });
    const registration = await navigator.serviceWorker.ready;
    const answered = new MessageChannel();
    answered.port1.onmessage = (event) => say(event.data === true ? "Sparad i webbläsaren: går att ladda om utan nät." : CANNOT);
    registration.active.postMessage({ keep: location.pathname + location.search }, [answered.port2]);
  }
  const begin = () => keep().catch(() => say(CANNOT));
  if (document.readyState === "complete") begin(); else addEventListener("load", begin, { once: true });

  function offer(blob) {
    const saved = document.createElement("a");
    saved.href = URL.createObjectURL(blob);
    saved.download = link.download;
    saved.click();
    setTimeout(() => quietly(() => URL.revokeObjectURL(saved.href)), 60_000);
  }
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      offer(await answer.blob());
    } catch {
      // The server is gone: the page saves what it was itself made of.
      offer(new Blob([asItCame], { type: "text/html" }));
    }
  });
})();
