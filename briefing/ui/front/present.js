// Present mode: keys of a remote control, carousel, and the last good screen while the next is not there yet.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. All it asks of Streamlit is pressed on the hidden
// links and buttons of ui._remote_control, so Streamlit changes pages itself and nothing is loaded anew. While a page
// changes, or the server is away, a copy of the last whole screen lies over the live one: nobody sees it half drawn.
(() => {
  "use strict";

  const TICK = 50; // ms
  const HEALTH_EVERY = 5000, HEALTH_TIMEOUT = 5000, MISSES_TO_BE_AWAY = 2;
  const PATIENCE = 10000; // a press that led nowhere is repeated after this
  const STUCK = 30000; // the server answers, yet Streamlit does not come back: load the page anew
  const MARK_AFTER = 1500; // a hiccup shorter than this is not worth a word
  const MOUSE_REST = 3000;
  const LEAST_SECONDS = 3; // of a carousel
  // Shapes of a window, narrowest first: up to this width for a height of one it is shown on that stage.
  const SHAPES = [[1.58, "4x3"], [1.7, "16x10"], [Infinity, ""]];

  const held = new Map(); // the pictures of the stops beside this one, fetched ahead: address → picture and its last line

  const shown = { cover: null, blank: null, mark: null, tools: null };
  let wanted = null, pressed = null, pressedAt = 0; // the screen on its way
  let goodAt = 0, goodTicks = 0, lostAt = 0; // when the last whole screen was seen; since when the server is away
  let misses = 0, checkedAt = 0, checking = false;
  let paused = false, turnedAt = 0;
  let mouseAt = 0;
  let stagedAt = 0, stagedAs = null, measured = null; // when which shape was asked for; whose height was measured

  // --- what is there ---

  const live = () => document.querySelector("#root [data-testid=stApp]");
  const marker = () => live()?.querySelector(".present") ?? shown.cover?.querySelector(".present");
  const query = () => new URLSearchParams(location.search);
  const asked = () => query().get("present") === "1";
  const presenting = () => asked() && !!marker();
  const screens = () => marker().dataset.screens.split(" ");
  const away = () => live()?.dataset.testConnectionState !== "CONNECTED" || misses >= MISSES_TO_BE_AWAY;
  const resting = () => live()?.dataset.testScriptState === "notRunning";
  const unread = () => !!live()?.querySelector(".notice, [data-testid=stException]");
  const remote = (selector) => live()?.querySelectorAll(`.st-key-remote ${selector}`) ?? [];

  function seconds() {
    const asked = parseFloat(query().get("carousel"));
    return asked > 0 ? Math.max(asked, LEAST_SECONDS) : 0;
  }

  // The wanted screen (or any, when none is on its way) stands there whole: run over, nothing stale, charts unpacked.
  function arrived() {
    const mark = live()?.querySelector(".present");
    return !!mark && (!wanted || mark.dataset.screen === wanted) && still.whole(live());
  }

  // --- the copy that lies over the live screen ---

  function hold() {
    if (shown.cover || !live()?.querySelector(".present") || unread()) return;
    shown.cover = add("div", "present-cover");
    shown.cover.inert = true;
    shown.cover.setAttribute("aria-hidden", "true");
    shown.cover.append(live().cloneNode(true));
  }

  // --- the pictures of the stops beside this one ---

  // Only what the same edition says on the same day: its last line tells both.
  const sourceLine = (place) => place?.querySelector("footer.source")?.textContent ?? "";
  const linkTo = (name) => remote("a")[screens().indexOf(name)]?.href;

  // Lies over the live screen at once, in the place of a copy of the screen before.
  function picture(name) {
    const found = held.get(linkTo(name));
    if (!found || found.line !== sourceLine(live())) return;
    const mark = marker().cloneNode();
    drop("cover");
    shown.cover = add("div", "present-cover");
    still.paint(shown.cover, found.html);
    shown.cover.append(mark);
  }

  async function fetchAhead() {
    const names = screens(), at = names.indexOf(marker().dataset.screen), line = sourceLine(live());
    for (const address of [names[at + 1], names[at - 1]].filter(Boolean).map(linkTo)) {
      if (!address || held.get(address)?.line === line) continue;
      held.delete(address);
      try {
        const answer = await fetch(address, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
        const template = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#still template");
        if (template) held.set(address, { html: template.innerHTML, line: sourceLine(template.content) });
      } catch {} // the screen comes as it would without
    }
  }

  function add(tag, className) {
    const element = document.createElement(tag);
    element.className = className;
    document.body.append(element);
    return element;
  }

  function drop(name) {
    shown[name]?.remove();
    shown[name] = null;
  }

  // --- going from screen to screen ---

  function go(name) {
    turnedAt = Date.now();
    if (away() || !name || name === (wanted ?? marker().dataset.screen)) return;
    wanted = name;
    pressed = null;
    picture(name);
    hold();
    press();
    requestAnimationFrame(lookOut);
  }

  // While a screen is on its way every frame counts, not only every tick.
  function lookOut() {
    if (!wanted || !presenting()) return;
    watchScreen(Date.now());
    requestAnimationFrame(lookOut);
  }

  function step(by, round = false) {
    const names = screens(), at = names.indexOf(wanted ?? marker().dataset.screen) + by;
    go(round ? names[at % names.length] : names[Math.min(Math.max(at, 0), names.length - 1)]);
  }

  // The links are redrawn with every page: when they are not there at this moment, the next tick tries again.
  function press() {
    const link = remote("a")[screens().indexOf(wanted)];
    if (link) {
      pressed = wanted;
      pressedAt = Date.now();
      link.click();
    } else if (resting() && live().querySelector(still.LAST)) {
      location.assign(addressOf(wanted)); // a page that Streamlit runs without app.py has no links
    }
  }

  // The address of a stop with what the present one was asked for; which view of a screen it is says the stop itself.
  function addressOf(stop) {
    const address = new URL(stop, home());
    for (const [name, value] of query()) if (name !== "view") address.searchParams.set(name, value);
    return address;
  }

  const home = () => window.__streamlit?.BACKEND_BASE_URL ?? `${location.origin}/`;

  function leave() {
    if (away()) return;
    if (document.fullscreenElement) document.exitFullscreen();
    wanted = null;
    paused = false;
    drop("cover");
    remote(".st-key-remote-leave button")[0]?.click();
  }

  // --- what a presenter can do ---

  function blank() {
    if (shown.blank) drop("blank");
    else shown.blank = add("div", "present-blank");
  }

  function fullScreen() {
    const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    done.catch(() => {}); // a browser may refuse, for instance in a frame
  }

  function pause() {
    if (!seconds()) return;
    paused = !paused;
    turnedAt = Date.now();
  }

  function carousel() {
    if (seconds()) pause();
    else remote(".st-key-remote-carousel button")[0]?.click();
  }

  function turn(by) {
    drop("blank");
    step(by);
  }

  function jump(end) {
    drop("blank");
    go(screens().at(end));
  }

  const KEYS = {
    PageDown: () => turn(1), ArrowRight: () => turn(1), ArrowDown: () => turn(1), " ": () => turn(1),
    PageUp: () => turn(-1), ArrowLeft: () => turn(-1), ArrowUp: () => turn(-1),
    Home: () => jump(0), End: () => jump(-1),
    "[": () => remote(".st-key-remote-earlier button")[0]?.click(), "]": () => remote(".st-key-remote-later button")[0]?.click(),
    t: () => remote(".st-key-remote-play button")[0]?.click(),
    b: blank, ".": blank, f: fullScreen, p: pause, Escape: leave,
  };

  function onKey(event) {
    const act = KEYS[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || !presenting()) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit has keys of its own
    if (!event.repeat) act();
  }

  // --- words and buttons on the edge ---

  function words() {
    if (lostAt && shown.cover && Date.now() - lostAt > MARK_AFTER) return `连接中断，显示的是 ${clock(goodAt)} 的画面`;
    if (shown.cover && unread()) return `暂时读不到数据，显示的是 ${clock(goodAt)} 的画面`;
    if (!seconds()) return "";
    return paused ? "轮播已暂停" : "轮播";
  }

  const clock = (time) => new Date(time).toTimeString().slice(0, 5);

  function say(text) {
    if (!text) return drop("mark");
    shown.mark ??= add("p", "present-mark");
    shown.mark.setAttribute("role", "status");
    shown.mark.classList.toggle("trouble", lostAt > 0 || unread());
    if (shown.mark.textContent !== text) shown.mark.textContent = text;
  }

  function offer() {
    const moving = Date.now() - mouseAt < MOUSE_REST;
    document.documentElement.classList.toggle("present-still", !moving);
    if (!moving) return drop("tools");
    shown.tools ??= toolbar();
    shown.tools.querySelector(".carousel").textContent = !seconds() ? "轮播" : paused ? "继续轮播" : "暂停轮播";
  }

  function toolbar() {
    const bar = add("div", "present-tools");
    const entries = [
      ["上一屏", () => turn(-1)], ["下一屏", () => turn(1)], ["轮播", carousel, "carousel"],
      ["全屏", fullScreen], ["退出投影", leave],
    ];
    for (const [label, act, className = ""] of entries) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", tabIndex: -1, textContent: label, className, onclick: act });
      button.onmousedown = (event) => event.preventDefault(); // the focus stays where the keys are heard
      bar.append(button);
    }
    return bar;
  }

  // --- the shape of the window ---

  const shape = () => SHAPES.find(([widest]) => innerWidth / innerHeight <= widest)[1];

  // What ui.css asks the root about: looking for the mark with :has() would cost a second in each screen.
  function markRoot() {
    const { classList, dataset } = document.documentElement, stage = asked() ? marker()?.dataset.stage ?? query().get("stage") ?? "" : "";
    if (classList.contains("presenting") !== asked()) classList.toggle("presenting");
    if (dataset.stage !== stage) dataset.stage = stage;
  }

  // Before Streamlit reads the address for the first time, so that the first screen already has the right shape.
  function stageAddress() {
    const address = new URL(location);
    if (!asked() || (address.searchParams.get("stage") ?? "") === shape()) return;
    if (shape()) address.searchParams.set("stage", shape());
    else address.searchParams.delete("stage");
    history.replaceState(history.state, "", address);
  }

  function watchShape(now) {
    const wish = shape();
    if (lostAt || wanted || !resting() || (stagedAs === wish && now - stagedAt < PATIENCE)) return;
    if (marker().dataset.stage === wish) {
      stagedAs = null;
      return;
    }
    stagedAs = wish;
    stagedAt = now;
    remote(`.st-key-remote-stage-${wish} button`)[0]?.click();
  }

  // A screen that needs more height than its stage has, say for a headline that wraps, gets it: all of it is shrunk a little.
  function watchHeight() {
    const mark = live()?.querySelector(".present"), stage = mark?.closest("[data-testid=stMainBlockContainer]");
    if (!stage?.querySelector("footer.source") || !resting()) return;
    if (measured !== mark) document.documentElement.style.removeProperty("--needed");
    measured = mark;
    const needed = still.needed(stage);
    if (needed) document.documentElement.style.setProperty("--needed", needed);
  }

  // --- time passes ---

  // A pulled cable closes no connection, so Streamlit would not notice for minutes.
  async function askHealth() {
    checking = true;
    try {
      const answer = await fetch(`${home()}_stcore/health`, { cache: "no-store", signal: AbortSignal.timeout(HEALTH_TIMEOUT) });
      misses = answer.ok ? 0 : misses + 1;
    } catch {
      misses += 1;
    }
    checkedAt = Date.now();
    checking = false;
  }

  function watchServer(now) {
    if (!checking && now - checkedAt > HEALTH_EVERY) askHealth();
    if (!away()) {
      lostAt = 0;
      return;
    }
    if (!lostAt) {
      lostAt = now;
      hold();
    }
    if (misses === 0 && checkedAt - lostAt > STUCK) location.reload();
  }

  // Twice in a row, for the browser lays out what just arrived.
  function watchScreen(now) {
    goodTicks = arrived() ? goodTicks + 1 : 0;
    if (lostAt || goodTicks < 2) {
      if (wanted && !lostAt && (pressed !== wanted || (resting() && now - pressedAt > PATIENCE))) press();
      return;
    }
    if (goodTicks === 2) fetchAhead();
    wanted = null;
    if (unread()) return; // the store is away: the copy stays, the page itself looks again
    goodAt = now;
    watchHeight();
    drop("cover");
  }

  function watchCarousel(now) {
    if (!seconds() || paused || shown.blank || lostAt || wanted) turnedAt = now;
    else if (now - turnedAt > seconds() * 1000) step(1, true);
  }

  function tick() {
    markRoot();
    if (!presenting()) {
      Object.keys(shown).forEach(drop);
      document.documentElement.classList.remove("present-still");
      turnedAt = Date.now();
      wanted = null;
      return;
    }
    const now = Date.now();
    watchServer(now);
    watchShape(now);
    watchHeight();
    watchScreen(now);
    watchCarousel(now);
    say(words());
    offer();
  }

  stageAddress();
  markRoot();
  addEventListener("keydown", onKey, true);
  addEventListener("mousemove", (event) => { if (event.movementX || event.movementY) mouseAt = Date.now(); }, { passive: true });
  setInterval(tick, TICK);
})();
