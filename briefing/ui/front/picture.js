// The village map as a picture of its own and on the whole screen: buttons beside its heading, at a desk.
//
// Runs once per window, put into the page by briefing/ui/middleware.py. The picture is what stands on the screen: the map
// as it is zoomed, under the words that it cannot be read without.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const EDGE = 16, LINE = 1.45, SHARP = 2; // pixels, line heights, pixels of a png for one of the screen

  // What ui.css does to the words and marks of a map that is enlarged.
  const KEPT = ".land{transform-origin:0 0}.land text{transform-box:fill-box;transform-origin:center;transform:scale(var(--shrunk,1))}.land .mark>*{transform:scale(var(--shrunk,1))}svg svg{overflow:visible}";
  const NEVER_FIRST = "，。、；：）"; // of a line
  const panelOf = (chart) => chart.closest("[class*=st-key-panel-]");
  const said = (where, what) => where?.querySelector(what)?.innerText.replace(/\s+/g, " ").trim() ?? "";
  const listed = (where, what) => [...(where.querySelectorAll(`${what} li`))].map((one) => one.innerText.trim()).join("　");

  // What must be told with the map, as [text, size, weight], top to bottom; the last line stands below it.
  function words(chart) {
    const app = document.querySelector("#root [data-testid=stApp]"), panel = panelOf(chart);
    const day = said(panel, ".panel-title .dated"), sample = said(app, ".top .sample");
    return {
      head: [
        [[said(app, "h1"), said(panel, ".panel-title h2"), day, sample].filter(Boolean).join("　"), 18, 700],
        [said(app, "p.headline"), 15, 600],
        [listed(panel, ".legend"), 13, 400],
        [listed(panel, ".chips"), 13, 400],
      ].filter(([text]) => text),
      foot: [[said(app, "footer.source").replace(said(app, "footer.source .clicks"), "").replace(/[　·\s]+$/, ""), 12, 400]],
    };
  }

  function wrapped([text, size, weight], width, fonts) {
    const pen = document.createElement("canvas").getContext("2d"), lines = [""];
    pen.font = `${weight} ${size}px ${fonts}`;
    for (const character of text) {
      if (pen.measureText(lines.at(-1) + character).width > width && !NEVER_FIRST.includes(character)) lines.push("");
      lines[lines.length - 1] += character;
    }
    return lines.map((line) => ({ line, size, weight }));
  }

  function add(parent, name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  }

  function write(svg, lines, top, fonts, colour) {
    let y = top;
    for (const { line, size, weight } of lines) {
      y += size * LINE;
      const place = { x: EDGE, y: y - size * 0.35, "font-family": fonts, "font-size": size, "font-weight": weight, fill: colour };
      add(svg, "text", place).textContent = line;
    }
    return y;
  }

  function drawing(chart) {
    const { width, height } = chart.getBoundingClientRect(), looks = getComputedStyle(panelOf(chart));
    const fonts = looks.fontFamily, told = words(chart), wide = width + 2 * EDGE;
    const [head, foot] = [told.head, told.foot].map((some) => some.flatMap((one) => wrapped(one, width, fonts)));
    const svg = document.createElementNS(SVG, "svg");
    const ground = add(svg, "rect", { width: "100%", height: "100%", fill: looks.backgroundColor });
    const top = write(svg, head, EDGE / 2, fonts, looks.color) + EDGE / 2;
    const map = add(svg, "g", { transform: `translate(${EDGE},${top})` });
    const land = chart.querySelector("svg").cloneNode(true);
    for (const [key, value] of Object.entries({ width, height, "font-family": fonts })) land.setAttribute(key, value);
    for (const link of land.querySelectorAll("a")) link.removeAttribute("href");
    add(land, "style", {}).textContent = KEPT;
    map.append(land);
    const tall = write(svg, foot, top + height, fonts, looks.color) + EDGE;
    for (const [key, value] of Object.entries({ xmlns: SVG, width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}` })) svg.setAttribute(key, value);
    ground.setAttribute("height", tall);
    return { svg, wide, tall };
  }

  async function png({ svg, wide, tall }) {
    const image = new Image(), address = URL.createObjectURL(asSvg({ svg }));
    image.src = address;
    await image.decode();
    URL.revokeObjectURL(address);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [wide * SHARP, tall * SHARP];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  const asSvg = ({ svg }) => new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });

  async function save(chart, ending, made) {
    const content = await made(drawing(chart)), link = document.createElement("a");
    const day = said(document, ".top").match(/\d{4}-\d\d-\d\d/)?.[0] ?? "";
    link.href = URL.createObjectURL(content);
    link.download = `${said(panelOf(chart), ".panel-title h2")}_${day}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function fill(chart) {
    if (document.fullscreenElement) document.exitFullscreen();
    else panelOf(chart).requestFullscreen().catch(() => {}); // a browser may refuse, for instance in a frame
  }

  function tools(chart) {
    const bar = document.createElement("span");
    bar.className = "map-tools";
    const entries = [["全屏", fill], ["存为 png", (one) => save(one, "png", png)], ["存为 svg", (one) => save(one, "svg", asSvg)]];
    for (const [label, act] of entries) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: label, onclick: () => act(chart) });
      bar.append(button);
    }
    return bar;
  }

  // A heading is written anew with every other view, and its buttons with it.
  new MutationObserver(() => {
    if (document.querySelector("#root .present")) return;
    for (const chart of document.querySelectorAll(".drawing.st-key-village-map")) {
      const title = panelOf(chart)?.querySelector(".panel-title");
      if (title && !title.querySelector(".map-tools")) title.lastElementChild.before(tools(chart));
    }
  }).observe(document, { childList: true, subtree: true });
})();
