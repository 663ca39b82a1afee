// The shell: which page is shown, how it looks, whether the station answers.

import { health } from "./api.js";
import { connect, follow } from "./events.js";
import { icon } from "./icons.js";
import { Page } from "./page.js";
import { problemCard } from "./parts.js";
import { html, render } from "./template.js";

const pages = {
  dashboard: { title: "Dashboard", load: () => import("./pages/dashboard.js") },
  guide: { title: "Guide", load: () => import("./pages/guide.js") },
  schedule: { title: "Schedule", load: () => import("./pages/schedule.js") },
  watch: { title: "Watch", load: () => import("./pages/watch.js") },
  library: { title: "Library", load: () => import("./pages/library.js") },
  channels: { title: "Channels", load: () => import("./pages/channels.js") },
  profiles: { title: "Profiles", load: () => import("./pages/profiles.js") },
  graphics: { title: "Graphics", load: () => import("./pages/graphics.js") },
  monitor: { title: "Monitor", load: () => import("./pages/monitor.js") },
  players: { title: "Players", load: () => import("./pages/players.js") },
};

const main = document.getElementById("main");
let shown;
let visit = 0;

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/").map(decoded);
  return { name: name in pages ? name : "dashboard", rest, query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function show() {
  const wanted = route();
  const mine = ++visit;
  mark(wanted.name);
  if (shown?.name === wanted.name && shown.page.moved) {
    shown.page.moved(wanted);
    return;
  }
  let made;
  try {
    const [module] = await Promise.all([pages[wanted.name].load(), style(wanted.name)]);
    if (mine !== visit) return;
    leave();
    made = new module.default(main, wanted);
  } catch (failure) {
    if (mine !== visit) return;
    leave();
    made = new Missing(main, failure);
  }
  const first = shown === undefined;
  shown = { name: wanted.name, page: made };
  main.dataset.page = wanted.name;
  made.draw();
  made.start?.();
  scrollTo(0, 0);
  if (!first) main.querySelector("h1")?.focus({ preventScroll: true });
}

function leave() {
  shown?.page.end();
  if (!shown) main.replaceChildren();
}

function mark(name) {
  document.title = `${pages[name].title} · EXStreamTV`;
  for (const link of document.querySelectorAll(".nav a")) {
    if (link.dataset.page === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function style(name) {
  const known = document.getElementById(`style-${name}`);
  if (known) return undefined;
  return new Promise((arrived) => {
    const link = document.createElement("link");
    link.id = `style-${name}`;
    link.rel = "stylesheet";
    link.href = `assets/css/${name}.css`;
    link.onload = arrived;
    link.onerror = arrived; // a plain page is better than none
    document.head.append(link);
  });
}

// Shown when a page's module can't be loaded.
class Missing extends Page {
  constructor(root, failure) {
    super(root);
    this.problem = { title: "This page can’t be loaded", detail: `${failure.message}. Check that EXStreamTV is running, then reload.` };
  }

  // The station answers again, so the page can be had.
  start() {
    this.follow({ refresh: () => health().then(() => location.reload(), () => {}) });
  }

  view() {
    return html`<div class="page">${problemCard(this.problem, () => location.reload())}</div>`;
  }
}

const appearances = { automatic: "light", light: "dark", dark: "automatic" };

function drawAppearance() {
  const button = document.getElementById("appearance");
  const choice = appearance.choice();
  const named = { automatic: "as the device", light: "light", dark: "dark" }[choice];
  button.setAttribute("aria-label", `Appearance: ${named}. Change`);
  button.title = `Appearance: ${named}`;
  render(icon(choice), button);
}

document.getElementById("appearance").addEventListener("click", () => {
  appearance.choose(appearances[appearance.choice()] ?? "automatic");
  drawAppearance();
});

document.getElementById("skip").addEventListener("click", () => main.focus());

const states = { live: "Live", polling: "Refreshing every 5 s", connecting: "Connecting…" };
follow({
  state(now) {
    const line = document.getElementById("connection");
    line.textContent = states[now];
    line.dataset.state = now;
  },
});

drawAppearance();
connect();
addEventListener("hashchange", show);
show();
