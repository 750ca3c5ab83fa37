/* Progressive enhancement only: every page works without this file. */
(function () {
  "use strict";

  function csrfToken() {
    var meta = document.querySelector('meta[name="csrf-token"]');
    return meta ? meta.content : "";
  }

  /* htmx sends the token of the page, read at the moment of the request. */
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = csrfToken();
  });

  /* data-confirm="…": ask before the button's form is sent. */
  var dialog = document.getElementById("confirm-dialog");
  var asked = null;
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-confirm]");
    if (!button || button === asked || !dialog || !dialog.showModal) return;
    event.preventDefault();
    if (button.form && !button.formNoValidate && !button.form.reportValidity()) return;
    dialog.querySelector(".dialog-text").textContent = button.dataset.confirm;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.onclose = function () {
      if (dialog.returnValue !== "yes") return button.focus();
      asked = button;
      button.click();
      asked = null;
    };
  });

  /* A form is sent once, however often the button is pressed. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    if (busy(form, true)) return;
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      busy(form, false);
    });
  });

  /* data-busy="…": what takes seconds says so until the next page is there. */
  function busy(form, on) {
    var state = form.querySelector("[data-busy]");
    if (!state) return false;
    state.textContent = on ? state.dataset.busy : "";
    form.setAttribute("aria-busy", String(on));
    form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = on; });
    return true;
  }

  /* Menus made of <details> close on a click elsewhere and on Escape. */
  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details[data-menu]")); });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") closeMenus(null); });

  /* A row of tabs wider than the screen begins where the chosen one is seen. */
  document.querySelectorAll(".nav-tabs .active").forEach(function (tab) {
    var row = tab.closest(".nav-tabs");
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });

  /* Filters act as soon as a choice is made; the button stays for the rest. */
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });

  /* data-shown-for="field=value": only asked where that choice was made. */
  function showAsked(form) {
    form.querySelectorAll("[data-shown-for]").forEach(function (part) {
      var wanted = part.dataset.shownFor.split("=");
      part.hidden = new FormData(form).get(wanted[0]) !== wanted[1];
    });
  }
  document.querySelectorAll("form").forEach(function (form) {
    if (!form.querySelector("[data-shown-for]")) return;
    showAsked(form);
    form.addEventListener("change", function () { showAsked(form); });
  });

  /* Names and sizes of the files chosen; data-max-bytes marks those too large. */
  function sizeOf(bytes) {
    return bytes < 1048576 ? Math.ceil(bytes / 1024) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.matches('input[type="file"]')) return;
    var list = input.nextElementSibling;
    if (!list || !list.classList.contains("file-list")) {
      list = document.createElement("ul");
      list.className = "file-list";
      input.after(list);
    }
    list.replaceChildren.apply(list, Array.from(input.files).map(function (file) {
      var item = document.createElement("li");
      item.textContent = file.name + " · " + sizeOf(file.size);
      if (input.dataset.maxBytes && file.size > Number(input.dataset.maxBytes)) item.className = "too-large";
      return item;
    }));
  });
})();
