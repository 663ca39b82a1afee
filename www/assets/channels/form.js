// The form that makes or changes a channel, with its next day beside it.

import * as api from "../api.js";
import { toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { folded, pageHead, problemCard, revealProblem, skeletons } from "../parts.js";
import { profileLine } from "../profiles/words.js";
import { graphicChoice } from "../graphics/choice.js";
import { html } from "../template.js";
import { AudioRules, audioOf, audioTracksOf, audioValues } from "./audio.js";
import { choiceSelect, itemChoice, learnItems } from "../contents/choices.js";
import { contentOf, families, familyOf, firstOf, hasOwnOrder, keyOf } from "../contents/kinds.js";
import { isNumber, nextNumber, orders } from "./content.js";
import { isProgrammed, kindLine, kinds, offsetFields, offsetOf, unitOptions } from "./kinds.js";
import { liveFields, sourcesOf, sourceValues } from "./live.js";
import { pacingFields, pacingName } from "./pacing.js";
import { previewView } from "./preview.js";
import { SubtitleRules, subtitlesOf, subtitleValues } from "./subtitles.js";
import { screenFields, screenOf, screenProblems, screenValues } from "./screen.js";

export class ChannelForm {
  #page;
  #editing;
  #values;
  #problems = {};
  #saving = false;
  #preview = {};
  #asked = 0;
  #soon;
  #audio;
  #subtitles;

  /** A form for a new channel, or for `channel`; `wanted` preselects a content. */
  constructor(page, channel, wanted) {
    this.#page = page;
    this.#editing = channel;
    this.#values = channel
      ? {
        number: String(channel.number), name: channel.name, group: channel.group ?? "", content: channel.content ?? { kind: "library" },
        order: channel.order ?? "shuffle",
        profile: channel.profile, viewerLimit: channel.viewerLimit ? String(channel.viewerLimit) : "",
        pacing: channel.pacing, targetBitrate: channel.targetBitrate ? String(channel.targetBitrate / 1_000_000) : "",
        clock: channel.kind, source: channel.source ?? "", ...offsetFields(channel.offset),
      }
      : {
        number: nextNumber(page.channels), name: "", group: "", content: wanted ? contentOf(wanted.kind, wanted.id, page) : { kind: "library" },
        order: "shuffle",
        profile: page.profiles[0]?.name, viewerLimit: "", pacing: "adaptive", targetBitrate: "",
        clock: "continuous", source: "", ...offsetFields(),
      };
    Object.assign(this.#values, screenValues(channel?.screen), sourceValues(channel?.sources), audioValues(channel), subtitleValues(channel));
    this.#values.graphics = channel?.graphics ?? [];
    const state = () => ({ values: this.#values, content: isProgrammed(this.#values.clock) ? this.#values.content : undefined });
    this.#audio = new AudioRules(page, state);
    this.#subtitles = new SubtitleRules(page, state);
    if (!channel) this.#values.order = orderFor(this.#values.content);
    learnItems([this.#values.content]).then(() => page.update());
    this.#ask();
  }

  end() {
    this.#audio.end();
    this.#subtitles.end();
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  get #family() {
    return familyOf(this.#values.content.kind);
  }

  get #hasContent() {
    const { kind, id, query, season } = this.#values.content;
    return kind === "library" || (kind === "search" ? Boolean(query?.trim()) : Boolean(id) && (kind !== "season" || season >= 0));
  }

  // Only what runs by its own clock can be shown later.
  #sources() {
    return this.#page.channels.filter(({ id, kind }) => kind === "continuous" && id !== this.#editing?.id);
  }

  #set(name, value) {
    this.#values[name] = value;
    delete this.#problems[name];
    if (name === "clock" && value === "mirror") this.#values.source ||= this.#sources()[0]?.id ?? "";
    if (name === "unit") delete this.#problems.offset;
    if (name === "late") delete this.#problems.offset;
    if (["content", "order", "clock"].includes(name)) this.#ask();
    if (["content", "clock"].includes(name)) {
      this.#audio.ask();
      this.#subtitles.ask();
    }
    this.#page.update();
  }

  #play(content) {
    this.#values.order = orderFor(content, this.#values.order);
    this.#set("content", content);
  }

  // The preview follows what is chosen, a moment later.
  #ask() {
    clearTimeout(this.#soon);
    const mine = ++this.#asked;
    const { content, order, clock } = this.#values;
    if (!isProgrammed(clock) || !this.#hasContent) {
      this.#preview = { programmes: [] };
      return;
    }
    this.#preview.loading = true;
    this.#soon = setTimeout(async () => {
      let found;
      try {
        found = await api.previewChannel({ content, order });
      } catch (problem) {
        found = { problem };
      }
      if (mine !== this.#asked) return;
      this.#preview = found;
      this.#page.update();
    }, 200);
  }

  async #save(event) {
    event.preventDefault();
    const { number, name, group, content, order, profile, viewerLimit, clock, source, pacing, targetBitrate } = this.#values;
    const isMirror = clock === "mirror";
    const offset = offsetOf(this.#values);
    this.#problems = {};
    if (!name.trim()) this.#problems.name = "Give the channel a name.";
    if (!isNumber(number.trim())) this.#problems.number = "Enter a number such as 7 or 7.1.";
    if (!/^\d{0,5}$/.test(viewerLimit.trim())) this.#problems.viewerLimit = "Enter a number such as 4, or nothing.";
    if (!/^(\d{1,3}(\.\d{1,3})?)?$/.test(targetBitrate.trim())) this.#problems.targetBitrate = "Enter a number such as 6.5, or nothing.";
    Object.assign(this.#problems, screenProblems(this.#values));
    if (isMirror && !source) this.#problems.source = "Make a continuous channel first: a mirror shows one.";
    if (isMirror && offset === undefined) this.#problems.offset = "Enter a whole number of at most seven days, or nothing.";
    if (isProgrammed(clock) && !this.#hasContent) this.#problems.content = "Choose what the channel plays.";
    if (clock === "live" && !sourcesOf(this.#values).length) this.#problems.sources = "Enter at least one address.";
    if (Object.keys(this.#problems).length) {
      this.#complain();
      return;
    }
    this.#saving = true;
    this.#page.update();
    const shown = isMirror ? { source, offset }
      : clock === "live" ? { sources: sourcesOf(this.#values) } : { content, order };
    const channel = {
      number: number.trim(), name: name.trim(), group: group.trim(), kind: clock, ...shown, profile,
      viewerLimit: Number(viewerLimit.trim()), pacing, targetBitrate: Math.round(Number(targetBitrate.trim()) * 1_000_000), screen: screenOf(this.#values), audio: audioOf(this.#values), audioTracks: audioTracksOf(this.#values), ...subtitlesOf(this.#values),
      graphics: this.#values.graphics,
    };
    try {
      if (this.#editing) await api.changeChannel(this.#editing.id, channel);
      else await api.addChannel(channel);
      toast(this.#editing ? `${channel.name} saved` : `${channel.name} is on air. Its guide is being written.`);
      location.hash = "#/channels";
    } catch (problem) {
      this.#problems[fieldOf(problem)] = problem.detail || problem.message;
      this.#saving = false;
      this.#complain();
    }
  }

  // The first field that needs another look gets the keyboard.
  #complain() {
    this.#page.draw();
    revealProblem(document.querySelector(".channel-form"));
  }

  view() {
    const title = this.#editing ? `Change ${this.#editing.name}` : "New channel";
    return html`
      ${pageHead(title, kindLine(this.#values.clock), html`
        ${this.#editing && isProgrammed(this.#editing.kind) ? html`<a class="button" href=${`#/schedule/${this.#editing.id}`} data-test="form-schedule">${icon("clock")}Schedule…</a>` : ""}
        <a class="button" href="#/channels">Cancel</a>`)}
      ${this.#problems.form ? problemCard({ title: "The channel was not saved", detail: this.#problems.form }, (event) => this.#save(event)) : ""}
      <div class="channel-columns">
        <form class="card channel-form" novalidate data-test="channel-form" @submit=${(event) => this.#save(event)}>
          <div class="channel-pair">
            ${this.#text("number", "Number", "decimal")}
            ${this.#text("name", "Name", "text", "My channel")}
          </div>
          ${this.#kindField()}
          ${this.#values.clock === "mirror" ? this.#mirrorFields()
            : this.#values.clock === "live" ? liveFields(this.#values, this.#problems, (name, value) => this.#set(name, value))
            : html`${this.#contentField()}${this.#orderField()}`}
          <div class="channel-pair even">
            ${this.#profileField()}
            ${this.#text("group", "Group (optional)", "text", "Films")}
          </div>
          <div>${graphicChoice({
            graphics: this.#page.graphics, chosen: this.#values.graphics, label: "Graphics over its pictures", test: "channel-graphics", problem: this.#problems.graphics,
            change: (chosen) => this.#set("graphics", chosen),
          })}${this.#problemLine("graphics")}</div>
          ${this.#values.clock === "live" ? "" : this.#audio.view(this.#problems.audio)}
          ${this.#values.clock === "live" ? "" : this.#subtitles.view(this.#problems.subtitles ?? this.#problems.burn)}
          ${screenFields(this.#values, (name, value) => this.#set(name, value), (...field) => this.#text(...field))}
          ${folded({
            title: "Viewers and pace", line: this.#pace, test: "channel-pace",
            body: html`${this.#text("viewerLimit", "Viewers at most (optional)", "numeric", "any number")}
              ${pacingFields(this.#values, (name, value) => this.#set(name, value), (...field) => this.#text(...field))}`,
          })}
          <div class="form-actions">
            <button class="button primary" data-test="channel-save" ?disabled=${this.#saving}>${icon("check")}${this.#editing ? "Save" : "Make Channel"}</button>
          </div>
        </form>
        ${!isProgrammed(this.#values.clock) ? "" : html`<section class="card channel-preview" aria-labelledby="preview-title">
          <h2 id="preview-title">The next 24 hours</h2>
          ${previewView(this.#preview)}
        </section>`}
      </div>`;
  }

  get #pace() {
    const { viewerLimit, pacing, targetBitrate } = this.#values;
    const parts = [viewerLimit.trim() && `${viewerLimit.trim()} at most`, pacingName(pacing), targetBitrate.trim() && `${targetBitrate.trim()} Mbit/s`];
    return parts.filter(Boolean).join(" · ");
  }

  #text(name, label, mode, placeholder, most = 100) {
    return html`<div class="field">
      <label for=${`channel-${name}`}>${label}</label>
      <input class="input" id=${`channel-${name}`} name=${name} inputmode=${mode} autocomplete="off" maxlength=${most} placeholder=${placeholder}
        data-test=${`channel-${name}`} .value=${this.#values[name]} aria-invalid=${this.#problems[name] ? "true" : undefined}
        aria-describedby=${`channel-${name}-problem`} @input=${(event) => this.#set(name, event.target.value)}>
      ${this.#problemLine(name)}
    </div>`;
  }

  #problemLine(name) {
    return html`<p class="field-problem" id=${`channel-${name}-problem`} role="alert" data-test=${`channel-${name}-problem`}
      ?hidden=${!this.#problems[name]}>${this.#problems[name] ?? ""}</p>`;
  }

  #kindField() {
    return html`<fieldset class="field">
      <legend class="label">Kind</legend>
      <div class="content-kinds">
        ${kinds.map(([value, label]) => html`<label class="choice ${value === this.#values.clock ? "chosen" : ""}">
          <input type="radio" name="clock" value=${value} .checked=${value === this.#values.clock} data-test=${`channel-kind-${value}`}
            @change=${() => this.#set("clock", value)}>${label}</label>`)}
      </div>
      ${this.#problemLine("kind")}
    </fieldset>`;
  }

  #mirrorFields() {
    const sources = this.#sources();
    const { source, unit } = this.#values;
    return html`<div class="field">
        <label for="channel-source">Shows</label>
        ${sources.length ? html`<select class="select" id="channel-source" data-test="channel-source" aria-invalid=${this.#problems.source ? "true" : undefined}
          @change=${(event) => this.#set("source", event.target.value)}>
          ${sources.map(({ id, number, name }) => html`<option value=${id} .selected=${id === source}>${number} ${name}</option>`)}
        </select>` : html`<p class="field-note">There is no continuous channel yet.</p>`}
        ${this.#problemLine("source")}
      </div>
      <div class="channel-pair even">
        ${this.#text("late", "Later by (optional)", "numeric", "at once")}
        <div class="field">
          <label for="channel-unit">Unit</label>
          <select class="select" id="channel-unit" data-test="channel-unit" @change=${(event) => this.#set("unit", event.target.value)}>
            ${unitOptions.map(([value, label]) => html`<option value=${value} .selected=${value === unit}>${label}</option>`)}
          </select>
        </div>
      </div>
      ${this.#problemLine("offset")}`;
  }

  #contentField() {
    const family = this.#family;
    const { content } = this.#values;
    const page = this.#page;
    const pick = (next) => this.#play(next === "search" || next === "item" ? contentOf(next, "", page, content) : firstOf(next, page));
    const invalid = this.#problems.content;
    return html`<fieldset class="field">
      <legend class="label">Plays</legend>
      <div class="content-kinds">
        ${families.map(([value, label]) => html`<label class="choice ${value === family ? "chosen" : ""}">
          <input type="radio" name="kind" value=${value} .checked=${value === family} data-test=${`channel-content-${value}`}
            @change=${() => pick(value)}>${label}</label>`)}
      </div>
      ${family === "library" ? ""
        : family === "search" ? html`<input class="input" type="search" aria-label="Looks for" data-test="channel-content-query" maxlength="4000" autocomplete="off" spellcheck="false"
          placeholder="type:movie year:1980..1989" .value=${content.query ?? ""} aria-invalid=${invalid ? "true" : undefined} aria-describedby="channel-content-problem"
          @input=${(event) => this.#play({ kind: "search", query: event.target.value })}>`
        : family === "item" ? itemChoice({ content, label: "Plays", test: "channel-content-item", change: (chosen) => this.#play(chosen) })
        : choiceSelect({ content, family, lists: page, label: "Which one", test: "channel-content-id", invalid, describedby: "channel-content-problem",
          change: (key) => this.#play(contentOf(family, key, page, content)) })}
      ${family === "season" ? html`<input class="input" type="number" min="0" aria-label="Season" data-test="channel-content-season" .value=${String(content.season ?? "")}
        @input=${(event) => this.#play({ ...content, season: Number(event.target.value) })}>` : ""}
      ${family !== "library" && !keyOf(content) && family !== "search" && family !== "item" ? html`<p class="field-note">There is none yet. <a href="#/library">Open the library</a></p>` : ""}
      ${this.#problemLine("content")}
    </fieldset>`;
  }

  #orderField() {
    const { content } = this.#values;
    if (content.kind === "playlist") return html`<p class="field-note">A playlist has its own order.</p>`;
    const offered = orders.filter(([value]) => value !== "custom" || hasOwnOrder(content));
    return html`<div class="field">
      <label for="channel-order">Order</label>
      <select class="select" id="channel-order" data-test="channel-order" @change=${(event) => this.#set("order", event.target.value)}>
        ${offered.map(([value, label]) => html`<option value=${value} .selected=${value === this.#values.order}>${label}</option>`)}
      </select>
      <p class="field-note">${orders.find(([value]) => value === this.#values.order)?.[2]}</p>
      ${this.#problemLine("order")}
    </div>`;
  }

  #profileField() {
    const { profiles } = this.#page;
    const chosen = profiles.find(({ name }) => name === this.#values.profile);
    return html`<div class="field">
      <label for="channel-profile">Picture</label>
      <select class="select" id="channel-profile" data-test="channel-profile" @change=${(event) => this.#set("profile", event.target.value)}>
        ${profiles.map(({ name }) => html`<option value=${name} .selected=${name === this.#values.profile}>${name}</option>`)}
      </select>
      <p class="field-note">${chosen ? html`${profileLine(chosen)} <a href=${`#/profiles/${chosen.id}`} data-test="channel-profile-edit">Change it…</a>` : ""}</p>
      ${this.#problemLine("profile")}
    </div>`;
  }

  /** What is shown until all choices are known. */
  static loading() {
    return skeletons(5, "row");
  }
}

// The order that fits a content best, unless one was chosen that fits as well.
function orderFor(content, now) {
  if (content.kind === "collection" || content.kind === "playlist") return "custom";
  if (["show", "season", "firstRun"].includes(content.kind)) return "episode";
  return !now || (now === "custom" && !hasOwnOrder(content)) ? "shuffle" : now;
}

const known = [
  "number", "name", "group", "kind", "source", "offset", "sources", "content", "order", "profile", "viewerLimit",
  "targetBitrate", "image", "music", "audio", "subtitles", "burn", "graphics",
];

function fieldOf(problem) {
  const [first, second] = (problem.field ?? "").split(/[./]/).filter(Boolean);
  const field = { screen: second, audioTracks: "audio" }[first] ?? first;
  return known.includes(field) ? field : "form";
}
