// Saves a chart as a file: its title, the line under it, the drawing and the source, with the look written into it.
(() => {
  "use strict";
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "font-size", "font-weight", "text-anchor", "letter-spacing", "color", "opacity"];
  const FONT = "Source Sans, Source Sans Pro, Arial, sans-serif";
  const PNG_SCALE = 2, MARGIN = 20, LINE = 1.3;
  const SVG = "http://www.w3.org/2000/svg";

  const make = (tag, attributes, text = "") => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  function wrapped(text, size, width) {
    const letters = Math.max(12, Math.floor(width / (size * 0.5)));
    const lines = [""];
    // Not at no-break spaces: "25 %" stays together.
    for (const word of text.trim().split(/[ \n\t]+/)) {
      const last = lines[lines.length - 1];
      if (last && last.length + word.length + 1 > letters) lines.push(word); else lines[lines.length - 1] = last ? `${last} ${word}` : word;
    }
    return lines;
  }

  // Symbols stand once in the page; a file must hold its own.
  function copied(drawing, leftOut = null) {
    const copy = drawing.cloneNode(true);
    const from = [drawing, ...drawing.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
    from.forEach((element, i) => {
      const look = getComputedStyle(element);
      for (const name of STYLES) to[i].style.setProperty(name, look.getPropertyValue(name));
      for (const name of ["class", "tabindex", ...Object.keys(element.dataset).map((key) => `data-${key}`)]) to[i].removeAttribute(name);
    });
    if (leftOut) from.forEach((element, i) => element.matches(leftOut) && to[i].remove());
    const used = new Set([...copy.querySelectorAll("use")].map((use) => use.getAttribute("href")));
    for (const href of used) {
      const symbol = document.querySelector(href);
      if (symbol) copy.prepend(symbol.cloneNode(true));
    }
    return copy;
  }

  // What a line, a colour or a mark means, drawn as it is beside its words.
  const KEYS = "[data-key], .nk-key > span, .nk-keys > span";
  function swatch(mark, x, y) {
    const look = getComputedStyle(mark);
    if (mark.matches("svg")) {
      const copy = copied(mark);
      for (const [name, value] of Object.entries({ x, y, width: 12, height: 12 })) copy.setAttribute(name, value);
      return copy;
    }
    if (mark.matches(".nk-line-key")) return make("line", { x1: x, x2: x + 16, y1: y + 7, y2: y + 7, stroke: look.borderTopColor, "stroke-width": 2 });
    return make("rect", { x, y: y + 1, width: 12, height: 12, rx: look.borderRadius.startsWith("50") ? 6 : 2, fill: look.backgroundColor, stroke: look.borderTopWidth === "0px" ? "none" : look.borderTopColor });
  }

  const page = () => document.querySelector("h1[data-view]")?.textContent ?? "";
  const place = () => document.querySelector("#meny-kommun summary b")?.textContent ?? "";
  const kpi = () => new URL(document.querySelector("h1[data-view]").dataset.view, location.href).searchParams.get("nyckeltal") ?? "";
  // A part of a file's name, at most so many letters, whole words where there is room for one: no letter that a disk, a
  // mail or an archive may write in another way.
  function slug(text, most) {
    const whole = text.normalize("NFD").replace(/[\p{M}\u00ad\u2060]/gu, "").toLocaleLowerCase("sv").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
    return whole.length <= most ? whole : whole.slice(0, most + 1).replace(/-[^-]*$/, "").slice(0, most);
  }
  function without(element, selector) {
    const copy = element?.cloneNode(true);
    copy?.querySelectorAll(selector).forEach((part) => part.remove());
    return copy?.textContent.trim() ?? "";
  }

  const isDrawing = (svg) => svg.getBoundingClientRect().width > 0 && svg.viewBox.baseVal?.width > 100;

  // Plotly draws in layers, one above the other; what one presses in the drawing is no part of it.
  function layered(chart) {
    const layers = [...(chart?.querySelectorAll("svg.main-svg") ?? [])];
    if (!layers.length) return [];
    const { width, height } = layers[0].getBoundingClientRect();
    const whole = make("svg", { viewBox: `0 0 ${width} ${height}` });
    for (const layer of layers) {
      const copy = copied(layer, ".updatemenu-container, .slider-container, .selectionlayer, .zoombox, .hoverlayer");
      for (const [name, value] of Object.entries({ x: 0, y: 0, width, height })) copy.setAttribute(name, value);
      copy.style.background = "none";
      whole.append(copy);
    }
    return [{ drawing: whole, copy: () => whole, box: { width, height } }];
  }

  const yearOf = (figure) => document.querySelector(`.${figure.dataset.drawn} .slider-label`)?.textContent.match(/\d{4}$/)?.[0] ?? figure.dataset.year ?? "";
  const drawn = (drawing) => ({ drawing, copy: () => copied(drawing), box: drawing.viewBox.baseVal });
  const drawingsOf = (figure) => (figure.dataset.drawn ? layered(document.querySelector(`.${figure.dataset.drawn}`)) : [...figure.querySelectorAll("svg")].filter(isDrawing).map(drawn));

  // One drawing fills the picture; several stand in rows, each under its caption.
  function pieced(figure) {
    const drawings = drawingsOf(figure);
    if (!drawings.length) return null;
    const boxes = drawings.map((one) => one.box);
    const columns = drawings.length === 1 || boxes[0].width > 300 ? 1 : Math.min(3, drawings.length);
    const step = boxes[0].width + MARGIN;
    const width = Math.max(columns * step - MARGIN, 340) + 2 * MARGIN;
    // Where one has played on to another year, the page's sentence is about another picture.
    const isPlayed = figure.dataset.drawn && yearOf(figure) !== figure.dataset.year;
    const title = (isPlayed ? figure.dataset.about : figure.dataset.title) ?? figure.querySelector("h2, h3")?.textContent ?? "";
    const told = figure.dataset.about ?? without(figure.querySelector(".nk-sub"), "[data-key]").replace(/[ ·]+$/, "");
    const about = [told, yearOf(figure)].filter((text) => text && text !== title).join(", ");
    // Away from its page the chart must say what the page said around it.
    const wholeAbout = [isPlayed ? "" : page(), place(), kpi() && `Kolada ${kpi()}`, about].filter((text) => text && !title.includes(text)).join(" · ");
    // Answers are no figures that were fetched.
    const fetched = figure.dataset.answers === undefined && document.querySelector("[data-fetched]")?.dataset.fetched;
    const source = [figure.querySelector(".nk-from")?.firstChild?.textContent.trim(), fetched && `${fetched[0].toLocaleUpperCase("sv")}${fetched.slice(1)}.`].filter(Boolean).join(" ");
    const whole = make("svg", { xmlns: SVG, width, "font-family": FONT });
    let y = MARGIN;
    const write = (text, size, weight, fill, x = MARGIN, room = width - 2 * MARGIN) => {
      for (const line of text ? wrapped(text, size, room) : []) {
        y += size * LINE;
        whole.append(make("text", { x, y, "font-size": size, "font-weight": weight, fill }, line));
      }
    };
    write(title, 20, 700, "#18242f");
    write(wholeAbout, 14, 400, "#52616d");
    y += 12;
    let top = y, lowest = y;
    drawings.forEach(({ drawing, copy: copyOf }, i) => {
      const column = i % columns;
      if (column === 0) top = lowest;
      y = top;
      const x = MARGIN + column * step;
      if (drawing.dataset.caption) write(drawing.dataset.caption, 14, 700, "#18242f", x, boxes[i].width);
      const copy = copyOf();
      const place = { x, y: y + 4, width: boxes[i].width, height: boxes[i].height, overflow: "visible" };
      for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value);
      copy.removeAttribute("style");
      whole.append(copy);
      lowest = Math.max(lowest, y + 4 + boxes[i].height + 14);
    });
    y = lowest;
    for (const item of figure.querySelectorAll(KEYS)) {
      const marks = [...item.querySelectorAll("i, svg, .nk-line-key")].map((mark, i) => swatch(mark, MARGIN + i * 20, y + 4));
      whole.append(...marks);
      write(item.textContent.trim(), 12, 400, "#18242f", MARGIN + marks.length * 20, width - 2 * MARGIN - marks.length * 20);
    }
    write(source, 12, 400, "#52616d");
    const height = Math.ceil(y + MARGIN);
    whole.setAttribute("height", height);
    whole.setAttribute("viewBox", `0 0 ${width} ${height}`);
    whole.prepend(make("rect", { width, height, fill: "#fff" }));
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  }

  function offer(blob, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function asPng({ text, width, height }, name) {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: width * PNG_SCALE, height: height * PNG_SCALE });
      const pen = canvas.getContext("2d");
      pen.scale(PNG_SCALE, PNG_SCALE);
      pen.drawImage(image, 0, 0, width, height);
      canvas.toBlob((blob) => offer(blob, `${name}.png`), "image/png");
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-save]");
    const figure = button?.closest("figure, .nk-figure");
    if (!figure) return;
    const whole = pieced(figure);
    if (!whole) return;
    // Each chart its own: one page has several.
    const title = figure.querySelector("h2, h3")?.textContent ?? "diagram";
    const name = (figure.dataset.name ? [[`${figure.dataset.name} ${yearOf(figure)}`, 90]] : [[page(), 32], [place(), 18], [kpi(), 8], [title, 32]])
      .map(([text, most]) => slug(text, most)).filter(Boolean).join("-");
    if (button.dataset.save === "svg") offer(new Blob([whole.text], { type: "image/svg+xml" }), `${name}.svg`);
    else asPng(whole, name);
  });
})();
