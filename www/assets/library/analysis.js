// What looking through a whole file told: where it can be interrupted, and how loud it is.

import * as api from "../api.js";
import { attempt } from "../dialogs.js";
import { ago, plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";

export class Analyses {
  #page;
  #open = new Map(); // id -> the medium, once it is told

  constructor(page) {
    this.#page = page;
  }

  /** Asks anew for what is shown. */
  async load() {
    await Promise.all([...this.#open.keys()].map(async (id) => this.#open.set(id, await api.medium(id))));
  }

  button(item, title) {
    const isOpen = this.#open.has(item.id);
    return html`<button type="button" class="round" data-test="media-details" aria-expanded=${isOpen ? "true" : "false"}
      aria-label=${`Details of ${title}`} title="Details" @click=${() => this.#toggle(item)}>${icon("info")}</button>`;
  }

  view(item) {
    if (!this.#open.has(item.id)) return "";
    const medium = this.#open.get(item.id);
    return html`<div class="analysis" data-test="media-analysis" data-state=${stateOf(medium)}>${medium ? this.#told(medium) : ""}</div>`;
  }

  #told(medium) {
    const { analysis } = medium;
    const job = this.#page.jobs.active.find(({ kind, subject }) => kind === "analysis" && subject === `media:${medium.id}`);
    return html`
      ${analysis?.failure ? html`<p class="media-error">${icon("warning")}<span>${analysis.failure}</span></p>` : ""}
      ${analysis && !analysis.failure ? [dips(medium), loudness(analysis.loudness, medium), analysis.further.map(further)] : ""}
      <p class="analysis-line quiet small-text">
        <span>${analysis ? `Analysed ${ago(analysis.analyzedAt)}` : "Not analysed yet: breaks at black and silence and its loudness are not known."}</span>
        <button type="button" class="button small" data-test="analyze" ?disabled=${Boolean(job) || Boolean(medium.error)}
          @click=${() => this.#analyze(medium)}>${job ? "Being analysed" : analysis ? "Analyse Again" : "Analyse"}</button>
      </p>`;
  }

  #toggle(item) {
    if (this.#open.delete(item.id)) return this.#page.update();
    this.#open.set(item.id, undefined);
    this.#page.update();
    this.#page.ask(() => this.load());
  }

  async #analyze(medium) {
    const job = await attempt(() => api.analyzeMedium(medium.id));
    if (job) this.#page.jobs.take(job);
    this.#page.update();
  }
}

function stateOf(medium) {
  if (!medium) return "asked";
  if (!medium.analysis) return "none";
  return medium.analysis.failure ? "failed" : "done";
}

function dips({ analysis, duration }) {
  const places = analysis.dips;
  if (!places.length) return html`<p class="small-text" data-test="dips-text">It never goes black in silence.</p>`;
  const told = places.slice(0, 12).map(({ at }) => clock(at)).join(", ") + (places.length > 12 ? ", …" : "");
  const text = `${plural(places.length, "place")} where it goes black in silence: ${told}`;
  const part = (span) => `${((100 * span) / duration).toFixed(3)}%`;
  return html`<div class="dips" role="img" aria-label=${text} data-test="dips">
      ${places.map(({ at, length }) => html`<span class="dip" style.left=${part(at - length / 2)} style.width=${part(length)}></span>`)}
    </div>
    <p class="small-text" data-test="dips-text">${text}</p>`;
}

const decimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function loudness(sound, medium) {
  if (!sound) return html`<p class="small-text" data-test="loudness">${medium.audioCodec ? "Its sound is silence." : "It has no sound."}</p>`;
  return html`<p class="small-text" data-test="loudness">${loudnessWords(sound)}</p>`;
}

/** A line for a track that channels can play in place of the file's own default, or offer beside it. */
function further(sound) {
  const name = [`Track ${sound.track}`, sound.language, sound.title].filter(Boolean).join(", ");
  return html`<p class="small-text" data-test="loudness-further">${name}: ${loudnessWords(sound)}</p>`;
}

function loudnessWords(sound) {
  const parts = [
    `Loudness ${decimal.format(sound.integrated)} LUFS`,
    `range ${decimal.format(sound.range)} LU`,
    `true peak ${decimal.format(sound.truePeak)} dBTP`,
  ];
  if (sound.gain) parts.push(`played ${decimal.format(Math.abs(sound.gain))} dB ${sound.gain > 0 ? "louder" : "softer"} where sound is encoded`);
  return parts.join(" · ");
}

/** "1:02:03" of milliseconds. */
function clock(span) {
  const seconds = Math.floor(span / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts;
  const padded = rest.map((part) => String(part).padStart(2, "0")).join(":");
  return hours ? `${hours}:${padded}` : padded.replace(/^0/, "");
}
