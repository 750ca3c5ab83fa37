/* The length of a report while it is being written; the page itself counts when it is saved. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-count]");
  if (!form) return;
  var out = form.querySelector("[data-counter]");
  var fixed = Number(form.dataset.fixed) - Number(form.dataset.typed);

  function typed() {
    var sum = 0;
    form.querySelectorAll("textarea").forEach(function (area) { sum += area.value.replace(/\s/g, "").length; });
    return sum;
  }
  function show() { out.textContent = fixed + typed(); }
  form.addEventListener("input", show);
  show();
})();
