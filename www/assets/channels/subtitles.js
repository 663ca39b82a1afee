// Which subtitles of files a channel's viewers can switch on, and which are drawn into the picture.

import * as api from "../api.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";
import { audioOf } from "./audio.js";

const wishes = [["", "either"], ["no", "no"], ["yes", "yes"]];
const kinds = [["", "words or pictures"], ["yes", "words"], ["no", "pictures"]];
const places = [["", "anywhere"], ["no", "in the file"], ["yes", "beside the file"]];
const sounds = [["", "whatever is heard"], ["sound", "only if the sound is"], ["soundOtherThan", "only if the sound is not"]];
const flags = ["forced", "sdh", "commentary", "isDefault", "text", "external"];

const words = (flag) => (flag === undefined || flag === null ? "" : flag ? "yes" : "no");
const ruleValues = (rule = {}) => ({
  language: rule.language ?? "", title: rule.title ?? "",
  ...Object.fromEntries(flags.map((flag) => [flag, words(rule[flag])])),
  heard: rule.sound ? "sound" : rule.soundOtherThan ? "soundOtherThan" : "", spoken: rule.sound ?? rule.soundOtherThan ?? "",
});
const ruleOf = (rule) => {
  const choice = {};
  for (const text of ["language", "title"]) if (rule[text].trim()) choice[text] = rule[text].trim();
  for (const flag of flags) if (rule[flag]) choice[flag] = rule[flag] === "yes";
  if (rule.heard && rule.spoken.trim()) choice[rule.heard] = rule.spoken.trim();
  return choice;
};

const newRule = () => ruleValues({ commentary: false });
const newOffer = () => ({ name: "", language: "", isDefault: false, forced: false, rules: [newRule()] });

/** The form's values of what a channel offers and draws. */
export const subtitleValues = (channel) => ({
  subtitles: (channel?.subtitles ?? []).map((one) => ({
    name: one.name, language: one.language ?? "", isDefault: one.isDefault ?? false, forced: one.forced ?? false, rules: one.rules.map(ruleValues),
  })),
  burn: (channel?.burn ?? []).map(ruleValues),
});

/** What the API is told. */
export const subtitlesOf = ({ subtitles, burn }) => ({
  subtitles: subtitles.map(({ name, language, isDefault, forced, rules }) => ({
    name: name.trim(), ...(language.trim() ? { language: language.trim() } : {}), isDefault, forced, rules: rules.map(ruleOf),
  })),
  burn: burn.map(ruleOf),
});

export class SubtitleRules {
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
    this.#isOpen = this.#count > 0;
    if (this.#isOpen) this.ask();
  }

  end() {
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  get #values() {
    return this.#state().values;
  }

  get #count() {
    return this.#values.subtitles.length + this.#values.burn.length;
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
      const wish = subtitlesOf(values);
      // A name that is still to be typed is no reason to show nothing.
      for (const one of wish.subtitles) one.name ||= "…";
      let files;
      let problem;
      try {
        files = (await api.previewSubtitles({ ...wish, audio: audioOf(values), content })).files;
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
    const { subtitles, burn } = this.#values;
    const told = [subtitles.length ? `${subtitles.length} to switch on` : "", burn.length ? "drawn into the picture" : ""].filter(Boolean).join(", ");
    return html`<details class="audio" data-test="subtitles" ?open=${this.#isOpen} @toggle=${(event) => this.#toggle(event.target.open)}>
      <summary>Subtitles<span class="quiet small-text"> ${told || "none"}</span></summary>
      <p class="field-note">What viewers can switch on in their players, the same for the whole channel. For each file the rules are tried from the first to the last; the first one that any of its tracks fits decides. Only words can be sent: pictures can be drawn.</p>
      <ol class="audio-rules">${subtitles.map((one, index) => this.#offer(one, index))}</ol>
      <button type="button" class="button small" data-test="subtitles-add" ?disabled=${subtitles.length >= 8}
        @click=${() => { subtitles.push(newOffer()); this.#changed(); }}>${icon("plus")}Add Subtitles</button>
      <h3>Drawn into the picture</h3>
      <p class="field-note">Everybody sees these, with every player. A file that gets any has its picture encoded.</p>
      ${this.#rules(burn, "burn")}
      <p class="field-problem" role="alert" data-test="channel-subtitles-problem" ?hidden=${!problem && !this.#problem}>${problem ?? this.#problem?.detail ?? ""}</p>
      ${this.#files && this.#count ? this.#preview() : ""}
    </details>`;
  }

