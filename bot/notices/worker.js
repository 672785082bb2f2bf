// Shows the staff that a person waits. What arrives says only which of the fixed sentences below and in which language:
// nothing of anybody passes through a push service. One notice stands for all; a tap opens the queue.
"use strict";
const WORDS = $words, DESK = "$desk", ICON = "$icon";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data.json();
  } catch {
    // a push service may send an empty one
  }
  const words = WORDS[said.lang] ?? WORDS["$lang"];
  event.waitUntil(registration.showNotification(words[said.kind] ?? words.waits, {
    body: "", dir: words.dir, lang: words.lang, icon: ICON, tag: "waiting", renotify: true,
  }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
    const desk = open.find((one) => new URL(one.url).pathname.startsWith(DESK));
    await (desk ? desk.focus() : clients.openWindow(DESK));
  })());
});
