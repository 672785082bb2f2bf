// Records a voice note in the browser and hands it to chat.js, which sends it like all that is said. Nothing is sent
// before the person presses again, and Escape or the cross throws it away. Without a microphone there is no button.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const mic = $("mic"), bar = $("rec"), clock = $("since"), drop = $("drop"), notice = $("notice"), form = $("say"), box = $("text");
  const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];  // Firefox, Chromium, Safari
  const kind = KINDS.find((one) => window.MediaRecorder?.isTypeSupported(one));
  if (!mic || !kind || !navigator.mediaDevices?.getUserMedia) return;
  const MOST = 590, SHORTEST = 400, BITS = 24000;  // seconds of a note; ms under which nobody said a word; bits a second
  const told = mic.dataset;
  let recorder = null, begun = 0, ticking = 0, asked = 0;

  const say = (words) => { notice.textContent = words; };
  const passed = () => Math.floor((Date.now() - begun) / 1000);
  const shown = (seconds) => Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");

  function state(on) {
    form.toggleAttribute("data-recording", on);
    bar.hidden = !on;
    mic.setAttribute("aria-label", on ? told.send : told.record);
    if (on) say(told.on); else if (notice.textContent === told.on) say("");
  }

  function tick() {
    clock.textContent = shown(passed());
    if (passed() >= MOST) end(true);
  }

  async function begin() {
    const mine = ++asked;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (mine !== asked) return stream?.getTracks().forEach((track) => track.stop());
    if (!stream) return say(told.denied);
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS });
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      if (recorder.keeps) hand(new Blob(parts, { type: kind }));
      recorder = null;
    };
    recorder.onerror = () => end(false);
    recorder.start(1000);
    begun = Date.now();
    ticking = setInterval(tick, 250);
    tick();
    state(true);
  }

  function end(keeps) {
    asked++;
    if (!recorder || recorder.state === "inactive") return;
    clearInterval(ticking);
    recorder.keeps = keeps && Date.now() - begun > SHORTEST;
    recorder.stop();
    state(false);
    mic.focus({ preventScroll: true });
  }

  function hand(sound) {
    const words = told.note + " " + clock.textContent;
    dispatchEvent(new CustomEvent("spoken", { detail: { sound, words } }));  // chat.js
  }

  mic.addEventListener("click", () => recorder ? end(true) : begin());
  drop.addEventListener("click", () => end(false));
  form.addEventListener("submit", () => end(false), true);  // who types goes on by typing
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && recorder) end(false); });
  addEventListener("pagehide", () => end(false));
  mic.hidden = false;
})();
