// Streamlit's widgets and Plotly's buttons have a few words of their own in English: here they are said in Swedish.
(() => {
  "use strict";
  const WORDS = {
    "No results": "Inga träffar", "Clear all": "Ta bort alla", "Clear value": "Ta bort valet", Open: "Öppna", "Select all": "Välj alla",
    "Selected values": "Valda", "Selectbox options": "Val", "Multiselect options": "Val", "Press Enter to apply": "Tryck Enter för att söka",
    "Choose options": "Välj", "Choose an option": "Välj", "Selected": "Vald", "Loading...": "Hämtar …",
  };
  const PATTERNS = [
    [/^Remove (.+)$/, "Ta bort $1"],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, "Högst $1 går att välja. Ta bort ett val först."],
    [/^Select (\d+) match(?:es)?$/, "Välj de $1 som stämmer"],
    [/^(\d+) options? available\.?$/, "$1 val"],
  ];
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const swedish = (text) => {
    const said = text?.trim();
    if (!said) return null;
    if (Object.hasOwn(WORDS, said)) return WORDS[said];
    const known = PATTERNS.find(([pattern]) => pattern.test(said));
    return known ? said.replace(...known) : null;
  };
  const tell = (element) => {
    for (const name of ATTRIBUTES) {
      const said = swedish(element.getAttribute(name));
      if (said) element.setAttribute(name, said);
    }
  };
  function translate(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = swedish(node.nodeValue);
      if (said) node.nodeValue = said;
      return;
    }
    // Plotly has its own dictionary, and draws hundreds of elements.
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest(".js-plotly-plot, .nk, .nk-top")) return;
    tell(node);
    for (const child of node.childNodes) translate(child);
  }
  // A slider that plays changes the chart alone: heading, table and address still say the year that was asked for.
  function tellYear(year) {
    const now = document.querySelector(".stMain .nk-explore-now");
    if (!now) return;
    const link = document.createElement("a");
    link.href = now.dataset.address.replace(/([?&]ar=)\d+/, `$1${year}`);
    link.target = "_self";
    link.textContent = `Visa ${year} i allt`;
    now.replaceChildren(...(year === now.dataset.year ? [] : [`Diagrammet visar ${year}, rubriken och tabellen ${now.dataset.year}. `, link]));
  }
  function listen() {
    for (const plot of document.getElementsByClassName("js-plotly-plot")) {
      if (!plot.on || plot.nkListens) continue;
      plot.nkListens = true;
      plot.on("plotly_animatingframe", ({ name }) => tellYear(name));
    }
  }
  const watcher = new MutationObserver((changes) => {
    listen();
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") { if (!target.closest(".js-plotly-plot")) tell(target); } else if (type === "characterData") translate(target);
      for (const node of addedNodes) translate(node);
    }
  });
  // A play that is stopped is no fault: Plotly rejects what it had promised, without a reason.
  addEventListener("unhandledrejection", (event) => { if (watches && event.reason === undefined) event.preventDefault(); });
  // Only where they are: other pages have none of them.
  let watches = false;
  const look = () => {
    const isHere = location.pathname === `${document.querySelector("meta[name=nk-base]")?.content}/utforska`;
    if (isHere === watches) return;
    watches = isHere;
    if (!isHere) { watcher.disconnect(); return; }
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
    translate(document.body);
  };
  document.addEventListener("DOMContentLoaded", look);
  new MutationObserver(look).observe(document.head, { childList: true, subtree: true, characterData: true });
})();
