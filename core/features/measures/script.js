// Åtgärder: a dot in the matrix is moved with the mouse, a finger or the arrow keys; the numbers beside say where it is.
// Everything works without it: the numbers are typed and saved, and the dots stand there on the next page.
(() => {
  "use strict";
  const LEFT = 46, RIGHT = 570, TOP = 14, BOTTOM = 414, LOW = 0.5, HIGH = 5.5, STEP = 0.5;
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
  const rounded = (number) => Math.min(5, Math.max(1, Math.round(number / STEP) * STEP));
  const field = (dot, name) => dot.closest("form")?.querySelector(`[name="${name}-${CSS.escape(dot.dataset.dot)}"]`);
  const number = (input) => Number.parseFloat(input.value.replace(",", "."));
  const words = (value) => String(value).replace(".", ",");

  function place(dot, effort, effect) {
    const x = LEFT + (RIGHT - LEFT) * (effort - LOW) / (HIGH - LOW), y = BOTTOM - (BOTTOM - TOP) * (effect - LOW) / (HIGH - LOW);
    dot.setAttribute("transform", `translate(${x},${y})`);
    dot.classList.remove("is-waiting");
  }

  function move(dot, effort, effect) {
    const inputs = [field(dot, "insats"), field(dot, "effekt")];
    if (inputs.some((input) => !input)) return;
    const given = [rounded(effort), rounded(effect)];
    place(dot, ...given);
    inputs.forEach((input, i) => {
      const text = words(given[i]);
      if (input.value === text) return;
      // As if it were typed: what is not saved is asked about before it is left.
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  document.addEventListener("keydown", (event) => {
    const dot = event.target.closest?.(".nk-ms-matrix [data-dot][tabindex]"), step = KEYS[event.key];
    if (!dot || !step) return;
    event.preventDefault();
    const now = ["insats", "effekt"].map((name) => number(field(dot, name)));
    move(dot, (Number.isNaN(now[0]) ? 3 : now[0]) + step[0], (Number.isNaN(now[1]) ? 3 : now[1]) + step[1]);
  });

  let held = null;
  document.addEventListener("pointerdown", (event) => {
    held = event.target.closest?.(".nk-ms-matrix [data-dot][tabindex]") ?? null;
    if (!held) return;
    held.classList.add("is-held");
    held.focus();
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(held.ownerSVGElement.getScreenCTM().inverse());
    move(held, LOW + (HIGH - LOW) * (at.x - LEFT) / (RIGHT - LEFT), LOW + (HIGH - LOW) * (BOTTOM - at.y) / (BOTTOM - TOP));
  });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => {
    held?.classList.remove("is-held");
    held = null;
  });

  // What is typed moves the dot.
  document.addEventListener("input", (event) => {
    const found = /^(?:insats|effekt)-(.+)$/.exec(event.target.name ?? "");
    const dot = found && event.target.closest("form")?.querySelector(`.nk-ms-matrix [data-dot="${CSS.escape(found[1])}"]`);
    if (!dot) return;
    const now = ["insats", "effekt"].map((name) => number(field(dot, name)));
    if (now.every((one) => one >= 1 && one <= 5)) place(dot, ...now);
  });
})();
