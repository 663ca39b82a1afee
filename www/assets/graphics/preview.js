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
  #isWanted = false;
  #isAsking = false;
  #hasEnded = false;

  /** A preview of what `wish` returns; it may throw a problem. */
  constructor(page, wish) {
    this.#page = page;
    this.#wish = wish;
  }

  end() {
    this.#hasEnded = true;
    clearTimeout(this.#soon);
    if (this.#shown) URL.revokeObjectURL(this.#shown);
  }

  /** Asks anew, a moment later. */
  ask() {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#isWanted = true;
      this.#draw();
    }, pause);
  }

  // One picture at a time: the station draws few at once, for everybody.
  async #draw() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isWanted && !this.#hasEnded) {
      this.#isWanted = false;
      try {
        const picture = await api.previewGraphic(this.#wish());
        if (this.#hasEnded) break;
        if (this.#shown) URL.revokeObjectURL(this.#shown);
        this.#shown = URL.createObjectURL(picture);
        this.#problem = undefined;
      } catch (problem) {
        this.#problem = problem;
      }
      this.#page.update();
    }
    this.#isAsking = false;
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
