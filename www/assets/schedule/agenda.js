// The same days as a list: every entry, or programmes only.

import { length } from "../format.js";
import { now } from "../clock.js";
import { html, keyed } from "../template.js";
import { within } from "./pieces.js";
import { isFiller, isOff, roleName } from "./words.js";
import { longDayIn, told } from "./zone.js";

const atOnce = 250;

export class Agenda {
  #page;
  #all = false;
  #shown = atOnce;

  constructor(page) {
    this.#page = page;
  }

  view(days, zone) {
    const entries = (this.#page.outlook.entries ?? []).filter((entry) => entry.end > now() && (this.#all || !isFiller(entry)));
    let room = this.#shown;
    const parts = days.map((day) => {
      // What began the day before is told there.
      const mine = within(entries, day).filter(({ start }) => start >= day.start || day === days[0]);
      const drawn = mine.slice(0, Math.max(0, room));
      room -= mine.length;
      return { day, drawn };
    });
    return html`<div class="agenda" data-test="agenda" aria-busy=${this.#page.outlook.loading ? "true" : "false"}>
      <label class="check-line"><input type="checkbox" class="check" data-test="agenda-fillers" .checked=${this.#all}
        @change=${(event) => { this.#all = event.target.checked; this.#page.update(); }}>Show fillers too</label>
      ${parts.filter(({ drawn }) => drawn.length).map(({ day, drawn }) => keyed(day.wall, html`<section class="agenda-day">
        <h2>${longDayIn(day.start, zone)}</h2>
        <ol class="card agenda-list">${drawn.map((entry) => keyed(entry.start, this.#row(entry, zone)))}</ol>
      </section>`))}
      ${room < 0 ? html`<button type="button" class="button" @click=${() => { this.#shown += 2 * atOnce; this.#page.update(); }}>Show More</button>` : ""}
    </div>`;
  }

  #row(entry, zone) {
    const { start, end, role, title, subtitle } = entry;
    const state = end <= now() ? "past" : start <= now() ? "on" : "";
    const kind = isFiller(entry) ? "filler" : isOff(entry) ? "off" : "programme";
    return html`<li class="agenda-row ${kind} ${state}" data-test="agenda-row" data-path=${entry.path} data-role=${role}>
      <button type="button" aria-label=${`${title || roleName(role)}. Why is this on?`} @click=${() => this.#page.why([entry])}>
        <time class="agenda-time">${end - start < 120_000 || start % 60_000 ? told(start, zone, { hour: "numeric", minute: "2-digit", second: "2-digit" }) : told(start, zone, { hour: "numeric", minute: "2-digit" })}</time>
        <span class="grow"><span class="row-title line">${role === "programme" || !isOff(entry) ? title || roleName(role) : roleName(role)}</span>
          ${subtitle ? html`<span class="quiet small-text line">${subtitle}</span>` : ""}</span>
        ${role === "programme" ? "" : html`<span class="pill">${roleName(role)}</span>`}
        ${entry.isHidden ? html`<span class="pill" title="Guides leave it out">Hidden</span>` : ""}
        <span class="quiet small-text agenda-length">${length(end - start)}</span>
      </button></li>`;
  }
}
