/* What is typed is not lost: lengths are told instead of cut, and an expired log-in or token is said
   on the page, which stays as it is. The server tells both as well, without this file. */
(function () {
  "use strict";

  /* data-most: characters as the server counts them, told near the limit and beyond. */
  function lengthOf(field) {
    return Array.from(field.value.trim().replace(/\r?\n/g, "\r\n")).length;
  }
  function tell(field) {
    var most = Number(field.dataset.most), left = most - lengthOf(field);
    var note = field.nextElementSibling;
    if (!note || !note.matches(".length-note")) {
      if (left > most / 10) return;
      note = document.createElement("div");
      note.className = "form-text length-note";
      note.setAttribute("role", "status");
      field.after(note);
    }
    var texts = document.body.dataset;
    note.hidden = left > most / 10;
    note.classList.toggle("too-large", left < 0);
    note.textContent = (left < 0 ? texts.textOver : texts.textLeft).replace("#", Math.abs(left));
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-most]")) tell(event.target);
  });

  /* An answer to htmx that is no answer: 401 is said in the form's own place or at the foot of the
     page; with a fresh token the same is asked once more. */
  function renew(token) {
    document.querySelector('meta[name="csrf-token"]').content = token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token; });
  }
  function place(element) {
    return (element.closest("form") || element).querySelector("[data-trouble]") || document.getElementById("trouble");
  }
  function say(element, verb, text) {
    var said = place(element);
    said.innerHTML = text;
    said.hidden = false;
    if (verb === "get") element.replaceWith(element.cloneNode(true)); /* a copy does not ask again and again */
  }
  document.addEventListener("htmx:responseError", function (event) {
    var xhr = event.detail.xhr, element = event.detail.elt, asked = event.detail.requestConfig;
    var token = xhr.getResponseHeader("X-CSRFToken");
    if (xhr.status === 401) return say(element, asked.verb, xhr.responseText);
    if (xhr.status !== 403 || !token) return;
    renew(token);
    if (element.dataset.again) return say(element, asked.verb, xhr.responseText);
    element.dataset.again = "1";
    window.htmx.trigger(element, asked.triggeringEvent.type);
  });
  document.addEventListener("htmx:afterOnLoad", function (event) {
    var element = event.detail.elt;
    if (event.detail.xhr.status >= 400) return;
    delete element.dataset.again;
    place(element).hidden = true;
  });
})();
