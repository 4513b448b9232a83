// The indicators that a reader keeps: in the browser, and in the address of the list, which can be sent to others.
const nkFavourites = (() => {
  "use strict";
  const KEPT = "nyckeltal.favoriter", FORMER = "nyckeltal.favoriter.forr";
  const isId = (text) => /^[NUE]\d{5}$/.test(text);

  const read = (text) => [...new Set((text ?? "").split(".").filter(isId))];
  const list = () => { try { return read(localStorage.getItem(KEPT)); } catch { return []; } };
  // Her own lists as they were, in this tab: an address with one of them is no list that somebody has sent her.
  const former = () => { try { return (sessionStorage.getItem(FORMER) ?? "").split(" "); } catch { return []; } };
  const keep = (ids) => {
    try {
      sessionStorage.setItem(FORMER, [...former(), list().join(".")].join(" "));
      localStorage.setItem(KEPT, ids.join("."));
      return true;
    } catch { return false; }
  };
  const inAddress = () => read(new URL(location.href).searchParams.get("favoriter"));

  // An address of the list that does not say which, or says what it was before, is one's own list.
  function into(url) {
    const given = url.searchParams.get("favoriter") ?? "", mine = list().join(".");
    if (url.searchParams.get("visa") !== "favoriter" || given === mine || (given && !former().includes(given))) return false;
    if (mine) url.searchParams.set("favoriter", mine); else url.searchParams.delete("favoriter");
    return true;
  }
  // Back to it, too: from elsewhere on the site, or to the page as the browser has kept it.
  function renew() {
    const here = new URL(location.href);
    const isOther = into(here);
    if (isOther) location.replace(here);
    return isOther;
  }
  addEventListener("pageshow", ({ persisted }) => { if (persisted) renew(); });

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

  nkDrawn(mark, ["data-view", "data-favourite"]);
  return { into, renew };
})();
