// How fast a channel's endless stream is handed to players.

import { html } from "../template.js";

const ways = [
  ["adaptive", "Adaptive", "What is there at once, then evenly; the right choice for most players."],
  ["burst", "Burst", "Ten seconds at once, then in real time."],
  ["realtime", "Real time", "In real time from the first second on, for receivers without a buffer."],
  ["disabled", "As fast as possible", "Each piece at full speed."],
];

export const pacingName = (pacing) => ways.find(([value]) => value === pacing)?.[1] ?? "";

/** The fields; `set` takes a name and a value, `text` makes a field of the form. */
export const pacingFields = (values, set, text) => html`<div class="channel-pair even">
  <div class="field">
    <label for="channel-pacing">Pace of the endless stream</label>
    <select class="select" id="channel-pacing" aria-describedby="channel-pacing-note" data-test="channel-pacing" @change=${(event) => set("pacing", event.target.value)}>
      ${ways.map(([value, label]) => html`<option value=${value} .selected=${value === values.pacing}>${label}</option>`)}
    </select>
    <p class="field-note" id="channel-pacing-note">${ways.find(([value]) => value === values.pacing)?.[2]}</p>
  </div>
  ${text("targetBitrate", "Mbit/s at most (optional)", "decimal", "any rate")}
</div>`;
