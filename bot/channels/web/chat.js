// The page's one script. The server draws every line; this puts lines in place, sends what is said (again after a
// break, under the same id, so that it counts once) and keeps the focus where a keyboard or a screen reader needs it.
// Without it the page still works by plain forms.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const log = $("log"), form = $("say"), box = $("text"), notice = $("notice"), dots = $("dots"), below = $("below");
  const told = document.body.dataset, page = document.documentElement;
  const TEXT_MAX = 8000, FILE_MAX = 10 * 1024 * 1024, POLL = 5000, SLOWEST = 30, KEY = "unsent";
  const fine = matchMedia("(hover: hover) and (pointer: fine)").matches;

  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const last = () => [...log.children].filter((line) => line.id).pop()?.id.slice(2) ?? "";
  const on = (button) => button.getAttribute("aria-pressed") === "true";
  const say = (words) => { if (notice.textContent !== words) notice.textContent = words; };
  const pause = (seconds) => new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
  });

  // ---- what is shown
  let lost = false;  // the focus was on a button that is gone
  const atEnd = (slack = 160) => innerHeight + scrollY > page.scrollHeight - slack;
  const toEnd = () => { scrollTo(0, page.scrollHeight); below.hidden = true; };
  function reveal(first) {  // what is new from its beginning, when it does not fit; a picture that came just before too
    for (let line = first; line && !line.matches(".me"); line = line.previousElementSibling) if (line.querySelector(".pic")) first = line;
    const top = first.getBoundingClientRect().top + scrollY, room = innerHeight - form.offsetHeight - 60;
    if (log.getBoundingClientRect().bottom + scrollY - top < room) return toEnd();
    scrollTo(0, top - 60);
    below.hidden = atEnd(24);
  }

  function show(html) {
    const sheet = document.createElement("template"), follow = atEnd();
    sheet.innerHTML = html;
    const lines = [...sheet.content.children].filter((line) => line.id && !$(line.id));
    for (const line of lines) {
      const mine = line.classList.contains("me");
      if (mine) log.querySelector(".wait")?.remove();
      if (mine || line.querySelector(".ask")) fold();
      line.classList.add("new");
      log.insertBefore(line, log.querySelector(".wait"));
      ready(line);
    }
    if (!lines.length) return;
    dots.hidden = true;
    settle(lines);
    if (follow) reveal(lines[0]); else below.hidden = false;
  }

  function settle(lines) {
    const bots = lines.filter((line) => line.classList.contains("bot"));
    if (!bots.length) return;
    const newest = bots[bots.length - 1];
    box.inputMode = newest.dataset.want === "contact" ? "tel" : "text";
    if (lost && document.activeElement === document.body) newest.focus({ preventScroll: true });
    lost = false;
    const spoken = document.querySelector(`.langs [value="${newest.lang}"]`);
    if (spoken && newest.lang !== page.lang && !queue.length && !box.value) location.reload();
  }

  function fold() {
    const held = document.activeElement?.closest(".ask");
    for (const ask of log.querySelectorAll(".ask[open]")) ask.open = false;
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

  function waiting(item) {
    if (!item.words) return;
    const line = document.createElement("article"), text = document.createElement("p");
    line.className = "b me wait new";
    line.setAttribute("aria-hidden", "true");  // read aloud once, when the server has it
    text.dir = "auto";
    text.textContent = item.words;
    line.append(text);
    log.append(line);
    nodes.set(item, line);
    toEnd();
  }

  // ---- what is said: one at a time, in order, kept until the server has it
  const queue = JSON.parse(sessionStorage.getItem(KEY) || "[]");
  const nodes = new WeakMap(), bytes = new Map();  // the files themselves are not kept: a page that is left forgets them
  let busy = false;

  function put(body, words, file) {
    const item = { body: { id: fresh(), seen: last(), ...body }, words, heavy: Boolean(file) };
    if (file) bytes.set(item.body.id, file);
    queue.push(item);
    waiting(item);
    keep();
    drain();
  }

  function keep() { sessionStorage.setItem(KEY, JSON.stringify(queue)); }

  async function drain() {
    if (busy) return;
    busy = true;
    for (let tries = 0; queue.length;) {
      const beat = setTimeout(() => { dots.hidden = false; if (atEnd()) toEnd(); }, 400);
      const wait = await deliver(queue[0], tries);
      clearTimeout(beat);
      dots.hidden = true;
      tries = wait ? tries + 1 : 0;
      if (wait) await pause(wait);
    }
    busy = false;
  }

  async function deliver(item, tries) {
    let answer;
    try {
      const file = bytes.get(item.body.id), said = JSON.stringify(item.body);
      const headers = file ? { "Content-Type": "application/octet-stream", Said: encodeURIComponent(said) } : { "Content-Type": "application/json" };
      answer = await fetch("/say?after=" + encodeURIComponent(last()), { method: "POST", headers, body: file ?? said });
      if (answer.ok) {
        const html = await answer.text();
        taken();
        say("");
        show(html);
        nodes.get(item)?.remove();
        return 0;
      }
    } catch {
      say(told.offline);
      return Math.min(2 ** tries, SLOWEST);
    }
    const reason = await answer.json().catch(() => ({ say: "" }));
    say(reason.say || told.offline);
    if (answer.status === 429 || answer.status >= 500) return Number(answer.headers.get("Retry-After")) || Math.min(2 ** tries, SLOWEST);
    taken();
    nodes.get(item)?.remove();
    if (item.body.text && !box.value) { box.value = item.body.text; grow(); }
    return 0;
  }

  function taken() {
    bytes.delete(queue.shift().body.id);
    keep();
    for (const ask of log.querySelectorAll("[data-sent]")) delete ask.dataset.sent;
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
    say("");
    put({ text }, text);
    box.focus({ preventScroll: true });
  }
  form.addEventListener("submit", send);
  box.addEventListener("input", () => { grow(); if (tooLong()) say(told.long); else if (notice.textContent === told.long) say(""); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });

  function sendFile(file) {
    if (!file) return;
    if (file.size > FILE_MAX) return say(told.heavy);
    say("");
    const kind = { image: "photo", video: "video", audio: "voice" }[file.type.split("/")[0]] ?? "file";
    put({ file: { kind, name: file.name } }, file.name, kind === "file" ? file : null);
  }
  $("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    sendFile(file);
  });
  addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    sendFile(event.dataTransfer.files[0]);
  });
  box.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    sendFile(event.clipboardData.files[0]);
  });

  // ---- tapping
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const langs = document.querySelector(".langs[open]");
    if (langs && !event.target.closest(".langs")) langs.open = false;
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
    const picked = group && button.dataset.id === "done" ? [...group.querySelectorAll("button")].filter(on) : [];
    const text = picked.map((one) => one.dataset.n).join(" ");
    const label = button.querySelector("span:not(.n)")?.textContent;
    put(text ? { text } : { press: button.value }, text || label);
  }

  function count(group) {
    const done = group.querySelector("[data-id=done]"), none = !group.querySelector("[aria-pressed=true]");
    done.hidden = false;
    done.toggleAttribute("data-ready", !none);
    if (none && !done.name) done.setAttribute("aria-disabled", "true");
    else done.removeAttribute("aria-disabled");
  }

  async function share(button) {
    const link = button.parentElement.querySelector(".file");
    const bytes = await (await fetch(link.href)).blob();
    const file = new File([bytes], link.download, { type: "application/pdf" });
    navigator.share({ files: [file] }).catch(() => {});
  }

  document.addEventListener("keydown", (event) => {
    const langs = document.querySelector(".langs[open]");
    if (event.key !== "Escape" || !langs) return;
    langs.open = false;
    langs.querySelector("summary").focus();
  });
  below.addEventListener("click", toEnd);
  addEventListener("scroll", () => { if (atEnd(24)) below.hidden = true; }, { passive: true });

  // ---- what comes later
  let source;
  function listen() {
    source = new EventSource("/events?after=" + encodeURIComponent(last()));
    source.onmessage = (event) => show(event.data);
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(listen, SLOWEST * 1000); };
  }
  async function poll() {
    if (source?.readyState === EventSource.OPEN || document.hidden) return;
    const answer = await fetch("/lines?after=" + encodeURIComponent(last())).catch(() => null);
    if (answer?.status === 200) show(await answer.text());
  }

  function begin() {
    document.querySelector(".start")?.remove();
    document.querySelector(".clip").hidden = false;
    for (const line of log.children) ready(line);
    if (queue.some((item) => item.heavy)) say(told.again);
    for (const item of queue.splice(0)) if (!item.heavy) queue.push(item);
    queue.forEach(waiting);
    if (!log.children.length) put({ open: page.lang });
    else drain();
    listen();
    setInterval(poll, POLL);
    document.addEventListener("visibilitychange", poll);
    toEnd();
    if (fine) box.focus({ preventScroll: true });
  }
  if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
  else begin();
})();
