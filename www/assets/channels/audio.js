// Which sound track of a file a channel plays, and which ones viewers can choose beside it: rules, the first match wins, and
// what files would get.

import * as api from "../api.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";

const preferences = [["first", "the first"], ["mostChannels", "most channels"], ["fewestChannels", "fewest channels"]];
const channelCounts = [["", "any"], ["1", "mono"], ["2", "stereo"], ["6", "5.1"], ["8", "7.1"]];
const wishes = [["", "either"], ["no", "no"], ["yes", "yes"]];

const blank = { language: "", channels: "", commentary: "no", description: "no", title: "", isDefault: "", prefers: "first" };
const words = (flag) => (flag === undefined || flag === null ? "" : flag ? "yes" : "no");

const ruleValues = (rule) => ({
  language: rule.language ?? "", channels: rule.channels ? String(rule.channels) : "", commentary: words(rule.commentary),
  description: words(rule.description), title: rule.title ?? "", isDefault: words(rule.isDefault), prefers: rule.prefers ?? "first",
});

/** The form's values of a channel's rules and of the tracks that it offers. */
export const audioValues = (channel) => ({
  audio: (channel?.audio ?? []).map(ruleValues),
  audioTracks: (channel?.audioTracks ?? []).map(({ name, language, rules }) => ({ name, language: language ?? "", rules: rules.map(ruleValues) })),
});

/** What the API is told of the main sound. */
export const audioOf = ({ audio }) => audio.map(ruleOf);

/** What the API is told of the tracks beside it. */
export const audioTracksOf = ({ audioTracks }) => audioTracks.map(({ name, language, rules }) => ({
  name: name.trim(), ...(language.trim() ? { language: language.trim() } : {}), rules: rules.map(ruleOf),
}));

