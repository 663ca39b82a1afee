// The picture that a graphic would make, drawn by the station as it is on air.

import * as api from "../api.js";
import { html } from "../template.js";

const pause = 300;

export class Preview {
  #page;
  #wish;
  #shown;
  #problem;
  #soon;
  #asking;

  /** A preview of what `wish` returns; it may throw a problem. */
  constructor(page, wish) {
    this.#page = page;
    this.#wish = wish;
  }

  end() {
    clearTimeout(this.#soon);
    this.#asking?.abort();
    if (this.#shown) URL.revokeObjectURL(this.#shown);
  }

  /** Asks anew, a moment later. */
  ask() {
    clearTimeout(this.#soon);
    this.#asking?.abort();
    this.#soon = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    const mine = new AbortController();
    this.#asking = mine;
    let picture;
    let problem;
    try {
      picture = await api.previewGraphic(this.#wish(), mine.signal);
    } catch (failure) {
      problem = failure;
    }
    if (mine.signal.aborted) return;
    if (picture) {
      if (this.#shown) URL.revokeObjectURL(this.#shown);
      this.#shown = URL.createObjectURL(picture);
    }
    this.#problem = problem;
    this.#page.update();
  }

  view() {
    return html`<section class="card graphic-preview" aria-labelledby="graphic-preview-title">
      <h2 id="graphic-preview-title">On the screen</h2>
      ${this.#shown ? html`<img class="graphic-shot" data-test="graphic-shot" src=${this.#shown} alt="A picture with the graphic on it">`
        : html`<div class="graphic-shot empty-shot"></div>`}
      <p class="field-note" role="status" data-test="graphic-preview-problem" ?hidden=${!this.#problem}>${this.#problem?.detail || this.#problem?.message || ""}</p>
      <p class="quiet small-text">Drawn as it is on air, with what is on now. Its rhythm is not shown.</p>
    </section>`;
  }
}
