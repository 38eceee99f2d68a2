// The dialog as a popup: asks the simulator for the ending that was pressed and tells the opener in the asked order.
// As a full page the form works by itself, without this script.
(function () {
  "use strict";

  var form = document.getElementById("dialog");
  if (!form || form.dataset.mode !== "popup") return;
  var problem = document.getElementById("problem");
  var opener = window.opener;
  var target = form.dataset.origin;

  if (!opener || !target) {
    show("This window has no opener to report to. Open it from the onboarding page.");
    return;
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var pressed = event.submitter || document.getElementById("finish");
    busy(true);
    ask(pressed.value).then(deliver).catch(function (error) {
      busy(false);
      show(error.message);
    });
  });

  function field(name) {
    return form.elements.namedItem(name).value;
  }

  async function ask(ending) {
    var response = await fetch("/_sim/signup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        client_id: field("client_id"),
        config_id: field("config_id"),
        extras: field("extras") ? JSON.parse(field("extras")) : null,
        number: field("number"),
        business_name: field("business_name"),
        ending: ending,
        ordering: field("ordering")
      })
    });
    var answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  function deliver(answer) {
    if (!answer.on_close) {
      tell(answer, window.close.bind(window));
      return;
    }
    form.hidden = true;
    document.getElementById("last-screen").hidden = false;
    document.getElementById("close-window").addEventListener("click", function () { window.close(); });
    window.addEventListener("pagehide", function () { tell(answer, function () {}); }, { once: true });
  }

  // Posts in the given order; a stray message takes a detour, so what comes after it waits.
  function tell(answer, then) {
    var messages = answer.messages.slice();
    var steps = answer.order.slice();
    (function next() {
      var step = steps.shift();
      if (step === undefined) return then();
      if (step === "stray") return stray(messages.shift(), next);
      if (step === "message") opener.postMessage(messages.shift(), target);
      if (step === "code") {
        var code = new URLSearchParams({ cb: form.dataset.channel, domain: location.hostname, relation: "opener", code: answer.code });
        opener.postMessage(code.toString(), target);
      }
      next();
    })();
  }

  // The same server under its other loopback name is another origin to the browser.
  function stray(message, then) {
    var names = { "127.0.0.1": "localhost", localhost: "127.0.0.1" };
    var other = names[location.hostname];
    if (!other) return then();
    var frame = document.createElement("iframe");
    frame.hidden = true;
    window.addEventListener("message", function (event) {
      if (event.source === frame.contentWindow) then();
    }, { once: true });
    frame.src = "http://" + other + ":" + location.port + "/_sim/stray#" + encodeURIComponent(JSON.stringify({ message: message, target: target }));
    document.body.append(frame);
  }

  function busy(on) {
    form.querySelectorAll("button").forEach(function (button) { button.disabled = on; });
  }

  function show(text) {
    problem.textContent = text;
    problem.hidden = false;
  }
})();
