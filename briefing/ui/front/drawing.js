// Charts that came as drawings: unpacks them, and tells what lies under the pointer.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. Streamlit lets no svg through in HTML, so a drawing
// travels in an attribute; its texts were escaped by briefing/svg.
(() => {
  "use strict";

  const AWAY = 14; // pixels between the pointer and what it is told
  let label = null;

  function unpack() {
    for (const box of document.querySelectorAll(".drawing[data-svg]")) {
      box.innerHTML = box.dataset.svg;
      box.removeAttribute("data-svg");
    }
  }

  function tell(event) {
    const mark = event.target.closest?.(".drawing :is([data-told], a[aria-label])");
    const words = mark?.dataset.told ?? mark?.getAttribute("aria-label");
    if (!words) return label?.remove();
    const box = mark.getBoundingClientRect(); // who comes by keyboard has no pointer
    const { clientX = (box.left + box.right) / 2, clientY = (box.top + box.bottom) / 2 } = event;
    label ??= Object.assign(document.createElement("div"), { className: "drawing-told", role: "tooltip" });
    label.textContent = words;
    document.body.append(label);
    const { offsetWidth: wide, offsetHeight: high } = label;
    label.style.left = `${Math.max(0, Math.min(clientX + AWAY, innerWidth - wide))}px`;
    label.style.top = `${clientY + AWAY + high > innerHeight ? clientY - AWAY - high : clientY + AWAY}px`;
  }

  // A link to another view of the app is followed within the window, as Streamlit's own links are, not by loading it anew.
  function follow(event) {
    const link = event.target.closest?.("[data-testid=stHtml] a[href]");
    const address = link && new URL(link.getAttribute("href"), location);
    if (!window.__streamlit || !address || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (address.origin !== location.origin || address.hash || link.target === "_blank" || link.download) return;
    event.preventDefault();
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }

  new MutationObserver(unpack).observe(document, { childList: true, subtree: true });
  addEventListener("click", follow);
  addEventListener("focusin", tell);
  addEventListener("popstate", () => label?.remove());
  addEventListener("pointermove", tell, { passive: true });
})();
