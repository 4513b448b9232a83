// Without a net a tap would leave the page for the browser's own words of a fault: it is told here, and the page stays
// with what is typed in it.
const nkNet = (() => {
  "use strict";
  const NO_CONTACT = "Ingen kontakt med servern just nu. Sidan är kvar: försök igen när nätet är tillbaka.";
  const said = Object.assign(document.createElement("p"), { className: "nk nk-no-net" });
  said.setAttribute("role", "alert");
  const tell = (words) => { if (said.textContent !== words) said.textContent = words; };
  // Whether EVENT would lead nowhere, which is told.
  function stops(event) {
    if (navigator.onLine) return false;
    event.preventDefault();
    tell(NO_CONTACT);
    return true;
  }
  // Load ADDRESS where somebody answers there.
  const leave = (address) => fetch(address, { method: "HEAD" }).then(() => location.assign(address), () => tell(NO_CONTACT));
  addEventListener("submit", (event) => { if (stops(event)) event.stopImmediatePropagation(); }, { capture: true });
  addEventListener("online", () => tell(""));
  document.addEventListener("DOMContentLoaded", () => document.body.append(said));
  return { tell, stops, leave };
})();
