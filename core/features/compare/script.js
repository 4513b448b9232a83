// Enlarges a drawing in its box by buttons; the box scrolls by hand and by arrow keys. Without it the whole is seen.
(() => {
  "use strict";
  const MOST = 16;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-zoom]");
    const box = button?.closest("figure").querySelector(".nk-zoomed");
    if (!box) return;
    const before = Number(box.dataset.scale ?? 1), by = Number(button.dataset.zoom);
    const scale = by ? Math.min(MOST, Math.max(1, before * by)) : 1;
    // Around one's own municipality at first, then around what one looks at.
    const all = box.querySelector("svg").getBoundingClientRect(), own = box.querySelector("path.own")?.getBoundingClientRect();
    const seen = box.getBoundingClientRect();
    const middle = before === 1 && own ? own : seen;
    const x = (middle.left + middle.width / 2 - all.left) / all.width, y = (middle.top + middle.height / 2 - all.top) / all.height;
    box.dataset.scale = scale;
    box.style.setProperty("--zoom", scale);
    box.scrollTo(x * box.scrollWidth - seen.width / 2, y * box.scrollHeight - seen.height / 2);
    button.parentElement.querySelector("[role=status]").textContent = scale > 1 ? `${scale} gånger större` : "";
  });
})();
