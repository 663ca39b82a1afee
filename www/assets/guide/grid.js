// The grid: channels below one another, time to the right, in true scale.
// Only what is in view has nodes.

import { daysAfter, about, dayName, hue, midnight, plural, preciseTime, time, timeRange } from "../format.js";
import { hour, minute, now, second } from "../clock.js";
import { markOf } from "../channels/kinds.js";
import { numberTile } from "../parts.js";
import { html, keyed } from "../template.js";
import { bundles, bundleStart } from "./bundles.js";
import { Programmes } from "./programmes.js";

const rowHeight = 68;
const rulerHeight = 40;
const overscan = 400;
const scales = [2, 4, 8, 20, 60, 200, 600]; // points a minute
const steps = [
  10 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute,
  30 * minute, hour, 2 * hour, 3 * hour, 6 * hour,
];

export class Grid {
  scale = 4;
  chosen = { row: 0, start: now() }; // where the keyboard is
  #page;
  #box;
  #frame = 0;
  #drawn = { left: -1e9, top: -1e9 };
  #drag;
  #dragged = false;

  constructor(page) {
    this.#page = page;
    this.origin = daysAfter(now(), -7); // as long as the past is kept
    this.end = daysAfter(now(), 14);
  }

  get stationWidth() {
    return innerWidth < 1020 ? 148 : 212;
  }

  x(moment) {
    return ((moment - this.origin) / minute) * this.scale;
  }

