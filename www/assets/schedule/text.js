// The rules as text: YAML with line numbers, every mistake marked at its line. What can be
// read becomes the draft, so that outlook, undo and saving are the same as for the form.

import * as api from "../api.js";
import { toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { plain } from "./draft.js";

const pause = 350;

export class RuleText {
  #page;
  #text = "";
  #problems = [];
  #failure;
  /** The rules that the text stands for, as plain text; undefined where it has none yet. */
  #meant;
  #timer;
  #question;
  #asked = 0;

  constructor(page) {
    this.#page = page;
  }

  end() {
    clearTimeout(this.#timer);
    this.#question?.abort();
    this.#meant = undefined;
    this.#problems = [];
  }

  /** Whether what is written can't be followed, and so is no part of the draft. */
  get isBroken() {
    return this.#problems.length > 0;
  }

  /** Writes the draft anew where it was changed elsewhere, as by undo. */
  async follow() {
    const { rules } = this.#page.editor.draft;
    const meant = plain(rules);
    if (meant === this.#meant) return;
    this.#meant = meant;
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    try {
      const { text } = await api.writeRules(rules);
      if (asked !== this.#asked) return;
      this.#text = text;
      this.#problems = [];
      this.#failure = undefined;
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.#failure = problem;
      this.#meant = undefined;
    }
    this.#page.update();
  }

  /** Gives up what can't be read; true if there was something to give up. */
  forget() {
    if (!this.isBroken) return false;
    this.#meant = undefined;
    this.#problems = [];
    this.follow();
    return true;
  }

  #write(text) {
    this.#text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), pause);
    this.#page.update();
  }

  async #read() {
    this.#question?.abort();
    const mine = new AbortController();
    this.#question = mine;
    const asked = (this.#asked += 1);
    try {
      const { rules, problems } = await api.readRules(this.#text, mine.signal);
      if (mine.signal.aborted || asked !== this.#asked) return;
      this.#problems = problems;
      this.#failure = undefined;
      if (rules && !problems.length) {
        this.#meant = plain(rules);
        this.#page.editor.write(rules);
      }
    } catch (problem) {
      if (mine.signal.aborted) return;
      this.#failure = problem;
    }
    this.#page.update();
  }

  // Drawing

  view() {
    const lines = this.#text.split("\n").length;
    const wrong = new Map(this.#problems.map(({ line, detail }) => [line, detail]));
    const numbers = Array.from({ length: lines }, (_, place) => place + 1);
    return html`<section class="card rules-form" aria-label="Rules as text" data-test="rules-text">
      <div class="text-tools">
        <label class="button small file-button">${icon("folder")}Open File…<input type="file" class="unseen" accept=".yaml,.yml,.json,.txt" data-test="text-file"
          @change=${(event) => this.#open(event.target)}></label>
        <a class="button small" href=${api.rulesFile(this.#page.channelId)} download data-test="text-download">${icon("down")}Download Saved Rules</a>
      </div>
      <div class="text-editor" data-wrong=${this.isBroken ? "yes" : undefined}>
        <div class="text-lines" aria-hidden="true">${numbers.map((line) => html`<span class=${wrong.has(line) ? "bad" : ""} title=${wrong.get(line)}>${line}</span>`)}</div>
        <textarea class="text-area" aria-label="Rules in YAML" aria-invalid=${this.isBroken ? "true" : undefined} aria-describedby="text-problems"
          spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" data-test="text-area" .value=${this.#text}
          @input=${(event) => this.#write(event.target.value)} @keydown=${(event) => this.#indent(event)}
          @blur=${() => this.#page.editor.draft.seal()}
          @scroll=${(event) => { event.target.previousElementSibling.scrollTop = event.target.scrollTop; }}></textarea>
      </div>
      <div id="text-problems" role="status">
        ${this.#failure ? html`<p class="field-problem">${this.#failure.detail || this.#failure.message}</p>` : ""}
        ${this.isBroken ? html`<ul class="text-problems">${this.#problems.map((problem, place) => keyed(place, html`<li>
          <button type="button" class="refusal" data-test="text-problem" @click=${(event) => this.#go(event, problem)}>${problem.line ? `Line ${problem.line}: ` : ""}${problem.detail}</button></li>`))}</ul>` : ""}
      </div>
      <p class="field-note">Comments are not kept. Contents have the names of your library, lengths their unit, such as 1h30m.
        <a href=${api.rulesSchema} target="_blank" rel="noopener">Schema for editors</a></p>
    </section>`;
  }

  // A new line begins below the one before it.
  #indent(event) {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const area = event.target;
    const before = area.value.slice(0, area.selectionStart);
    const space = /^ *(?:- )*/.exec(before.slice(before.lastIndexOf("\n") + 1))[0].replaceAll("-", " ");
    if (!space) return;
    event.preventDefault();
    area.setRangeText(`\n${space}`, area.selectionStart, area.selectionEnd, "end");
    this.#write(area.value);
  }

  #go(event, { line, column }) {
    const area = event.target.closest("section").querySelector("textarea");
    const starts = this.#text.split("\n").slice(0, Math.max(0, (line ?? 1) - 1)).reduce((sum, text) => sum + text.length + 1, 0);
    area.focus();
    area.setSelectionRange(starts + (column ?? 1) - 1, starts + (column ?? 1) - 1);
    area.scrollTop = Math.max(0, (line ?? 1) - 4) * parseFloat(getComputedStyle(area).lineHeight);
  }

  async #open(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    if (file.size > 512 * 1024) {
      toast("That file is too large to be rules.", { bad: true });
      return;
    }
    this.#write(await file.text());
  }
}
