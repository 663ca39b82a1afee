// The week: days beside one another, hours downwards, everything as tall as it is long.
// The starts of slots can be moved, with a pointer or the arrow keys.

import { hour, now } from "../clock.js";
import { announce } from "../dialogs.js";
import { plural } from "../format.js";
import { html, keyed } from "../template.js";
import { headOf, pieces, within } from "./pieces.js";
import { minutesOf } from "./programming.js";
import { roleName, slotName } from "./words.js";
import { clockText, dayIn, hoursOf, longDayIn, means, timeIn } from "./zone.js";

const scales = [30, 44, 66, 110, 220, 480, 1200]; // points an hour
const smallestHeight = 15;
const raster = 15; // minutes
const overscan = 500;
const nothing = [];

export class Week {
  scale = 44;
  #page;
  #node;
  #chosen = now(); // where the keyboard is
  #drawnTop = 0;
  #frame = 0;
  #drag;
  #cut = {};
  #fitted = false;

  constructor(page) {
    this.#page = page;
  }

  // The scrolling box, while it is shown.
  get #box() {
    return this.#node?.isConnected ? this.#node : undefined;
  }

  get canNarrow() {
    return this.scale > scales[0];
  }

  get canWiden() {
    return this.scale < scales[scales.length - 1];
  }

  /** Makes hours lower or taller around what is seen. */
  zoom(direction) {
    const place = scales.findIndex((scale) => scale >= this.scale) + direction;
    const middle = this.#box ? (this.#box.scrollTop + this.#box.clientHeight / 2) / this.scale : 12;
    this.scale = scales[Math.min(scales.length - 1, Math.max(0, place))];
    this.#page.draw();
    if (this.#box) this.#box.scrollTop = middle * this.scale - this.#box.clientHeight / 2;
    this.#page.draw();
  }

  // A usual programme can be read at first sight.
  #fit(entries) {
    const lengths = entries.filter(({ role }) => role === "programme").slice(0, 300).map(({ start, end }) => end - start).sort((a, b) => a - b);
    const usual = lengths[lengths.length >> 1];
    if (this.#fitted || !usual) return;
    this.#fitted = true;
    this.scale = scales.find((scale) => (usual / hour) * scale >= 26) ?? scales[4];
    if (this.scale > scales[4]) this.scale = scales[4];
  }

  view(days, zone) {
    const entries = this.#page.outlook.entries ?? nothing;
    this.#fit(entries);
    const top = this.#box?.scrollTop ?? 0;
    this.#drawnTop = top;
    const seen = { top: top - overscan, bottom: top + (this.#box?.clientHeight ?? 900) + overscan };
    const drawn = days.map((day) => this.#pieces(entries, day)
      .filter((piece) => this.#y(piece.end, day) >= seen.top && this.#y(piece.start, day) <= seen.bottom));
    const marks = this.#marks();
    const reachable = this.#reachable(days, drawn);
    return html`<div class="week" role="group" aria-label="Week" data-test="week" data-days=${days.length} aria-busy=${this.#page.outlook.loading ? "true" : "false"}
      ref=${(box) => this.#attach(box, days)} @scroll=${() => this.#scrolled()} @keydown=${(event) => this.#key(event, days)}
      style.--days=${days.length}>
      <div class="week-head" aria-hidden="true"><span class="week-corner"></span>
        ${days.map((day) => html`<span class="week-name ${this.#isToday(day) ? "today" : ""}">${dayIn(day.start, zone)}</span>`)}</div>
      <div class="week-body" style.height=${`${24 * this.scale}px`} style.--hour=${`${this.scale}px`}>
        <div class="week-hours" aria-hidden="true">${this.#hourLabels(seen)}</div>
        ${days.map((day, column) => keyed(day.wall, html`<section class="week-day" aria-label=${longDayIn(day.start, zone)} data-column=${column}>
          <ul>${drawn[column].map((piece) => keyed(piece.start, this.#piece(piece, day, zone, piece === reachable)))}</ul>
          ${marks.filter(({ slot }) => means(slot.days, day.wall)).map((mark) => keyed(mark.way, this.#mark(mark, day, days)))}
          ${this.#isToday(day) ? html`<div class="week-now" style.transform=${`translateY(${this.#y(now(), day)}px)`}></div>` : ""}
        </section>`))}
      </div>
    </div>`;
  }

  // Cut anew only when there is something else to show, not while scrolling or dragging.
  #pieces(entries, day) {
    if (this.#cut.entries !== entries || this.#cut.scale !== this.scale) this.#cut = { entries, scale: this.scale, days: new Map() };
    const { days } = this.#cut;
    if (!days.has(day.start)) days.set(day.start, pieces(within(entries, day), (smallestHeight / this.scale) * hour));
    return days.get(day.start);
  }

  #y(moment, day) {
    return hoursOf(moment, day) * this.scale;
  }

  #isToday(day) {
    return day.start <= now() && now() < day.end;
  }

  #hourLabels(seen) {
    const step = this.scale < 40 ? 2 : 1;
    return Array.from({ length: 24 / step }, (_, place) => place * step)
      .filter((shown) => shown && shown * this.scale >= seen.top && shown * this.scale <= seen.bottom)
      .map((shown) => keyed(shown, html`<span class="week-hour" style.transform=${`translateY(${shown * this.scale}px)`}>${timeIn(shown * hour, "UTC")}</span>`));
  }

  #piece(piece, day, zone, isReachable) {
    const [from, until] = [Math.max(piece.start, day.start), Math.min(piece.end, day.end)];
    const height = this.#y(until, day) - this.#y(from, day);
    const head = headOf(piece);
    const many = piece.kind === "many" ? plural(piece.entries.length, "entry", "entries") : undefined;
    const title = many ?? (piece.kind === "programme" || piece.kind === "redirect" ? head.title : roleName(head.role));
    const state = piece.end <= now() ? "past" : piece.start <= now() ? "on" : "";
    const isTroubled = this.#page.outlook.warnings.some(({ path, at }) => path === head.path && at >= piece.start && at < piece.end);
    return html`<li class="piece ${piece.kind} ${state} ${isTroubled ? "troubled" : ""} ${this.#page.isOpen(head.path) ? "mine" : ""}"
      style.top=${`${this.#y(from, day)}px`} style.height=${`${Math.max(2, height)}px`}>
      <button type="button" tabindex=${isReachable ? "0" : "-1"} data-test="piece" data-kind=${piece.kind} data-start=${piece.start} data-path=${head.path}
        aria-label=${`${title}, ${timeIn(piece.start, zone)} to ${timeIn(piece.end, zone)}. Why is this on?`}
        title=${`${timeIn(piece.start, zone)}  ${many ? `${many}: ${head.title} and others` : head.title || title}`}
        @click=${() => this.#page.why(piece.entries)} @focus=${() => { this.#chosen = from; }}>
        ${height >= smallestHeight && piece.kind !== "filler" ? html`<span class="piece-title">${title}</span>` : ""}
        ${height >= 38 && piece.kind !== "filler" ? html`<span class="piece-line">${timeIn(piece.start, zone)}${head.subtitle ? ` · ${head.subtitle}` : ""}</span>` : ""}
      </button></li>`;
  }

  // One piece can be reached with the Tab key; the arrows lead to the others.
  #reachable(days, drawn) {
    const column = days.findIndex(({ start, end }) => start <= this.#chosen && this.#chosen < end);
    return drawn[column]?.find(({ start, end }) => start <= this.#chosen && this.#chosen < end) ?? drawn.find((list) => list.length)?.[0];
  }

  // The starts of slots

  #marks() {
    const { base } = this.#page.editor.draft.rules;
    if (base.style !== "slots" && base.style !== "classic") return [];
    return base.slots.map((slot, place) => ({ slot, place, way: `base.slots.${place}` })).filter(({ slot }) => base.style === "slots" || slot.start);
  }

  #mark({ slot, place, way }, day, days) {
    const minutes = Math.min(1439, this.#drag?.way === way && this.#drag.moved ? this.#drag.minutes : minutesOf(slot.start));
    const name = slotName(slot, place, this.#page.editor.lists);
    const firstDay = days.find(({ wall }) => means(slot.days, wall));
    return html`<div class="mark ${this.#drag?.way === way && this.#drag.moved ? "dragged" : ""}" style.transform=${`translateY(${(minutes / 60) * this.scale}px)`}>
      <button type="button" class="mark-grip" role="slider" aria-orientation="vertical" aria-label=${`${name} starts at`} aria-valuemin="0" aria-valuemax="1439"
        aria-valuenow=${minutes} aria-valuetext=${clockText(minutes)} tabindex=${firstDay === day ? "0" : "-1"} data-test="mark" data-way=${way}
        title=${`${name}: drag, or use the arrow keys`}
        @pointerdown=${(event) => this.#press(event, way, minutes)} @pointermove=${(event) => this.#pull(event)}
        @pointerup=${() => this.#drop()} @pointercancel=${() => this.#cancel()} @blur=${() => this.#page.editor.draft.seal()}
        @click=${() => this.#open(way)} @keydown=${(event) => this.#nudge(event, way, minutes)}>
        <span class="mark-name">${this.#drag?.way === way && this.#drag.moved ? clockText(minutes) : name}</span></button>
    </div>`;
  }

  #press(event, way, minutes) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#drag = { way, minutes, from: event.clientY, before: minutes, scrolled: this.#box.scrollTop, moved: false };
  }

  #pull(event) {
    const drag = this.#drag;
    if (!drag) return;
    const box = this.#box.getBoundingClientRect();
    if (event.clientY > box.bottom - 24) this.#box.scrollTop += 10;
    else if (event.clientY < box.top + 60) this.#box.scrollTop -= 10;
    const distance = event.clientY - drag.from + this.#box.scrollTop - drag.scrolled;
    if (!drag.moved && Math.abs(distance) < 4) return;
    drag.moved = true;
    drag.minutes = onRaster(drag.before + (distance / this.scale) * 60);
    this.#page.update();
  }

  #drop() {
    const drag = this.#drag;
    this.#drag = undefined;
    if (!drag?.moved) return;
    this.#justDragged = true;
    queueMicrotask(() => setTimeout(() => { this.#justDragged = false; }));
    if (drag.minutes !== drag.before) this.#move(drag.way, drag.minutes);
    else this.#page.update();
  }

  #justDragged = false;

  #cancel() {
    this.#drag = undefined;
    this.#page.update();
  }

  #open(way) {
    if (!this.#justDragged) this.#page.editor.reveal(way);
  }

  #nudge(event, way, minutes) {
    if (event.key === "Escape" && this.#drag) this.#cancel();
    const steps = { ArrowUp: -raster, ArrowDown: raster, PageUp: -60, PageDown: 60 };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(way, onRaster(minutes + step), `move ${way}`);
  }

  #move(way, minutes, gesture) {
    this.#page.editor.set(`${way}.start`, clockText(minutes), { gesture });
    announce(`Starts at ${clockText(minutes)}`);
  }

  // Seeing

  #attach(box, days) {
    this.#node = box;
    queueMicrotask(() => this.show(now(), days));
    const watch = new ResizeObserver(() => this.#page.update());
    watch.observe(box);
    this.#page.own(() => watch.disconnect());
  }

  /** Scrolls to a moment's time of day. */
  show(moment, days) {
    const day = days.find(({ start, end }) => start <= moment && moment < end) ?? days[0];
    if (this.#box) this.#box.scrollTop = this.#y(moment, day) - this.#box.clientHeight / 4;
    this.#page.draw();
  }

  #scrolled() {
    if (!this.#box || Math.abs(this.#box.scrollTop - this.#drawnTop) < overscan / 2 || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#page.draw();
    });
  }

  #key(event, days) {
    const button = event.target.closest(".piece button");
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = Number(button.closest(".week-day").dataset.column);
    const list = [...button.closest("ul").querySelectorAll("button")];
    const place = list.indexOf(button);
    const beside = (step) => {
      const day = days[column + step];
      return day && day.start + (this.#chosen - days[column].start);
    };
    const moves = {
      ArrowDown: () => Number(list[place + 1]?.dataset.start),
      ArrowUp: () => Number(list[place - 1]?.dataset.start),
      ArrowRight: () => beside(1),
      ArrowLeft: () => beside(-1),
      "+": () => this.zoom(1),
      "-": () => this.zoom(-1),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    const moment = moves[event.key]();
    if (!moment) return;
    this.#chosen = Math.max(moment, days[0].start);
    this.#page.draw();
    this.#box.querySelector(`.piece button[tabindex="0"]`)?.focus();
  }
}

const onRaster = (minutes) => Math.min(1440 - raster, Math.max(0, Math.round(minutes / raster) * raster));
