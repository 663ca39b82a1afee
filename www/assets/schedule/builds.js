// What external programs built for certain times: it can be seen and taken away.

import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { problemLine } from "./fields.js";
import { isZone, longDayIn, told } from "./zone.js";

const time = { hour: "numeric", minute: "2-digit" };

/** The builds, by their times. */
export function buildsView(editor) {
  const wanted = editor.at("timeZone") ?? "UTC";
  const zone = isZone(wanted) ? wanted : "UTC";
  const builds = editor.at("builds") ?? [];
  return html`<ul class="builds" data-test="builds">
    ${builds.map(({ name, from, to, script }, place) => keyed(`${from} of ${builds.length}`, html`<li class="build">
      <span class="grow"><span class="row-title">${name}</span><br>
        <span class="quiet small-text">${longDayIn(from, zone)}, ${told(from, zone, time)} – ${told(to, zone, time)} · ${plural(script.steps.length, "step")}</span></span>
      <button type="button" class="round bad" aria-label=${`Remove ${name}`} title="Remove" data-test="build-remove" @click=${() => editor.remove("builds", place)}>${icon("trash")}</button>
    </li>`))}
  </ul>${problemLine(editor, "builds")}`;
}
