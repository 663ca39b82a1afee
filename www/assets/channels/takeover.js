// A live source in the place of a channel's programmes: the dialog that begins and ends it.

import * as api from "../api.js";
import { now } from "../clock.js";
import { attempt, dialogHead, openDialog, toast } from "../dialogs.js";
import { dayName, preciseTime, time } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";
import { sourcesName } from "./live.js";

/** Opens the dialog for a channel; `changed` is called when something is different. */
export function showTakeOvers(channel, changed) {
  new TakeOvers(channel, changed).open();
}

/** Ends what takes over a channel. */
export async function endTakeOver(channel, id) {
  await attempt(() => api.endTakeOver(channel.id, id), "The programme comes back in a moment");
}

/** "20:15 – 21:45", "since 20:15, until it is ended". */
export function takeOverTimes({ start, end, isOn }) {
  const day = (moment) => (dayName(moment) === "Today" ? time(moment) : `${dayName(moment)} ${time(moment)}`);
  if (end !== undefined) return `${day(start)} – ${day(end)}`;
  return `${isOn ? "since" : "from"} ${day(start)}, until it is ended`;
}

class TakeOvers {
  #channel;
  #changed;
  #dialog;
  #listed;
  #values = { title: "", sources: "", when: "now", start: "", until: "open", end: "" };
  #problems = {};
  #sending = false;

  constructor(channel, changed) {
    this.#channel = channel;
    this.#changed = changed;
  }

  open() {
    this.#dialog = openDialog(() => this.#view(), { test: "takeover-dialog" });
    this.#ask();
  }

  async #ask() {
    const answer = await attempt(() => api.takeOvers(this.#channel.id));
    if (answer) this.#listed = answer.takeOvers;
    this.#draw();
  }

  #draw() {
    if (this.#dialog.open) this.#dialog.draw();
  }

  #set(name, value) {
    this.#values[name] = value;
    delete this.#problems[name];
    if (name === "when") delete this.#problems.start;
    if (name === "until") delete this.#problems.end;
    delete this.#problems.form;
    this.#draw();
  }

