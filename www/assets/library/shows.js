// The shows of the library.

import * as api from "../api.js";
import { hue, plural } from "../format.js";
import { icon } from "../icons.js";
import { emptyCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

export class Shows {
  #page;
  #shows;

  constructor(page) {
    this.#page = page;
  }

  async load() {
    this.#shows = (await api.shows()).shows;
  }

  view() {
    if (!this.#shows) return this.#page.problem ? "" : skeletons(3, "row");
    if (!this.#shows.length) {
      return emptyCard({
        symbol: "episode",
        title: "No shows found",
        text: "Files named like “Show S01E02” or in a folder “Season 1” are recognised as episodes.",
      });
    }
    return html`<ul class="shows" data-test="shows">
      ${this.#shows.map((show) => keyed(show.id, html`<li class="card show" data-test="show">
        <span class="number-tile ${hue(show.title)}">${icon("episode")}</span>
        <span class="grow">
          <a class="row-title" href=${`#/library/media?show=${show.id}`}>${show.title}</a><br>
          <span class="quiet small-text">${[show.year, plural(show.episodes, "episode")].filter(Boolean).join(" · ")}</span>
        </span>
        <a class="button small" href=${`#/channels/new?show=${show.id}`} aria-label=${`Make a channel of ${show.title}`}>Make Channel</a>
      </li>`))}
    </ul>`;
  }
}
