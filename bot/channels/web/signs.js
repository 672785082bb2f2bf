// Small signs beside the conversation, without a word of anybody: which lines came and which were seen, that the person
// is writing, and that a counsellor is. None of them is waited for, and none is something that was said.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), box = $("text"), writing = $("writing"), page = document.documentElement;
  const KEY = "atout.ticks", LEVELS = ["delivered", "read"];
  const CALM = 800, AGAIN = 20000, MOST = 40;  // ms until lines that come together are told, or told again; lines at a time
  const EVERY = 3000, SHOWN = 6000;  // ms between two signs of typing; for which one is shown

  // ---- how far lines came: what could not be told is kept in this browser until it can
  const shelf = (() => { try { return "counter" in document.body.dataset ? null : localStorage; } catch { return null; } })();
  const place = document.body.dataset.place, open = new Map(), told = new Map(), onScreen = new Set();
  let timer = 0, busy = false, failed = false;

  function keep() {
    try {
      if (open.size) shelf.setItem(KEY, JSON.stringify({ place, lines: [...open] }));
      else shelf.removeItem(KEY);
    } catch { /* in memory, then */ }
  }
  function back() {  // what a page that was left could not tell, unless somebody else is here now
    try {
      const kept = JSON.parse(shelf.getItem(KEY));
      if (kept?.place === place) for (const [line, level] of kept.lines) open.set(line, level);
    } catch { /* nothing was kept */ }
    if (open.size) soon();
  }
  const rank = (level) => LEVELS.indexOf(level);
  function came(article, level) {
    const line = article.id.slice(2);
    if (Math.max(rank(told.get(line)), rank(open.get(line))) >= rank(level)) return;
    open.set(line, level);
    soon();
  }
  function soon(wait = CALM) { if (!timer) timer = setTimeout(tell, wait); }

  async function tell() {
    timer = 0;
    if (busy || !open.size || !place) return;
    if (!navigator.onLine) return keep();
    busy = true;
    const some = [...open].slice(0, MOST);
    const body = Object.fromEntries(LEVELS.map((level) => [level, some.filter((one) => one[1] === level).map(([line]) => line)]));
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch("/seen", { method: "POST", headers, body: JSON.stringify(body), keepalive: true, redirect: "error" }).catch(() => null);
    busy = false;
    failed = !answer || answer.status === 429 || answer.status >= 500;
    if (failed) keep();
    if (failed) return soon((Number(answer?.headers.get("Retry-After")) * 1000 || AGAIN) * (1 + Math.random() / 2));  // not everybody at once
    for (const [line, level] of some) {
      told.set(line, level);
      if (open.get(line) === level) open.delete(line);
    }
    keep();
    if (open.size) soon();
  }

  // A line was seen when half of it, or half of the screen, was in sight of a page that is looked at.
  const looked = () => !document.hidden && document.hasFocus();
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
      const seen = isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2);
      onScreen[seen ? "add" : "delete"](target);
    }
    look();
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  function look() {
    if (looked()) for (const article of onScreen) came(article, "read");
  }
  function watch(article) {
    if (!article.matches?.(".bot")) return;
    came(article, "delivered");
    sight.observe(article);
    quiet();
  }

  // ---- somebody writes
  const foot = () => [...document.querySelectorAll(".first, footer")].reduce((sum, one) => sum + one.offsetHeight, 0);
  let fade = 0, last = -EVERY;
  function quiet() {
    clearTimeout(fade);
    writing.textContent = "";
  }
  addEventListener("writing", ({ detail }) => {
    const end = innerHeight + scrollY > page.scrollHeight - foot() - 160;
    if (writing.textContent !== detail) writing.textContent = detail;
    if (end) scrollTo(0, page.scrollHeight);
    clearTimeout(fade);
    fade = setTimeout(quiet, SHOWN);
  });
  box.addEventListener("input", () => {  // only to a counsellor, who is there and waits
    const human = [...log.querySelectorAll(".bot")].pop()?.matches(".human");
    if (!human || !box.value.trim() || performance.now() - last < EVERY) return;
    last = performance.now();
    fetch("/typing", { method: "POST", redirect: "error" }).catch(() => {});
  });

  function begin() {
    back();
    const lines = [...log.children], since = lines.findLastIndex?.((line) => line.matches(".me")) ?? 0;
    lines.forEach((line, n) => { if (n > since) watch(line); else if (line.matches(".bot")) sight.observe(line); });
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(watch))).observe(log, { childList: true });
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    addEventListener("online", () => soon());
    addEventListener("pagehide", () => failed ? keep() : tell());  // the last ones leave with the page
  }
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
  else begin();
})();
