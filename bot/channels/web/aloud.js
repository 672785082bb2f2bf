// Reads aloud what the program said, in the languages that have a voice. The sound is fetched when it is asked for.
"use strict";
(() => {
  const log = document.getElementById("log"), made = document.getElementById("hear"), notice = document.getElementById("notice");
  const { voices, failed, refused } = made.dataset, sound = new Audio();
  let playing = null;

  function shown(button) {  // the button of what is heard now is pressed
    playing?.setAttribute("aria-pressed", "false");
    playing = button;
    playing?.setAttribute("aria-pressed", "true");
  }
  function heard(button) {
    const line = button.closest("article").id.slice(2);
    if (playing === button) return sound.pause();
    sound.src = "/doc/" + encodeURIComponent(line);
    shown(button);
    const asked = sound.src;
    sound.play().catch(async (reason) => {
      if (reason.name === "AbortError") return;  // another one was asked for
      shown(null);
      const answer = refused && await fetch(asked, { method: "HEAD" }).catch(() => null);  // a voice elsewhere needs a yes
      notice.textContent = answer?.status === 404 ? refused : failed;
    });
  }
  sound.addEventListener("pause", () => shown(null));
  log.addEventListener("click", (event) => {
    const button = event.target.closest(".hear");
    if (button) heard(button);
  });

  function give(line) {
    const words = line.matches(".bot") && line.querySelector(":scope > p");
    if (!words || line.querySelector("audio,.hear") || !voices.split(" ").includes(line.lang)) return;
    words.after(made.content.cloneNode(true));
  }
  const look = () => log.querySelectorAll(".bot").forEach(give);
  look();
  new MutationObserver((changes) => {
    look();
    const came = changes.flatMap(({ addedNodes }) => [...addedNodes]).map((line) => line.querySelector?.("audio.voice"));
    came.filter(Boolean).pop()?.play().catch(() => {});  // who asked to listen need not press; a browser may want that
  }).observe(log, { childList: true });
})();