  async #begin(event) {
    event.preventDefault();
    const { title, sources, when, until } = this.#values;
    const start = when === "at" ? Date.parse(this.#values.start) : undefined;
    const end = until === "at" ? Date.parse(this.#values.end) : undefined;
    const urls = sources.split("\n").map((line) => line.trim()).filter(Boolean);
    this.#problems = {};
    if (!title.trim()) this.#problems.title = "Say what the guide is to call it.";
    if (!urls.length) this.#problems.sources = "Enter at least one address.";
    if (Number.isNaN(start)) this.#problems.start = "Choose when it begins.";
    if (Number.isNaN(end)) this.#problems.end = "Choose when it ends.";
    if (!Object.keys(this.#problems).length) {
      this.#sending = true;
      this.#draw();
      try {
        const made = await api.takeOver(this.#channel.id, { title: title.trim(), sources: urls.map((url) => ({ url })), start, end });
        const day = dayName(made.start);
        toast(`${made.title} takes over ${day === "Today" ? "" : `${day} `}at ${preciseTime(made.start)}`);
        this.#changed();
        this.#dialog.close();
        return;
      } catch (problem) {
        const field = ["title", "sources", "start", "end"].includes(problem.field) ? problem.field : "form";
        this.#problems[field] = problem.detail || problem.message;
        // What is not shown can't be put right.
        if (field === "start" && when === "now") this.#problems.form = this.#problems.start;
        if (field === "end" && until === "open") this.#problems.form = this.#problems.end;
      }
      this.#sending = false;
    }
    this.#draw();
    this.#dialog.querySelector("[aria-invalid=true]")?.focus();
  }

  async #end(takeOver) {
    await endTakeOver(this.#channel, takeOver.id);
    this.#changed();
    await this.#ask();
  }

  #view() {
    return html`
      ${dialogHead(`Take Over ${this.#channel.name}`, () => this.#dialog)}
      <form class="takeover" @submit=${(event) => this.#begin(event)} novalidate>
        <div class="dialog-body takeover-body">
          ${this.#listed?.length ? this.#list() : ""}
          <p class="quiet">A live source is shown in the place of the programmes, which run on below and come back where they then are.</p>
          ${this.#text("title", "Title in the guide")}
          <div class="field">
            <label for="takeover-sources">Addresses, best first</label>
            <textarea class="input" id="takeover-sources" data-test="takeover-sources" rows="3" spellcheck="false" autocapitalize="off"
              placeholder="https://camera.lan/stream.m3u8" aria-invalid=${this.#problems.sources ? "true" : undefined}
              aria-describedby="takeover-sources-problem" .value=${this.#values.sources}
              @input=${(event) => this.#set("sources", event.target.value)}></textarea>
            ${this.#problem("sources")}
          </div>
          ${this.#moment("when", "Begin", [["now", "Now"], ["at", "At a time"]], "start")}
          ${this.#moment("until", "End", [["open", "When I end it"], ["at", "At a time"]], "end")}
          ${this.#problem("form")}
        </div>
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => this.#dialog.close()}>Cancel</button>
          <button type="submit" class="button primary" data-test="takeover-begin" ?disabled=${this.#sending}>${icon("signal")}Take Over</button>
        </div>
      </form>`;
  }

  #list() {
    return html`<ul class="takeover-list" data-test="takeovers">
      ${this.#listed.map((takeOver) => html`<li data-test="takeover">
        <span class="grow"><span class="row-title">${takeOver.title}</span><br>
          <span class="quiet small-text">${takeOverTimes(takeOver)} · ${sourcesName(takeOver.sources)}</span></span>
        <button type="button" class="button small" data-test="takeover-end" @click=${() => this.#end(takeOver)}>
          ${takeOver.isOn || takeOver.start < now() ? "End" : "Remove"}<span class="unseen"> ${takeOver.title}</span></button>
      </li>`)}
    </ul>`;
  }

  #text(name, label) {
    return html`<div class="field">
      <label for=${`takeover-${name}`}>${label}</label>
      <input class="input" id=${`takeover-${name}`} data-test=${`takeover-${name}`} autocomplete="off" maxlength="200"
        aria-invalid=${this.#problems[name] ? "true" : undefined} aria-describedby=${`takeover-${name}-problem`}
        .value=${this.#values[name]} @input=${(event) => this.#set(name, event.target.value)}>
      ${this.#problem(name)}
    </div>`;
  }

  #moment(choice, label, ways, field) {
    const isTimed = this.#values[choice] === "at";
    return html`<div class="takeover-moment">
      <div class="field">
        <label for=${`takeover-${choice}`}>${label}</label>
        <select class="select" id=${`takeover-${choice}`} data-test=${`takeover-${choice}`} @change=${(event) => this.#set(choice, event.target.value)}>
          ${ways.map(([value, words]) => html`<option value=${value} .selected=${value === this.#values[choice]}>${words}</option>`)}
        </select>
      </div>
      ${isTimed ? html`<div class="field">
        <label for=${`takeover-${field}`}>${label} at</label>
        <input class="input" type="datetime-local" id=${`takeover-${field}`} data-test=${`takeover-${field}`}
          aria-invalid=${this.#problems[field] ? "true" : undefined} aria-describedby=${`takeover-${field}-problem`}
          .value=${this.#values[field]} @input=${(event) => this.#set(field, event.target.value)}>
        ${this.#problem(field)}
      </div>` : ""}
    </div>`;
  }

  #problem(name) {
    return html`<p class="field-problem" id=${`takeover-${name}-problem`} role="alert" data-test=${`takeover-${name}-problem`}
      ?hidden=${!this.#problems[name]}>${this.#problems[name] ?? ""}</p>`;
  }
}
