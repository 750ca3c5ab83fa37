/* Working papers on a poor connection. What is written is kept in the browser as it is typed, and
   sent again with the same key until the server has it: never lost, never counted twice.
   Without this file, or where the browser keeps nothing, the page's plain form does it all. */
(function () {
  "use strict";

  var form = document.getElementById("paper");
  if (!form || !window.fetch || !window.FormData || !store()) return;
  var status = form.querySelector("[data-status]");
  var errors = form.querySelector("[data-errors]");
  var prefix = "paper:" + form.dataset.user + ":";
  var own = prefix + form.dataset.paper;
  var FIRST_WAIT = 4000, LONGEST_WAIT = 60000;
  var wait = FIRST_WAIT, timer = null, running = false;

  /* -- What is kept: the text as JSON, the pictures as blobs ---------------------------------- */

  function store() {
    try {
      window.localStorage.setItem("paper-test", "1");
      window.localStorage.removeItem("paper-test");
      return window.localStorage;
    } catch (refused) {
      return null;
    }
  }

  function keep(name, draft) { store().setItem(name, JSON.stringify(draft)); }
  function drop(name) { store().removeItem(name); }

  function read(name) {
    try { return JSON.parse(store().getItem(name)); } catch (broken) { return null; }
  }

  function drafts() {
    return Object.keys(store()).filter(function (name) { return name.indexOf(prefix) === 0; });
  }

  function pictures(mode, work) {
    return new Promise(function (done, failed) {
      var opening = window.indexedDB.open("papers", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore("photos", { keyPath: "key" }); };
      opening.onerror = failed;
      opening.onsuccess = function () {
        var database = opening.result;
        var change = database.transaction("photos", mode);
        var asked = work(change.objectStore("photos"));
        change.oncomplete = function () { database.close(); done(asked && asked.result); };
        change.onerror = change.onabort = failed;
      };
    });
  }

  function waitingPictures() {
    return pictures("readonly", function (photos) { return photos.getAll(); }).then(function (all) {
      return all.filter(function (photo) { return photo.user === form.dataset.user; });
    });
  }

  /* -- The form ------------------------------------------------------------------------------- */

  function written() {
    var fields = {};
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields[name] = value;
    });
    return fields;
  }

  function restore(fields) {
    Object.keys(fields).forEach(function (name) {
      form.querySelectorAll('[name="' + name + '"]').forEach(function (input) {
        if (input.type === "radio") input.checked = input.value === fields[name];
        else if (input.type !== "file") input.value = fields[name];
      });
    });
  }

  function say(text, tone) {
    status.textContent = text;
    status.dataset.tone = tone || "";
  }

  function complain(lines) {
    errors.replaceChildren.apply(errors, lines.map(function (line) {
      var part = document.createElement("div");
      part.textContent = line;
      return part;
    }));
    errors.hidden = !lines.length;
    if (lines.length) errors.scrollIntoView({ block: "center" });
  }

  function takePictures() {
    var input = form.querySelector('input[type="file"]');
    var files = Array.from(input.files);
    if (!files.length) return Promise.resolve();
    return pictures("readwrite", function (photos) {
      files.forEach(function (file) {
        photos.put({ key: newKey(), user: form.dataset.user, url: form.dataset.photoUrl, name: file.name, blob: file });
      });
    }).then(function () { input.value = ""; input.dispatchEvent(new Event("change", { bubbles: true })); });
  }

  function newKey() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var text = Array.from(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* -- Sending -------------------------------------------------------------------------------- */

  function post(url, fields) {
    var body = new FormData();
    Object.keys(fields).forEach(function (name) {
      var value = fields[name];
      if (value && value.blob) body.append(name, value.blob, value.name);
      else body.append(name, value);
    });
    var token = document.querySelector('meta[name="csrf-token"]').content;
    return window.fetch(url, {
      method: "POST", body: body, credentials: "same-origin",
      headers: { "Accept": "application/json", "X-CSRFToken": token }
    }).then(function (answer) {
      var kind = answer.headers.get("Content-Type") || "";
      var fresh = answer.headers.get("X-CSRFToken");
      if (answer.status === 403 && fresh) {
        document.querySelector('meta[name="csrf-token"]').content = fresh;
        throw { later: true };
      }
      if (answer.redirected || answer.status === 403) throw { login: true };
      if (answer.status >= 500 || kind.indexOf("application/json") !== 0) throw { later: true };
      return answer.json();
    });
  }

  function sendPictures() {
    return waitingPictures().then(function (all) {
      return all.reduce(function (before, photo, number) {
        return before.then(function () {
          say(form.dataset.textSending + " " + (all.length - number) + " " + form.dataset.textPhotos);
          return post(photo.url, { key: photo.key, photo: { blob: photo.blob, name: photo.name } });
        }).then(function (answer) {
          if (answer.state === "refused") complain(answer.errors);
          return pictures("readwrite", function (photos) { photos.delete(photo.key); });
        });
      }, Promise.resolve());
    });
  }

  function sendDraft(name) {
    var draft = read(name);
    if (!draft || !draft.queued) return Promise.resolve(null);
    say(form.dataset.textSending);
    return post(draft.url, draft.fields).then(function (answer) {
      var newer = read(name);
      var same = newer && newer.fields.key === draft.fields.key;
      if (answer.state === "refused") {
        if (same) keep(name, { url: draft.url, fields: newer.fields, queued: false });
        complain(answer.errors);
        say("", "bad");
        return null;
      }
      if (same) drop(name);
      return { own: name === own, answer: answer };
    });
  }

  function flush() {
    if (running) return;
    running = true;
    window.clearTimeout(timer);
    var mine = null;
    sendPictures().then(function () {
      return drafts().reduce(function (before, name) {
        return before.then(function () { return sendDraft(name); }).then(function (sent) {
          if (sent && sent.own) mine = sent.answer;
        });
      }, Promise.resolve());
    }).then(function () {
      running = false;
      wait = FIRST_WAIT;
      if (!mine) return status.textContent === form.dataset.textSending && say(form.dataset.textSent);
      say(mine.state === "beside" ? form.dataset.textBeside : form.dataset.textSent, mine.state === "beside" ? "warn" : "");
      window.location.assign(mine.next);
    }).catch(function (problem) {
      running = false;
      if (problem && problem.login) return askToLogIn();
      say(form.dataset.textOffline, "warn");
      timer = window.setTimeout(flush, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  function askToLogIn() {
    var link = document.createElement("a");
    link.href = form.dataset.loginUrl + "?next=" + encodeURIComponent(window.location.pathname);
    link.textContent = form.dataset.textLogin;
    say("", "bad");
    status.append(link);
  }

  /* -- When ----------------------------------------------------------------------------------- */

  form.addEventListener("input", function () {
    keep(own, { url: window.location.pathname, fields: written(), queued: false });
    say(form.dataset.textKept);
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    complain([]);
    keep(own, { url: window.location.pathname, fields: written(), queued: true });
    takePictures().then(flush, function () {
      drop(own);
      form.submit(); /* No place for pictures in this browser: the plain form takes them. */
    });
  });

  window.addEventListener("online", function () { wait = FIRST_WAIT; flush(); });

  var left = read(own);
  if (left) {
    restore(left.fields);
    say(form.dataset.textRestored, "warn");
  }
  waitingPictures().then(function (all) {
    var queued = drafts().some(function (name) { var draft = read(name); return draft && draft.queued; });
    if (all.length || queued) flush();
  }, function () {});
})();
