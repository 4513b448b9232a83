// Hard words open their sentence by tap and key, and close by the same, by Escape and by a tap beside.
(() => {
  "use strict";
  const close = (except) => document.querySelectorAll(".nk-word[aria-expanded=true]").forEach((word) => { if (word !== except) word.setAttribute("aria-expanded", "false"); });
  document.addEventListener("click", (event) => {
    const word = event.target.closest?.(".nk-word");
    close(word);
    word?.setAttribute("aria-expanded", String(word.getAttribute("aria-expanded") !== "true"));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
