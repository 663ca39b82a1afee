// Pieces that several pages show.

import { html } from "./template.js";
import { icon } from "./icons.js";
import { copy } from "./dialogs.js";

/** The head of a page: title, a line below it and what can be done. */
export const pageHead = (title, line, actions) => html`
  <header class="page-head">
    <div class="page-titles">
      <h1 tabindex="-1">${title}</h1>
      <p class="page-line">${line}</p>
    </div>
    <div class="page-actions">${actions}</div>
  </header>`;

/** Why something could not be shown, with what to do. */
export const problemCard = (problem, retry) => html`
  <section class="notice bad" role="alert" data-test="problem">
    ${icon("warning")}
    <div class="notice-text">
      <h2>${problem.title ?? "Something went wrong"}</h2>
      <p>${problem.detail || problem.message}</p>
    </div>
    <button type="button" class="button" @click=${retry}>Try Again</button>
  </section>`;

/** An invitation where there is nothing yet. */
export const emptyCard = ({ symbol, title, text, action }) => html`
  <section class="empty" data-test="empty">
    <span class="empty-icon">${icon(symbol)}</span>
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </section>`;

/** A bar that fills; without a known end it moves. */
export const progressBar = (done, label, test) => html`
  <div class="progress ${done === undefined ? "endless" : ""}" role="progressbar" aria-label=${label}
    aria-valuemin="0" aria-valuemax="100" data-test=${test}
    aria-valuenow=${done === undefined ? undefined : Math.round(done * 100)}>
    <span style.transform=${done === undefined ? "" : `scaleX(${done.toFixed(4)})`}></span>
  </div>`;

/** Grey shapes in the size of what is being loaded. */
export const skeletons = (count, shape) =>
  Array.from({ length: count }, () => html`<div class="skeleton ${shape}" aria-hidden="true"></div>`);

/** The tile that stands for a channel. */
export const numberTile = (channel, hueClass) =>
  html`<span class="number-tile ${hueClass}" aria-hidden="true">${channel.number}</span>`;

/** An address to be copied. */
export const addressRow = (label, value, test) => html`
  <div class="address">
    <span class="address-label">${label}</span>
    <code class="address-value" data-test=${test}>${value}</code>
    <button type="button" class="button small" aria-label=${`Copy ${label}`}
      @click=${() => copy(value, label)}>${icon("copy")}<span>Copy</span></button>
  </div>`;

/** What few people need, folded away; `line` tells what is set there. */
export const folded = ({ title, line, test, body }) => html`
  <details class="folded" data-test=${test}>
    <summary>${title}<span class="quiet small-text"> ${line}</span></summary>
    <div class="folded-body">${body}</div>
  </details>`;

/** Brings the first field with a problem before whoever filled in `form`, unfolded. */
export function revealProblem(form) {
  const found = form?.querySelector("[aria-invalid=true], .field-problem:not([hidden])");
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  if (found.matches(".field-problem")) found.scrollIntoView({ block: "center" });
  else found.focus();
}

/** A choice of a few, all visible. */
export const segments = (label, choices, chosen, choose, test) => html`
  <div class="segments" role="group" aria-label=${label} data-test=${test}>
    ${choices.map(([value, text]) => html`
      <button type="button" aria-pressed=${value === chosen ? "true" : "false"}
        data-test=${`${test}-${value || "all"}`} @click=${() => choose(value)}>${text}</button>`)}
  </div>`;
