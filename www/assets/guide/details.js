// All that is known of one programme.

import * as api from "../api.js";
import { now } from "../clock.js";
import { dialogHead, openDialog } from "../dialogs.js";
import { about, codecName, dayName, hue, kindName, length, progress, timeRange } from "../format.js";
import { icon } from "../icons.js";
import { numberTile, progressBar } from "../parts.js";
import { html } from "../template.js";

/** Opens the details of `programme` on `channel`. */
export function showProgramme(programme, channel) {
  let medium;
  const dialog = openDialog(() => view(programme, channel, medium, () => dialog), { test: "programme-details" });
  // What is live comes from no file.
  if (programme.media) api.medium(programme.media).then(
    (answer) => {
      medium = answer;
      if (dialog.open) dialog.draw();
    },
    () => {}, // the file may be gone by now; the guide's own facts remain
  );
}

function view(programme, channel, medium, dialog) {
  const running = programme.start <= now() && now() < programme.end;
  const canRestart = programme.media && programme.start < now();
  const watch = `#/watch/${encodeURIComponent(channel.number)}`;
  return html`
    ${dialogHead(programme.title, dialog)}
    <div class="dialog-body programme">
      <p class="quiet">${[kindName(programme.kind), about(programme)].filter(Boolean).join(" · ")}</p>
      <p class="programme-when">${icon("clock")}
        <span>${dayName(programme.start)}, ${timeRange(programme.start, programme.end)} <span class="quiet">(${length(programme.end - programme.start)})</span></span>
      </p>
      ${running ? progressBar(progress(programme), "Progress") : ""}
      <p class="programme-channel">${numberTile(channel, hue(channel.id))}<span>${channel.name}</span></p>
      <p class="quiet small-text programme-file">${medium ? facts(medium) : "\u00a0"}</p>
    </div>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog().close()}>Close</button>
      ${canRestart ? html`<a class="button ${running ? "" : "primary"}" href=${`${watch}/${programme.start}`} data-test="programme-restart"
        @click=${() => dialog().close()}>${icon("restart")}Watch from the beginning</a>` : ""}
      <a class="button ${canRestart && !running ? "" : "primary"}" href=${watch} data-test="programme-watch"
        @click=${() => dialog().close()}>${icon("play")}${running ? "Watch" : "Watch the channel now"}</a>
    </div>`;
}

function facts(medium) {
  const parts = [];
  if (medium.height) parts.push(`${medium.width} × ${medium.height}`);
  parts.push(codecName(medium.videoCodec), codecName(medium.audioCodec), medium.path);
  return parts.filter(Boolean).join(" · ");
}
