// The village maps: from place to place by arrow keys; the large one also by wheel, drag, pinch, and back by double click.
//
// Runs once per window, put into the page by briefing/ui/middleware.py and by the offline page.
(() => {
  "use strict";

  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ASIDE = 2; // a place counts as lying in a direction when it is at most so many times further aside than along
  const LARGEST = 12, STEP = 1.0015; // how far a map is enlarged, and by how much for each unit of a wheel
  const STILL = 4; // pixels that a pointer may move in a click
  const seen = new WeakMap(); // map → what of it is seen: its left upper corner and how many times it is enlarged
  const fingers = new Map(); // pointer → where it is; two of them pinch
  let held = null, moved = false;

  const map = (target) => target.closest?.(".drawing[data-zooms] > svg");
  const spread = () => {
    const [one, other] = fingers.values();
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, far: Math.hypot(one.x - other.x, one.y - other.y) };
  };

  // --- places by keyboard ---

  function middle(link) {
    const { left, right, top, bottom } = link.getBoundingClientRect();
    return { link, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  function next(links, from, [right, down]) {
    const here = middle(from);
    const ahead = links.map(middle).map((place) => {
      const along = (place.x - here.x) * right + (place.y - here.y) * down;
      const aside = Math.abs((place.x - here.x) * down) + Math.abs((place.y - here.y) * right);
      return { link: place.link, along, far: along + ASIDE * aside };
    }).filter(({ link, along }) => link !== from && along > 1);
    return ahead.sort((one, other) => one.far - other.far)[0]?.link;
  }

  function onKey(event) {
    const from = event.target.closest?.(".drawing > svg[viewBox] a[aria-label]");
    if (!from || !(event.key in WAYS)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    next([...from.closest("svg[viewBox]").querySelectorAll("a[aria-label]")], from, WAYS[event.key])?.focus();
  }

  // --- what of the large map is seen ---

  function show(svg, view) {
    const { width, height } = svg.viewBox.baseVal;
    const times = Math.min(Math.max(view.times, 1), LARGEST);
    const x = Math.min(Math.max(view.x, 0), width * (1 - 1 / times)), y = Math.min(Math.max(view.y, 0), height * (1 - 1 / times));
    seen.set(svg, { x, y, times });
    const land = svg.querySelector(".land");
    land.style.transform = times > 1 ? `scale(${times}) translate(${-x}px, ${-y}px)` : "";
    land.style.setProperty("--shrunk", 1 / times);
    svg.parentElement.dataset.zooms = times > 1 ? "in" : "";
  }

  const view = (svg) => seen.get(svg) ?? { x: 0, y: 0, times: 1 };

  // How many pixels of the window a unit of the drawing takes, and where a point of the window is in it.
  function place(svg, x, y) {
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y, pixels: svg.getScreenCTM().a };
  }

  function enlarge(svg, by, x, y) {
    const old = view(svg), times = Math.min(Math.max(old.times * by, 1), LARGEST), at = place(svg, x, y);
    show(svg, { x: old.x + at.x / old.times - at.x / times, y: old.y + at.y / old.times - at.y / times, times });
  }

  function onWheel(event) {
    const svg = map(event.target);
    if (!svg) return;
    event.preventDefault();
    enlarge(svg, STEP ** -event.deltaY, event.clientX, event.clientY);
  }

  function onDown(event) {
    const svg = map(event.target);
    if (!svg || event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    held = svg;
    moved = false;
  }

  function onMove(event) {
    const from = fingers.get(event.pointerId);
    if (!from || !held) return;
    const before = fingers.size === 2 ? spread() : null, x = event.clientX, y = event.clientY;
    if (!before && !moved && Math.hypot(x - from.x, y - from.y) < STILL) return;
    moved = true;
    fingers.set(event.pointerId, { x, y });
    const old = view(held), { pixels } = place(held, x, y);
    if (before) {
      const now = spread();
      if (before.far > 0) enlarge(held, now.far / before.far, now.x, now.y);
    } else {
      show(held, { ...old, x: old.x - (x - from.x) / pixels / old.times, y: old.y - (y - from.y) / pixels / old.times });
    }
  }

  function onUp(event) {
    fingers.delete(event.pointerId);
    if (!fingers.size) held = null;
  }

  // The end of a drag is no click on the place below it.
  function onClick(event) {
    if (!moved || !map(event.target)) return;
    moved = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  addEventListener("keydown", onKey, true);
  addEventListener("wheel", onWheel, { passive: false });
  addEventListener("pointerdown", onDown);
  addEventListener("pointermove", onMove, { passive: true });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, onUp);
  addEventListener("click", onClick, true);
  addEventListener("dragstart", (event) => { if (map(event.target)) event.preventDefault(); });
  addEventListener("dblclick", (event) => { if (map(event.target)) show(map(event.target), { x: 0, y: 0, times: 1 }); });
})();
