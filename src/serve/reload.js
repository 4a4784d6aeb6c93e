// Shows the newest build: reloads the page when the site changed, and lays the findings over it when a build failed.
// Added to pages only while `waypost serve` shows them.
(() => {
  "use strict";
  const mark = document.currentScript.dataset.mark;
  let events = null;
  let overlay = null;

  const hide = () => {
    if (overlay) overlay.remove();
    overlay = null;
  };

  const show = (findings) => {
    hide();
    overlay = document.createElement("section");
    overlay.id = "waypost-findings";
    overlay.setAttribute("role", "alert");
    overlay.lang = "en";
    // Styles set from a script are allowed by policies that forbid them in the page.
    Object.assign(overlay.style, {
      position: "fixed", inset: "auto 0 0 0", maxHeight: "70vh", overflow: "auto", zIndex: "2147483647",
      boxSizing: "border-box", padding: "1rem 1.5rem", background: "#1d1d1f", color: "#f5f5f7",
      borderTop: "4px solid #ff6b5e", font: "15px/1.5 system-ui, sans-serif", textAlign: "left", direction: "ltr",
    });
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Hide";
    Object.assign(close.style, { float: "right", font: "inherit", padding: "0.25rem 0.75rem", cursor: "pointer" });
    close.addEventListener("click", hide);
    const title = document.createElement("strong");
    title.textContent = "The last change could not be built. Below is the site as it was before.";
    const text = document.createElement("pre");
    text.tabIndex = 0;
    text.textContent = findings;
    Object.assign(text.style, {
      margin: "0.75rem 0 0", whiteSpace: "pre-wrap", overflowWrap: "anywhere", background: "none", color: "inherit",
      border: "0", padding: "0", font: "13px/1.5 ui-monospace, monospace",
    });
    overlay.append(close, title, text);
    document.body.append(overlay);
  };

  const listen = () => {
    events = new EventSource("/__waypost/events");
    events.addEventListener("message", (message) => {
      const build = JSON.parse(message.data);
      if (build.mark !== mark) location.reload();
      else if (build.ok) hide();
      else if (build.site) show(build.findings);
    });
  };

  // Browsers allow six connections to one host, so a tab that nobody sees gives its own back.
  const look = () => {
    if (document.hidden && events) {
      events.close();
      events = null;
    } else if (!document.hidden && !events) {
      listen();
    }
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => {
    if (events) events.close();
    events = null;
  });
  addEventListener("pageshow", look);
  look();
})();
