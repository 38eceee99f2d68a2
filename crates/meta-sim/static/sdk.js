// The part of Meta's JavaScript SDK that Embedded Signup uses, served by the simulator.
(function () {
  "use strict";

  var base = new URL(document.currentScript.src).origin;
  var settings = null;
  var logins = 0;

  function init(options) {
    settings = options || {};
  }

  function login(callback, options) {
    if (!settings || !settings.appId) {
      console.error("FB.login() called before FB.init() was given an appId.");
      return;
    }
    options = options || {};
    logins += 1;
    var channel = "sim" + logins + "-" + Date.now().toString(36);
    var done = false;
    var query = new URLSearchParams({
      client_id: String(settings.appId),
      display: "popup",
      response_type: options.response_type || "",
      override_default_response_type: String(Boolean(options.override_default_response_type)),
      origin: window.location.origin,
      cb: channel
    });
    if (options.config_id) query.set("config_id", String(options.config_id));
    if (options.extras) query.set("extras", JSON.stringify(options.extras));
    var version = settings.version || "v25.0";
    var popup = window.open(base + "/" + version + "/dialog/oauth?" + query, channel, "popup,width=600,height=780");

    function end(response) {
      if (done) return;
      done = true;
      window.removeEventListener("message", listen);
      window.clearInterval(poll);
      callback(response);
    }

    function refused() {
      end({ authResponse: null, status: "unknown" });
    }

    // The dialog hands the code over in a message that is a query string, not JSON.
    function listen(event) {
      if (event.origin !== base || typeof event.data !== "string" || event.data.indexOf("cb=") !== 0) return;
      var answer = new URLSearchParams(event.data);
      if (answer.get("cb") !== channel) return;
      var code = answer.get("code");
      if (!code) return refused();
      end({ authResponse: { userID: null, expiresIn: null, code: code }, status: "connected" });
    }

    window.addEventListener("message", listen);
    // What the dialog posts while it closes is still under way when the window counts as closed.
    var poll = window.setInterval(function () {
      if (popup && !popup.closed) return;
      window.clearInterval(poll);
      window.setTimeout(refused, 400);
    }, 250);
    if (!popup) refused();
  }

  window.FB = { init: init, login: login };
  if (typeof window.fbAsyncInit === "function") window.fbAsyncInit();
})();
