// The page's one script. The server draws every line; this puts lines in place, sends what is said (again after a
// break, under the same id, so that it counts once) and keeps the focus where a keyboard or a screen reader needs it.
// What cannot be sent yet waits in this browser. Without the script the page still works by plain forms.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), unsent = $("waiting"), form = $("say"), box = $("text"), notice = $("notice"), dots = $("dots"), below = $("below");
  const told = document.body.dataset, page = document.documentElement;
  const TEXT_MAX = 8000, PHOTO_EDGE = 2000, FILE_MAX = 10 * 1024 * 1024, POLL = 5000, SLOWEST = 30;
  const SLOW = 5000, GIVE_UP = 30000, FILE_GIVE_UP = 300000;  // ms without an answer: it is said; it is tried again
  const FEW = 150, LINES = 48;  // px in which there is hardly anything to read; of what was read that stays in sight
  const TOGETHER = 3000;  // ms in which lines are of one answer, whether they come at once or one by one
  const fine = matchMedia("(hover: hover) and (pointer: fine)").matches;

  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const last = () => [...log.children].filter((line) => line.id).pop()?.id.slice(2) ?? "";
  const on = (button) => button.getAttribute("aria-pressed") === "true";
  const say = (words) => { if (notice.textContent !== words) notice.textContent = words; };
  let calmed = "";  // what was said of the line
  const calm = (words) => { if (words || notice.textContent === calmed) say(words); calmed = words; };

  // ---- what is shown
  const met = new Set([...log.children].map((line) => line.id));  // what was here once does not come again by another way
  let lost = false;  // the focus was on a button that is gone
  const foot = () => [...document.querySelectorAll(".first, footer")].reduce((sum, one) => sum + one.offsetHeight, 0);  // links, under all that is said
  const atEnd = (slack = 160) => innerHeight + scrollY > page.scrollHeight - foot() - slack;
  let unread = null;  // the first line that came while another place was read
  function more(some) {  // what is not in sight yet
    below.hidden = !some;
    below.classList.remove("spent");
    if (!some) unread = null;
  }
  const toEnd = () => { scrollTo(0, page.scrollHeight); more(false); };
  const bar = document.querySelector(".counter") ?? document.querySelector("header");
  const above = () => (getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0) + 10;  // what stands over the lines
  const room = () => innerHeight - form.offsetHeight - above();
  const at = (one) => one.getBoundingClientRect();
  function reveal(first) {  // what is new from its beginning, when it does not fit; a picture that came just before too
    for (let line = first; line && !line.matches(".me"); line = line.previousElementSibling) if (line.querySelector(".pic")) first = line;
    more(false);  // it takes room of its own
    const top = at(first).top + scrollY, fits = at(log).bottom + scrollY - top < room();
    scrollTo(0, top - above());  // no further: the links under the field push no question out
    more(!fits && !atEnd(24));
    evenly();
  }
  function evenly() {  // a yes is not seen without its no: of two or three choices that are cut, all come with the next scroll
    all();
    const ask = [...log.querySelectorAll(".ask[open]")].pop(), end = at(form).top;
    if (below.hidden || !ask || ask.querySelector(".n") || ask.offsetHeight > room() || at(ask).top > end) return;
    const cut = [...ask.querySelectorAll("button")].some((one) => at(one).bottom > end + 16);
    ask.classList.toggle("later", cut);
  }
  function onward() {  // to what is new, or a screen further in it: with large letters an answer is many screens long
    const next = unread, some = room(), rest = at(log).bottom - at(form).top, ask = log.querySelector(".later");
    if (next?.isConnected && rest > 0 && at(next).bottom > at(form).top) return opening = null, follow(next);
    if (some < FEW) return toEnd();
    more(rest > some);
    scrollBy(0, Math.min(rest, some - LINES, ask ? at(ask).top - above() : rest));
    evenly();
    left = scrollY;
  }
  const all = () => log.querySelector(".later")?.classList.remove("later");

  let opening = null, opened = 0, left = 0;  // the line an answer began with, when it came, and where it left the page
  const still = () => opening?.isConnected && Math.abs(scrollY - left) < 2;  // nobody has moved the page since
  const together = () => still() && performance.now() - opened < TOGETHER;
  const human = (line) => Boolean(line?.matches(".human"));  // what a counsellor says is never under what the bot said before
  function follow(line) {
    if (!together() || human(line) > human(opening)) [opening, opened] = [line, performance.now()];
    reveal(opening);
    left = scrollY;
  }

  function show(html) {
    const sheet = document.createElement("template"), end = atEnd();
    sheet.innerHTML = html;
    const lines = [...sheet.content.children].filter((line) => line.id && !met.has(line.id));
    const near = end || together() || still() && lines.some(human);
    for (const line of lines) {
      met.add(line.id);
      named(line);
      const mine = line.classList.contains("me");
      if (mine && flying?.item.words === line.querySelector("p").textContent) nodes.get(flying.item)?.remove(), flying.had = true;
      else if (flying?.had) flying.heard = true;  // what was said and its answer, by the stream
      if (mine || line.querySelector(".ask")) fold();
      if (mine) opening = null;
      line.classList.add("new");
      if (line.dataset.topic === "hide") hide();
      redraws ||= line.dataset.topic === "redraw";
      log.append(line);
      ready(line);
    }
    if (!lines.length) return;
    dots.hidden = true;
    document.querySelector(".blank")?.remove();
    settle(lines);
    let answer = null;  // its beginning, whether what was said came with it or not; of a whole conversation, of the last one
    for (const line of lines) answer = line.matches(".me") ? null : answer ?? line;
    if (!near) more(true), unread ??= answer ?? lines[0];
    else if (answer) follow(answer);
    else toEnd();
  }

  let asking = null;  // the choices of the last question, of which several may be picked
  const label = (choice) => choice?.querySelector("span:not(.n)")?.textContent;
  function named(line) {  // numbers alone are shown as the words they stand for
    if (line.querySelector(".ask")) asking = line.querySelector("[data-several]");
    const said = line.matches(".me") && asking && line.querySelector("p");
    if (!said || !/^\d+( \d+)*$/.test(said.textContent)) return;
    const words = said.textContent.split(" ").map((n) => label(asking.querySelector(`.stack [data-n="${n}"]`)));
    if (words.every(Boolean)) said.textContent = words.join("\n");
  }

  let redraws = false;  // what was hidden may be seen again: the server knows what that is
  function hide() {  // who holds this screen next sees what comes now, and nothing of before; what waits is sent all the same
    log.replaceChildren();
    unsent.replaceChildren();
    asking = null;
    box.value = "";
    grow();
    say("");
  }

  function settle(lines) {
    const bots = lines.filter((line) => line.classList.contains("bot"));
    if (!bots.length) return;
    const newest = bots[bots.length - 1];
    box.inputMode = newest.dataset.want === "contact" ? "tel" : "text";
    if (lost && document.activeElement === document.body) newest.focus({ preventScroll: true });
    lost = false;
    turn();
  }

  const free = () => !queue.length && !box.value && !form.hasAttribute("data-recording");  // nothing is lost by a reload
  function turn() {  // the page speaks as the conversation does, once it may
    const lang = [...log.querySelectorAll(".bot")].pop()?.lang ?? page.lang;
    const another = lang !== page.lang && document.querySelector(`.langs [value="${lang}"]`);
    if ((redraws || another) && free()) location.reload();
  }

  function fold() {
    const held = document.activeElement?.closest(".ask");
    for (const ask of log.querySelectorAll(".ask[open]")) { ask.open = false; delete ask.dataset.sent; }
    if (held && fine) box.focus({ preventScroll: true });
    else if (held) lost = true, document.activeElement.blur();
  }

  function ready(line) {
    const share = line.querySelector("button.share"), group = line.querySelector("[data-several]");
    if (group) {
      count(group);
      for (const choice of group.querySelectorAll(".stack button")) choice.setAttribute("aria-pressed", "false");
    }
    const probe = new File([""], "a.pdf", { type: "application/pdf" });
    const pick = line.querySelector("button.pick");
    if (pick) pick.hidden = false;
    if (share && navigator.canShare?.({ files: [probe] })) share.hidden = !(share.nextElementSibling.hidden = true);
  }

  function waiting(item) {  // seen at once; read aloud once the server has it, or when it has to wait
    if (!item.words || (item.late && !ours(item))) return;
    const line = $("unsent").content.firstElementChild.cloneNode(true), text = line.querySelector("p");
    text.textContent = item.words;
    text.id = "w-" + item.body.id;
    line.querySelector("button").setAttribute("aria-describedby", text.id);
    line.querySelector("button").addEventListener("click", () => takeBack(item));
    unsent.append(line);
    nodes.set(item, line);
    if (item.late) mark(item);
    toEnd();
  }

  function mark(item) {  // it has to wait: it says so, can be taken back, and its question is answered for now
    item.late = true;
    const line = nodes.get(item);
    if (!line || line.matches(".late")) return;
    line.removeAttribute("aria-hidden");
    line.classList.add("late");
    if (asked(item)) fold();
  }

  function takeBack(item) {
    forget(item);
    if (flying?.item === item) flying.stop();
    if (asked(item)) asked(item).open = true;
    if (!queue.length && navigator.onLine) calm("");
    const next = unsent.querySelector(".late button") ?? (fine ? box : [...log.querySelectorAll(".bot")].pop());
    next?.focus({ preventScroll: true });
    wake();
  }

  // ---- what is said: one at a time, in order, kept in this browser until the server has it
  const KEY = "atout.said.", PLACE = "atout.place", FILE = "atout.file";
  const shelf = (() => {  // where nothing may be stored, what waits is in memory
    if ("counter" in told) return null;  // the office's computer: nothing of it stays there
    try { localStorage.setItem("atout", ""); localStorage.removeItem("atout"); return localStorage; } catch { return null; }
  })();
  const away = shelf ? told.offline : told.stay;
  const queue = [], nodes = new WeakMap(), bytes = new Map();  // a file itself is not kept: a page that is left forgets it
  let place = told.place, busy = false, flying = null, wake = () => {};

  function put(body, words, line, file) {
    const n = body.open ? 0 : (queue[queue.length - 1]?.n ?? 0) + 1;
    const item = { n, place, words, line, body: { id: fresh(), seen: last(), ...body } };
    if (file) bytes.set(item.body.id, file);
    if (file && shelf) sessionStorage.setItem(FILE, "1");
    if (!file && !body.open) keep(item);
    queue.push(item);
    opening = null;
    waiting(item);
    wake();
    drain();
  }

  function keep(item) {  // each under a key of its own: two tabs of one conversation write beside each other
    try { shelf.setItem(KEY + item.body.id, JSON.stringify(item)); item.kept = true; } catch { /* in memory, then */ }
  }
  const read = (key) => { try { return JSON.parse(shelf.getItem(key)); } catch { return null; } };
  const gone = (item) => item.kept && !shelf.getItem(KEY + item.body.id);  // another tab sent it, or took it back

  function forget(item) {
    if (queue.includes(item)) queue.splice(queue.indexOf(item), 1);
    const node = nodes.get(item);
    if (node?.contains(document.activeElement)) lost = true;
    node?.remove();
    bytes.delete(item.body.id);
    shelf?.removeItem(KEY + item.body.id);
    if (shelf && !bytes.size) sessionStorage.removeItem(FILE);
    if (asked(item)) delete asked(item).dataset.sent;
  }

  const asked = (item) => item.line ? $(item.line)?.querySelector(".ask") : null;
  // What waited is shown only under the lines it was written under: they may be gone, and somebody else be here now.
  const ours = (item) => item.place === place && (!item.body.seen || !told.place || Boolean($("l-" + item.body.seen)));

  function sync() {  // what waited when the page was left, and what another tab of it did since
    queue.filter(gone).forEach(forget);
    const held = new Set(queue.map((item) => KEY + item.body.id)), more = [];
    for (const key of Object.keys(shelf ?? {}).filter((key) => key.startsWith(KEY) && !held.has(key))) {
      const item = { ...read(key), kept: true, late: true };
      if (item.place === place) more.push(item);
      else shelf.removeItem(key);  // of a cookie that is gone
    }
    queue.push(...more);
    queue.sort((one, other) => one.n - other.n);
    more.forEach(waiting);
    if (more.length) unsent.append(...queue.map((item) => nodes.get(item)).filter((line) => line?.isConnected));
    drain();
  }

  addEventListener("ending", () => {  // counter.js: nothing more is said or heard here, nor answered too late
    queue.length = 0;
    flying?.stop();
    source?.close();
  });

  function stuck(words) {
    dots.hidden = true;
    queue.forEach(mark);
    calm(words);
    if (atEnd()) toEnd();
  }

  const pause = (seconds) => new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    wake = () => { clearTimeout(timer); done(); };
  });
  const alone = (work) => navigator.locks ? navigator.locks.request("atout", work) : work();  // never two tabs at once

  async function drain() {
    if (busy || !queue.length) return;
    busy = true;
    for (let tries = 0; queue.length;) {
      const wait = await alone(() => deliver(tries));
      tries = wait ? tries + 1 : 0;
      if (wait && queue.length) await pause(wait);
    }
    busy = false;
    turn();  // the stream may have been quicker, or another tab that sent it
  }

  async function deliver(tries) {
    const item = queue[0];
    if (!item) return 0;
    if (gone(item)) return forget(item), 0;
    const answer = await post(item, tries).catch(() => null);
    if (answer?.ok) {
      forget(item);
      calm("");
      show(answer.words);
      return 0;
    }
    if (!queue.includes(item)) return 0;
    let reason = "";
    try { reason = JSON.parse(answer.words).say ?? ""; } catch { /* no answer, or one of a server in between */ }
    if (!answer || answer.status === 429 || answer.status >= 500) {
      stuck(reason || away);
      return answer?.after || Math.min(2 ** tries, SLOWEST) * (0.75 + Math.random() / 2);  // not everybody at once
    }
    refused(item, reason || away);
    return 0;
  }

  async function post(item, tries) {
    const stop = new AbortController(), file = bytes.get(item.body.id);
    const said = JSON.stringify(item.late ? { ...item.body, late: item.place } : item.body);
    const headers = file ? { "Content-Type": "application/octet-stream", Said: encodeURIComponent(said) } : { "Content-Type": "application/json" };
    const timers = [setTimeout(() => stop.abort(), file ? FILE_GIVE_UP : GIVE_UP)];
    const unheard = (work, after) => timers.push(setTimeout(() => flying?.heard || work(), after));
    flying = { item, stop: () => stop.abort(), had: false, heard: false };
    if (!file) unheard(() => stuck(away), SLOW);
    if (!tries) unheard(() => { dots.hidden = false; if (atEnd()) toEnd(); }, 400);
    try {
      const answer = await fetch("/say?after=" + encodeURIComponent(last()), { method: "POST", headers, body: file ?? said, signal: stop.signal, redirect: "error" });
      return { ok: answer.ok, status: answer.status, after: Number(answer.headers.get("Retry-After")), words: await answer.text() };
    } finally {
      timers.forEach(clearTimeout);
      dots.hidden = true;
      flying = null;
    }
  }

  function refused(item, reason) {  // for good: it is said why, and the words are back where they can be changed
    const shown = nodes.has(item) || !item.words;
    forget(item);
    if (!shown) return;
    say(reason);
    if (asked(item)) asked(item).open = true;
    if (!item.body.text || item.line) return;
    box.setRangeText((box.value && "\n") + item.body.text, box.value.length, box.value.length, box.value ? "preserve" : "end");
    grow();
  }

  // ---- writing
  const grow = () => { if (!CSS.supports("field-sizing", "content")) { box.style.height = "auto"; box.style.height = box.scrollHeight + "px"; } };
  const tooLong = () => [...box.value].length > TEXT_MAX;

  function send(event) {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return box.focus();
    if (tooLong()) return say(told.long);
    box.value = "";
    grow();
    if (notice.textContent !== calmed) say("");
    put({ text }, text);
    box.focus({ preventScroll: true });
  }
  form.addEventListener("submit", send);
  box.addEventListener("input", () => { grow(); if (tooLong()) say(told.long); else if (notice.textContent === told.long) say(""); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });

  async function smaller(photo) {  // as it is looked at: a tenth of the data, and not where it was taken
    const image = await createImageBitmap(photo), by = Math.min(1, PHOTO_EDGE / Math.max(image.width, image.height));
    const sheet = new OffscreenCanvas(Math.ceil(image.width * by), Math.ceil(image.height * by)), pen = sheet.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, sheet.width, sheet.height);
    pen.drawImage(image, 0, 0, sheet.width, sheet.height);
    return sheet.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  }

  async function sendFile(file) {
    if (!file) return;
    const kind = { image: "photo", video: "video", audio: "voice" }[file.type.split("/")[0]] ?? "file";
    const sent = kind === "photo" ? await smaller(file).catch(() => file) : file;
    if (sent.size > FILE_MAX) return say(told.heavy);
    if (notice.textContent !== calmed) say("");
    put({ file: { kind, name: file.name } }, file.name, "", kind === "video" ? null : sent);
  }
  $("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    sendFile(file);
  });
  addEventListener("spoken", ({ detail }) => put({ file: { kind: "voice", name: "" } }, detail.words, "", detail.sound));  // voice.js
  addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    sendFile(event.dataTransfer.files[0]);
  });
  box.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    const words = types.includes("text/html") && event.clipboardData.getData("text/plain").trim();
    if (!files.length || words) return;  // an office program copies words, and a picture of them beside
    event.preventDefault();
    sendFile(files[0]);
  });

  // ---- tapping
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const langs = document.querySelector(".langs[open]");
    if (langs && !event.target.closest(".langs")) langs.open = false;
    if (button?.name === "lang" && !navigator.onLine) {  // no page can be loaded: this waits too
      event.preventDefault();
      langs.open = false;
      return put({ lang: button.value }, button.textContent);
    }
    if (!button || !log.contains(button)) return;
    if (button.matches(".share")) return share(button);
    if (button.matches(".pick")) return $("file").click();
    if (button.name !== "press" && button.dataset.id !== "done") return;
    event.preventDefault();
    if (event.detail < 2) tap(button);  // the second click of a double click may land on the next question
  });

  function tap(button) {
    const group = button.closest("[data-several]");
    if (group && button.closest(".stack")) {
      button.setAttribute("aria-pressed", String(!on(button)));
      return count(group);
    }
    const ask = button.closest(".ask");
    if (ask.dataset.sent || button.hasAttribute("aria-disabled")) return;
    ask.dataset.sent = "1";
    const chosen = group && button.dataset.id === "done" ? [...group.querySelectorAll("button")].filter(on) : [];
    const text = chosen.map((one) => one.dataset.n).join(" ");
    put(text ? { text } : { press: button.value }, chosen.map(label).join("\n") || label(button), ask.parentElement.id);
  }

  function count(group) {
    const done = group.querySelector("[data-id=done]"), none = !group.querySelector("[aria-pressed=true]");
    done.hidden = false;
    done.toggleAttribute("data-ready", !none);
    if (none && !done.name) done.setAttribute("aria-disabled", "true");
    else done.removeAttribute("aria-disabled");
  }

  async function share(button) {
    const link = button.parentElement.querySelector(".file"), answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) return calm(away);
    const file = new File([await answer.blob()], link.download, { type: "application/pdf" });
    navigator.share({ files: [file] }).catch(() => {});
  }

  document.addEventListener("keydown", (event) => {
    const langs = document.querySelector(".langs[open]");
    if (event.key !== "Escape" || !langs) return;
    langs.open = false;
    langs.querySelector("summary").focus();
  });
  below.addEventListener("click", onward);
  addEventListener("scroll", () => {
    if (atEnd(24)) below.classList.add("spent");  // its room stays: nothing moves under a finger
    if (Math.abs(scrollY - left) > 1) all();
  }, { passive: true });
  addEventListener("resize", all);

  // ---- what comes later
  let source;
  function listen() {
    source = new EventSource("/events?after=" + encodeURIComponent(last()));
    source.onopen = () => wake();
    source.onmessage = (event) => show(event.data);
    source.addEventListener("writing", ({ data }) => dispatchEvent(new CustomEvent("writing", { detail: data })));  // signs.js
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(listen, SLOWEST * 1000); };
  }
  async function poll() {
    if (source?.readyState === EventSource.OPEN || document.hidden) return;
    const answer = await fetch("/lines?after=" + encodeURIComponent(last())).catch(() => null);
    if (answer?.status === 200) show(await answer.text());
  }

  // A screen nobody touched for a while is drawn again: where a code is set, it is asked for then.
  const QUIET = 30 * 60 * 1000;
  let touched = Date.now();
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, () => { touched = Date.now(); }, { passive: true });
  function idle() { if (Date.now() - touched > QUIET && navigator.onLine && free()) location.reload(); }

  addEventListener("offline", () => stuck(away));
  addEventListener("online", () => { if (!queue.length) calm(""); wake(); });
  addEventListener("storage", () => setTimeout(sync, 1000));  // what another tab can send is gone by then
  addEventListener("pageshow", (event) => { if (event.persisted) sync(); });

  function begin() {
    document.querySelector(".start")?.remove();
    document.querySelector(".clip").hidden = false;
    for (const line of log.children) named(line), ready(line);
    if (shelf && sessionStorage.getItem(FILE)) { say(told.again); sessionStorage.removeItem(FILE); }
    if (!place) place = shelf?.getItem(PLACE) ?? "";  // a blank page, shown where there is no network (worker.js)
    else if (!("counter" in told)) {
      try { shelf.setItem(PLACE, place); } catch { /* a blank page will not know whose it is */ }
      navigator.serviceWorker?.register("/worker.js?lang=" + page.lang).catch(() => {});
    }
    if (!log.children.length) put({ open: page.lang });
    sync();
    listen();
    setInterval(() => { poll(); idle(); }, POLL);
    document.addEventListener("visibilitychange", () => { idle(); poll(); if (!document.hidden) wake(); });
    toEnd();
    if (!navigator.onLine) stuck(away);
    if (fine) box.focus({ preventScroll: true });
  }
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
  else begin();
})();
