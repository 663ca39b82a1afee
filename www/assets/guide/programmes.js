// The programmes that the guide knows, asked for in pieces as they come into view.

import * as api from "../api.js";
import { hour } from "../clock.js";

const piece = 4 * hour;
const keptPieces = 36;
const rest = 5_000; // after a failure

export class Programmes {
  channels;
  problem;
  #pieces = new Map(); // start of the piece -> "loading" or "there"
  #waiting = [];
  #running = 0;
  #restUntil = 0;
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** Sees to it that everything between two moments is there or on its way. */
  need(from, to) {
    if (performance.now() < this.#restUntil) return;
    // What was wanted and is no longer in view need not be asked for.
    for (const start of this.#waiting) this.#pieces.delete(start);
    this.#waiting = [];
    for (let start = Math.floor(from / piece) * piece; start < to; start += piece) {
      if (this.#pieces.has(start)) continue;
      this.#pieces.set(start, "loading");
      this.#waiting.push(start);
    }
    this.#next();
  }

  /** Asks for everything anew; what is shown stays until the answer comes. */
  reload() {
    this.#restUntil = 0;
    for (const [start, state] of this.#pieces) {
      if (state === "there") this.#pieces.delete(start);
    }
  }

  /** Whether all of a span is there. */
  knows(from, to) {
    for (let start = Math.floor(from / piece) * piece; start < to; start += piece) {
      if (this.#pieces.get(start) !== "there") return false;
    }
    return true;
  }

  /** The place of the programme that runs at a moment, or of the next one. */
  static at(programmes, moment) {
    let low = 0;
    let high = programmes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (programmes[middle].end > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #next() {
    while (this.#running < 2 && this.#waiting.length) {
      const start = this.#waiting.shift();
      this.#running += 1;
      this.#load(start).finally(() => {
        this.#running -= 1;
        this.#next();
        this.#changed();
      });
    }
  }

  async #load(start) {
    try {
      const answer = await api.guide(start, piece / hour);
      this.#merge(answer.channels, start, start + piece);
      this.#pieces.set(start, "there");
      this.problem = undefined;
      this.#forget(start);
    } catch (problem) {
      this.#pieces.delete(start);
      for (const waiting of this.#waiting) this.#pieces.delete(waiting);
      this.#waiting = [];
      this.#restUntil = performance.now() + rest;
      this.problem = problem;
    }
  }

  #merge(answered, from, to) {
    const known = new Map((this.channels ?? []).map((channel) => [channel.id, channel]));
    this.channels = answered.map((channel) => {
      const old = known.get(channel.id)?.programmes ?? [];
      return { ...channel, programmes: joined(old, channel.programmes, from, to) };
    });
  }

  // A day of very short clips is a lot: what is far away goes.
  #forget(near) {
    while (this.#pieces.size > keptPieces) {
      const far = [...this.#pieces.keys()].reduce((a, b) => (Math.abs(a - near) > Math.abs(b - near) ? a : b));
      this.#pieces.delete(far);
      for (const channel of this.channels) {
        channel.programmes = channel.programmes.filter(({ start, end }) => end <= far || start >= far + piece);
      }
    }
  }
}

// What reaches into the piece comes from the new answer, the rest stays.
function joined(old, added, from, to) {
  const first = added.length ? Math.min(from, added[0].start) : from;
  const last = added.length ? Math.max(to, added[added.length - 1].end) : to;
  const before = old.filter(({ end }) => end <= first);
  const after = old.filter(({ start }) => start >= last);
  return [...before, ...added, ...after];
}
