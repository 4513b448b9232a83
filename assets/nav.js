// Follows links between the product's pages inside the running session instead of loading the page anew, remembers
// the municipality, and keeps focus, scroll and menus as a reader expects. Everything works without it, only slower.
(() => {
  "use strict";
  // What is printed for itself (a vote's slips) has no pages to go between.
  if (!document.querySelector("meta[name=nk-pages]")) return;
  // Every page and whose it is: a municipality's, on the way to one, everybody's or one person's.
  const PAGES = JSON.parse(document.querySelector("meta[name=nk-pages]").content);
  const isPage = (path) => Object.hasOwn(PAGES, path);
  const hasMunicipality = (path) => ["kommun", "vägen"].includes(PAGES[path]);
  // Its fields must be made anew: in a page that is only changed, what stood in a field stays in it.
  const hasFields = (path) => PAGES[path] === "en person";
  // So much stands there that Streamlit takes several times as long to draw it as a browser does.
  const LONG = document.querySelector("meta[name=nk-long]").content.split(" ");
  const REMEMBERED = "nyckeltal.kommun";
  const HEIGHT = "nyckeltal.hojd";
  const PATIENCE_MS = 4000;
  // What is only read needs nothing of Streamlit's, and on a phone a document of 15 kB is there sooner than a megabyte of
  // script has begun: there, and where one saves data, the server's paint is the page, and every link loads a document.
  const isPlain = Boolean(document.querySelector("meta[name=nk-plain]")) && (navigator.connection?.saveData || matchMedia("(hover: none) and (pointer: coarse)").matches);
  document.documentElement.classList.toggle("nk-plain", isPlain);

  // Before anything is drawn, so that the address says which municipality one sees.
  const start = new URL(location.href);
  const remember = (code) => {
    try { if (/^\d{4}$/.test(code)) localStorage.setItem(REMEMBERED, code); } catch { /* private mode */ }
  };
  // Somebody else's link is not a choice: only what is chosen in a list is remembered.
  let isOther = isPage(start.pathname) && nkFavourites.into(start);
  if (!start.searchParams.has("kommun") && hasMunicipality(start.pathname)) {
    let known = null;
    try { known = localStorage.getItem(REMEMBERED); } catch { /* private mode */ }
    if (known && /^\d{4}$/.test(known)) {
      start.searchParams.set("kommun", known);
      isOther = true;
    }
  }
  if (isOther) location.replace(start);

  const heading = () => document.querySelector(".stMain h1[data-view]");
  const scroller = () => document.querySelector(".stMain") || document.scrollingElement;
  const canonical = (address) => {
    const url = new URL(address, location.href);
    url.searchParams.sort();
    return url.pathname + "?" + url.searchParams.toString();
  };
  const drawn = (address) => {
    const h1 = heading();
    return Boolean(h1) && canonical(h1.dataset.view) === canonical(address);
  };

  let stopWaiting = () => {};
  function whenDrawn(address, then) {
    stopWaiting(); // a later click or Back has overtaken the one before
    const deadline = setTimeout(() => { watcher.disconnect(); nkNet.leave(address); }, PATIENCE_MS);
    const check = () => {
      if (!drawn(address)) return;
      watcher.disconnect();
      clearTimeout(deadline);
      then();
    };
    const watcher = new MutationObserver(check);
    stopWaiting = () => { watcher.disconnect(); clearTimeout(deadline); };
    watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-view"] });
    check();
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.nk-menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  // React would lock a field that has a value or a tick from the start, so those stand as data until the page is drawn.
  function fillFields() {
    for (const field of document.querySelectorAll(":is(input, select, textarea)[data-value]:not([data-filled])")) field.value = field.dataset.value;
    for (const field of document.querySelectorAll("input[data-checked]:not([data-filled])")) field.checked = true;
    for (const field of document.querySelectorAll(":is(input, select, textarea):is([data-value], [data-checked])")) field.dataset.filled = "";
    // The browser would cut what is pasted without a word: it is told instead, here and by the server.
    for (const field of document.querySelectorAll("form[method=post] :is(textarea, input[type=text])[maxlength]")) {
      field.dataset.longest = field.maxLength;
      field.removeAttribute("maxlength");
    }
  }
  document.addEventListener("input", ({ target }) => {
    const longest = Number(target.dataset?.longest);
    if (!longest) return;
    const isLong = target.value.length > longest;
    target.setCustomValidity(isLong ? `Texten har ${target.value.length} tecken. Korta den till högst ${longest}.` : "");
    if (isLong) target.reportValidity();
  });

  // Streamlit's frame says that it is the main content, header included, and stops the Tab key without a mark.
  function quietFrame() {
    const frame = document.getElementById("stMain");
    frame?.setAttribute("role", "presentation");
    frame?.removeAttribute("tabindex");
    document.querySelector("[data-testid=stHeader]")?.setAttribute("role", "presentation");
  }

  // What a reader has typed and ticked in the first paint goes with her into the page that Streamlit draws.
  const FIELDS = ":is(input:not([type=hidden]), select, textarea)";
  function carryOver(painted) {
    const drawnFields = [...document.querySelectorAll(`.stMain ${FIELDS}`)];
    [...painted.querySelectorAll(FIELDS)].forEach((field, i) => {
      if (!drawnFields[i]) return;
      if (field.type === "file") { drawnFields[i].files = field.files; return; }
      drawnFields[i].value = field.value;
      drawnFields[i].checked = field.checked;
    });
  }

  // What a form was answered with is told once: not again at a reload, by Back, or to whom the address is sent.
  function forgetNotice() {
    const here = new URL(location.href);
    if (!here.searchParams.has("besked")) return;
    here.searchParams.delete("besked");
    history.replaceState(history.state, "", here);
  }

  // The server's paint goes when Streamlit has drawn the same; where one had scrolled to, one stays.
  const firstPaint = () => document.getElementById("nk-first");
  function handOver(painted) {
    const height = painted.scrollTop;
    const open = [...painted.querySelectorAll("details[id][open]")].map((menu) => menu.id);
    const focused = painted.contains(document.activeElement) ? document.activeElement : null;
    const menuId = focused?.closest("details[id]")?.id;
    const chartIndex = [...painted.querySelectorAll("svg[data-hover]")].indexOf(focused);
    const fieldIndex = [...painted.querySelectorAll(FIELDS)].indexOf(focused);
    quietFrame();
    fillFields();
    carryOver(painted);
    painted.remove();
    forgetNotice();
    if (height) scroller().scrollTop = height;
    for (const id of open) document.getElementById(id).open = true;
    const href = focused?.getAttribute("href");
    if (href) document.querySelector(`.stMain a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
    else if (fieldIndex >= 0) document.querySelectorAll(`.stMain ${FIELDS}`)[fieldIndex]?.focus();
    else if (chartIndex >= 0) document.querySelectorAll(".stMain svg[data-hover]")[chartIndex]?.focus({ preventScroll: true });
    else if (menuId) document.getElementById(menuId)?.querySelector("summary")?.focus({ preventScroll: true });
    else if (focused?.matches("h1")) heading().focus({ preventScroll: true });
    // What a form was answered with is where one goes on.
    else if (!focused) document.querySelector(".stMain .nk-told[tabindex]")?.focus({ preventScroll: true });
  }
  // Streamlit's scripts, ten times as much as all that one reads, come when that has been painted: on a slow line they would
  // share it. A page that nobody looks at yet paints nothing.
  function loadStreamlit() {
    const lines = document.getElementById("nk-streamlit");
    // What Streamlit would else wait for before it connects, and ask for from under the page's own path first.
    const quiet = { useExternalAuthToken: false, enableCustomParentMessages: false, blockErrorDialogs: false, enforceDownloadInNewTab: false, metricsUrl: "" };
    window.__streamlit = { BACKEND_BASE_URL: location.origin + document.querySelector("meta[name=nk-base]").content, HOST_CONFIG: { allowedOrigins: [location.origin], ...quiet } };
    const load = () => { if (lines.isConnected) lines.replaceWith(document.importNode(lines.content, true)); };
    requestAnimationFrame(() => setTimeout(load));
    setTimeout(load, 300);
  }
  // Another view of the same page is shown where one was; other pages from their top, and by Back where the browser says.
  function keepHeight(target) {
    try { sessionStorage.setItem(HEIGHT, target.pathname === location.pathname ? JSON.stringify([target.href, scrollY]) : "null"); } catch { /* private mode */ }
  }
  function stayAsPainted(painted) {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(HEIGHT)); sessionStorage.removeItem(HEIGHT); } catch { /* the same */ }
    if (kept?.[0] === location.href) scrollTo(0, kept[1]);
    painted.querySelector(".nk-told[tabindex]")?.focus({ preventScroll: true });
  }
  // Streamlit's runs count what they show; of this the server would else not know that anybody has seen it.
  if (isPlain && !isOther) {
    addEventListener("pageshow", () => {
      const base = document.querySelector("meta[name=nk-base]").content;
      navigator.sendBeacon(`${base}/anvandning/visad`, new URLSearchParams({ adress: location.pathname + location.search }));
      forgetNotice();
    });
  }
  document.addEventListener("DOMContentLoaded", () => {
    fillFields();
    const painted = firstPaint();
    if (painted && isPlain) { stayAsPainted(painted); return; }
    loadStreamlit();
    if (!painted) return;
    // A chart that the server has drawn stays until its like is there, which takes seconds on a slow machine.
    const like = painted.querySelector("[data-until]")?.dataset.until;
    let isLate = false;
    const look = () => {
      if (!heading() || (like && !isLate && !document.querySelector(like))) return;
      watcher.disconnect();
      handOver(painted);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    if (like) setTimeout(() => { isLate = true; if (painted.isConnected) look(); }, 8000);
  });

  // Of a long page the server's paint is shown until Streamlit, which is asked for it then, has drawn it: as when one
  // comes from elsewhere.
  async function paintAhead(address) {
    const text = await fetch(address, { signal: AbortSignal.timeout(1000) })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""), () => "");
    const page = new DOMParser().parseFromString(text, "text/html");
    const painted = page.getElementById("nk-first");
    if (!painted || firstPaint() || location.href !== address) return;
    document.title = page.title;
    document.getElementById("root").before(document.adoptNode(painted));
    fillFields();
    painted.querySelector("h1").focus({ preventScroll: true });
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  function follow(link) {
    const target = new URL(link.href);
    nkFavourites.into(target);
    const newPage = target.pathname !== location.pathname;
    const menuId = link.closest("details.nk-menu")?.id;
    history.replaceState({ ...history.state, nkScroll: scroller().scrollTop }, "");
    history.pushState({ nkScroll: 0 }, "", target);
    closeMenus();
    const run = () => window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    if (newPage && LONG.includes(target.pathname)) paintAhead(target.href).finally(() => requestAnimationFrame(() => setTimeout(run)));
    else run();
    whenDrawn(target.href, () => {
      const painted = firstPaint();
      if (newPage) scroller().scrollTop = 0;
      if (painted) { handOver(painted); return; }
      fillFields();
      if (newPage) heading().focus({ preventScroll: true });
      else if (menuId) {
        document.getElementById(menuId)?.querySelector("summary")?.focus({ preventScroll: true });
      }
      if (target.hash) document.getElementById(target.hash.slice(1))?.scrollIntoView();
    });
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.nk-menu"));
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.hasAttribute("download")) return;
    const target = new URL(link.href);
    if (target.origin !== location.origin) return;
    const code = target.searchParams.get("kommun");
    // What is searched for by its own name is chosen as in a list; other hits stay with whose figures one sees.
    const isFound = link.closest(".nk-suggest, .nk-hits") && !target.searchParams.has("hemma") && code !== new URL(location.href).searchParams.get("kommun");
    if (isFound || link.closest(".nk-pick, .nk-all, #meny-kommun")) remember(code);
    if (link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      const place = document.getElementById(decodeURIComponent(target.hash.slice(1)));
      for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      place?.scrollIntoView();
      place?.focus({ preventScroll: true });
      return;
    }
    if (!isPage(target.pathname) || nkNet.stops(event)) return;
    if (firstPaint()) {
      if (nkFavourites.into(target)) link.href = target.href;
      if (isPlain) keepHeight(target);
      return;
    }
    if ([target, location].some((place) => hasFields(place.pathname))) return;
    event.preventDefault();
    if (target.href !== location.href) follow(link); else closeMenus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.nk-menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  window.addEventListener("popstate", (event) => {
    if (!event.isTrusted) return;
    // Streamlit is not there yet to hear it: let the server paint the other page.
    if (firstPaint()) { if (!isPlain) location.reload(); return; }
    stopWaiting();
    if (isPage(location.pathname) && nkFavourites.renew()) return;
    const height = event.state?.nkScroll;
    whenDrawn(location.href, () => {
      fillFields();
      if (height) scroller().scrollTop = height;
    });
  });

  // How many are ticked, and that it is not too many, while one ticks.
  function countTicks(form) {
    const most = Number(form.dataset.most);
    const n = form.querySelectorAll("input[type=checkbox]:checked").length;
    const chosen = `${n} ${n === 1 ? "vald" : "valda"}`;
    form.querySelector(".nk-count").textContent = n > most ? `${chosen}: högst ${most} går att jämföra` : chosen;
    form.querySelector("button[type=submit]").disabled = n < 1 || n > most;
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-most]");
    if (form) countTicks(form);
  });

  document.addEventListener("click", (event) => {
    const form = event.target.closest("button.nk-clear")?.form;
    if (!form) return;
    for (const box of form.querySelectorAll("input[type=checkbox]:checked")) box.checked = false;
    countTicks(form);
  });

  // What is ticked stays in sight, whatever one searches for.
  const folded = (text) => text.normalize("NFD").replace(/[\p{M}\p{Cf}]/gu, "").toLocaleLowerCase("sv").trim();
  document.addEventListener("input", (event) => {
    if (!event.target.matches("input.nk-find")) return;
    const wanted = folded(event.target.value);
    let found = 0;
    for (const item of document.querySelectorAll(".nk-all li")) {
      const matches = folded(item.textContent).includes(wanted);
      item.hidden = !matches && !item.querySelector("input:checked");
      found += matches;
    }
    for (const none of document.querySelectorAll(".nk-none-found")) none.textContent = found ? "" : `Ingen kommun heter något med ”${event.target.value.trim()}”.`;
  });
  // Enter in that field would send what is ticked so far; where one is left to go to, it leads there.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("input.nk-find")) return;
    event.preventDefault();
    const left = event.target.closest("[role=main]").querySelectorAll(".nk-all li:not([hidden]) a");
    if (left.length === 1) left[0].click();
  });
})();
