// The form that makes or changes a transcode profile.

import * as api from "../api.js";
import { replacing, toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { folded, pageHead, problemCard, revealProblem } from "../parts.js";
import { html } from "../template.js";
import { Outline } from "./outline.js";
import { audioBitrates, audioCodecs, bitDepths, channelCounts, codings, deinterlacings, hardwares, nextRung, presets, scalings, segmentFormats, videoCodecs } from "./words.js";

// The field, its name, how many of the API's units one of the form's is, and what to know about it.
const numbers = {
  width: ["Width", 1, "128 to 3840, even"],
  height: ["Height", 1, "128 to 2160, even"],
  frameRate: ["Frames a second", 1, "15 to 60"],
  videoBitrate: ["Picture, Mbit/s", 1_000_000, "0.1 to 80"],
  videoBuffer: ["Buffer, Mbit (optional)", 1_000_000, "how much the bit rate may vary: half a second of it to ten; two seconds when empty"],
  bFrames: ["B-frames", 1, "0 to 4; fewer are quicker, more look better; AV1 has its own"],
  keyFrameSeconds: ["Seconds between key frames", 1, "1 to 5; shorter zaps quicker, longer saves bits"],
  audioBitrate: ["Sound, kbit/s", 1_000, "32 to 640; more than 320 needs 5.1. AC-3 and MP3 know certain rates only"],
  loudness: ["Loudness, LUFS (optional)", 1, "−31 to −10; television has −23. Empty: as set for the whole station"],
  threads: ["Threads", 1, "1 to 32"],
};
const choices = {
  videoCodec: ["Codec", videoCodecs],
  bitDepth: ["Colour depth", bitDepths],
  audioCodec: ["Codec", audioCodecs],
  coding: ["H.264 profile", codings],
  scaling: ["Other shapes", scalings],
  deinterlacing: ["Deinterlace", deinterlacings],
  hardware: ["Encode with", hardwares],
  audioChannels: ["Channels", channelCounts],
  segments: ["Segments", segmentFormats],
};
const switches = ["mapsTones", "allowsCopy", "hasPicture"];
// A smaller picture's numbers, as those above.
const rungNumbers = { width: ["Width", 1], height: ["Height", 1], videoBitrate: ["Mbit/s", 1_000_000] };
const mostRungs = 4;
const optional = ["videoBuffer", "loudness"];

export class ProfileForm {
  #page;
  #editing;
  #values;
  #problems = {};
  #saving = false;
  #outline;

  /** A form for a new profile like `model`, or for `profile`. */
  constructor(page, profile, model) {
    this.#page = page;
    this.#editing = profile;
    const shown = profile ?? model;
    this.#values = { name: profile?.name ?? "", preset: shown.preset };
    for (const field of switches) this.#values[field] = shown[field];
    for (const [field, [, unit]] of Object.entries(numbers)) {
      this.#values[field] = shown[field] === undefined || shown[field] === null ? "" : String(shown[field] / unit);
    }
    for (const field of Object.keys(choices)) this.#values[field] = shown[field];
    this.#values.ladder = shown.ladder.map((rung) => Object.fromEntries(Object.entries(rungNumbers).map(([key, [, unit]]) => [key, String(rung[key] / unit)])));
    this.#outline = new Outline(page, () => this.#wish());
  }

  end() {
    this.#outline.end();
  }

  /** Takes note of how a job stands. */
  take(job) {
    this.#outline.take(job);
  }

  #set(field, value) {
    this.#values[field] = value;
    delete this.#problems[field];
    this.#follow(field, value);
    this.#page.update();
    this.#outline.ask();
  }

  // What a choice leaves no choice of.
  #follow(field, value) {
    const values = this.#values;
    if (field === "coding" && value === "baseline") values.bFrames = "0";
    if (field === "videoCodec" && !this.#hasDepths) values.bitDepth = 8;
    if (field === "videoCodec" && value === "av1") values.segments = "fragmented";
    if (field === "videoCodec" && value === "mpeg2") values.segments = "transportStream";
    if (values.segments === "fragmented" && values.audioCodec === "pcm" && field !== "audioCodec") values.audioCodec = "aac";
    if (field !== "audioCodec") return;
    if (value === "pcm") values.segments = "transportStream";
    if (value === "pcm" && values.videoCodec === "av1") values.videoCodec = "h264";
    if (value === "mp3") values.audioChannels = 2;
    const known = audioBitrates[value];
    const wanted = Number(values.audioBitrate.replace(",", "."));
    if (known && Number.isFinite(wanted)) values.audioBitrate = String(known.find((rate) => rate >= wanted) ?? known.at(-1));
  }

  get #hasDepths() {
    return ["hevc", "av1"].includes(this.#values.videoCodec);
  }

  // Fields that have no effect, or no choice, as things are.
  #isIdle(field) {
    const { videoCodec, audioCodec } = this.#values;
    switch (field) {
      case "bitDepth": return !this.#hasDepths;
      case "coding": return videoCodec !== "h264";
      case "bFrames": return videoCodec === "av1" || (videoCodec === "h264" && this.#values.coding === "baseline");
      case "segments": return ["av1", "mpeg2"].includes(videoCodec) || audioCodec === "pcm";
      case "preset": return videoCodec === "mpeg2";
      case "audioChannels": return audioCodec === "mp3";
      case "audioBitrate": return audioCodec === "pcm";
      default: return false;
    }
  }

  // What the API is told; a number that is none names its field.
  #wish() {
    const values = this.#values;
    const wish = { name: values.name.trim(), preset: values.preset };
    for (const field of switches) wish[field] = values[field];
    for (const field of Object.keys(choices)) wish[field] = values[field];
    for (const [field, [, unit]] of Object.entries(numbers)) {
      const text = values[field].trim().replace("−", "-").replace(",", ".");
      if (text === "" && optional.includes(field)) {
        wish[field] = 0;
        continue;
      }
      const number = Math.round(Number(text) * unit);
      if (text === "" || !Number.isFinite(number) || !/^-?\d{1,5}(\.\d{1,3})?$/.test(text)) throw { field, detail: `Enter a number: ${numbers[field][2]}.` };
      wish[field] = number;
    }
    wish.ladder = this.#rungs();
    return wish;
  }

  #rungs() {
    return this.#values.ladder.map((rung) => Object.fromEntries(Object.entries(rungNumbers).map(([key, [label, unit]]) => {
      const number = Math.round(Number(rung[key].trim().replace(",", ".")) * unit);
      if (rung[key].trim() === "" || !Number.isFinite(number)) throw { field: "ladder", detail: `Enter a number: ${label} of each smaller picture.` };
      return [key, number];
    })));
  }

  #changeRungs(change) {
    change(this.#values.ladder);
    this.#set("ladder", this.#values.ladder);
  }

  // The next size down from the smallest that there is.
  get #suggestion() {
    const values = this.#values;
    const above = values.ladder.at(-1) ?? values;
    const [width, height, bits] = ["width", "height", "videoBitrate"].map((key) => Number(above[key].replace(",", ".")) * rungNumbers[key][1]);
    if (values.ladder.length >= mostRungs || !(width > 0 && height > 0 && bits > 0)) return undefined;
    return nextRung(width, height, bits);
  }

  #addRung() {
    const found = this.#suggestion;
    if (!found) return;
    const rung = Object.fromEntries(Object.entries(rungNumbers).map(([key, [, unit]], index) => [key, String(found[index] / unit)]));
    this.#changeRungs((ladder) => ladder.push(rung));
  }

  #ladder() {
    const { ladder } = this.#values;
    return html`<fieldset class="profile-ladder" aria-describedby="profile-ladder-note profile-ladder-problem" data-test="profile-ladder">
      <legend>Smaller pictures</legend>
      <p class="field-note" id="profile-ladder-note">Players on a slow line change to one of these by themselves. With any of them every file is encoded, and each costs the processor or card one encoder more.</p>
      ${ladder.map((rung, index) => html`<div class="profile-rung" data-test="profile-rung">
        ${Object.entries(rungNumbers).map(([key, [label]]) => html`<label>${label}
          <input class="input" inputmode="decimal" autocomplete="off" maxlength="8" data-test=${`rung-${key}`} .value=${rung[key]} aria-invalid=${this.#problems.ladder ? "true" : undefined}
            @input=${(event) => this.#changeRungs((all) => { all[index][key] = event.target.value; })}></label>`)}
        <button type="button" class="round bad" aria-label=${`Leave out the picture of ${rung.width} × ${rung.height}`} title="Leave out" data-test="rung-remove"
          @click=${() => this.#changeRungs((all) => all.splice(index, 1))}>${icon("trash")}</button>
      </div>`)}
      <button type="button" class="button" data-test="rung-add" ?disabled=${!this.#suggestion} @click=${() => this.#addRung()}>${icon("plus")}Add a smaller picture</button>
      ${this.#problemLine("ladder")}
    </fieldset>`;
  }

  // Somebody else changed it, and that is to be looked at first.
  #stay() {
    this.#saving = false;
    this.#page.draw();
  }

  async #save(event) {
    event.preventDefault();
    this.#problems = {};
    this.#saving = true;
    this.#page.update();
    try {
      const wish = this.#wish();
      if (this.#editing) {
        const saved = await replacing((revision) => api.changeProfile(this.#editing.id, wish, revision), this.#editing.revision, "the profile");
        if (!saved) return this.#stay();
      } else await api.addProfile(wish);
      toast(this.#editing ? `${wish.name} saved. Channels go over to it with their next item.` : `${wish.name} made`);
      location.hash = "#/profiles";
    } catch (problem) {
      const field = problem.field in this.#values ? problem.field : "form";
      this.#problems[field] = problem.detail || problem.message;
      this.#saving = false;
      this.#page.draw();
      revealProblem(document.querySelector(".profile-form"));
    }
  }

  view() {
    const used = this.#editing?.channels ?? [];
    return html`
      ${pageHead(this.#editing ? `Change ${this.#editing.name}` : "New profile", used.length ? `Used by ${used.join(", ")}` : "The shape that a channel’s items are brought into", html`
        <a class="button" href="#/profiles">Cancel</a>`)}
      ${this.#problems.form ? problemCard({ title: "The profile was not saved", detail: this.#problems.form }, (event) => this.#save(event)) : ""}
      <div class="profile-columns">
        <form class="card profile-form" novalidate data-test="profile-form" @submit=${(event) => this.#save(event)}>
          ${this.#text("name", "Name", "At most 60 characters", "text")}
          ${this.#switch("hasPicture", "With a picture", "Without, its channels are radios: they send sound only.")}
          ${this.#switch("allowsCopy", "Pass fitting files on as they are", "Costs next to no processor time and keeps their quality.")}
          ${this.#values.hasPicture ? this.#picture() : ""}
          <h2>Sound</h2>
          <div class="profile-fields">${this.#choice("audioCodec")}${this.#choice("audioChannels")}</div>
          <div class="profile-fields">${["audioBitrate", "loudness"].map((field) => this.#number(field))}</div>
          ${this.#values.hasPicture ? "" : html`<div class="profile-fields">${this.#number("keyFrameSeconds")}</div>`}
          <div class="form-actions">
            <button class="button primary" data-test="profile-save" ?disabled=${this.#saving}>${icon("check")}${this.#editing ? "Save" : "Make Profile"}</button>
          </div>
        </form>
        ${this.#outline.view()}
      </div>`;
  }

  #picture() {
    return html`<h2>Picture</h2>
      <div class="profile-fields">${["width", "height", "frameRate"].map((field) => this.#number(field))}</div>
      <div class="profile-fields">${this.#choice("scaling")}${this.#choice("deinterlacing")}</div>
      ${this.#switch("mapsTones", "Bring HDR to the usual range", "Without it, HDR10 and HLG look pale.")}
      <h2>Encoding</h2>
      <div class="profile-fields">${this.#choice("videoCodec")}${this.#choice("bitDepth")}</div>
      <div class="profile-fields">${this.#choice("hardware")}${this.#preset()}</div>
      <div class="profile-fields">${this.#number("videoBitrate")}</div>
      ${folded({
        title: "Finer settings", line: "buffer, H.264 profile, key frames, threads", test: "profile-fine",
        body: html`<div class="profile-fields">${["videoBuffer", "threads"].map((field) => this.#number(field))}</div>
          <div class="profile-fields">${this.#choice("coding")}${this.#number("bFrames")}</div>
          <div class="profile-fields">${this.#number("keyFrameSeconds")}</div>`,
      })}
      <h2>Playlists</h2>
      <div class="profile-fields">${this.#choice("segments")}</div>
      ${this.#ladder()}`;
  }

  #problemLine(field) {
    return html`<p class="field-problem" id=${`profile-${field}-problem`} role="alert" data-test=${`profile-${field}-problem`}
      ?hidden=${!this.#problems[field]}>${this.#problems[field] ?? ""}</p>`;
  }

  #number(field) {
    const [label, , note] = numbers[field];
    return this.#text(field, label, note, "decimal");
  }

  #text(field, label, note, mode) {
    return html`<div class="field">
      <label for=${`profile-${field}`}>${label}</label>
      <input class="input" id=${`profile-${field}`} name=${field} inputmode=${mode} autocomplete="off" maxlength="60" data-test=${`profile-${field}`} ?disabled=${this.#isIdle(field)}
        .value=${this.#values[field]} aria-invalid=${this.#problems[field] ? "true" : undefined}
        aria-describedby=${`profile-${field}-note profile-${field}-problem`} @input=${(event) => this.#set(field, event.target.value)}
        @change=${(event) => this.#set(field, event.target.value)}>
      <p class="field-note" id=${`profile-${field}-note`}>${note}</p>
      ${this.#problemLine(field)}
    </div>`;
  }

  #choice(field) {
    const [label, list] = choices[field];
    return html`<div class="field">
      <label for=${`profile-${field}`}>${label}</label>
      <select class="select" id=${`profile-${field}`} data-test=${`profile-${field}`} ?disabled=${this.#isIdle(field)} aria-invalid=${this.#problems[field] ? "true" : undefined}
        aria-describedby=${`profile-${field}-note profile-${field}-problem`} @change=${(event) => this.#set(field, list[event.target.selectedIndex][0])}>
        ${list.map(([value, name]) => html`<option value=${value} .selected=${value === this.#values[field]}>${name}</option>`)}
      </select>
      <p class="field-note" id=${`profile-${field}-note`}>${list.find(([value]) => value === this.#values[field])?.[2]}</p>
      ${this.#problemLine(field)}
    </div>`;
  }

  #preset() {
    return html`<div class="field">
      <label for="profile-preset">Effort</label>
      <select class="select" id="profile-preset" data-test="profile-preset" ?disabled=${this.#isIdle("preset")} @change=${(event) => this.#set("preset", event.target.value)}>
        ${presets.map((name) => html`<option value=${name} .selected=${name === this.#values.preset}>${name}</option>`)}
      </select>
      <p class="field-note">Slower looks better for the same bits, and takes more of the machine.</p>
      ${this.#problemLine("preset")}
    </div>`;
  }

  #switch(field, label, note) {
    return html`<label class="profile-switch">
      <span class="grow">${label}<br><span class="quiet small-text">${note}</span></span>
      <input type="checkbox" role="switch" class="switch" data-test=${`profile-${field}`} .checked=${this.#values[field]}
        @change=${(event) => this.#set(field, event.target.checked)}>
    </label>`;
  }
}
