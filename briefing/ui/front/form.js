// Ctrl+Enter sends a form from an open list of choices too, where Streamlit would take the highlighted line.
//
// Runs once per window, put into the page by briefing/ui/middleware.py.
(() => {
  "use strict";

  function press(box, key, held = {}) {
    for (const kind of ["keydown", "keyup"]) {
      box.dispatchEvent(new KeyboardEvent(kind, { key, code: key, bubbles: true, cancelable: true, ...held }));
    }
  }

  function onKey(event) {
    const { ctrlKey, metaKey } = event, box = event.target.closest?.("[role=combobox][aria-expanded=true]");
    if (!box || event.key !== "Enter" || !event.isTrusted || !(ctrlKey || metaKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press(box, "Escape");
    setTimeout(() => press(box, "Enter", { ctrlKey, metaKey }), 100); // once the list is closed
  }

  addEventListener("keydown", onKey, true);
})();
