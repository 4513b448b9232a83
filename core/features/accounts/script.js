// The name that was typed stands there again when the sign-in was refused: in this tab alone, until the next page.
(() => {
  "use strict";
  const KEPT = "nyckeltal.inloggningsnamn";
  let name = "";
  try { name = sessionStorage.getItem(KEPT) ?? ""; sessionStorage.removeItem(KEPT); } catch { /* private mode */ }
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("form[action$='/logga-in']")) return;
    try { sessionStorage.setItem(KEPT, target.elements.namn.value); } catch { /* private mode */ }
  });
  nkDrawn(() => {
    const field = name && document.querySelector("form[action$='/logga-in'] [name=namn]");
    if (!field) return;
    field.value = name;
    name = "";
  });
})();
