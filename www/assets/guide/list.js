// The guide on a phone: one channel at a time, its programmes below one another.

import { daysAfter, about, dayName, hue, kindName, length, midnight, progress, startTime } from "../format.js";
import { hour, now } from "../clock.js";
import { kindIcon } from "../icons.js";
import { markOf } from "../channels/kinds.js";
import { numberTile, progressBar, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";
import { Programmes } from "./programmes.js";

export class List {
  #page;
  #channel;
  #hours = 12;
  #most = 60;
  #early = false; // whether what is over today is shown

  constructor(page) {
    this.#page = page;
    this.day = midnight(now());
  }

  /** Shows another day. */
  show(day) {
    this.day = midnight(day);
    this.#hours = 12;
    this.#most = 60;
    this.#early = false;
    this.#page.update();
  }

  view(programmes) {
    const { channels } = programmes;
    const channel = channels.find(({ id }) => id === this.#channel) ?? channels[0];
    const isToday = this.day === midnight(now());
    const from = isToday && !this.#early ? now() : this.day;
    const until = Math.min((isToday ? now() : from) + this.#hours * hour, daysAfter(this.day, 1));
    programmes.need(from, until);
    const first = Programmes.at(channel.programmes, from);
    const all = channel.programmes.slice(first).filter(({ start }) => start < until);
    const more = all.length > this.#most || until < daysAfter(this.day, 1);
    return html`
      <div class="stations" role="group" aria-label="Channels">
        ${channels.map((one) => keyed(one.id, html`
          <button type="button" class="station-chip" aria-pressed=${one.id === channel.id ? "true" : "false"}
            aria-label=${`Channel ${one.number}, ${one.name}`} @click=${() => this.#choose(one.id)}>
            ${numberTile(one, hue(one.id))}<span class="line">${one.name}</span>${markOf(one)}</button>`))}
      </div>
      <section class="card day-list" aria-label=${`${channel.name}, ${dayName(this.day)}`}>
        ${isToday && !this.#early ? html`<button type="button" class="button day-more" data-test="guide-earlier"
          @click=${() => this.#earlier()}>Earlier programmes</button>` : ""}
        <ul>${all.slice(0, this.#most).map((programme) => keyed(programme.start, this.#entry(programme, channel)))}</ul>
        ${all.length || programmes.knows(from, until) ? "" : skeletons(6, "row")}
        ${!all.length && programmes.knows(from, until) ? html`<p class="quiet day-empty">No programmes are planned here.</p>` : ""}
        ${more ? html`<button type="button" class="button day-more" @click=${() => this.#later(all.length)}>Later programmes</button>` : ""}
      </section>`;
  }

  #choose(id) {
    this.#channel = id;
    this.#most = 60;
    this.#page.update();
  }

  #earlier() {
    this.#early = true;
    this.#most = 600;
    this.#page.update();
  }

  #later(known) {
    if (known > this.#most) this.#most += 60;
    else this.#hours += 6;
    this.#page.update();
  }

  #entry(programme, channel) {
    const on = programme.start <= now() && now() < programme.end;
    return html`<li class=${on ? "on" : ""}>
      <button type="button" class="day-entry" data-test="guide-block" data-start=${programme.start} data-end=${programme.end}
        data-channel=${channel.id} @click=${() => this.#page.open(programme, channel)}>
        <span class="day-time">${startTime(programme)}</span>
        <span class="grow">
          <span class="row-title">${programme.title}</span>
          <span class="day-about quiet small-text">${kindIcon(programme.kind)}${[about(programme) || kindName(programme.kind), length(programme.end - programme.start)].join(" · ")}</span>
          ${on ? progressBar(progress(programme), "Progress") : ""}
        </span>
      </button></li>`;
  }
}
