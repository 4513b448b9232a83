// What is new since the reader's last visit: the day is kept in her browser alone, the news are the same for everybody.
(() => {
  "use strict";
  const KEPT = "nyckeltal.besok.";
  const BASE = document.querySelector("meta[name=nk-base]")?.content;
  const asked = new Map();
  const kept = (code) => { try { return localStorage.getItem(KEPT + code); } catch { return null; } };
  const keep = (code, day) => { try { localStorage.setItem(KEPT + code, day); } catch { /* private mode */ } };

  // The day of it; what is loaded anew in the same tab on the same day is the same visit.
  function lastVisit(code, now) {
    const day = kept(code);
    try {
      const [on, of] = JSON.parse(sessionStorage.getItem(KEPT + code) ?? "[]");
      if (on === now) return of;
      sessionStorage.setItem(KEPT + code, JSON.stringify([now, day]));
    } catch { /* private mode */ }
    return day;
  }

  // The last visit before this one: this one is kept at once, so that a new tab does not tell the same again.
  function before(code) {
    if (!asked.has(code)) {
      const now = new Date().toLocaleDateString("sv-SE"), day = lastVisit(code, now);
      keep(code, now);
      const news = day && day < now ? fetch(`${BASE}/nytt.json?kommun=${code}`).then((answer) => (answer.ok ? answer.json() : [])) : Promise.resolve([]);
      asked.set(code, news.then((all) => ({ day, news: all.filter(([on]) => on > day) })).catch(() => ({ day, news: [] })));
    }
    return asked.get(code);
  }

  async function tell() {
    for (const line of document.querySelectorAll(".nk-since[data-news]")) {
      const code = line.dataset.news;
      if (line.dataset.told === code || !/^\d{4}$/.test(code)) continue;
      line.dataset.told = code;
      line.replaceChildren();
      const { day, news } = await before(code);
      if (!news.length || line.dataset.news !== code) continue;
      const more = news.length > 1 ? ` (och ${news.length - 1} ${news.length === 2 ? "nyhet" : "nyheter"} till)` : "";
      const to = document.createElement("a");
      to.href = `${BASE}/nytt?kommun=${code}`;
      to.target = "_self";
      to.textContent = `Nytt sedan du var här ${day}: ${news[0][1]}${more}`;
      line.replaceChildren(to);
    }
  }
  nkDrawn(tell, ["data-news"]);
})();
