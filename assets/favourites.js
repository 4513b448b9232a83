// The indicators that a reader keeps: in the browser, and in the address of the list, which can be sent to others.
const nkFavourites = (() => {
  "use strict";
  const KEPT = "nyckeltal.favoriter";
  const isId = (text) => /^[NUE]\d{5}$/.test(text);

  const read = (text) => [...new Set((text ?? "").split(".").filter(isId))];
  const list = () => { try { return read(localStorage.getItem(KEPT)); } catch { return []; } };
  const keep = (ids) => { try { localStorage.setItem(KEPT, ids.join(".")); return true; } catch { return false; } };
  const inAddress = () => read(new URL(location.href).searchParams.get("favoriter"));

  // An address of the list that does not say which is one's own list.
  function into(url) {
    const mine = url.searchParams.get("visa") === "favoriter" && !url.searchParams.has("favoriter") ? list() : [];
    if (mine.length) url.searchParams.set("favoriter", mine.join("."));
    return mine.length > 0;
  }

  function mark() {
    const mine = list();
    for (const button of document.querySelectorAll("button[data-favourite]")) {
      button.setAttribute("aria-pressed", mine.includes(button.dataset.favourite));
    }
    const theirs = inAddress();
    const isMine = theirs.length === mine.length && theirs.every((id) => mine.includes(id));
    for (const button of document.querySelectorAll("button[data-adopt]")) button.hidden = isMine;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-favourite], button[data-adopt]");
    if (!button) return;
    const mine = list(), id = button.dataset.favourite;
    const isOff = mine.includes(id);
    const wanted = !id ? inAddress() : isOff ? mine.filter((one) => one !== id) : [...mine, id];
    const told = !id ? "Sparade" : isOff ? "Borttagen" : "Sparad, finns under Översikt, Favoriter";
    const done = keep(wanted);
    button.parentElement.querySelector("[role=status]").textContent = done ? told : "Webbläsaren tillåter inte att något sparas";
    mark();
  });

  new MutationObserver(mark).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-view", "data-favourite"] });
  return { into };
})();
