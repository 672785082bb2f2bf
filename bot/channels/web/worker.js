// Where there is no network at all, the page opens all the same: blank, so that something can be written, which waits
// (chat.js). Kept here are that blank page and its style, script and icon; never a word of anybody. The browser asks
// for the page itself (a preload), so its cookie is sent as if nothing stood in between.
"use strict";
const KEPT = "page-$kept", BLANK = "/blank" + location.search, FILES = $files;

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([BLANK, ...FILES])));
});

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  await registration.navigationPreload?.enable();
})()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request, path = new URL(url).pathname;
  if (FILES.includes(path)) event.respondWith(caches.match(path).then((kept) => kept ?? fetch(event.request)));
  else if (mode === "navigate" && method === "GET" && path === "/") event.respondWith(page(event));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const blank = await caches.match(BLANK);
    if (blank) return blank;
    throw error;
  }
}
