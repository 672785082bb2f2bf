// A button that asks the browser for something and tells the server of it. A page with such a button loads this first.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function told(path, said) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(said),
  });
  const found = await answer.json().catch(() => ({})); // a server in between says something else
  if (!answer.ok) throw new Error(found.say);
  return found;
}

// `work` returns where to go on; what the browser itself refuses is said in the words of the page.
function pressed(box, work) {
  const notice = box.querySelector("[role=alert]"), { failed } = box.dataset;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    notice.hidden = true;
    try {
      location.assign(await work());
    } catch (error) {
      notice.textContent = error instanceof DOMException || error instanceof TypeError ? failed : error.message || failed;
      notice.hidden = false;
      event.target.disabled = false;
    }
  });
}
