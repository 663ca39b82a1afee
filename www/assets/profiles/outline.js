// What would be done with a file: chosen beside the form, drawn step by step.

import * as api from "../api.js";
import { html } from "../template.js";

const works = {
  deinterlace: "Whole pictures out of fields", rate: "Frame rate", scale: "Size", tones: "HDR to the usual range", pixels: "Depth of colour",
  frame: "Bars or cut", square: "Square pixels", hold: "Hold the last picture", download: "From the card to memory", upload: "From memory to the card",
  subtitles: "Subtitles", graphics: "Graphics",
};
const pictures = { copy: "passed on as it is", encode: "encoded", still: "a still picture, encoded", black: "black", omitted: "none: sound only" };
const sounds = { copy: "passed on as it is", encode: "encoded", silence: "silence" };

export class Outline {
  #page;
  #wish;
  #found = [];
  #channels = [];
  #channel;
  #medium;
  #answer;
  #problem;
  #words = "";
  #trial;
  #asked = 0;
  #soon;

  /** An outline for what `wish` returns; it may throw a problem. */
  constructor(page, wish) {
    this.#page = page;
    this.#wish = wish;
    this.#search();
    this.#loadChannels();
  }

  end() {
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  /** Asks anew, a moment later. */
  ask() {
    clearTimeout(this.#soon);
    const mine = ++this.#asked;
    if (!this.#medium) return;
    this.#soon = setTimeout(async () => {
      let answer;
      let problem;
      try {
        answer = await api.outlineProfile(this.#medium, this.#wish(), this.#channel);
      } catch (failure) {
        problem = failure;
      }
      if (mine !== this.#asked) return;
      this.#answer = answer ?? this.#answer;
      this.#problem = problem;
      this.#page.update();
    }, 250);
  }

  /** Takes note of how a job stands. */
  take(job) {
    if (job?.id !== this.#trial?.id) return;
    this.#trial = job;
    this.#page.update();
  }

  async #try() {
    try {
      this.#trial = await api.tryProfile(this.#medium, this.#wish(), this.#channel);
      this.#problem = undefined;
      this.#watch();
    } catch (problem) {
      this.#problem = problem;
    }
    this.#page.update();
  }

  // Events tell of the end; where there are none, asking does.
  async #watch() {
    const { id } = this.#trial;
    while (this.#trial?.id === id && !this.#hasEnded && !this.#page.ended) {
      await new Promise((soon) => setTimeout(soon, 1000));
      try {
        this.take(await api.job(id));
      } catch {
        // Asked again in a moment.
      }
    }
  }

  get #hasEnded() {
    return ["done", "failed", "cancelled"].includes(this.#trial?.state);
  }

  #tried() {
    const trial = this.#trial;
    const busy = trial && !this.#hasEnded;
    return html`<div class="outline-try">
        <button type="button" class="button" data-test="outline-try" ?disabled=${busy} @click=${() => this.#try()}>${busy ? "Encoding ten seconds…" : "Try It"}</button>
        <span class="quiet small-text">Makes ten seconds out of the middle of the file.</span>
      </div>
      ${trial && this.#hasEnded ? html`<p data-test="outline-tried" role="status">${trial.error ?? trial.detail ?? ""}</p>
        ${trial.state === "done" && this.#answer.picture !== "omitted" ? html`<img class="outline-shot" data-test="outline-shot" src=${api.jobPicture(trial.id)} alt="A picture out of what was made">` : ""}` : ""}`;
  }

  // Those that draw something into their pictures.
  async #loadChannels() {
    try {
      const { channels } = await api.channels();
      this.#channels = channels.filter(({ graphics, burn }) => graphics?.length || burn?.length);
    } catch {
      this.#channels = [];
    }
    this.#page.update();
  }

  async #search() {
    try {
      const { items: media } = await api.media({ q: this.#words, limit: 30 });
      this.#found = media;
      if (!media.some(({ id }) => id === this.#medium)) this.#medium = media[0]?.id;
    } catch {
      this.#found = [];
    }
    this.#page.update();
    this.ask();
  }

  view() {
    return html`<section class="card outline" aria-labelledby="outline-title" data-test="outline">
      <h2 id="outline-title">What would be done</h2>
      <div class="profile-fields">
        <div class="field">
          <label for="outline-search">Find a file</label>
          <input class="input" id="outline-search" type="search" autocomplete="off" data-test="outline-search" .value=${this.#words}
            @change=${(event) => { this.#words = event.target.value; this.#search(); }}>
        </div>
        <div class="field">
          <label for="outline-medium">File</label>
          <select class="select" id="outline-medium" data-test="outline-medium" @change=${(event) => { this.#medium = Number(event.target.value); this.ask(); }}>
            ${this.#found.map(({ id, title, year }) => html`<option value=${id} .selected=${id === this.#medium}>${year ? `${title} (${year})` : title}</option>`)}
          </select>
        </div>
        ${this.#channels.length ? html`<div class="field">
          <label for="outline-channel">As shown on</label>
          <select class="select" id="outline-channel" data-test="outline-channel" @change=${(event) => { this.#channel = event.target.value || undefined; this.ask(); }}>
            <option value="" .selected=${!this.#channel}>No channel</option>
            ${this.#channels.map(({ id, number, name }) => html`<option value=${id} .selected=${id === this.#channel}>${number} ${name}</option>`)}
          </select>
        </div>` : ""}
      </div>
      ${!this.#found.length ? html`<p class="quiet">The library has no such file.</p>` : ""}
      ${this.#problem ? html`<p class="field-problem" role="alert">${this.#problem.detail || this.#problem.message}</p>` : ""}
      ${this.#answer ? html`${this.#tried()}${this.#drawn(this.#answer)}` : ""}
    </section>`;
  }

  #drawn({ picture, sound, blockers, hardware, detours, steps, idle, subtitles, command }) {
    return html`<dl class="outline-facts">
        <dt>Picture</dt><dd data-test="outline-picture">${pictures[picture]}</dd>
        <dt>Sound</dt><dd data-test="outline-sound">${sounds[sound]}</dd>
        ${picture === "copy" || picture === "omitted" ? "" : html`<dt>By</dt><dd data-test="outline-hardware">${hardware.detail}</dd>`}
        ${subtitles ? html`<dt>Subtitles</dt><dd data-test="outline-subtitles">${subtitles.detail}</dd>` : ""}
      </dl>
      ${blockers.length ? html`<h3>Why not all is passed on</h3>
        <ul class="outline-list" data-test="outline-blockers">${blockers.map(({ detail }) => html`<li>${detail}</li>`)}</ul>` : ""}
      ${detours.length ? html`<h3>Why not all is done on the card</h3>
        <ul class="outline-list">${detours.map(({ detail }) => html`<li>${detail}</li>`)}</ul>` : ""}
      ${steps.length ? html`<h3>Steps</h3>
        <ol class="outline-list" data-test="outline-steps">${steps.map(({ work, onCard, filters }) => html`<li>
          ${works[work] ?? work} ${onCard ? html`<span class="pill">card</span>` : ""}<br><code>${filters.join(",")}</code></li>`)}</ol>` : ""}
      ${idle.length ? html`<details><summary>Left out</summary>
        <ul class="outline-list">${idle.map(({ work, detail }) => html`<li>${works[work] ?? work}: ${detail}</li>`)}</ul></details>` : ""}
      <details><summary>ffmpeg’s command</summary><pre class="outline-command" data-test="outline-command">${command.join("\n")}</pre></details>`;
  }
}
