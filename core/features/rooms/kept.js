// What a room's pages share: forms sent so that none is lost, and elements made without HTML.
"use strict";
const nkRoom = (() => {
  // What a server says that can be trusted again later: all else is sent anew.
  const REFUSED = [400, 403, 404, 409];

  function make(tag, attributes = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  }

  // The answer to a form; it throws where the network or the server cannot answer, and tells of what is refused.
  async function send(address, fields) {
    const options = fields
      ? { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } }
      : { headers: { Accept: "application/json" } };
    const answer = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(15000) });
    const is_json = (answer.headers.get("content-type") ?? "").startsWith("application/json");
    if (!is_json && answer.ok) throw new Error("no answer of ours");
    if (!answer.ok && !REFUSED.includes(answer.status) && answer.status !== 401) throw new Error(String(answer.status));
    const said = is_json ? await answer.json() : {};
    return { ok: answer.ok, status: answer.status, ...said };
  }

  // A list that the browser keeps over reloads and lost networks; one that keeps nothing has it while the page is open.
  function shelf(name) {
    let held = [];
    try { held = JSON.parse(localStorage.getItem(name) ?? "[]"); } catch { held = []; }
    if (!Array.isArray(held)) held = [];
    return {
      all: held,
      save() {
        try {
          if (held.length) localStorage.setItem(name, JSON.stringify(held));
          else localStorage.removeItem(name);
        } catch { /* Full, or private: what is on the page is sent all the same. */ }
      },
    };
  }

  const unique = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  return { make, send, shelf, unique };
})();