  #toggle(open) {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    this.ask();
  }

  #offer(one, index) {
    const all = this.#values.subtitles;
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="60" placeholder=${placeholder} data-test=${`subtitle-${name}-${index}`} .value=${one[name]}
        @input=${(event) => { one[name] = event.target.value; this.#changed(); }}></label>`;
    const mark = (name, label, set) => html`<label class="choice-line"><input type="checkbox" data-test=${`subtitle-${name}-${index}`} .checked=${one[name]}
      @change=${(event) => { set(event.target.checked); this.#changed(); }}> ${label}</label>`;
    return html`<li class="subtitle-offer" data-test="subtitle-offer">
      <div class="audio-fields">${text("name", "Name", "English")}${text("language", "Language", "en")}</div>
      <div class="subtitle-marks">
        ${mark("isDefault", "shown unless switched off", (on) => all.forEach((other) => { other.isDefault = on && other === one; }))}
        ${mark("forced", "only foreign parts", (on) => { one.forced = on; })}
      </div>
      ${this.#rules(one.rules, `subtitle-${index}`)}
      <div class="audio-buttons"><button type="button" class="button small" data-test=${`subtitle-remove-${index}`}
        @click=${() => { all.splice(index, 1); this.#changed(); }}>${icon("trash")}Remove ${one.name || "these subtitles"}</button></div>
    </li>`;
  }

  #rules(rules, test) {
    return html`<ol class="audio-rules">${rules.map((rule, index) => this.#rule(rules, rule, index, test))}</ol>
      <button type="button" class="button small" data-test=${`${test}-add`} ?disabled=${rules.length >= 20}
        @click=${() => { rules.push(newRule()); this.#changed(); }}>${icon("plus")}Add a Rule</button>`;
  }

  #rule(rules, rule, index, test) {
    const set = (name) => (event) => { rule[name] = event.target.value; this.#changed(); };
    const named = (name) => `${test}-${name}-${index}`;
    const select = (name, label, list) => html`<label class="audio-field"><span>${label}</span>
      <select class="select" data-test=${named(name)} @change=${set(name)}>
        ${list.map(([value, text]) => html`<option value=${value} .selected=${value === rule[name]}>${text}</option>`)}</select></label>`;
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="100" placeholder=${placeholder} data-test=${named(name)} .value=${rule[name]} @input=${set(name)}></label>`;
    const move = (by) => { rules.splice(index, 1); rules.splice(index + by, 0, rule); this.#changed(); };
    return html`<li class="audio-rule">
      <div class="audio-fields">
        ${text("language", "Language", "any")}
        ${select("forced", "Only foreign parts", wishes)}
        ${select("sdh", "For the deaf", wishes)}
        ${select("commentary", "Of a commentary", wishes)}
        ${select("isDefault", "Default track", wishes)}
        ${test === "burn" ? select("text", "Made of", kinds) : ""}
        ${select("external", "Found", places)}
        ${text("title", "Title holds", "anything")}
        ${select("heard", "Sound", sounds)}
        ${rule.heard ? text("spoken", "Language of the sound", "en") : ""}
      </div>
      <div class="audio-buttons">
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} up`} ?disabled=${index === 0} @click=${() => move(-1)}>${icon("up")}</button>
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} down`} ?disabled=${index === rules.length - 1} @click=${() => move(1)}>${icon("down")}</button>
        <button type="button" class="round bad" aria-label=${`Remove rule ${index + 1}`} data-test=${named("remove")} @click=${() => { rules.splice(index, 1); this.#changed(); }}>${icon("trash")}</button>
      </div>
    </li>`;
  }

  #preview() {
    if (!this.#files.length) return "";
    const { subtitles, burn } = this.#values;
    return html`<h3>What files would get</h3>
      <ul class="audio-files" data-test="subtitle-files">${this.#files.map((file) => html`<li data-test="subtitle-file">
        <span class="grow">${file.name.title || file.name.showTitle}<span class="quiet small-text"> ${plural(file.tracks.length, "track")}</span></span>
        <ul class="subtitle-picks quiet small-text">
          ${file.offered.map((pick, index) => html`<li>${subtitles[index]?.name || "…"}: ${pickWords(pick, file)}</li>`)}
          ${burn.length ? html`<li>drawn: ${pickWords(file.burn, file)}</li>` : ""}
        </ul></li>`)}</ul>`;
  }
}

function pickWords({ track, rule, state, reason }, { tracks }) {
  const found = tracks.find(({ index }) => index === track);
  if (!found) return "none";
  const late = state === "waiting" ? ", still to be taken out of the file" : state === "failed" ? `, can’t be shown: ${reason}` : "";
  return `${trackWords(found)} · rule ${rule + 1}${late}`;
}

function trackWords({ language, title, codec, text, external, forced, sdh, commentary }) {
  const parts = [language ?? "no language", text ? "words" : "pictures"];
  if (forced) parts.push("foreign parts");
  if (sdh) parts.push("for the deaf");
  if (title) parts.push(`“${title}”`);
  else if (commentary) parts.push("commentary");
  parts.push(external ? "beside the file" : codec);
  return parts.join(", ");
}
