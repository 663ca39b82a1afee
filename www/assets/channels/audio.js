// Which sound track of a file a channel plays, and which ones viewers can choose beside it: rules, the first match wins, and
// what files would get.

import * as api from "../api.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";
import { offerOf, TrackRules, wishes, words } from "./rules.js";

const preferences = [["first", "the first"], ["mostChannels", "most channels"], ["fewestChannels", "fewest channels"]];
const channelCounts = [["", "any"], ["1", "mono"], ["2", "stereo"], ["6", "5.1"], ["8", "7.1"]];

const blank = { language: "", channels: "", commentary: "no", description: "no", title: "", isDefault: "", prefers: "first" };

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
export const audioTracksOf = ({ audioTracks }) => audioTracks.map((track) => ({ ...offerOf(track), rules: track.rules.map(ruleOf) }));

function ruleOf(rule) {
  const choice = {};
  if (rule.language.trim()) choice.language = rule.language.trim();
  if (rule.title.trim()) choice.title = rule.title.trim();
  if (rule.channels) choice.channels = Number(rule.channels);
  for (const flag of ["commentary", "description", "isDefault"]) if (rule[flag]) choice[flag] = rule[flag] === "yes";
  if (rule.prefers !== "first") choice.prefers = rule.prefers;
  return choice;
}

export class AudioRules extends TrackRules {
  get count() {
    return this.values.audio.length + this.values.audioTracks.length;
  }

  newRule() {
    return { ...blank };
  }

  async find({ values, content }) {
    // A name or a rule that is still to come is no reason to show nothing.
    const offered = audioTracksOf(values).filter(({ rules }) => rules.length);
    for (const one of offered) one.name ||= "…";
    return (await api.previewTracks({ audio: audioOf(values), audioTracks: offered, content })).files;
  }

  view(problem) {
    const { audio, audioTracks: tracks } = this.values;
    const main = audio.length ? plural(audio.length, "rule") : "the file’s own default";
    const told = tracks.length ? `${main}, and ${plural(tracks.length, "track")} to choose` : main;
    return html`<details class="folded" data-test="audio" ?open=${this.isOpen} @toggle=${(event) => this.toggle(event.target.open)}>
      <summary>Sound track<span class="quiet small-text"> ${told}</span></summary>
      <p class="field-note">Rules are tried from the first to the last; the first one that any track of a file fits decides. Where none fits, the file’s own default is played.</p>
      ${this.ruleList(audio, "audio")}
      <h2>For viewers to choose</h2>
      <p class="field-note">Players offer these beside the sound above, the same for the whole channel. In a file that has no such track the sound above is heard.</p>
      <ol class="audio-rules">${tracks.map((track, index) => this.offer(tracks, index, "track", { name: "Deutsch", language: "de" }, "", "this track"))}</ol>
      <button type="button" class="button small" data-test="tracks-add" ?disabled=${tracks.length >= 8}
        @click=${() => { tracks.push({ name: "", language: "", rules: [this.newRule()] }); this.changed(); }}>${icon("plus")}Add a Track</button>
      <p class="field-problem" role="alert" data-test="channel-audio-problem" ?hidden=${!problem && !this.problem}>${problem ?? this.problem?.detail ?? ""}</p>
      ${this.files ? this.#preview() : ""}
    </details>`;
  }

  fields(rule, test, { select, text }) {
    return html`${text("language", "Language", "any")}
      ${select("channels", "Channels", channelCounts)}
      ${select("commentary", "Commentary", wishes)}
      ${select("description", "For the blind", wishes)}
      ${text("title", "Title holds", "anything")}
      ${select("isDefault", "Default track", wishes)}
      ${select("prefers", "Of several", preferences)}`;
  }

  #preview() {
    if (!this.files.length) return "";
    const names = this.values.audioTracks.filter(({ rules }) => rules.length).map(({ name }) => name || "…");
    return html`<h2>What files would get</h2>
      <ul class="audio-files" data-test="audio-files">${this.files.map(({ name, tracks, picked, rule, further }) => {
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
