// Asks before what has been typed in a form that is not sent yet is left behind.
(() => {
  "use strict";
  const QUESTION = "Det du har skrivit är inte sparat. Vill du lämna det ändå?";
  let isTyped = false;
  const isGuarded = (element) => Boolean(element?.closest?.(".nk-guarded"));
  const typed = (event) => { if (isGuarded(event.target)) isTyped = true; };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);

  // Before nav.js follows the link inside the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!isTyped || !link || link.target === "_blank" || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (confirm(QUESTION)) { isTyped = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener("submit", (event) => {
    if (isTyped && !isGuarded(event.target) && !confirm(QUESTION)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    isTyped = false;
  }, true);
  window.addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
})();
