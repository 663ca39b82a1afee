// Which subtitles of files a channel's viewers can switch on, and which are drawn into the picture.

import * as api from "../api.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";
import { audioOf } from "./audio.js";
import { offerOf, TrackRules, wishes, words } from "./rules.js";

const kinds = [["", "words or pictures"], ["yes", "words"], ["no", "pictures"]];
const places = [["", "anywhere"], ["no", "in the file"], ["yes", "beside the file"]];
const sounds = [["", "whatever is heard"], ["sound", "only if the sound is"], ["soundOtherThan", "only if the sound is not"]];
const flags = ["forced", "sdh", "commentary", "isDefault", "text", "external"];

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
  subtitles: subtitles.map((one) => ({ ...offerOf(one), isDefault: one.isDefault, forced: one.forced, rules: one.rules.map(ruleOf) })),
  burn: burn.map(ruleOf),
});

export class SubtitleRules extends TrackRules {
  get count() {
    return this.values.subtitles.length + this.values.burn.length;
  }

  newRule() {
    return newRule();
  }

  async find({ values, content }) {
    const wish = subtitlesOf(values);
    // A name that is still to be typed is no reason to show nothing.
    for (const one of wish.subtitles) one.name ||= "…";
    return (await api.previewSubtitles({ ...wish, audio: audioOf(values), content })).files;
  }

  view(problem) {
    const { subtitles, burn } = this.values;
    const told = [subtitles.length ? `${subtitles.length} to switch on` : "", burn.length ? "drawn into the picture" : ""].filter(Boolean).join(", ");
    return html`<details class="folded" data-test="subtitles" ?open=${this.isOpen} @toggle=${(event) => this.toggle(event.target.open)}>
      <summary>Subtitles<span class="quiet small-text"> ${told || "none"}</span></summary>
      <p class="field-note">What viewers can switch on in their players, the same for the whole channel. For each file the rules are tried from the first to the last; the first one that any of its tracks fits decides. Only words can be sent: pictures can be drawn.</p>
      <ol class="audio-rules">${subtitles.map((one, index) => this.offer(subtitles, index, "subtitle", { name: "English", language: "en" }, this.#marks(one, index), "these subtitles"))}</ol>
      <button type="button" class="button small" data-test="subtitles-add" ?disabled=${subtitles.length >= 8}
        @click=${() => { subtitles.push(newOffer()); this.changed(); }}>${icon("plus")}Add Subtitles</button>
      <h2>Drawn into the picture</h2>
      <p class="field-note">Everybody sees these, with every player. A file that gets any has its picture encoded.</p>
      ${this.ruleList(burn, "burn")}
      <p class="field-problem" role="alert" data-test="channel-subtitles-problem" ?hidden=${!problem && !this.problem}>${problem ?? this.problem?.detail ?? ""}</p>
      ${this.files && this.count ? this.#preview() : ""}
    </details>`;
  }

  #marks(one, index) {
    const mark = (name, label, set) => html`<label class="choice-line"><input type="checkbox" data-test=${`subtitle-${name}-${index}`} .checked=${one[name]}
      @change=${(event) => { set(event.target.checked); this.changed(); }}> ${label}</label>`;
    return html`<div class="subtitle-marks">
      ${mark("isDefault", "shown unless switched off", (on) => this.values.subtitles.forEach((other) => { other.isDefault = on && other === one; }))}
      ${mark("forced", "only foreign parts", (on) => { one.forced = on; })}
    </div>`;
  }

  fields(rule, test, { select, text }) {
    return html`${text("language", "Language", "any")}
      ${select("forced", "Only foreign parts", wishes)}
      ${select("sdh", "For the deaf", wishes)}
      ${select("commentary", "Of a commentary", wishes)}
      ${select("isDefault", "Default track", wishes)}
      ${test === "burn" ? select("text", "Made of", kinds) : ""}
      ${select("external", "Found", places)}
      ${text("title", "Title holds", "anything")}
      ${select("heard", "Sound", sounds)}
      ${rule.heard ? text("spoken", "Language of the sound", "en") : ""}`;
  }

  #preview() {
    if (!this.files.length) return "";
    const { subtitles, burn } = this.values;
    return html`<h2>What files would get</h2>
      <ul class="audio-files" data-test="subtitle-files">${this.files.map((file) => html`<li data-test="subtitle-file">
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
