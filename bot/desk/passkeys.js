// Asks the browser for a passkey: to make one, or to sign in with one. A page with such a button loads this.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function told(path, said) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(said),
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.say);
  return found;
}

function asked(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const one of options.excludeCredentials || []) one.id = bytes(one.id);
  delete options.allowCredentials;
  return options;
}

function answered(credential) {
  const { response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) said[name] = text(response[name]);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: said };
}

for (const box of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const { ask, give, next, failed } = box.dataset;
  const notice = box.querySelector("[role=alert]");
  for (const one of [box, box.closest("[data-with-passkey]")]) if (one) one.hidden = false;
  box.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    notice.hidden = true;
    try {
      const publicKey = asked(await told(ask, {}));
      const credential = await navigator.credentials[publicKey.user ? "create" : "get"]({ publicKey });
      location.assign((await told(give, { ...answered(credential), next })).go);
    } catch (error) {
      notice.textContent = error instanceof DOMException || error instanceof TypeError ? failed : error.message || failed;
      notice.hidden = false;
      event.target.disabled = false;
    }
  });
}
