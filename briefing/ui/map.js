// The village map by keyboard: Tab reaches it, arrows walk from place to place, Enter opens the one that is told.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. Plotly knows a pointer only, so the keys move one:
// what is told and what a click does are the same for both.
(() => {
  "use strict";

  const MAP = ".st-key-village-map .js-plotly-plot, [class*=st-key-little-map-] .js-plotly-plot";
  const HINT = "方向键逐个看，回车打开";
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ASIDE = 2; // a place counts as lying in a direction when it is at most so many times further aside than along

  // The places of a map with where they stand in the window: the first point of each in the trace that a pointer finds.
  function places(chart) {
    const trace = chart._fullData?.find((one) => one.name === "village");
    if (!trace) return [];
    const { xaxis, yaxis } = chart._fullLayout, box = chart.getBoundingClientRect(), first = new Map();
    Array.from(trace.customdata).forEach((name, at) => {
      if (name && !first.has(name)) first.set(name, at);
    });
    return [...first].map(([name, at]) => ({
      name,
      words: trace.text[at].replace(/<[^>]*>/g, " "),
      x: box.left + xaxis._offset + xaxis.l2p(trace.x[at]),
      y: box.top + yaxis._offset + yaxis.l2p(trace.y[at]),
    }));
  }

  function next(found, from, [right, down]) {
    const ahead = found.map((place) => {
      const along = (place.x - from.x) * right + (place.y - from.y) * down;
      const aside = Math.abs((place.x - from.x) * down) + Math.abs((place.y - from.y) * right);
      return { place, along, far: along + ASIDE * aside };
    }).filter(({ place, along }) => place !== from && along > 1);
    return ahead.sort((one, other) => one.far - other.far)[0]?.place ?? from;
  }

  function point(chart, place, ...kinds) {
    const land = chart.querySelector(".nsewdrag");
    for (const kind of kinds) {
      const how = { bubbles: true, view: window, clientX: place.x, clientY: place.y };
      (kind === "mouseup" ? document : land).dispatchEvent(new MouseEvent(kind, how));
    }
  }

  function onKey(event) {
    const chart = event.currentTarget, found = places(chart), open = event.key === "Enter";
    if (!found.length || !(open || event.key in WAYS)) return;
    event.preventDefault();
    const at = found.find((place) => place.name === chart.dataset.at);
    const to = open ? at : at ? next(found, at, WAYS[event.key]) : found[0];
    if (!to) return;
    chart.dataset.at = to.name;
    chart.setAttribute("aria-label", to.words); // what a pointer is told is read aloud
    point(chart, to, "mousemove", ...(open ? ["mousedown", "mouseup"] : []));
  }

  function reach(chart) {
    if (chart.dataset.reached) return;
    chart.dataset.reached = "true";
    chart.tabIndex = 0;
    chart.setAttribute("role", "application");
    chart.setAttribute("aria-label", `地图：${HINT}`);
    chart.addEventListener("keydown", onKey);
    chart.addEventListener("blur", () => chart.querySelector(".nsewdrag")?.dispatchEvent(new MouseEvent("mouseout")));
  }

  new MutationObserver(() => {
    if (!document.querySelector("#root .present")) document.querySelectorAll(MAP).forEach(reach);
  }).observe(document, { childList: true, subtree: true });
})();
