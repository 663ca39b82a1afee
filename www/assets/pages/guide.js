// What is on, on all channels: a week of the past and the next two weeks.

import { daysAfter, dayName, longDate, midnight } from "../format.js";
import { now, second } from "../clock.js";
import { Grid } from "../guide/grid.js";
import { List } from "../guide/list.js";
import { Programmes } from "../guide/programmes.js";
import { showProgramme } from "../guide/details.js";
import { icon } from "../icons.js";
import { isPlanned } from "../jobs.js";
import { Page } from "../page.js";
import { emptyCard, pageHead, problemCard, skeletons } from "../parts.js";
import { html } from "../template.js";

const narrow = matchMedia("(max-width: 760px)");

export default class Guide extends Page {
  programmes = new Programmes(() => this.#arrived());
  #grid = new Grid(this);
  #list = new List(this);
  #fitted = false;
  #reloaded = performance.now();
  #reloadSoon = this.calmly(() => this.#reload());

  start() {
    this.programmes.need(now(), now() + second);
    this.follow({
      // Without events the page is told to ask every few seconds; a guide rarely changes.
      refresh: () => performance.now() - this.#reloaded > 30_000 && this.#reload(),
      channels: this.#reloadSoon,
      jobs: (job) => isPlanned(job) && this.#reloadSoon(),
    });
    this.listen(narrow, "change", () => {
      this.#grid.detach();
      this.update();
    });
    this.every(15 * second, () => this.update());
  }

  /** Shows the details of a programme. */
  open(programme, channel) {
    showProgramme(programme, channel);
  }

  #arrived() {
    const first = this.programmes.channels?.find(({ programmes }) => programmes.length);
    if (first && !this.#fitted) {
      this.#fitted = true;
      this.#grid.fit(first.programmes);
    }
    this.update();
  }

  #reload() {
    this.#reloaded = performance.now();
    this.programmes.reload();
    if (!this.programmes.channels?.length) this.programmes.need(now(), now() + second);
    this.update();
  }

  view() {
    const { channels, problem } = this.programmes;
    return html`<div class="page guide">
      ${pageHead("Guide", longDate(channels?.length ? this.#seen() : now()), channels?.length && !narrow.matches ? this.#zoom() : "")}
      ${problem ? problemCard(problem, () => this.#reload()) : ""}
      ${channels?.length ? html`${this.#days()}${narrow.matches ? this.#list.view(this.programmes) : this.#grid.view(this.programmes)}` : ""}
      ${channels && !channels.length ? this.#nothing() : ""}
      ${channels || problem ? "" : html`<div class="guide-loading">${skeletons(9, "row")}</div>`}
    </div>`;
  }

  #nothing() {
    return emptyCard({
      symbol: "channel",
      title: "No channels yet",
      text: "The guide fills as soon as there is a channel.",
      action: html`<a class="button primary" href="#/channels/new">Make a Channel</a>`,
    });
  }

  #zoom() {
    return html`
      <button type="button" class="round" aria-label="Show more time" title="Show more time" ?disabled=${!this.#grid.canNarrow}
        @click=${() => this.#grid.zoom(-1)}>${icon("minus")}</button>
      <button type="button" class="round" aria-label="Show less time" title="Show less time" ?disabled=${!this.#grid.canWiden}
        @click=${() => this.#grid.zoom(1)}>${icon("plus")}</button>
      <button type="button" class="button" data-test="guide-now" @click=${() => this.#grid.show(now())}>${icon("clock")}Now</button>`;
  }

  #seen() {
    return narrow.matches ? this.#list.day : Math.max(this.#grid.leftMoment + second, this.#grid.origin);
  }

  #days() {
    const seen = midnight(this.#seen());
    const today = midnight(now());
    return html`<div class="days" role="group" aria-label="Day" ref=${(row) => queueMicrotask(() => this.#showToday(row))}>
      ${Array.from({ length: 21 }, (_, place) => daysAfter(today, place - 7)).map((day) => html`
        <button type="button" class="day" aria-pressed=${day === seen ? "true" : "false"} data-test="guide-day"
          data-day=${day} @click=${() => this.#jump(day)}>${dayName(day)}</button>`)}
    </div>`;
  }

  // The past is a swipe away, to the left of today.
  #showToday(row) {
    const chip = row.querySelector(`[data-day="${midnight(now())}"]`);
    if (chip) row.scrollLeft = chip.offsetLeft - row.firstElementChild.offsetLeft;
  }

  // The same time of that day, so that an evening stays an evening.
  #jump(day) {
    if (narrow.matches) {
      this.#list.show(day);
      return;
    }
    if (day === midnight(now())) {
      this.#grid.show(now());
      return;
    }
    const left = this.#grid.leftMoment;
    this.#grid.show(day + (left - midnight(left)), 0);
  }
}
