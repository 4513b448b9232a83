// The address of what one sees: into the clipboard or, on a phone, to the phone's own menu for sending things on.
(() => {
  "use strict";
  const isPhone = matchMedia("(max-width: 720px)");

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https there is no clipboard to ask for; this older way is still there.
      const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-share]");
    if (!button) return;
    const told = button.parentElement.querySelector("[role=status]");
    if (navigator.share && isPhone.matches) {
      try { await navigator.share({ title: document.title, url: location.href }); } catch { /* turned back */ }
      return;
    }
    told.textContent = (await copied(location.href)) ? "Länken är kopierad" : `Kopiera adressen: ${location.href}`;
    button.focus();
  });
})();
