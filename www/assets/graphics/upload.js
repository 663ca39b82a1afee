// A place to drop a picture on, or to choose one.

import * as api from "../api.js";
import { icon } from "../icons.js";
import { html } from "../template.js";

export class Upload {
  #page;
  #taken;
  #busy = false;
  #over = false;
  #problem;

  /** `taken` is told of a picture that was uploaded. */
  constructor(page, taken) {
    this.#page = page;
    this.#taken = taken;
  }

  async #send(file) {
    if (!file || this.#busy) return;
    this.#busy = true;
    this.#problem = undefined;
    this.#page.update();
    try {
      this.#taken(await api.uploadPicture(file));
    } catch (problem) {
      this.#problem = problem.detail || problem.message;
    }
    this.#busy = false;
    this.#page.update();
  }

  #hover(event, over) {
    event.preventDefault();
    if (this.#over === over) return;
    this.#over = over;
    this.#page.update();
  }

  #drop(event) {
    this.#hover(event, false);
    this.#send(event.dataTransfer?.files[0]);
  }

  view(image, problem) {
    const wrong = this.#problem ?? problem;
    return html`<div class="field">
      <span class="label" id="graphic-image-label">Picture</span>
      <label class="graphic-drop ${this.#over ? "over" : ""}" data-test="graphic-drop" @dragover=${(event) => this.#hover(event, true)}
        @dragleave=${(event) => this.#hover(event, false)} @drop=${(event) => this.#drop(event)}>
        ${image ? html`<img class="graphic-shown" data-test="graphic-shown" src=${api.graphicPicture(image)} alt="The picture as it was uploaded">` : icon("upload")}
        <span data-test="graphic-drop-line">${this.#busy ? "Uploading…" : image ? "Drop another picture here, or choose one" : "Drop a picture here, or choose one"}</span>
        <input type="file" class="unseen" accept="image/png,image/jpeg,image/gif,image/webp" data-test="graphic-file" aria-labelledby="graphic-image-label"
          aria-invalid=${wrong ? "true" : undefined} aria-describedby="graphic-image-problem"
          @change=${(event) => { const [file] = event.target.files; event.target.value = ""; this.#send(file); }}>
      </label>
      <p class="field-note">PNG, JPEG, GIF or WebP, at most 5 MB. What is see-through stays so.</p>
      <p class="field-problem" id="graphic-image-problem" role="alert" data-test="graphic-image-problem" ?hidden=${!wrong}>${wrong ?? ""}</p>
    </div>`;
  }
}
