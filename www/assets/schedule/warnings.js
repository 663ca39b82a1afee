// What could not be done as the rules say, each with the way to its rule.

import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { ruleName } from "./why.js";
import { wayOf } from "./ways.js";
import { warningName } from "./words.js";
import { dayIn, timeIn } from "./zone.js";

/** The list; nothing where all is well. */
export function warningsView(editor, warnings, zone) {
  if (!warnings.length) return "";
  return html`<details class="warnings" data-test="warnings">
    <summary>${icon("warning")}<span>${plural(warnings.length, "warning")}</span></summary>
    <ul>${warnings.map((warning) => keyed(`${warning.kind} ${warning.path}`, html`<li>
      <button type="button" data-test="warning" data-kind=${warning.kind} @click=${() => editor.reveal(wayOf(warning.path) ?? "base")}>
        <span class="row-title">${warningName(warning.kind)}</span>
        <span class="quiet small-text">${ruleName(editor, warning.path)} · ${dayIn(warning.at, zone)}, ${timeIn(warning.at, zone)}${warning.count > 1 ? ` · ${warning.count} times` : ""}</span>
        <span class="small-text warning-detail">${warning.detail}</span>
      </button></li>`))}</ul>
  </details>`;
}
