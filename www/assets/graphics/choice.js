// Which graphics something shows: each can be chosen, in the order in which they are.

import { html } from "../template.js";
import { thumbnail } from "./words.js";

const most = 8;

/** The choice; `change` is told of the numbers of all that are chosen. */
export function graphicChoice({ graphics, chosen, change, label, test, problem }) {
  const flip = (id, on) => change(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  const gone = chosen.filter((id) => !graphics.some((graphic) => graphic.id === id));
  return html`<fieldset class="field graphic-choice" data-test=${test} aria-invalid=${problem ? "true" : undefined}>
    <legend class="label">${label}</legend>
    ${graphics.length ? html`<div class="graphic-chips">${graphics.map((graphic) => {
      const place = chosen.indexOf(graphic.id);
      return html`<label class="graphic-chip ${place < 0 ? "" : "chosen"}">
        <input type="checkbox" class="check" data-test=${`${test}-${graphic.id}`} .checked=${place >= 0} ?disabled=${place < 0 && chosen.length >= most}
          @change=${(event) => flip(graphic.id, event.target.checked)}>
        ${thumbnail(graphic)}<span>${graphic.name}</span>${chosen.length > 1 && place >= 0 ? html`<span class="pill">${place + 1}</span>` : ""}</label>`;
    })}</div>` : html`<p class="field-note">There is none yet. <a href="#/graphics/new">Make one…</a></p>`}
    ${gone.length ? html`<p class="field-note">Something that was deleted is among them. <button type="button" class="button small" @click=${() => change(chosen.filter((id) => !gone.includes(id)))}>Leave It Out</button></p>` : ""}
    ${chosen.length > 1 ? html`<p class="field-note">The last one chosen lies above the others.</p>` : ""}
  </fieldset>`;
}
