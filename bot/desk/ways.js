// Lets this browser be told that a person waits, where it can be.
"use strict";
const box = document.querySelector("[data-push]");
const can = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
if (box && can) {
  const { key, worker, scope, keep } = box.dataset;
  pressed(box, async () => {
    if (await Notification.requestPermission() !== "granted") throw new TypeError();
    const { pushManager } = await navigator.serviceWorker.register(worker, { scope });
    await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe(); // it may be of an older key
    return (await told(keep, await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }))).go;
  });
}
