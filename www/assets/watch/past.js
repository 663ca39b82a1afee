// A channel's past: where a viewer is in the timeline, and the programmes there.

import * as api from "../api.js";
import { hour, minute, now, second } from "../clock.js";

const ahead = 4 * hour;
const rest = 5 * second; // after an answer that did not help

export class Past {
  /** The moment that was asked for; undefined for live. */
  start;
  #changed;
  #channel;
  #behind = 0; // until the stream tells
  #programmes = [];
  #until = 0;
  #asking = false;
  #restUntil = 0;
  #visit = 0;

  constructor(changed) {
    this.#changed = changed;
  }

  /** Goes to a moment of a channel; live without a moment. */
  enter(channel, start) {
    if (this.#channel !== channel?.id) {
      this.#programmes = [];
      this.#until = 0;
    }
    this.#visit += 1;
    this.#asking = false;
    this.#restUntil = 0;
    this.#channel = channel?.id;
    this.start = start;
    this.#behind = start === undefined ? 0 : Math.max(0, now() - start);
  }

  /** How far the picture is behind live, by what the stream says if it says so. */
  behind(told) {
    return this.start === undefined ? 0 : (told ?? this.#behind);
  }

  /** The programme that is on at a moment and the one after it. */
  at(moment) {
    this.#need(moment);
    const current = this.#programmes.find(({ start, end }) => start <= moment && moment < end);
    const next = this.#programmes.find(({ start }) => start > moment);
    return { current, next };
  }

  #need(moment) {
    const first = this.#programmes[0];
    const known = first && first.start <= moment && moment + minute < this.#until;
    if (known || this.#asking || performance.now() < this.#restUntil) return;
    this.#load(moment, this.#visit);
  }

  async #load(moment, visit) {
    this.#asking = true;
    const from = Math.max(0, Math.floor(moment));
    try {
      const { channels } = await api.guide(from, ahead / hour);
      if (visit !== this.#visit) return;
      this.#programmes = channels.find(({ id }) => id === this.#channel)?.programmes ?? [];
      this.#until = from + ahead;
    } catch {
      // the picture does not need it; asked again in a moment
    }
    if (visit !== this.#visit) return;
    this.#asking = false;
    this.#restUntil = performance.now() + rest;
    this.#changed();
  }
}
