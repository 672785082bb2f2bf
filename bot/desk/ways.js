// Lets this browser be told that a person waits, where it can be.
"use strict";
const box = document.querySelector("[data-push]");
const can = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
if (box && can) {
  const { key, worker, scope, keep, failed } = box.dataset;
  const notice = box.querySelector("[role=alert]");
  const sign = Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    notice.hidden = true;
    try {
      if (await Notification.requestPermission() !== "granted") throw new TypeError();
      const { pushManager } = await navigator.serviceWorker.register(worker, { scope });
      await navigator.serviceWorker.ready;
      await (await pushManager.getSubscription())?.unsubscribe(); // it may be of an older key
      const browser = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: sign });
      const answer = await fetch(keep, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(browser),
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.say);
      location.assign(told.go);
    } catch (error) {
      notice.textContent = error instanceof DOMException || error instanceof TypeError ? failed : error.message || failed;
      notice.hidden = false;
      event.target.disabled = false;
    }
  });
}
