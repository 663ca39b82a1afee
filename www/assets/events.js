// What happens at the station, pushed to the pages. A new connection may have
// missed something, so pages ask the API once after each; without events they
// ask every five seconds.

import { address } from "./api.js";

const topics = ["onair", "jobs", "library", "channels", "sessions"];
const pollEvery = 5_000;
const hiddenFor = 30_000;

const followers = new Set();
let source;
let state = "connecting";
let waiting = 1_000;
let retry;
let poll;
let hide;

/**
 * Calls `handlers.refresh()` whenever the page should ask the API, and
 * `handlers.onair(…)`, `.jobs(…)`, `.library(…)`, `.channels(…)`, `.sessions(…)`,
 * `.state(…)` as events arrive. Returns the function that ends it.
 */
export function follow(handlers) {
  const follower = { handlers, asked: performance.now() };
  followers.add(follower);
  handlers.state?.(state);
  return () => followers.delete(follower);
}

/** Opens the connection; called once by the shell. */
export function connect() {
  open();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hide);
    // Browsers allow six connections to a host: a hidden tab gives its one back.
    if (document.hidden) hide = setTimeout(close, hiddenFor);
    else if (!source) open();
  });
  // A page kept for the Back button would keep its connection, too.
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
}

function open() {
  close();
  source = new EventSource(address(`api/events?c=${topics.join(",")}`));
  source.onopen = () => {
    waiting = 1_000;
    enter("live");
    refresh(2_000);
  };
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) {
      enter("connecting");
      return;
    }
    close();
    enter("polling");
    waiting = Math.min(waiting * 2, 60_000);
    retry = setTimeout(open, waiting);
    poll ??= setInterval(() => document.hidden || refresh(0), pollEvery);
  };
  source.onmessage = (event) => deliver(undefined, event.data);
  for (const topic of topics) {
    source.addEventListener(topic, (event) => deliver(topic, event.data));
  }
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

function enter(next) {
  if (next === "live") {
    clearInterval(poll);
    poll = undefined;
  }
  if (next === "connecting" && poll) return;
  if (next === state) return;
  state = next;
  for (const { handlers } of followers) handlers.state?.(state);
}

function refresh(unlessWithin) {
  for (const follower of followers) {
    if (performance.now() - follower.asked < unlessWithin) continue;
    follower.asked = performance.now();
    follower.handlers.refresh?.();
  }
}

function deliver(named, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return; // half a message: the next one or the next connection brings the truth
  }
  for (const topic of named ? [named] : guess(value)) {
    for (const { handlers } of followers) handlers[topic]?.(value);
  }
}

// A publisher may leave the event's name away; the shapes differ.
function guess(value) {
  if (Array.isArray(value)) return ["onair"];
  if (value && "state" in value) return ["jobs"];
  if (value && "changes" in value) return ["sessions"];
  return ["library", "channels"];
}
