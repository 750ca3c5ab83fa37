/* Two minutes before the session ends for want of use, say so. */
(function () {
  "use strict";
  var note = document.getElementById("idle-note");
  if (!note) return;
  var seconds = Number(note.dataset.seconds);
  var timer = null;
  function wait() {
    note.hidden = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { note.hidden = false; }, Math.min(Math.max(seconds - 120, 30) * 1000, 2147483647));
  }
  note.querySelector("button").addEventListener("click", function () {
    fetch(note.dataset.url, { credentials: "same-origin" }).then(wait, wait);
  });
  document.addEventListener("htmx:afterRequest", wait);
  wait();
})();
