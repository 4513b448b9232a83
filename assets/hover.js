// Says whose value it is that one points at in a chart, taps or walks to with the arrow keys, in a box beside it.
// All is read from the drawing, svg[data-hover] (what stands after a value): shapes with a title, or with "what=value|…"
// in data-said, which for lines stands by data-axis. A phone's drawing leaves to its wide twin what both would carry.
(() => {
  "use strict";
  const CHARTS = "svg[data-hover]";
  const NEAR = 26, NEAR_FINGER = 44, GAP = 14, EDGE = 8, FRESH_MS = 500, GRID = 9;
  const OWN = ".line-own, .mine, .own, .unit-own, .index-halo, .measured";

  const made = (className, attributes = {}) => {
    const element = Object.assign(document.createElement("div"), { className });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const ring = made("nk-ring", { "aria-hidden": "true" }), box = made("nk-said-box", { "aria-hidden": "true" });
  const spoken = made("nk-hidden", { role: "status" });
  const begin = () => document.body.append(ring, box, spoken);
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);

  const value = (text) => Number(text.replace(/\s/g, "").replace("−", "-").replace(",", "."));
  const pairs = (text) => (text ? text.split("|") : []).map((pair) => {
    const at = pair.lastIndexOf("=");
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  });
  const withUnit = (svg, text) => text + (/^[+−]?1$/.test(text) && svg.dataset.one ? svg.dataset.one : svg.dataset.hover);

  // Points have a place in the drawing (x, y), a row that one walks along, and two lines: who and what.
  function onLines(svg, from) {
    const [x0, first, x1, last, y0, low, y1, high] = svg.dataset.axis.split(" ").map(Number);
    const marks = Object.fromEntries(pairs(svg.dataset.years));
    const lines = [...from.querySelectorAll("[data-said]")].reverse();
    const mean = svg.closest("[data-walk][data-said]");
    return [...lines, ...(mean ? [mean] : [])].flatMap((line, row) => pairs(line.dataset.said).map(([when, text]) => {
      const [at, words = at] = when.split(":");
      return {
        x: x0 + (at - first) / (last - first || 1) * (x1 - x0),
        y: y0 + (value(text) - low) / (high - low || 1) * (y1 - y0),
        row, isOwn: line.matches(OWN), who: line.dataset.name, what: [withUnit(svg, text), words, marks[at]].filter(Boolean).join(" · "),
      };
    }));
  }

  function places(shape) {
    if (shape.matches("circle")) return [[shape.cx.baseVal.value, shape.cy.baseVal.value]];
    const dots = [...shape.getAttribute("d").matchAll(/M(\S+?) (\S+?)h0/g)];
    if (dots.length) return dots.map(([, x, y]) => [Number(x), Number(y)]);
    const { x, y, width, height } = shape.getBBox();
    return [[x + width / 2, y + height / 2]];
  }

  // The middle of a municipality in several parts may lie in the sea: then the place of some on land that is nearest.
  function onLand({ area, x, y }) {
    const box = area.getBBox(), parts = [...Array(GRID).keys()].map((n) => (n + 0.5) / GRID);
    const all = [[x, y], ...parts.flatMap((u) => parts.map((v) => [box.x + u * box.width, box.y + v * box.height]))];
    const found = all.filter(([a, b]) => area.isPointInFill(new DOMPoint(a, b)));
    found.sort(([a, b], [c, d]) => Math.hypot(a - x, b - y) - Math.hypot(c - x, d - y));
    return found[0] ?? [x, y];
  }

  function onDots(svg, from) {
    const shapes = svg.querySelectorAll("circle, path"), twins = from.querySelectorAll("circle, path");
    const rows = [], points = [], told = (text) => [withUnit(svg, text), svg.dataset.year].filter(Boolean).join(" · ");
    shapes.forEach((shape, i) => {
      const source = twins.length === shapes.length ? twins[i] : shape, title = source.querySelector("title")?.textContent;
      if (!title && !source.dataset.said) return;
      if (!rows.includes(shape.parentNode)) rows.push(shape.parentNode);
      const common = { row: rows.indexOf(shape.parentNode), isOwn: shape.matches(OWN) }, at = places(shape);
      if (title) {
        const cut = title.indexOf(": "), [x, y] = at[0];
        points.push({ ...common, x, y, who: title.slice(0, Math.max(cut, 0)), what: told(title.slice(cut < 0 ? 0 : cut + 2)), area: shape.matches("path") ? shape : null });
        return;
      }
      pairs(source.dataset.said).forEach(([who, text], n) => points.push({ ...common, x: at[n][0], y: at[n][1], who, what: told(text) }));
    });
    const isMap = points.some((point) => point.area);
    return points.sort((a, b) => a.row - b.row || (isMap ? a.who.localeCompare(b.who, "sv") : a.x - b.x));
  }

  let read = { svg: null, at: 0, points: [] };
  function pointsOf(svg) {
    if (read.svg === svg && performance.now() - read.at < FRESH_MS) return read.points;
    const before = svg.previousElementSibling;
    const from = svg.matches(".only-phone") && before?.matches(CHARTS) ? before : svg;
    read = { svg, at: performance.now(), points: svg.dataset.axis ? onLines(svg, from) : onDots(svg, from) };
    return read.points;
  }

  // What is shown: in which drawing, which point, and whether by keys (then it stays while the pointer moves).
  let shown = null;
  // A page that is drawn anew takes its charts away, or gives them other figures.
  const watcher = new MutationObserver(() => {
    if (!shown.svg.isConnected || !shown.svg.matches(CHARTS) || shown.label !== shown.svg.getAttribute("aria-label")) hide();
  });

  function hide() {
    watcher.disconnect();
    shown = null;
    ring.classList.remove("is-shown");
    box.classList.remove("is-shown");
  }

  const onScreen = ({ svg, point }) => new DOMPoint(point.x, point.y).matrixTransform(svg.getScreenCTM());
  function place() {
    const { x, y } = onScreen(shown);
    ring.style.translate = `${x}px ${y}px`;
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(Math.max(x - width / 2, EDGE), document.documentElement.clientWidth - width - EDGE);
    const top = y - GAP - height < EDGE ? y + GAP : y - GAP - height;
    box.style.translate = `${Math.max(left, EDGE)}px ${Math.min(top, innerHeight - height - EDGE)}px`;
  }

  function show(svg, point, { byKeys = false, aloud = byKeys } = {}) {
    if (shown?.svg !== svg) {
      watcher.disconnect();
      watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
    }
    if (point.area) [point.x, point.y] = onLand(point);
    shown = { svg, point, byKeys, label: svg.getAttribute("aria-label") };
    const who = document.createElement("b");
    who.textContent = point.who;
    box.replaceChildren(...(point.who ? [who] : []), point.what);
    if (aloud) spoken.textContent = [point.who, point.what].filter(Boolean).join(": ");
    const room = byKeys && svg.closest(".nk-zoomed");
    if (room) {
      const at = onScreen(shown), seen = room.getBoundingClientRect();
      room.scrollBy(at.x - seen.left - seen.width / 2, at.y - seen.top - seen.height / 2);
    }
    ring.classList.add("is-shown");
    box.classList.add("is-shown");
    place();
  }

  // The point one means: the area one is in, else the nearest; on lines however far away.
  function meant(svg, { clientX, clientY }, reach) {
    const matrix = svg.getScreenCTM(), at = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    let best = null, least = svg.dataset.axis ? Infinity : reach / matrix.a;
    for (const point of pointsOf(svg)) {
      if (point.area) {
        if (point.area.isPointInFill(at)) return point;
        continue;
      }
      const far = Math.hypot(point.x - at.x, point.y - at.y);
      if (far <= least) [best, least] = [point, far];
    }
    return best;
  }

  const isIn = ({ clientX: x, clientY: y }, { left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const svg = event.target.closest?.(CHARTS), point = svg && meant(svg, event, NEAR);
    if (point) {
      if (shown?.point !== point) show(svg, point);
    } else if (shown && !shown.byKeys && !isIn(event, box.getBoundingClientRect())) hide();
  });
  // Not a click, which a phone keeps to itself where nothing is a button; it is not told of what became a scroll.
  document.addEventListener("pointerup", (event) => {
    const svg = event.target.closest?.(CHARTS), point = svg && meant(svg, event, NEAR_FINGER);
    if (point) show(svg, point, { aloud: true }); else if (shown) hide();
  });

  const isSeen = (svg) => svg.getClientRects().length > 0;
  // Charts that stand in one list are walked as one, a row each.
  const together = (svg) => [...(svg.closest("[data-walk]")?.querySelectorAll(CHARTS) ?? [svg])].filter(isSeen);
  const firstOf = (svg, points) => points.findLast((point) => point.isOwn) ?? points.at(-1);
  const said = ({ who, what }) => `${who}=${what}`;

  let left = null;
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.(CHARTS)) return;
    // Only so does a screen reader leave the arrow keys to the page; to everybody else it is a picture with its words.
    target.setAttribute("role", "application");
    target.setAttribute("aria-roledescription", "diagram, gå mellan värdena med piltangenterna");
    if (shown?.svg === target || !target.matches(":focus-visible")) return;
    // Where one was in the first paint, one goes on in the page that is drawn over it.
    const points = pointsOf(target), again = left && points.find((point) => said(point) === left);
    const point = again ?? firstOf(target, points);
    if (point) show(target, point, { byKeys: true });
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (!target.matches?.(CHARTS)) return;
    // Nowhere, when the first paint is taken away.
    if (relatedTarget) left = null;
    target.setAttribute("role", "img");
    target.removeAttribute("aria-roledescription");
    if (shown?.svg === target) hide();
  });

  function stepped(svg, points, now, key) {
    const along = points.filter((point) => point.row === now.row), i = along.indexOf(now);
    if (key === "Home") return [svg, along[0]];
    if (key === "End") return [svg, along.at(-1)];
    const forward = ["ArrowRight", "ArrowDown"].includes(key) ? 1 : -1;
    const group = together(svg);
    const rows = group.flatMap((one) => [...new Set(pointsOf(one).map((point) => point.row))].map((row) => [one, row]));
    if (["ArrowLeft", "ArrowRight"].includes(key) || rows.length < 2) return [svg, along[i + forward]];
    const [to, row] = rows[rows.findIndex(([one, other]) => one === svg && other === now.row) + forward] ?? [];
    const near = to && pointsOf(to).filter((point) => point.row === row);
    return [to, near?.reduce((a, b) => (Math.abs(b.x - now.x) < Math.abs(a.x - now.x) ? b : a))];
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) { hide(); return; }
    const svg = event.target.closest?.(CHARTS);
    if (!svg || event.ctrlKey || event.metaKey || event.altKey) return;
    const points = pointsOf(svg), known = shown?.svg === svg && points.find((point) => said(point) === said(shown.point));
    let to = svg, point = null;
    // Before Streamlit, which has letters of its own.
    if (event.key !== "Tab") event.stopPropagation();
    if (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      [to, point] = known ? stepped(svg, points, known, event.key) : [svg, firstOf(svg, points)];
    } else if (/^\p{L}$/u.test(event.key) && !svg.dataset.axis) {
      const named = points.filter(({ who }) => who.toLocaleLowerCase("sv").startsWith(event.key.toLocaleLowerCase("sv")));
      point = named[(named.indexOf(known) + 1) % named.length];
    }
    if (!point) return;
    shown = null;
    if (to !== svg) to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
    show(to, point, { byKeys: true });
    left = said(point);
  }, { capture: true });

  document.addEventListener("scroll", () => {
    if (!shown) return;
    const { y } = onScreen(shown);
    if (shown.byKeys || (y > 0 && y < innerHeight)) place(); else hide();
  }, { capture: true, passive: true });
  window.addEventListener("resize", () => { if (shown) hide(); });
  // A finger leaves when it is lifted: what it asked for stays.
  document.documentElement.addEventListener("pointerleave", ({ pointerType }) => {
    if (shown && !shown.byKeys && pointerType !== "touch") hide();
  });
  document.documentElement.classList.add("nk-hovers");
})();
