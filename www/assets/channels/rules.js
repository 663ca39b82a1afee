// A part of the channel's form with ordered rules for tracks of files: what they pick is asked a moment after each change.

import { icon } from "../icons.js";
import { html } from "../template.js";

export const wishes = [["", "either"], ["no", "no"], ["yes", "yes"]];

/** A flag as a choice of three has it. */
export const words = (flag) => (flag === undefined || flag === null ? "" : flag ? "yes" : "no");

/** The fields of what is offered, as the API is told. */
export const offerOf = ({ name, language }) => ({ name: name.trim(), ...(language.trim() ? { language: language.trim() } : {}) });

/**
 * What the parts have in common. Each tells `count`, whether there is anything to show at first, `find(state)`, the files that the
 * API answers, `newRule()`, and `fields(rule, test, { select, text })`, the fields of a rule.
 */
export class TrackRules {
  #page;
  #asked = 0;
  #soon;
  files;
  problem;
  isOpen = false;

  /** `state` returns the form's values and the content; both may change at any time. */
  constructor(page, state) {
    this.#page = page;
    this.state = state;
    this.isOpen = this.count > 0;
    if (this.isOpen) this.ask();
  }

  end() {
    clearTimeout(this.#soon);
    this.#asked += 1;
  }

  get values() {
    return this.state().values;
  }

  changed() {
    this.#page.update();
    this.ask();
  }

  /** Asks what files would get, a moment later. */
  ask() {
    clearTimeout(this.#soon);
    if (!this.isOpen) return;
    const mine = ++this.#asked;
    this.#soon = setTimeout(async () => {
      let files;
      let problem;
      try {
        files = await this.find(this.state());
      } catch (failure) {
        problem = failure;
      }
      if (mine !== this.#asked) return;
      this.files = files ?? this.files;
      this.problem = problem;
      this.#page.update();
    }, 250);
  }

  toggle(open) {
    if (open === this.isOpen) return;
    this.isOpen = open;
    this.ask();
  }

  /** A name and a language that players show, what else is given, and the rules for it; it can be removed from `all`. */
  offer(all, index, test, examples, more, nameless) {
    const one = all[index];
    const text = (name, label) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="60" placeholder=${examples[name]} data-test=${`${test}-${name}-${index}`} .value=${one[name]}
        @input=${(event) => { one[name] = event.target.value; this.changed(); }}></label>`;
    return html`<li class="subtitle-offer" data-test=${`${test}-offer`}>
      <div class="audio-fields">${text("name", "Name")}${text("language", "Language")}</div>
      ${more}
      ${this.ruleList(one.rules, `${test}-${index}`)}
      <div class="audio-buttons"><button type="button" class="button small" data-test=${`${test}-remove-${index}`}
        @click=${() => { all.splice(index, 1); this.changed(); }}>${icon("trash")}Remove ${one.name || nameless}</button></div>
    </li>`;
  }

  ruleList(rules, test) {
    return html`<ol class="audio-rules">${rules.map((rule, index) => this.#rule(rules, rule, index, test))}</ol>
      <button type="button" class="button small" data-test=${`${test}-add`} ?disabled=${rules.length >= 20}
        @click=${() => { rules.push(this.newRule()); this.changed(); }}>${icon("plus")}Add a Rule</button>`;
  }

  #rule(rules, rule, index, test) {
    const set = (name) => (event) => { rule[name] = event.target.value; this.changed(); };
    const named = (name) => `${test}-${name}-${index}`;
    const move = (by) => { rules.splice(index, 1); rules.splice(index + by, 0, rule); this.changed(); };
    const select = (name, label, list) => html`<label class="audio-field"><span>${label}</span>
      <select class="select" data-test=${named(name)} @change=${set(name)}>
        ${list.map(([value, text]) => html`<option value=${value} .selected=${value === rule[name]}>${text}</option>`)}</select></label>`;
    const text = (name, label, placeholder) => html`<label class="audio-field"><span>${label}</span>
      <input class="input" autocomplete="off" maxlength="100" placeholder=${placeholder} data-test=${named(name)} .value=${rule[name]} @input=${set(name)} @change=${set(name)}></label>`;
    return html`<li class="audio-rule">
      <div class="audio-fields">${this.fields(rule, test, { select, text })}</div>
      <div class="audio-buttons">
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} up`} ?disabled=${index === 0} @click=${() => move(-1)}>${icon("up")}</button>
        <button type="button" class="round" aria-label=${`Move rule ${index + 1} down`} ?disabled=${index === rules.length - 1} @click=${() => move(1)}>${icon("down")}</button>
        <button type="button" class="round bad" aria-label=${`Remove rule ${index + 1}`} data-test=${named("remove")}
          @click=${() => { rules.splice(index, 1); this.changed(); }}>${icon("trash")}</button>
      </div>
    </li>`;
  }
}
