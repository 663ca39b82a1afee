// All rules of a channel as one form: the base first, then what goes before it.

import { html } from "../template.js";
import { buildsView } from "./builds.js";
import { typed } from "./fields.js";
import { decosView } from "./decos.js";
import { fillerRows } from "./fillers.js";
import { layersView, sleepView } from "./layers.js";
import { programmingView } from "./slots.js";
import { allZones } from "./zone.js";

const fold = (editor, way, title, body) => {
  const count = (editor.at(way) ?? []).length;
  return html`<details class="fold" data-test=${`fold-${way}`} ?open=${editor.isInside(way)}>
    <summary>${title}${count ? html` <span class="pill">${count}</span>` : ""}</summary>
    <div class="fold-body">${body}</div>
  </details>`;
};

/** The form. */
export const rulesView = (editor) => html`<form class="card rules-form" aria-label="Rules" novalidate data-test="rules" @submit=${(event) => event.preventDefault()}>
  ${programmingView(editor, "base")}
  ${fold(editor, "fillers", "Fillers", html`<p class="field-note">What fills the time between programmes: trailers, clips, adverts.</p>${fillerRows(editor, "fillers")}`)}
  ${fold(editor, "decos", "Decos", html`<p class="field-note">Other fillers and graphics at certain hours, whatever is programmed then.</p>${decosView(editor)}`)}
  ${fold(editor, "layers", "Layers", html`<p class="field-note">What plays instead on certain days, at certain hours.</p>${layersView(editor)}`)}
  ${fold(editor, "sleep", "Sleep hours", html`<p class="field-note">Hours without programmes: viewers see the channel’s screen.</p>${sleepView(editor)}`)}
  ${editor.at("builds")?.length ? fold(editor, "builds", "Builds", html`<p class="field-note">What programs of yours built for these times; it goes before all else.</p>${buildsView(editor)}`) : ""}
  ${typed(editor, "timeZone", "Time zone", { placeholder: "UTC", list: "zones", most: 60 })}
  <datalist id="zones">${zones()}</datalist>
</form>`;

let options;
const zones = () => (options ??= allZones().map((zone) => html`<option value=${zone}></option>`));