  /** The moment at the left edge of what can be seen. */
  get leftMoment() {
    return this.origin + ((this.#box?.scrollLeft ?? 0) / this.scale) * minute;
  }

  get width() {
    return (this.#box?.clientWidth ?? 1200) - this.stationWidth;
  }

  /** Shows a moment, a little to the right of the edge. */
  show(moment, share = 0.12) {
    if (!this.#box) return;
    this.#box.scrollLeft = this.x(moment) - this.width * share;
    this.#page.draw();
  }

  /** Makes hours wider or narrower around what is seen. */
  zoom(direction) {
    const place = scales.findIndex((scale) => scale >= this.scale - 0.01);
    this.scaleTo(scales[Math.min(scales.length - 1, Math.max(0, place + direction))]);
  }

  scaleTo(scale, around) {
    const middle = around ?? this.leftMoment + (this.width / 2 / this.scale) * minute;
    this.scale = scale;
    this.#page.draw();
    this.show(middle, 0.5);
  }

  get canNarrow() {
    return this.scale > scales[0];
  }

  get canWiden() {
    return this.scale < scales[scales.length - 1];
  }

  /** Chooses the scale in which a usual programme can be read. */
  fit(programmes) {
    const lengths = programmes.slice(0, 200).map(({ start, end }) => end - start).sort((a, b) => a - b);
    const usual = lengths[lengths.length >> 1];
    if (!usual || usual > 6 * minute) return;
    this.scale = scales.find((scale) => (usual / minute) * scale >= 90) ?? scales[scales.length - 1];
  }

  view(programmes) {
    const { channels } = programmes;
    const left = this.#box?.scrollLeft ?? this.x(now()) - this.width * 0.12;
    const top = this.#box?.scrollTop ?? 0;
    this.#drawn = { left, top };
    const from = this.origin + ((left - overscan) / this.scale) * minute;
    const to = this.origin + ((left + this.width + overscan) / this.scale) * minute;
    programmes.need(Math.max(from, this.origin), Math.min(to, this.end));
    const firstRow = Math.max(0, Math.floor((top - overscan) / rowHeight));
    const height = this.#box?.clientHeight ?? 900;
    const lastRow = Math.min(channels.length, Math.ceil((top + height + overscan) / rowHeight));
    const rows = [];
    for (let row = firstRow; row < lastRow; row += 1) {
      rows.push(this.#row(channels[row], row, from, to, programmes.knows(Math.max(from, this.origin), to)));
    }
    const station = this.stationWidth;
    const tall = rulerHeight + channels.length * rowHeight;
    const { row, start } = this.chosen;
    const reachable = row >= firstRow && row < lastRow && start >= from && start < to;
    return html`
      <div class="grid" role="grid" aria-label="Guide" aria-rowcount=${channels.length} data-test="guide-grid"
        tabindex=${reachable ? "-1" : "0"} style.min-height=${`${Math.min(tall + 20, 240)}px`} style.max-height=${`${tall + 20}px`} @focus=${() => this.#enter()}
        ref=${(box) => this.#attach(box)} @scroll=${() => this.#scrolled()} @keydown=${(event) => this.#key(event)}
        @pointerdown=${(event) => this.#press(event)} @pointermove=${(event) => this.#move(event)}
        @pointerup=${() => this.#lift()} @pointercancel=${() => this.#lift()}>
        <div class="grid-canvas" style.width=${`${station + this.x(this.end)}px`}
          style.height=${`${tall}px`} style.--station=${`${station}px`}>
          <div class="ruler" aria-hidden="true">
            <div class="ruler-corner">${dayName(Math.max(this.leftMoment, this.origin))}</div>
            ${this.#ticks(from, to)}
          </div>
          ${rows}
          <div class="now-line" style.transform=${`translateX(${station + this.x(now())}px)`} aria-hidden="true"></div>
        </div>
      </div>`;
  }

  #ticks(from, to) {
    const step = steps.find((length) => (length / minute) * this.scale >= 104) ?? 6 * hour;
    const ticks = [];
    const zero = midnight(from);
    for (let tick = zero + Math.floor((from - zero) / step) * step; tick < to; tick += step) {
      if (tick < this.origin) continue;
      const told = step < minute ? preciseTime(tick) : time(tick);
      ticks.push(keyed(tick, html`<span class="tick" style.transform=${`translateX(${this.stationWidth + this.x(tick)}px)`}>${told}</span>`));
    }
    return ticks;
  }

  #row(channel, row, from, to, complete) {
    const smallest = (26 / this.scale) * minute;
    const raster = (72 / this.scale) * minute;
    const first = bundleStart(channel.programmes, Programmes.at(channel.programmes, from), raster);
    const blocks = bundles(channel.programmes, first, to, smallest, raster);
    return keyed(channel.id, html`
      <div class="lane ${complete || blocks.length ? "" : "loading"}" role="row" aria-rowindex=${row + 1} aria-label=${channel.name}
        style.transform=${`translateY(${rulerHeight + row * rowHeight}px)`}>
        <div class="station" role="rowheader">
          <a href=${`#/watch/${encodeURIComponent(channel.number)}`} tabindex="-1" title=${`Watch ${channel.name}`}>
            ${numberTile(channel, hue(channel.id))}<span class="station-name">${channel.name} ${markOf(channel)}</span></a>
        </div>
        ${blocks.map((block) => this.#block(block, channel, row))}
        ${complete && !blocks.length ? html`<span class="lane-empty">No programmes are planned here</span>` : ""}
      </div>`);
  }

  #block(block, channel, row) {
    const [programme] = block.programmes;
    const many = block.programmes.length > 1;
    const state = block.end <= now() ? "past" : block.start <= now() ? "on" : "";
    const title = many ? plural(block.programmes.length, "programme") : programme.title;
    const line = many ? `${programme.title} and others` : about(programme) || timeRange(block.start, block.end);
    const width = this.x(block.end) - this.x(block.start);
    return keyed(block.start, html`
      <button type="button" class="block ${state} ${many ? "many" : ""} ${width < 46 ? "slim" : ""}" role="gridcell"
        tabindex=${this.#isChosen(block, row) ? "0" : "-1"} title=${width < 120 ? title : undefined}
        data-test="guide-block" data-channel=${channel.id} data-start=${block.start} data-end=${block.end} data-row=${row}
        style.left=${`${this.stationWidth + this.x(block.start)}px`} style.width=${`${width}px`}
        aria-label=${`${title}, ${timeRange(block.start, block.end)}, ${channel.name}`}
        @click=${() => this.#open(block, channel, row)} @focus=${() => this.#focused(block, row)}>
        <span class="block-text"><span class="block-title">${title}</span><span class="block-line">${line}</span></span>
      </button>`);
  }

  #isChosen(block, row) {
    return this.chosen.row === row && block.start <= this.chosen.start && this.chosen.start < block.end;
  }

  #focused(block, row) {
    if (this.#isChosen(block, row)) return;
    this.chosen = { row, start: block.start };
    this.#page.update();
  }

  #open(block, channel, row) {
    if (this.#dragged) return;
    this.chosen = { row, start: block.start };
    if (block.programmes.length === 1) {
      this.#page.open(block.programmes[0], channel);
      return;
    }
    const shortest = Math.min(...block.programmes.map(({ start, end }) => end - start));
    const scale = scales.find((points) => (shortest / minute) * points >= 60) ?? scales[scales.length - 1];
    this.scaleTo(scale, (block.start + block.end) / 2);
  }

  #attach(box) {
    this.#box = box;
    queueMicrotask(() => this.show(now()));
    const watch = new ResizeObserver(() => this.#page.update());
    watch.observe(box);
    this.#page.own(() => watch.disconnect());
  }

  /** Forgets the nodes, when the list takes their place. */
  detach() {
    this.#box = undefined;
  }

  #scrolled() {
    const { scrollLeft, scrollTop } = this.#box;
    const near = Math.abs(scrollLeft - this.#drawn.left) < overscan / 2 && Math.abs(scrollTop - this.#drawn.top) < overscan / 2;
    if (near || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#page.draw();
    });
  }

  // The chosen programme was scrolled away: the keyboard enters at what is seen.
  #enter() {
    const row = Math.ceil(this.#box.scrollTop / rowHeight);
    this.#choose(row, Math.max(this.leftMoment + 20 * (minute / this.scale), this.origin));
  }

  // The keyboard: arrows go from programme to programme.

  #key(event) {
    const { channels } = this.#page.programmes;
    const at = this.chosen;
    const list = channels[at.row]?.programmes ?? [];
    const moves = {
      ArrowRight: () => this.#step(at, 1),
      ArrowLeft: () => this.#step(at, -1),
      ArrowDown: () => this.#choose(at.row + 1, at.start),
      ArrowUp: () => this.#choose(at.row - 1, at.start),
      PageDown: () => this.#choose(Math.min(channels.length - 1, at.row + 5), at.start),
      PageUp: () => this.#choose(Math.max(0, at.row - 5), at.start),
      Home: () => this.#choose(at.row, now()),
      End: () => this.#choose(at.row, list[list.length - 1]?.start ?? at.start),
      "+": () => this.zoom(1),
      "-": () => this.zoom(-1),
    };
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key]();
  }

  // Bundles are one step, so the step is taken on what is drawn.
  #step(at, direction) {
    const drawn = [...this.#box.querySelectorAll(`.block[data-row="${at.row}"]`)];
    const place = drawn.findIndex((block) => Number(block.dataset.start) <= at.start && at.start < Number(block.dataset.end));
    const next = drawn[place + direction];
    if (next) this.#choose(at.row, Number(next.dataset.start));
    else this.#choose(at.row, direction > 0 ? Number(drawn[place]?.dataset.end ?? at.start) : Number(drawn[place]?.dataset.start ?? at.start) - 1);
  }

  #choose(row, moment) {
    const channel = this.#page.programmes.channels[row];
    if (!channel || moment < this.origin || moment > this.end) return;
    this.chosen = { row, start: moment };
    this.#reveal(row, moment);
    this.#page.draw();
    this.#box.querySelector(`.block[data-row="${row}"][tabindex="0"]`)?.focus({ preventScroll: true });
  }

  #reveal(row, moment) {
    const box = this.#box;
    const x = this.x(moment);
    if (x < box.scrollLeft + 8) box.scrollLeft = x - 60;
    else if (x > box.scrollLeft + this.width - 160) box.scrollLeft = x - this.width * 0.4;
    const y = row * rowHeight;
    const visible = box.clientHeight - rulerHeight;
    if (y < box.scrollTop) box.scrollTop = y;
    else if (y + rowHeight > box.scrollTop + visible) box.scrollTop = y + rowHeight - visible;
  }

  // Dragging with a mouse; fingers scroll by themselves.

  #press(event) {
    this.#dragged = false;
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    const box = this.#box;
    if (event.offsetX > box.clientWidth && event.target === box) return;
    this.#drag = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop };
  }

  #move(event) {
    if (!this.#drag) return;
    if (event.buttons !== 1) {
      this.#lift();
      return;
    }
    const across = event.clientX - this.#drag.x;
    const down = event.clientY - this.#drag.y;
    if (!this.#dragged && Math.hypot(across, down) < 6) return;
    if (!this.#dragged) this.#box.setPointerCapture(event.pointerId);
    this.#dragged = true;
    this.#box.classList.add("dragged");
    this.#box.scrollLeft = this.#drag.left - across;
    this.#box.scrollTop = this.#drag.top - down;
  }

  #lift() {
    this.#drag = undefined;
    this.#box?.classList.remove("dragged");
  }
}
