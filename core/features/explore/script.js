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
  // A dot's name stands on the first side of it where it covers no other name, no named dot and no edge; where there is
  // no such side it is left to the pointer. One's own, which is drawn last, is laid out first.
  const SIDES = [["middle", 0, -1], ["start", 1, 0], ["end", -1, 0], ["middle", 0, 1], ["start", 1, -1], ["end", -1, -1], ["start", 1, 1], ["end", -1, 1]];
  const NAME_GAP = 3;
  // What is marked has its names drawn anew, where Plotly would have them.
  const MARKS = ["plotly_selecting", "plotly_selected", "plotly_deselect"];
  const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  function radiiOf(plot) {
    const found = new Map();
    for (const dot of plot.querySelectorAll(".scatterlayer .point")) {
      const at = dot.getAttribute("transform")?.match(/[-\d.]+/g)?.slice(0, 2).map(Math.round).join(" ");
      found.set(at, Math.max(found.get(at) ?? 0, parseFloat(dot.getAttribute("d").slice(1)) || 0));
    }
    return found;
  }
  function boxAt({ x, y, wide, high, radius }, [anchor, across, down]) {
    const out = radius + NAME_GAP, slant = across && down ? 0.7 : 1;
    const start = x + across * out * slant, left = start - { start: 0, middle: wide / 2, end: wide }[anchor];
    const top = y + down * out * slant - { "-1": high, 0: high / 2, 1: 0 }[down];
    return { left, right: left + wide, top, bottom: top + high, start };
  }
  function placeNames(plot) {
    const texts = [...plot.querySelectorAll(".scatterlayer .textpoint text")].reverse(), room = plot.querySelector(".nsewdrag");
    if (!texts.length || !room) return;
    const radii = radiiOf(plot), edge = { right: Number(room.getAttribute("width")), bottom: Number(room.getAttribute("height")) };
    const names = texts.map((text) => {
      const [x, y] = [Number(text.getAttribute("x")), Number(text.getAttribute("y"))], { width: wide, height: high } = text.getBBox();
      return { text, x, y, wide, high, radius: radii.get(`${Math.round(x)} ${Math.round(y)}`) ?? 6 };
    });
    const taken = names.map(({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
    names.forEach((name, i) => {
      const isFree = (box) => box.left >= 0 && box.top >= 0 && box.right <= edge.right && box.bottom <= edge.bottom && !taken.some((one, n) => n !== i && meets(box, one));
      const side = SIDES.find((one) => isFree(boxAt(name, one)));
      const { text, x, y, high } = name;
      text.parentNode.style.visibility = side ? "" : "hidden";
      if (!side) return;
      const box = boxAt(name, side);
      taken.push(box);
      text.setAttribute("text-anchor", side[0]);
      text.parentNode.setAttribute("transform", `translate(${box.start - x},${box.top + high * 0.78 - y})`);
    });
  }
  function listen() {
    for (const plot of document.getElementsByClassName("js-plotly-plot")) {
      if (!plot.on || plot.nkListens) continue;
      plot.nkListens = true;
      plot.on("plotly_animatingframe", ({ name }) => tellYear(name));
      for (const event of ["plotly_afterplot", "plotly_animatingframe", "plotly_transitioned", ...MARKS]) plot.on(event, () => placeNames(plot));
      placeNames(plot);
    }
  }
  // A finger on the chart reads the page on: Plotly would draw a lasso or zoom, and hold the page still. A tap points, as
  // the mouse does, and what is chosen in the mode bar is what the next stroke does.
  const TAP = 10;
  let begun = null, pointed = null, draws = false;
  const inChart = ({ target }, part) => target instanceof Element && target.closest(`.stPlotlyChart ${part}`);
  const asMouse = (type, target, at) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: at.clientX, clientY: at.clientY }));
  addEventListener("click", (event) => { if (inChart(event, ".modebar-btn[data-attr=dragmode]")) draws = true; }, true);
  addEventListener("touchstart", (event) => {
    const at = event.changedTouches[0];
    if (pointed?.isConnected) asMouse("mouseout", pointed, at);
    pointed = begun = null;
    if (draws || !inChart(event, ".draglayer")) return;
    event.stopPropagation();
    if (event.touches.length === 1) begun = at;
  }, { capture: true, passive: true });
  addEventListener("touchend", (event) => {
    if (!inChart(event, ".draglayer")) return;
    const at = event.changedTouches[0];
    draws = false;
    if (!begun || Math.hypot(at.clientX - begun.clientX, at.clientY - begun.clientY) > TAP || !event.cancelable) return;
    event.preventDefault();
    pointed = event.target;
    asMouse("mousemove", pointed, at);
  }, { capture: true, passive: false });
  // A choice that does not reach the server is seen in the widget alone: that is said, and Streamlit sends it later.
  const NO_NET = "Inget nät just nu. Det du väljer visas när nätet är tillbaka.";
  let wasConnected = false;
  function tellNet() {
    const isConnected = navigator.onLine && Boolean(document.querySelector("[data-test-connection-state=CONNECTED]"));
    wasConnected ||= isConnected;
    nkNet.tell(watches && wasConnected && !isConnected ? NO_NET : "");
  }
  for (const event of ["online", "offline"]) addEventListener(event, tellNet);
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
    tellNet();
    if (!isHere) { watcher.disconnect(); return; }
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
    translate(document.body);
  };
  // Plotly takes half a second to start: it does so while the server makes the page, not when the page has come.
  const STATE = { subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"] };
  const sooner = new MutationObserver(() => {
    if (!document.querySelector("[data-test-connection-state=CONNECTED]")) return;
    sooner.disconnect();
    tellNet();
    new MutationObserver(tellNet).observe(document.documentElement, STATE);
    for (const { href } of document.querySelectorAll("link[rel=modulepreload][href*=PlotlyChart]")) import(href);
  });
  sooner.observe(document.documentElement, { ...STATE, childList: true });
  document.addEventListener("DOMContentLoaded", look);
  new MutationObserver(look).observe(document.head, { childList: true, subtree: true, characterData: true });
})();
