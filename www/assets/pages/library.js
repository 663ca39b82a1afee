// The folders with media, and what was found in them.

import * as api from "../api.js";
import { plural } from "../format.js";
import { Jobs } from "../jobs.js";
import { Collections } from "../library/collections.js";
import { Folders } from "../library/folders.js";
import { Media } from "../library/media.js";
import { Shows } from "../library/shows.js";
import { Page } from "../page.js";
import { pageHead, problemCard } from "../parts.js";
import { html } from "../template.js";

const tabs = [
  ["folders", "Folders"],
  ["media", "Media"],
  ["shows", "Shows"],
  ["collections", "Collections"],
];

export default class Library extends Page {
  folders;
  jobs = new Jobs();
  #parts = {
    folders: new Folders(this),
    media: new Media(this),
    shows: new Shows(this),
    collections: new Collections(this),
  };
  // A scan tells of many changes; one question a second is enough.
  #changed = this.calmly(() => this.refresh());

  get tab() {
    return this.route.rest[0] in this.#parts ? this.route.rest[0] : "folders";
  }

  start() {
    this.#enter();
    this.own(() => this.#parts.collections.leave());
    this.refresh();
    this.follow({
      refresh: () => this.refresh(),
      library: () => this.#changed(),
      jobs: (job) => {
        this.jobs.take(job);
        if (job.state !== "running" && job.state !== "queued") this.#changed();
        this.update();
      },
    });
  }

  /** Another part of the library is shown. */
  moved(route) {
    this.route = route;
    this.#enter();
    this.refresh();
    this.update();
  }

  #enter() {
    if (this.tab !== "collections") this.#parts.collections.leave();
    this.#parts[this.tab].enter?.(this.route.query, this.route.rest);
  }

  async refresh() {
    await this.ask(async () => {
      const [folders, jobs] = await Promise.all([api.folders(), api.jobs(50), this.#parts[this.tab].load?.()]);
      this.folders = folders.folders;
      this.jobs.load(jobs.jobs);
    });
  }

  view() {
    const items = this.folders?.reduce((sum, folder) => sum + folder.items, 0);
    const line = this.folders ? `${plural(items, "item")} in ${plural(this.folders.length, "folder")}` : "";
    return html`<div class="page library">
      ${pageHead("Library", line, html`<nav class="segments" aria-label="Library">
        ${tabs.map(([name, title]) => html`<a href=${`#/library/${name}`} data-test=${`library-${name}`}
          aria-current=${name === this.tab ? "page" : undefined}>${title}</a>`)}
      </nav>`)}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${this.problem && !this.folders ? "" : this.#parts[this.tab].view()}
    </div>`;
  }
}
