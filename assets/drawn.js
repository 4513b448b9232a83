// Calls ACT with what is there now and whenever it changes (elements, and their ATTRIBUTES): Streamlit draws late, and on a
// phone the server's page is all there is. In both scripts, which may come without each other.
function nkDrawn(act, attributes = ["data-view"]) {
  new MutationObserver(act).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: attributes });
  act();
}
