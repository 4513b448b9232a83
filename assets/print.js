// A button that opens the browser's own window for printing; without script it is not there, and Ctrl+P does the same.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
