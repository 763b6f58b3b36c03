// The offline page: tabs, choices, keys of a remote control. No network, no storage.
"use strict";
(() => {
  const STAGE = { width: 1920, height: 1080 };
  const tabs = [...document.querySelectorAll("nav [role=tab]")];
  const screens = [...document.querySelectorAll("[role=tabpanel]")];

  const PHONE = matchMedia("(max-width: 720px)");

  function fit() {
    const room = document.querySelector("main").getBoundingClientRect();
    for (const screen of document.querySelectorAll("[role=tabpanel]:not([hidden]) > .screen")) {
      const above = screen.previousElementSibling?.offsetHeight ?? 0;
      const scale = Math.min(room.width / STAGE.width, (room.height - above) / STAGE.height);
      screen.style.transform = `translate(${Math.max(0, (room.width - STAGE.width * scale) / 2)}px, 0) scale(${scale})`;
    }
  }

  function show(name) {
    const wanted = screens.some((screen) => screen.id === name) ? name : screens[0].id;
    for (const screen of screens) screen.hidden = screen.id !== wanted;
    for (const tab of tabs) tab.setAttribute("aria-selected", String(tab.dataset.screen === wanted));
    if (PHONE.matches) tabs.find((tab) => tab.dataset.screen === wanted)?.scrollIntoView({ block: "nearest", inline: "center" });
    fit();
  }

  function step(by) {
    const at = screens.findIndex((screen) => !screen.hidden);
    go(screens[Math.min(Math.max(at + by, 0), screens.length - 1)].id);
  }

  function go(name) {
    history.replaceState(null, "", `#${name}`);
    show(name);
  }

  function choose(button) {
    const { group, shows } = button.dataset;
    for (const other of document.querySelectorAll(`button[data-group="${group}"]`)) other.setAttribute("aria-pressed", String(other === button));
    for (const piece of document.querySelectorAll(`.variant[data-group="${group}"]`)) piece.hidden = piece.dataset.number !== shows;
    showVillage(null);
  }

  function showVillage(label) {
    const card = label && [...document.querySelectorAll(".village-card")].find((one) => one.dataset.village === label);
    for (const ranking of document.querySelectorAll("#map .st-key-panel-village")) {
      ranking.querySelector(".shown-card")?.remove();
      for (const piece of ranking.children) piece.hidden = Boolean(card);
      if (!card) continue;
      const copy = card.cloneNode(true);
      copy.hidden = false;
      copy.className = "shown-card";
      ranking.append(copy);
    }
  }

  function filter(field) {
    const words = field.value.trim();
    for (const row of field.closest(".sheets").querySelectorAll("tbody tr")) row.hidden = words !== "" && !row.textContent.includes(words);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a[href]");
    if (!target) return;
    if (target.matches(".drawing a")) {
      event.preventDefault();
      showVillage(decodeURIComponent(target.getAttribute("href").split("=")[1]));
    } else if (target.matches("a")) {
      if (!target.hash) event.preventDefault(); // it needs the app; the others lead to a screen of this file
    } else if (target.dataset.screen) go(target.dataset.screen);
    else if (target.dataset.shows) choose(target);
    else if (target.matches(".back")) showVillage(null);
  });
  document.addEventListener("input", (event) => event.target.matches("input[type=search]") && filter(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input")) return;
    const steps = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1, Home: -screens.length, End: screens.length };
    if (!(event.key in steps)) return;
    event.preventDefault();
    step(steps[event.key]);
  });
  window.addEventListener("resize", fit);
  window.addEventListener("hashchange", () => show(location.hash.slice(1)));

  const picture = /^#picture=(\w+)$/.exec(location.hash);
  if (location.hash === "#print") {
    document.documentElement.classList.add("print");
    for (const screen of screens) screen.hidden = false;
  } else if (picture) {
    document.documentElement.classList.add("picture");
    show(picture[1]);
  } else {
    show(location.hash.slice(1));
  }
})();
