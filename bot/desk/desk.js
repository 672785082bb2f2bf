// The desk works without this. It keeps a press from counting twice, shows what changes as it happens, and keeps what
// is being written.
"use strict";
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// In the name of a tab that is not looked at: something came.
const called = document.title;
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) document.title = called;
});

// What an open page shows of somebody's answers goes at once, not at the next look: they stopped the reading, or left.
const clear = (what) => {
  for (const one of document.querySelectorAll(what)) one.remove();
};
const ANSWERS = ".glance .points, .glance .take, .glance .fix";
function stopped() {
  const said = document.querySelector(".glance [data-stopped]");
  if (!said || !said.hidden) return;
  said.hidden = false;
  said.textContent = said.dataset.stopped;
  clear(ANSWERS);
}
function gone() { // what is being written stays
  const kept = document.querySelector(".steps") || document.getElementById("note")?.value;
  clear(kept ? `${ANSWERS}, .glance .notice, .glance .notes ul` : ".glance");
  clear(".acts, .meta, .keys");
}

const AGAIN = 20000; // ms before it is asked for again what a browser would not ask for any more
function live(place) {
  const news = new EventSource(place.dataset.live);
  // A web server in front says so while the program starts; what ended for this page has another answer.
  const again = async () => {
    const answer = await fetch(place.dataset.live, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer?.ok) live(place);
    else if (!answer || answer.status >= 500) later();
  };
  const later = () => setTimeout(again, AGAIN * (0.75 + Math.random() / 2)); // not everybody at once
  news.addEventListener("error", () => news.readyState === EventSource.CLOSED && later());
  const writes = document.querySelector("[data-writes]");
  let until = 0;
  const quiet = () => {
    clearTimeout(until);
    if (writes) writes.textContent = "";
  };
  const heard = () => [...place.querySelectorAll(".theirs")].pop()?.id;
  news.addEventListener(place.dataset.event, (event) => {
    const ended = place.scrollTop > -40; // a talk is laid from its end (desk.css): 0 is the last line
    const above = place.scrollHeight + place.scrollTop;
    const held = document.activeElement && place.contains(document.activeElement) && document.activeElement.textContent;
    const before = place.querySelectorAll("li").length, newest = heard();
    place.innerHTML = event.data;
    if (heard() !== newest) quiet(); // what they wrote is here
    if (document.hidden && place.querySelectorAll("li").length > before) document.title = `● ${called}`;
    place.scrollTop = ended ? 0 : above - place.scrollHeight;
    if (held) [...place.querySelectorAll("a,button")].find((one) => one.textContent === held)?.focus();
    if (place.querySelector("[data-gone]")) {
      news.close();
      gone();
    }
    if (place.querySelector("[data-stopped]")) stopped();
  });
  for (const other of place.id === "lines" ? document.querySelectorAll("[data-heard]") : []) {
    news.addEventListener(other.dataset.heard, (event) => {
      const held = other.contains(document.activeElement);
      other.innerHTML = event.data;
      if (held) other.querySelector("button")?.focus();
    });
  }
  news.addEventListener("writes", () => {
    quiet();
    if (writes) writes.textContent = writes.dataset.writes;
    until = setTimeout(quiet, 5000);
  });
}
for (const place of document.querySelectorAll("[data-live]")) live(place);

// The keys that are written on the page, where the letters of a keyboard are others: by their place on it.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !(event.shiftKey || event.ctrlKey) || !event.code.startsWith("Key")) return;
  const key = event.code.slice(3).toLowerCase();
  if (event.key.toLowerCase() !== key) document.querySelector(`button[accesskey=${key}]`)?.click();
});

const lines = document.getElementById("lines");
const say = document.getElementById("say");
if (say) {
  const { text, key } = say.elements;
  const notice = say.querySelector("[role=alert]");
  const post = (path) => fetch(path, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(say)),
  });
  const give = say.querySelector("[data-give]");
  const given = give?.querySelector("input");
  const named = () => {
    give.querySelector("bdi").textContent = given.files[0]?.name ?? "";
    give.querySelector("button").hidden = !given.files.length;
  };
  if (give) {
    give.hidden = false;
    given.addEventListener("change", () => {
      named();
      text.focus();
    });
    give.querySelector("button").addEventListener("click", () => {
      given.value = "";
      named();
      given.focus();
    });
  }
  const send = (file) => {
    if (!file) return post(say.action);
    const { n } = say.elements;
    const said = new URLSearchParams({ n: n.value, key: key.value, text: text.value, name: file.name });
    const headers = { Accept: "application/json", "Content-Type": "application/octet-stream", Said: said };
    return fetch(give.dataset.give, { method: "POST", headers, body: file });
  };
  let later = 0;
  const keep = () => post(say.dataset.draft).catch(() => {});
  text.addEventListener("input", () => {
    later ||= setTimeout(() => {
      later = 0;
      keep();
    }, 1000);
  });
  const ready = new Map([...say.querySelectorAll("[data-said]")].map((one) => [one.dataset.shortcut, one.dataset.said]));
  const put = (words) => {
    text.value = words;
    text.focus();
    keep();
  };
  for (const one of say.querySelectorAll("[data-said]")) {
    one.addEventListener("click", () => {
      put([text.value.trim(), one.dataset.said].filter(Boolean).join(" "));
      one.closest("details").open = false;
    });
  }
  text.addEventListener("input", () => {
    const [whole, before, name] = text.value.match(/^(|[^]*\s)\/([\p{L}\p{N}_-]+)\s$/u) ?? [];
    if (whole && ready.has(name.toLowerCase())) put(before + ready.get(name.toLowerCase()) + " ");
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say.requestSubmit();
    }
  });
  let next = false; // what was written on is to be said as well
  say.addEventListener("submit", async (event) => {
    event.preventDefault();
    next = "sent" in say.dataset; // words are on their way
    if (next) return;
    clearTimeout(later);
    later = 0;
    notice.hidden = true;
    const words = text.value, [file] = given?.files ?? [];
    let said = false;
    try {
      const answer = await send(file);
      const told = await answer.json();
      said = answer.ok;
      if (said) {
        if (text.value.startsWith(words)) text.value = text.value.slice(words.length).trimStart();
        key.value = told.key;
        if (file && file === given.files[0]) {
          given.value = "";
          named();
        }
        if (file || text.value) keep();
        lines.scrollTop = 0;
      } else {
        notice.textContent = told.say;
        notice.hidden = false;
      }
    } catch {
      notice.textContent = say.dataset.unsent;
      notice.hidden = false;
    }
    delete say.dataset.sent;
    text.focus();
    if (said && next && (text.value.trim() || given?.files.length)) say.requestSubmit();
  });
}

for (const sheet of document.querySelectorAll("details.more")) {
  const shut = () => {
    sheet.open = false;
  };
  addEventListener("click", (event) => sheet.contains(event.target) || shut());
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    shut();
    sheet.querySelector("summary").focus();
  });
}

for (const one of document.querySelectorAll("[data-print]")) {
  one.hidden = false;
  one.addEventListener("click", () => print());
}

// What is copied is fetched when it is asked for: that it is taken out is a line of the log.
for (const one of document.querySelectorAll("[data-copy]")) {
  one.hidden = !navigator.clipboard || !window.ClipboardItem;
  one.addEventListener("click", async () => {
    const told = one.parentElement.querySelector("[role=status]");
    const text = fetch(one.dataset.copy).then((answer) => answer.ok ? answer.blob() : Promise.reject(answer));
    try {
      const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
      told.textContent = one.dataset.done;
    } catch {
      told.textContent = one.dataset.failed;
    }
  });
}
