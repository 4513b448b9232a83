// Suggestions while one types in the search field of the header. Without it the field leads to the page Sök.
(() => {
  "use strict";
  const PAUSE_MS = 90;
  let waiting = 0, asked = 0;

  const boxOf = (field) => field.closest("form").querySelector(".nk-suggest");
  const isQuery = (element) => element instanceof Element && element.matches("input.nk-query");

  function address(form, path) {
    const url = new URL(document.querySelector("meta[name=nk-base]").content + path, location.href);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.set(name, value);
    return url;
  }

  function close(field) {
    const box = boxOf(field);
    if (box) box.replaceChildren();
    field.removeAttribute("aria-expanded");
  }

  function show(field, hits) {
    const box = boxOf(field);
    if (!box) return;
    box.replaceChildren(...hits.map((hit) => {
      const link = Object.assign(document.createElement("a"), { href: hit.address, target: "_self" });
      link.append(hit.name, Object.assign(document.createElement("small"), { textContent: hit.about }));
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    if (!hits.length) box.append(Object.assign(document.createElement("li"), { textContent: "Inga träffar", className: "nk-none" }));
    field.setAttribute("aria-expanded", "true");
  }

  async function ask(field) {
    const mine = ++asked;
    if (!field.value.trim()) { close(field); return; }
    try {
      const answer = await fetch(address(field.form, "/sok.json"));
      const hits = await answer.json();
      if (mine === asked && document.activeElement === field) show(field, hits);
    } catch { /* offline: the page Sök will say so */ }
  }

  document.addEventListener("input", (event) => {
    if (!isQuery(event.target) || !boxOf(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(event.target), PAUSE_MS);
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form");
    const box = form?.querySelector(".nk-suggest");
    if (!box) return;
    const links = [...box.querySelectorAll("a")];
    const field = form.querySelector("input.nk-query");
    const here = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close(field);
      field.focus();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links.length) {
      event.preventDefault();
      const next = here + (event.key === "ArrowDown" ? 1 : -1);
      if (next < 0) field.focus(); else links[Math.min(next, links.length - 1)].focus();
    }
  });

  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input.nk-query");
    if (!field) return;
    event.preventDefault();
    clearTimeout(waiting);
    asked++;
    const link = Object.assign(document.createElement("a"), { href: address(event.target, "/sok").href, hidden: true });
    document.body.append(link);
    link.click(); // nav.js follows it as any other link
    link.remove();
    close(field);
  });

  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.("form");
    const field = form?.querySelector("input.nk-query");
    if (field && !form.contains(event.relatedTarget)) setTimeout(() => close(field), 150);
  });

  // A followed suggestion has served its purpose.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".nk-suggest a")) return;
    const field = event.target.closest("form").querySelector("input.nk-query");
    field.value = "";
    close(field);
  });
})();
