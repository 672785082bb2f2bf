// Asks the browser for a passkey: to make one, or to sign in with one. A page with such a button loads this.
"use strict";

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

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
  const { ask, give, next } = box.dataset, around = box.closest("[data-with-passkey]");
  if (around) around.hidden = false;
  pressed(box, async () => {
    const publicKey = asked(await told(ask, {}));
    const credential = await navigator.credentials[publicKey.user ? "create" : "get"]({ publicKey });
    return (await told(give, { ...answered(credential), next })).go;
  });
}
