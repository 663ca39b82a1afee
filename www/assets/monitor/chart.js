// A line over the last minutes, drawn as SVG.

import { minute, now, second } from "../clock.js";
import { number } from "../format.js";
import { html } from "../template.js";

const span = 10 * minute;
const step = 5 * second;
const width = 600;
const height = 96;

/** Figures of the last ten minutes, for as long as the pages are open. */
export class Trail {
  #points = [];

  /** Notes the figure of this moment. */
  note(value) {
    const at = now();
    this.#points = this.#points.filter((point) => at - point.at <= span);
    const last = this.#points.at(-1);
    if (last && at - last.at < step) last.value = Math.max(last.value, value);
    else this.#points.push({ at, value });
  }

  view(label) {
    const values = this.#points.map(({ value }) => value);
    const most = Math.max(1, ...values);
    const said = `${label} over the last ten minutes: ${number(values.at(-1) ?? 0)} now, ${number(Math.max(0, ...values))} at most`;
    return html`<figure class="trail">
      <svg viewBox="0 0 600 96" preserveAspectRatio="none" role="img" aria-label=${said} data-test="trail">
        <path class="trail-area" d=${this.#path(most, true)}></path>
        <path class="trail-line" d=${this.#path(most, false)}></path>
      </svg>
      <figcaption class="quiet small-text"><span>10 minutes ago</span><span>at most ${number(Math.max(0, ...values))}</span><span>now</span></figcaption>
    </figure>`;
  }

  // Steps, since viewers come one by one.
  #path(most, filled) {
    if (!this.#points.length) return "";
    const at = now();
    const x = (time) => (width * (1 - Math.min(1, (at - time) / span))).toFixed(1);
    const y = (value) => (height - 2 - (value / most) * (height - 10)).toFixed(1);
    const [first, ...rest] = this.#points;
    const line = rest.map((point) => `H${x(point.at)}V${y(point.value)}`).join("");
    const start = filled ? `M${x(first.at)} ${height}V${y(first.value)}` : `M${x(first.at)} ${y(first.value)}`;
    return `${start}${line}H${width}${filled ? `V${height}Z` : ""}`;
  }
}
