// Which sound track of a file a channel plays: rules, the first match wins, and what files would get.

import * as api from "../api.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";

const preferences = [["first", "the first"], ["mostChannels", "most channels"], ["fewestChannels", "fewest channels"]];
const channelCounts = [["", "any"], ["1", "mono"], ["2", "stereo"], ["6", "5.1"], ["8", "7.1"]];
const wishes = [["", "either"], ["no", "no"], ["yes", "yes"]];

const blank = { language: "", channels: "", commentary: "no", description: "no", title: "", isDefault: "", prefers: "first" };
const words = (flag) => (flag === undefined || flag === null ? "" : flag ? "yes" : "no");

/** The form's values of a channel's rules. */
export const audioValues = (rules = []) => ({
  audio: rules.map((rule) => ({
    language: rule.language ?? "", channels: rule.channels ? String(rule.channels) : "", commentary: words(rule.commentary),
    description: words(rule.description), title: rule.title ?? "", isDefault: words(rule.isDefault), prefers: rule.prefers ?? "first",
  })),
});

/** What the API is told. */
export const audioOf = ({ audio }) => audio.map((rule) => {
  const choice = {};
  if (rule.language.trim()) choice.language = rule.language.trim();
  if (rule.title.trim()) choice.title = rule.title.trim();
  if (rule.channels) choice.channels = Number(rule.channels);
  for (const flag of ["commentary", "description", "isDefault"]) if (rule[flag]) choice[flag] = rule[flag] === "yes";
  if (rule.prefers !== "first") choice.prefers = rule.prefers;
  return choice;
});

export class AudioRules {
  #page;
  #state;
  #files;
  #problem;
  #asked = 0;
  #soon;
  #isOpen = false;

  /** `state` returns the form's values and the content; both may change at any time. */
  constructor(page, state) {
    this.#page = page;
    this.#state = state;
    this.#isOpen = state().values.audio.length > 0;
    if (this.#isOpen) this.ask();
  }

  end() {
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  get #rules() {
    return this.#state().values.audio;
  }

  #changed() {
    this.#page.update();
    this.ask();
  }

  /** Asks what files would get, a moment later. */
  ask() {
    clearTimeout(this.#soon);
    if (!this.#isOpen) return;
    const mine = ++this.#asked;
    this.#soon = setTimeout(async () => {
      const { values, content } = this.#state();
      let files;
      let problem;
      try {
        files = (await api.previewTracks(audioOf(values), content)).files;
      } catch (failure) {
        problem = failure;
      }
      if (mine !== this.#asked) return;
      this.#files = files ?? this.#files;
      this.#problem = problem;
      this.#page.update();
    }, 250);
  }

  #move(index, by) {
    const [rule] = this.#rules.splice(index, 1);
    this.#rules.splice(index + by, 0, rule);
    this.#changed();
  }

  view(problem) {
    return html`<details class="audio" data-test="audio" ?open=${this.#isOpen} @toggle=${(event) => this.#toggle(event.target.open)}>
      <summary>Sound track<span class="quiet small-text"> ${this.#rules.length ? plural(this.#rules.length, "rule") : "the file’s own default"}</span></summary>
      <p class="field-note">Rules are tried from the first to the last; the first one that any track of a file fits decides. Where none fits, the file’s own default is played.</p>
      <ol class="audio-rules">${this.#rules.map((rule, index) => this.#rule(rule, index))}</ol>
      <button type="button" class="button small" data-test="audio-add" @click=${() => { this.#rules.push({ ...blank }); this.#changed(); }}>${icon("plus")}Add a Rule</button>
      <p class="field-problem" role="alert" data-test="channel-audio-problem" ?hidden=${!problem && !this.#problem}>${problem ?? this.#problem?.detail ?? ""}</p>
      ${this.#files ? this.#preview() : ""}
    </details>`;
  }

  #toggle(open) {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    this.ask();
  }

  #rule(rule, index) {
    const set = (name) => (event) => { rule[name] = event.target.value; this.#changed(); };
    const select = (name, label, list) => html`<label class="audio-field"><span>${label}</span>
      <select class="select" data-test=${`audio-${name}-${index}`} @change=${set(name)}>
        ${list.map(([value, text]) => html`<option value=${value} .selected=${value === rule[name]}>${text}</option>`)}</select></label>`;
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="100" placeholder=${placeholder} data-test=${`audio-${name}-${index}`} .value=${rule[name]} @input=${set(name)} @change=${set(name)}></label>`;
    return html`<li class="audio-rule">
      <div class="audio-fields">
        ${text("language", "Language", "any")}
        ${select("channels", "Channels", channelCounts)}
        ${select("commentary", "Commentary", wishes)}
        ${select("description", "For the blind", wishes)}
        ${text("title", "Title holds", "anything")}
        ${select("isDefault", "Default track", wishes)}
        ${select("prefers", "Of several", preferences)}
      </div>
      <div class="audio-buttons">
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} up`} ?disabled=${index === 0} @click=${() => this.#move(index, -1)}>${icon("up")}</button>
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} down`} ?disabled=${index === this.#rules.length - 1} @click=${() => this.#move(index, 1)}>${icon("down")}</button>
        <button type="button" class="round bad" aria-label=${`Remove rule ${index + 1}`} data-test=${`audio-remove-${index}`}
          @click=${() => { this.#rules.splice(index, 1); this.#changed(); }}>${icon("trash")}</button>
      </div>
    </li>`;
  }

  #preview() {
    if (!this.#files.length) return "";
    return html`<h3>What files would get</h3>
      <ul class="audio-files" data-test="audio-files">${this.#files.map(({ name, tracks, picked, rule }) => {
        const track = tracks.find(({ index }) => index === picked);
        const why = rule === undefined || rule === null ? "the file’s own default" : `rule ${rule + 1}`;
        return html`<li data-test="audio-file"><span class="grow">${name.title || name.showTitle}</span>
          <span class="quiet small-text">${track ? `${trackWords(track)} · ${why}, of ${tracks.length}` : "no sound"}</span></li>`;
      })}</ul>`;
  }
}

function trackWords({ language, channels, title, commentary, description }) {
  const count = channelCounts.find(([value]) => value === String(channels))?.[1] ?? `${channels} channels`;
  const parts = [language ?? "no language", count];
  if (title) parts.push(`“${title}”`);
  else if (commentary) parts.push("commentary");
  else if (description) parts.push("for the blind");
  return parts.join(", ");
}
