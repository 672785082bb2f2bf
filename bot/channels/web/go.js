// The word of a link stands behind "#", where no server on the way reads it. It leaves this page by a press alone.
"use strict";
(() => {
  const form = document.getElementById("go"), word = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (!/^[0-9a-z-]{1,64}$/.test(word)) return location.replace("/");
  form.elements.text.value = word;
  form.hidden = false;
  if (!/^atout-[0-9a-z]+$/.test(word)) {  // of a workshop, or an invitation: nothing goes on yet
    document.getElementById("goes").hidden = true;
    document.getElementById("new").hidden = false;
    const press = form.querySelector("button");
    press.textContent = press.dataset.new;
  }
  const doors = document.getElementById("doors");
  for (const door of doors.children) door.href = door.dataset.to.replace("atout-w-00000000000000000000", word);
  doors.hidden = !doors.children.length;
})();
