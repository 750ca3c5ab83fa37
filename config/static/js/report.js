/* A report while it is being written: its length, and whether what stands there has been saved.
   The page itself counts when it is saved, and its button saves without this file. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-count]");
  if (!form) return;
  var out = form.querySelector("[data-counter]");
  var fixed = Number(form.dataset.fixed) - Number(form.dataset.typed);
  var unsaved = false, sent = 0, edits = 0, leaving = false;

  function typed() {
    var sum = 0;
    form.querySelectorAll("textarea").forEach(function (area) { sum += area.value.replace(/\s/g, "").length; });
    return sum;
  }
  function show() { out.textContent = fixed + typed(); }
  function state(text, bad) {
    var line = document.getElementById("save-state");
    line.querySelector("[data-state]").textContent = text;
    line.classList.toggle("save-trouble", Boolean(bad));
  }
  function failed() { state(form.dataset.textFailed, true); }

  form.addEventListener("input", function () {
    show();
    unsaved = true;
    edits += 1;
    state(form.dataset.textUnsaved);
  });
  form.addEventListener("htmx:beforeRequest", function () {
    sent = edits;
    state(form.dataset.textSaving);
  });
  form.addEventListener("htmx:afterSwap", function () {
    unsaved = edits !== sent || document.getElementById("save-state").matches(".save-trouble");
    if (edits !== sent) state(form.dataset.textUnsaved);
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) { form.addEventListener(name, failed); });

  /* Back from the window where one has logged in: try again. */
  document.addEventListener("visibilitychange", function () {
    var line = document.getElementById("save-state");
    if (!document.hidden && unsaved && line.matches(".save-trouble")) form.dispatchEvent(new Event("change"));
  });

  form.addEventListener("submit", function () { leaving = true; });
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved && !leaving) event.preventDefault();
  });
  show();
})();
