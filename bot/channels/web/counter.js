// A conversation on the office's computer. It ends by a press, or after ten minutes in which nobody touched anything
// and one minute that is counted down, which any key stops. Then nothing of it is left in this browser.
"use strict";
(() => {
  const SILENCE = 600000, NOTICE = 60000, SIGN = 60000, LATE = 15000;  // ms
  const $ = (id) => document.getElementById(id);
  const end = $("end"), quiet = $("quiet"), seconds = $("seconds");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("atout-counter") : null;
  let touched = Date.now(), told = Date.now(), ending = false;
  const stop = new AbortController();
  const hush = () => { stop.abort(); dispatchEvent(new Event("ending")); };  // an answer on its way would bring the cookie back

  async function clear() {  // whatever the browser makes of the header that asks for the same
    try { localStorage.clear(); sessionStorage.clear(); } catch { /* none may be used here */ }
    const kept = "caches" in window ? await caches.keys() : [];
    const bases = (await indexedDB.databases?.()) ?? [], workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    bases.forEach((one) => indexedDB.deleteDatabase(one.name));
    await Promise.all([...kept.map((name) => caches.delete(name)), ...workers.map((one) => one.unregister())]);
  }

  async function leave() {
    if (ending) return;
    ending = true;
    document.body.hidden = true;  // nobody reads on while it ends
    tabs?.postMessage("ended");
    hush();
    const answer = await fetch("/end", { method: "POST", redirect: "manual" }).catch(() => null);
    await clear().catch(() => {});
    location.replace(answer ? "/ended" : "about:blank");
  }

  function here() {
    if (ending) return;
    touched = Date.now();
    if (quiet.open) quiet.close();
    if (touched - told < SIGN) return;
    told = touched;
    fetch("/still", { method: "POST", signal: stop.signal }).catch(() => {});
  }

  function look() {
    const left = SILENCE + NOTICE - (Date.now() - touched);
    if (left <= -LATE || (left <= 0 && quiet.open)) return leave();  // late: the computer slept
    if (left > NOTICE) return;
    if (!quiet.open) quiet.showModal();
    seconds.textContent = Math.max(0, Math.ceil(left / 1000));
  }

  end.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  quiet.addEventListener("cancel", here);
  quiet.querySelector("button").addEventListener("click", here);
  for (const sign of ["keydown", "pointerdown", "input", "wheel", "touchstart"]) addEventListener(sign, here, { capture: true, passive: true });
  tabs?.addEventListener("message", () => { document.body.hidden = true; hush(); location.replace("/ended"); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });  // never a page of before
  setInterval(look, 1000);

  const print = $("print"), paper = $("paper");
  if (!print || !paper) return;
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  if (paper.complete) window.print(); else paper.addEventListener("load", () => window.print());
})();
