// Searches: what can be looked for, and what one finds while it is typed.

import * as api from "../api.js";
import { about, length, number, plural } from "../format.js";
import { kindIcon } from "../icons.js";
import { html, keyed } from "../template.js";

let fields;

/** What can be searched by, for those who open it. */
export function searchHelp(page, insert) {
  const open = async (event) => {
    if (!event.target.open || fields) return;
    fields = (await api.searchFields()).fields;
    page.update();
  };
  return html`<details class="search-help" data-test="search-help" @toggle=${open}>
    <summary>How to search</summary>
    <p class="small-text quiet">Words find titles, shows and paths. Put <code>-</code> before what you don’t want, <code>OR</code> between alternatives,
      and use brackets and quotes: <code>(space OR “the sea”) -kids</code>. Numbers take ranges: <code>1980..1989</code>, <code>&gt;90</code>.</p>
    <dl class="search-fields">${(fields ?? []).map((field) => keyed(field.name, html`<div>
      <dt>${insert ? html`<button type="button" class="link-button" @click=${() => insert(field.example)}><code>${field.example}</code></button>` : html`<code>${field.example}</code>`}</dt>
      <dd class="small-text quiet">${field.summary}${field.words ? `: ${field.words.join(", ")}` : ""}</dd></div>`))}</dl>
  </details>`;
}

/** What a search finds, asked anew a moment after it changed. */
export class Findings {
  #page;
  #asked = 0;
  #timer;
  #answer;
  problem;

  constructor(page) {
    this.#page = page;
  }

  end() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  ask(query, soon = 250) {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    this.#timer = setTimeout(async () => {
      let answer;
      let problem;
      try {
        answer = await api.media({ search: query, failed: false, limit: 30 });
      } catch (failure) {
        problem = failure.detail || failure.message;
      }
      if (mine !== this.#asked) return;
      if (answer) this.#answer = answer;
      this.problem = problem;
      this.#page.update();
    }, soon);
  }

  view() {
    if (!this.#answer) return "";
    const { total, items } = this.#answer;
    return html`<section class="findings ${this.problem ? "stale" : ""}" aria-label="What it finds">
      <p role="status" class="findings-total" data-test="findings-total">${plural(total, "item")}</p>
      <ul class="findings-list" data-test="findings">${items.map((item) => keyed(item.id, html`<li>${itemLine(item)}</li>`))}</ul>
      ${total > items.length ? html`<p class="quiet small-text">and ${number(total - items.length)} more</p>` : ""}
    </section>`;
  }
}

/** An item in a line. */
export const itemLine = (item, tools = "") => html`<div class="content-item" data-test="content-item">
  <span class="media-icon">${kindIcon(item.kind)}</span>
  <span class="grow"><span class="row-title">${item.kind === "episode" && item.showTitle ? item.showTitle : item.title}</span>
    <span class="quiet small-text">${[about(item.kind === "episode" ? { ...item, subtitle: item.title, year: undefined } : item), item.duration ? length(item.duration) : ""].filter(Boolean).join(" · ")}</span></span>
  ${tools}
</div>`;