function ruleOf(rule) {
  const choice = {};
  if (rule.language.trim()) choice.language = rule.language.trim();
  if (rule.title.trim()) choice.title = rule.title.trim();
  if (rule.channels) choice.channels = Number(rule.channels);
  for (const flag of ["commentary", "description", "isDefault"]) if (rule[flag]) choice[flag] = rule[flag] === "yes";
  if (rule.prefers !== "first") choice.prefers = rule.prefers;
  return choice;
}

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
    this.#isOpen = this.#rules.length + this.#tracks.length > 0;
    if (this.#isOpen) this.ask();
  }

  end() {
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  get #rules() {
    return this.#state().values.audio;
  }

  get #tracks() {
    return this.#state().values.audioTracks;
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
      // A name or a rule that is still to come is no reason to show nothing.
      const offered = audioTracksOf(values).filter(({ rules }) => rules.length);
      for (const one of offered) one.name ||= "…";
      let files;
      let problem;
      try {
        files = (await api.previewTracks({ audio: audioOf(values), audioTracks: offered, content })).files;
      } catch (failure) {
        problem = failure;
      }
      if (mine !== this.#asked) return;
      this.#files = files ?? this.#files;
      this.#problem = problem;
      this.#page.update();
    }, 250);
  }

  view(problem) {
    const tracks = this.#tracks;
    const main = this.#rules.length ? plural(this.#rules.length, "rule") : "the file’s own default";
    const told = tracks.length ? `${main}, and ${plural(tracks.length, "track")} to choose` : main;
    return html`<details class="audio" data-test="audio" ?open=${this.#isOpen} @toggle=${(event) => this.#toggle(event.target.open)}>
      <summary>Sound track<span class="quiet small-text"> ${told}</span></summary>
      <p class="field-note">Rules are tried from the first to the last; the first one that any track of a file fits decides. Where none fits, the file’s own default is played.</p>
      ${this.#ruleList(this.#rules, "audio")}
      <h3>For viewers to choose</h3>
      <p class="field-note">Players offer these beside the sound above, the same for the whole channel. In a file that has no such track the sound above is heard.</p>
      <ol class="audio-rules">${tracks.map((track, index) => this.#track(track, index))}</ol>
      <button type="button" class="button small" data-test="tracks-add" ?disabled=${tracks.length >= 8}
        @click=${() => { tracks.push({ name: "", language: "", rules: [{ ...blank }] }); this.#changed(); }}>${icon("plus")}Add a Track</button>
      <p class="field-problem" role="alert" data-test="channel-audio-problem" ?hidden=${!problem && !this.#problem}>${problem ?? this.#problem?.detail ?? ""}</p>
      ${this.#files ? this.#preview() : ""}
    </details>`;
  }

  #toggle(open) {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    this.ask();
  }

  #track(track, index) {
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="60" placeholder=${placeholder} data-test=${`track-${name}-${index}`} .value=${track[name]}
        @input=${(event) => { track[name] = event.target.value; this.#changed(); }}></label>`;
    return html`<li class="subtitle-offer" data-test="track-offer">
      <div class="audio-fields">${text("name", "Name", "Deutsch")}${text("language", "Language", "de")}</div>
      ${this.#ruleList(track.rules, `track-${index}`)}
      <div class="audio-buttons"><button type="button" class="button small" data-test=${`track-remove-${index}`}
        @click=${() => { this.#tracks.splice(index, 1); this.#changed(); }}>${icon("trash")}Remove ${track.name || "this track"}</button></div>
    </li>`;
  }

  #ruleList(rules, test) {
    return html`<ol class="audio-rules">${rules.map((rule, index) => this.#rule(rules, rule, index, test))}</ol>
      <button type="button" class="button small" data-test=${`${test}-add`} ?disabled=${rules.length >= 20}
        @click=${() => { rules.push({ ...blank }); this.#changed(); }}>${icon("plus")}Add a Rule</button>`;
  }

  #rule(rules, rule, index, test) {
    const set = (name) => (event) => { rule[name] = event.target.value; this.#changed(); };
    const named = (name) => `${test}-${name}-${index}`;
    const move = (by) => { rules.splice(index, 1); rules.splice(index + by, 0, rule); this.#changed(); };
    const select = (name, label, list) => html`<label class="audio-field"><span>${label}</span>
      <select class="select" data-test=${named(name)} @change=${set(name)}>
        ${list.map(([value, text]) => html`<option value=${value} .selected=${value === rule[name]}>${text}</option>`)}</select></label>`;
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="100" placeholder=${placeholder} data-test=${named(name)} .value=${rule[name]} @input=${set(name)} @change=${set(name)}></label>`;
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
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} up`} ?disabled=${index === 0} @click=${() => move(-1)}>${icon("up")}</button>
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} down`} ?disabled=${index === rules.length - 1} @click=${() => move(1)}>${icon("down")}</button>
        <button type="button" class="round bad" aria-label=${`Remove rule ${index + 1}`} data-test=${named("remove")}
          @click=${() => { rules.splice(index, 1); this.#changed(); }}>${icon("trash")}</button>
      </div>
    </li>`;
  }

  #preview() {
    if (!this.#files.length) return "";
    const names = this.#tracks.filter(({ rules }) => rules.length).map(({ name }) => name || "…");
    return html`<h3>What files would get</h3>
      <ul class="audio-files" data-test="audio-files">${this.#files.map(({ name, tracks, picked, rule, further }) => {
        const track = tracks.find(({ index }) => index === picked);
        const why = rule === undefined || rule === null ? "the file’s own default" : `rule ${rule + 1}`;
        return html`<li data-test="audio-file"><span class="grow">${name.title || name.showTitle}</span>
          <span class="quiet small-text">${track ? `${trackWords(track)} · ${why}, of ${tracks.length}` : "no sound"}</span>
          ${track && further.length ? html`<ul class="subtitle-picks quiet small-text">${further.map((place, index) => {
            const other = tracks.find(({ index: at }) => at === place);
            return html`<li>${names[index]}: ${other ? trackWords(other) : "as the sound above"}</li>`;
          })}</ul>` : ""}</li>`;
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
