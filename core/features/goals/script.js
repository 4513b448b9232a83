// Mål: what somebody has opened stays open when she comes back, and a link to a goal opens what it lies in.
// Everything works without it: folds open by themselves, only they are closed again on the next page.
(() => {
  "use strict";
  const FOLDS = ".nk-chain details[id]:not(.nk-menu)";
  const key = () => `nyckeltal.oppna.${new URLSearchParams(location.search).get("kommun")}`;
  const opened = () => {
    try { return new Set(JSON.parse(sessionStorage.getItem(key()) ?? "[]")); } catch { return new Set(); }
  };
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(FOLDS)) return;
    const ids = opened();
    if (event.target.open) ids.add(event.target.id); else ids.delete(event.target.id);
    try { sessionStorage.setItem(key(), JSON.stringify([...ids])); } catch { /* private mode */ }
  }, true);

  let seen = null;
  function open() {
    const chain = document.querySelector(".stMain .nk-chain, #nk-first .nk-chain");
    const drawn = chain?.querySelector("h1[data-view]");
    if (!drawn || drawn === seen) return;
    seen = drawn;
    const ids = opened();
    for (const fold of chain.querySelectorAll("details[id]:not(.nk-menu)")) if (ids.has(fold.id)) fold.open = true;
    const place = location.hash && chain.querySelector(`#${CSS.escape(decodeURIComponent(location.hash.slice(1)))}`);
    for (let fold = place?.closest?.("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (place) place.scrollIntoView();
  }
  nkDrawn(open);
})();
