// The wizard of own indicators: what is typed is kept while one types, and a file can be dropped on its field.
// Everything works without it: the button keeps what is typed, and the field chooses the file.
(() => {
  "use strict";
  const PAUSE_MS = 400;
  let waiting = 0;
  let changed = null;

  const say = (form, text) => {
    const place = form.querySelector(".nk-kept");
    if (place) place.textContent = text;
  };
  // What is left of a large save, by what such ones usually take: a bar that stays short of its end until the answer.
  const VALUES_A_SECOND = 25_000;
  function wait(form, words, seconds) {
    say(form, `${words} …`);
    if (!(seconds > 0.5)) return;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", words);
    say(form, `${words}. Det tar omkring ${Math.ceil(seconds)} sekunder. `);
    form.querySelector(".nk-kept")?.append(bar);
    const begun = performance.now();
    const move = () => {
      bar.value = 1 - Math.exp((-1.5 * (performance.now() - begun)) / 1000 / seconds);
      if (bar.isConnected) setTimeout(move, 200);
    };
    move();
  }
  const content = (form) => new URLSearchParams(new FormData(form));

  // What has been typed or chosen here, by the work: another tab may have the others' newest words. Not by the form
  // itself, for the page is drawn a second time, with what was typed in the first.
  const typed = new Map();
  const typedIn = (form) => {
    const work = form.elements.namedItem("arbete")?.value;
    if (!typed.has(work)) typed.set(work, new Set());
    return typed.get(work);
  };
  document.addEventListener("formdata", (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]")) return;
    for (const field of form.elements) {
      if (field.name && field.type !== "hidden" && !typedIn(form).has(field.name)) event.formData.delete(field.name);
    }
  });

  async function keep(form) {
    clearTimeout(waiting);
    changed = null;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: content(form), keepalive: true });
      say(form, answer.ok ? "Det du skriver är sparat." : "Det går inte att spara just nu. Tryck på knappen när du är klar.");
    } catch {
      say(form, "Ingen kontakt: det du skriver är inte sparat än.");
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (!form) return;
    typedIn(form).add(event.target.name);
    clearTimeout(waiting);
    changed = form;
    waiting = setTimeout(() => keep(form), PAUSE_MS);
  });

  // Whoever closes the page in the middle of a word loses nothing either.
  window.addEventListener("pagehide", () => {
    if (changed?.isConnected) navigator.sendBeacon(changed.dataset.keep, content(changed));
  });
  document.addEventListener("click", (event) => {
    if (changed?.isConnected && event.target.closest?.("a[href]")) keep(changed);
  }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-keep]")) { clearTimeout(waiting); changed = null; }
    if (form.matches(".nk-pick-file")) say(form, "Filen skickas …");
    if (form.matches(".nk-finish")) wait(form, "Värdena sparas", Number(form.dataset.values) / VALUES_A_SECOND);
    if (!form.closest(".nk-own") || form.method !== "post") return;
    // Not at once: the pressed button's own name and value must still be sent.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
    });
  });
  // Back to a page that the browser has kept: its buttons are for pressing again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll(".nk-own button:disabled")) button.disabled = false;
  });

  // A large file is read while one waits: how far it has come is asked of the page itself, which is whole when it is done.
  // Where it cannot be asked so many times in a row, the link is left.
  const ASK_MS = 1500;
  const MOST_FAILED = 3;
  const LOST = "Det går inte att fråga hur långt den har kommit. Tryck på Se om den är klar.";
  let failed = 0;
  setInterval(async () => {
    const here = document.querySelector(".stMain [data-reading]") ?? document.querySelector("[data-reading]");
    if (!here || document.hidden) return;
    const answer = await fetch(location.href).catch(() => null);
    failed = answer?.ok ? 0 : failed + 1;
    if (failed >= MOST_FAILED) here.querySelector(".nk-how-far").textContent = LOST;
    if (failed) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-reading]");
    if (!now) { location.reload(); return; }
    here.querySelector("progress").value = now.querySelector("progress").value;
    here.querySelector(".nk-how-far").textContent = now.querySelector(".nk-how-far").textContent;
  }, ASK_MS);

  const dropOf = (event) => event.target.closest?.(".nk-drop");
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      const drop = dropOf(event);
      if (!drop) return;
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const drop = dropOf(event);
    if (drop && !drop.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const drop = dropOf(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    drop.querySelector("input").files = event.dataTransfer.files;
    drop.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const drop = event.target.matches?.("input[type=file]") && dropOf(event);
    if (drop && event.target.files.length) drop.querySelector("small").textContent = `${event.target.files[0].name} är vald.`;
  });
})();
