// The form that makes or changes a graphic, with the picture that it would make beside it.

import * as api from "../api.js";
import { replacing, toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { pageHead, problemCard } from "../parts.js";
import { html } from "../template.js";
import { Preview } from "./preview.js";
import { Upload } from "./upload.js";
import { fields, places } from "./words.js";

// The field, its name, how many of the API's units one of the form's is, and what to know about it.
const numbers = {
  width: ["Width, % (optional)", 1, "of the picture’s; its own when empty"],
  marginX: ["Margin at the side, %", 1, "0 to 50, of the picture’s width"],
  marginY: ["Margin above or below, %", 1, "0 to 50, of the picture’s height"],
  opacity: ["Opacity, %", 0.01, "5 to 100; 100 hides what is behind"],
  fade: ["Fade, seconds", 1000, "0 to 5, to come and to go"],
  length: ["Seen for, seconds", 1000, "each time"],
  period: ["Comes again after, minutes", 60_000, "by the clock, at full periods of the day"],
  first: ["Seen for the first, seconds", 1000, "of each programme"],
  size: ["Height of a line, %", 1, "1 to 25, of the picture’s height"],
};
const usual = { width: undefined, marginX: 3, marginY: 4, opacity: 1, fade: 0, length: 20_000, period: 900_000, first: 30_000, size: 4 };
const timings = [["always", "Always"], ["rhythm", "Now and then"], ["first", "At the beginning of programmes"]];

export class GraphicForm {
  #page;
  #editing;
  #values;
  #problems = {};
  #saving = false;
  #upload;
  #preview;

  /** A form for a new graphic, like `model` if there is one, or for `graphic`. */
  constructor(page, graphic, model) {
    this.#page = page;
    this.#editing = graphic;
    const shown = graphic ?? model ?? {};
    this.#values = {
      name: graphic?.name ?? "", kind: shown.kind ?? "image", image: shown.image, text: shown.text ?? "{title}\nNext at {next.start}: {next}",
      place: shown.place ?? "topRight", color: `#${shown.color ?? "ffffff"}`, hasBackground: Boolean(shown.background),
      background: `#${shown.background ?? "000000"}`, onFillers: shown.onFillers ?? false,
      timing: shown.rhythm ? "rhythm" : shown.first ? "first" : "always",
    };
    const known = { ...usual, ...shown, ...shown.rhythm };
    for (const [field, [, unit]] of Object.entries(numbers)) {
      const value = known[field] ?? usual[field];
      this.#values[field] = value === undefined ? "" : String(Math.round((value / unit) * 1000) / 1000);
    }
    this.#upload = new Upload(page, ({ image }) => this.#set("image", image));
    this.#preview = new Preview(page, () => this.#wish());
    this.#ask();
  }

  end() {
    this.#preview.end();
  }

  #set(field, value) {
    this.#values[field] = value;
    delete this.#problems[field];
    if (field === "timing") for (const name of ["length", "period", "first", "fade"]) delete this.#problems[name];
    this.#page.update();
    this.#ask();
  }

  #ask() {
    if (this.#values.kind === "text" || this.#values.image) this.#preview.ask();
  }

  #number(field) {
    const [, unit, note] = numbers[field];
    const text = this.#values[field].trim().replace(",", ".");
    if (text === "" && field === "width") return 0;
    if (!/^\d{1,5}(\.\d{1,3})?$/.test(text)) throw { field, detail: `Enter a number: ${note}.` };
    const number = Number(text) * unit;
    return unit >= 1000 ? Math.round(number) : number;
  }

  // What the API is told; a number that is none names its field.
  #wish() {
    const values = this.#values;
    const wish = { name: values.name.trim() || "Unnamed", kind: values.kind, place: values.place, onFillers: values.onFillers };
    for (const field of ["width", "marginX", "marginY", "opacity", "fade"]) wish[field] = this.#number(field);
    wish.rhythm = values.timing === "rhythm" ? { period: this.#number("period"), length: this.#number("length") } : { period: 0, length: 0 };
    wish.first = values.timing === "first" ? this.#number("first") : 0;
    if (values.kind === "image") {
      if (!values.image) throw { field: "image", detail: "Give the picture first." };
      wish.image = values.image;
    } else {
      Object.assign(wish, {
        text: values.text, size: this.#number("size"), color: values.color.slice(1), background: values.hasBackground ? values.background.slice(1) : "",
      });
    }
    return wish;
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
      if (!this.#values.name.trim()) throw { field: "name", detail: "Give the graphic a name." };
      const wish = this.#wish();
      if (this.#editing) {
        const saved = await replacing((revision) => api.changeGraphic(this.#editing.id, wish, revision), this.#editing.revision, "the graphic");
        if (!saved) return this.#stay();
      } else await api.addGraphic(wish);
      toast(this.#editing ? `${wish.name} saved. Channels go over to it with their next item.` : `${wish.name} made. Give it to channels on their pages.`);
      location.hash = "#/graphics";
    } catch (problem) {
      const field = (problem.field ?? "").replace("rhythm.", "");
      this.#problems[field in this.#values ? field : "form"] = problem.detail || problem.message;
      this.#saving = false;
      this.#page.draw();
      document.querySelector(".graphic-form [aria-invalid=true]")?.focus();
    }
  }

  view() {
    const used = this.#editing?.usedBy ?? [];
    const { kind, timing } = this.#values;
    return html`
      ${pageHead(this.#editing ? `Change ${this.#editing.name}` : "New graphic", used.length ? `Used by ${used.join(", ")}` : "A picture or words over what is on", html`
        <a class="button" href="#/graphics">Cancel</a>`)}
      ${this.#problems.form ? problemCard({ title: "The graphic was not saved", detail: this.#problems.form }, (event) => this.#save(event)) : ""}
      <div class="graphic-columns">
        <form class="card graphic-form" novalidate data-test="graphic-form" @submit=${(event) => this.#save(event)}>
          ${this.#line("name", "Name", "At most 60 characters", { mode: "text" })}
          ${this.#choices("kind", "Shows", [["image", "A picture"], ["text", "Words"]])}
          ${kind === "image" ? this.#upload.view(this.#values.image, this.#problems.image) : this.#words()}
          <h2>Where</h2>
          <div class="graphic-where">${this.#places()}
            <div class="graphic-fields">${["width", "marginX", "marginY", "opacity"].map((field) => this.#numberField(field))}</div>
          </div>
          <h2>When</h2>
          ${this.#choices("timing", "Seen", timings)}
          <div class="graphic-fields">${timing === "rhythm" ? ["length", "period"].map((field) => this.#numberField(field)) : ""}
            ${timing === "first" ? this.#numberField("first") : ""}${this.#numberField("fade")}</div>
          <label class="graphic-switch"><span class="grow">On fillers too<br><span class="quiet small-text">Without it, only programmes and live pictures have it.</span></span>
            <input type="checkbox" role="switch" class="switch" data-test="graphic-onFillers" .checked=${this.#values.onFillers}
              @change=${(event) => this.#set("onFillers", event.target.checked)}></label>
          <div class="form-actions">
            <button class="button primary" data-test="graphic-save" ?disabled=${this.#saving}>${icon("check")}${this.#editing ? "Save" : "Make Graphic"}</button>
          </div>
        </form>
        ${this.#preview.view()}
      </div>`;
  }

  #words() {
    return html`<div class="field">
        <label for="graphic-text">Says</label>
        <textarea class="input" id="graphic-text" rows="3" maxlength="500" data-test="graphic-text" .value=${this.#values.text}
          aria-invalid=${this.#problems.text ? "true" : undefined} aria-describedby="graphic-text-note graphic-text-problem"
          @input=${(event) => this.#set("text", event.target.value)}></textarea>
        <p class="field-note" id="graphic-text-note">Names in braces are filled in. A line of whose names none is known is left out.</p>
        <div class="graphic-names" role="group" aria-label="Names to add">${fields.map(([name, meaning]) => html`<button type="button" class="button small"
          title=${meaning} data-test=${`graphic-name-${name}`} @click=${() => this.#insert(`{${name}}`)}>{${name}}</button>`)}</div>
        ${this.#problemLine("text")}
      </div>
      <div class="graphic-fields">${this.#numberField("size")}${this.#colour("color", "Colour")}
        <div class="field"><label class="check-line"><input type="checkbox" class="check" data-test="graphic-hasBackground" .checked=${this.#values.hasBackground}
          @change=${(event) => this.#set("hasBackground", event.target.checked)}>A colour behind the words</label>
          ${this.#values.hasBackground ? html`<input type="color" class="graphic-colour" aria-label="The colour behind the words" data-test="graphic-background" .value=${this.#values.background}
            @input=${(event) => this.#set("background", event.target.value)}>` : ""}${this.#problemLine("background")}</div>
      </div>`;
  }

  // A name goes where the cursor is.
  #insert(name) {
    const area = document.getElementById("graphic-text");
    const text = this.#values.text;
    const at = area?.selectionEnd ?? text.length;
    this.#set("text", text.slice(0, at) + name + text.slice(at));
    queueMicrotask(() => {
      area?.focus();
      area?.setSelectionRange(at + name.length, at + name.length);
    });
  }

  // Nine places on a small screen.
  #places() {
    return html`<fieldset class="field">
      <legend class="label">Place</legend>
      <div class="graphic-screen">${places.map(([value, label]) => html`<label class="graphic-place ${value === this.#values.place ? "chosen" : ""}" title=${label}>
        <input type="radio" name="place" value=${value} aria-label=${label} data-test=${`graphic-place-${value}`} .checked=${value === this.#values.place}
          @change=${() => this.#set("place", value)}></label>`)}</div>
      <p class="field-note" data-test="graphic-place-name">${places.find(([value]) => value === this.#values.place)?.[1]}</p>
    </fieldset>`;
  }

  #choices(field, label, list) {
    return html`<fieldset class="field">
      <legend class="label">${label}</legend>
      <div class="graphic-kinds">${list.map(([value, text]) => html`<label class="choice ${value === this.#values[field] ? "chosen" : ""}">
        <input type="radio" name=${field} value=${value} .checked=${value === this.#values[field]} data-test=${`graphic-${field}-${value}`}
          @change=${() => this.#set(field, value)}>${text}</label>`)}</div>
    </fieldset>`;
  }

  #colour(field, label) {
    return html`<div class="field"><label for=${`graphic-${field}`}>${label}</label>
      <input type="color" class="graphic-colour" id=${`graphic-${field}`} data-test=${`graphic-${field}`} .value=${this.#values[field]}
        @input=${(event) => this.#set(field, event.target.value)}>
      ${this.#problemLine(field)}</div>`;
  }

  #numberField(field) {
    const [label, , note] = numbers[field];
    return this.#line(field, label, note, { mode: "decimal" });
  }

  #line(field, label, note, { mode }) {
    return html`<div class="field">
      <label for=${`graphic-${field}`}>${label}</label>
      <input class="input" id=${`graphic-${field}`} name=${field} inputmode=${mode} autocomplete="off" maxlength="60" data-test=${`graphic-${field}`}
        .value=${this.#values[field]} aria-invalid=${this.#problems[field] ? "true" : undefined}
        aria-describedby=${`graphic-${field}-note graphic-${field}-problem`} @input=${(event) => this.#set(field, event.target.value)}>
      <p class="field-note" id=${`graphic-${field}-note`}>${note}</p>
      ${this.#problemLine(field)}
    </div>`;
  }

  #problemLine(field) {
    return html`<p class="field-problem" id=${`graphic-${field}-problem`} role="alert" data-test=${`graphic-${field}-problem`}
      ?hidden=${!this.#problems[field]}>${this.#problems[field] ?? ""}</p>`;
  }
}
