// The first picture of a screen, which the page brought along: it stands until the live screen has come to its place.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. A picture lives in a closed shadow root, where no
// style of Streamlit's moves it and no script of ours takes it for the live screen.
window.still = (() => {
  "use strict";

  const LONGEST = 20000; // ms; whoever waits longer is told why by Streamlit itself
  const TRIES = 5; // a screen that is shrunk breaks its lines anew, and may need a little more
  const FRAMES = 5; // the browser lays out what just arrived, and present.js gives it the height that it needs
  const LAST = "footer.source, .notice, [data-testid=stException]"; // a page is over when one of these is there

  const live = () => document.querySelector("#root [data-testid=stApp]");
  const stage = () => new URLSearchParams(location.search).get("stage") ?? "";

  // A screen of Streamlit's stands there whole: run over, nothing stale, charts unpacked.
  function whole(app) {
    if (app?.dataset.testScriptState !== "notRunning") return false;
    if (app.querySelector("[data-testid=stSkeleton], [data-testid=stAppSkeleton], [data-stale=true]")) return false;
    return !app.querySelector("[data-svg]") && !!app.querySelector(LAST);
  }

  // The height that a presented screen needs where its stage has too little, say for a headline that wraps.
  function needed(block) {
    const last = block?.querySelector("footer.source");
    if (!last) return "";
    const box = block.getBoundingClientRect(), height = block.offsetHeight, grown = box.height / height;
    const wish = (last.getBoundingClientRect().bottom - box.top) / grown + parseFloat(getComputedStyle(block).paddingBottom);
    return wish > height + 1 ? `${Math.ceil(wish)}px` : "";
  }

  // Fills an element with a picture; scripts in it would not run, for none is written by a parser.
  function paint(host, html) {
    const root = host.attachShadow({ mode: "closed" });
    root.innerHTML = html;
    host.picture = root;
    host.inert = true;
    host.setAttribute("aria-hidden", "true");
    const page = root.querySelector(".page");
    host.classList.toggle("at-desk", !page.matches(".presenting"));
    if (!page.matches(".presenting")) return;
    const block = root.querySelector(".stMainBlockContainer");
    for (let tries = 0, wish; tries < TRIES && (wish = needed(block)); tries++) page.style.setProperty("--needed", wish); // as present.js, tick by tick
  }

  function show() {
    const host = document.getElementById("still"), template = host.querySelector("template");
    const path = location.pathname, begun = Date.now();
    if (template.content.querySelector(".page").dataset.stage !== stage()) return host.remove(); // the window has another shape
    paint(host, template.innerHTML);
    let good = 0;
    const look = () => {
      good = whole(live()) ? good + 1 : 0;
      if (good < FRAMES && location.pathname === path && Date.now() - begun < LONGEST) requestAnimationFrame(look);
      else host.remove();
    };
    look();
  }

  return { show, paint, whole, needed, LAST };
})();
