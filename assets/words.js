// Hard words open their sentence by tap and key, and close by the same, by Escape and by a tap beside. So do a row's
// signals theirs, by a tap on any of them or by the row's "varför?".
(() => {
  "use strict";
  const ROW = ":is(tr, li):has(.nk-why-asked)";
  const close = (except) => document.querySelectorAll(".nk-word[aria-expanded=true]").forEach((word) => { if (word !== except) word.setAttribute("aria-expanded", "false"); });
  document.addEventListener("click", (event) => {
    // A drawing that one points at answers for itself.
    const word = event.target.closest("svg[data-hover]") ? null : event.target.closest(".nk-word") ?? event.target.closest(`${ROW} [title]`)?.closest(ROW).querySelector(".nk-why-asked");
    close(word);
    // The sentences stand in the row already, as what a mouse shows.
    if (word?.matches(".nk-why-asked")) {
      const said = [...word.closest(ROW).querySelectorAll("[title]")].map((signal) => signal.title);
      word.querySelector(".nk-word-said").textContent = said.filter(Boolean).join("\n");
    }
    word?.setAttribute("aria-expanded", String(word.getAttribute("aria-expanded") !== "true"));
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
})();
