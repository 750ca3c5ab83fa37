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
    fetch(note.dataset.url, { credentials: "same-origin", headers: { "HX-Request": "true" } }).then(function (answer) {
      if (answer.status !== 401) return wait();
      return answer.text().then(function (text) { note.innerHTML = text; });
    }, wait);
  });
  document.addEventListener("htmx:afterRequest", wait);
  wait();
})();
