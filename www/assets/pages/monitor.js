// What the station is doing, and what went wrong.

import { Failures } from "../monitor/failures.js";
import { Page } from "../page.js";
import { pageHead } from "../parts.js";
import { html } from "../template.js";

export default class Monitor extends Page {
  failures = new Failures(this);
  #failuresSoon = this.calmly(() => this.failures.refresh(), 300);

  start() {
    this.failures.refresh();
    this.follow({
      refresh: () => this.failures.refresh(),
      failures: this.#failuresSoon,
    });
    this.every(60_000, () => this.update());
  }

  view() {
    return html`<div class="page monitor">
      ${pageHead("Monitor", "What happens on air", "")}
      ${this.failures.view()}
    </div>`;
  }
}
