// The schedule of a channel: its rules to edit, and what they bring in the next days.

import * as api from "../api.js";
import { minute, now } from "../clock.js";
import { contentsIn, learnItems } from "../contents/choices.js";
import { confirmed, toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { isPlanned } from "../jobs.js";
import { isProgrammed } from "../channels/kinds.js";
import { Page } from "../page.js";
import { emptyCard, pageHead, problemCard, segments, skeletons } from "../parts.js";
import { Agenda } from "../schedule/agenda.js";
import { Editor } from "../schedule/editor.js";
import { Outlook } from "../schedule/outlook.js";
import { Positions } from "../schedule/positions.js";
import { rulesView } from "../schedule/rules.js";
import { RuleText } from "../schedule/text.js";
import { Week } from "../schedule/week.js";
import { showWhy } from "../schedule/why.js";
import { warningsView } from "../schedule/warnings.js";
import { leadsInto, wayOf } from "../schedule/ways.js";
import { dayIn, daysFrom, isZone, ownZone } from "../schedule/zone.js";
import { html } from "../template.js";

const narrow = matchMedia("(max-width: 1100px)");
const phone = matchMedia("(max-width: 760px)");
const shownDays = 7;

// What was edited and not saved stays while other pages are shown.
const kept = new Map();

export default class Schedule extends Page {
  channels;
  channelId;
  editor;
  outlook = new Outlook(this);
  /** What the last look ahead could not do as the rules say. */
  warnings = [];
  #week = new Week(this);
  #agenda = new Agenda(this);
  #positions = new Positions(this);
  #text = new RuleText(this);
  #form = "form"; // of the rules: form or text
  #lists;
  #pane = "week"; // of the outlook: week or list
  #shown = "week"; // where there is room for one: rules, week or list
  #day = 0;
  #saving = false;
  #asked = 0;
  #isLive = false;
  #planSoon = this.calmly(() => this.planned(), 400);
  #planLate = this.calmly(() => this.planned(), 4000);
  #refreshSoon = this.calmly(() => this.refresh());

  start() {
    this.own(() => this.outlook.end());
    this.own(() => this.#text.end());
    this.own(() => this.#forget());
    this.refresh();
    this.follow({
      // Without events the page is told to ask every few seconds; rules rarely change.
      refresh: () => (this.#isLive || performance.now() - this.#asked > 30_000) && this.refresh(),
      state: (state) => {
        // What was planned before events could tell of it, unless it is still to be asked for.
        if (state === "live" && !this.#isLive && this.outlook.isAsked) this.#planSoon();
        this.#isLive = state === "live";
      },
      channels: this.#refreshSoon,
      library: this.#refreshSoon,
      jobs: (job) => isPlanned(job) && this.#planSoon(),
    });
    for (const query of [narrow, phone]) this.listen(query, "change", () => this.update());
    this.listen(window, "keydown", (event) => this.#key(event));
    this.listen(window, "beforeunload", (event) => [...kept.values()].some(({ draft }) => draft.isChanged) && event.preventDefault());
    this.every(minute, () => this.update());
  }

  moved(route) {
    this.route = route;
    this.#open();
  }

  async refresh() {
    this.#asked = performance.now();
    await this.ask(async () => {
      const [channels, folders, shows, collections, graphics] = await Promise.all([
        api.channels(), api.folders(), api.shows(), api.collections(), api.graphics(),
      ]);
      this.channels = channels.channels;
      this.#lists = { folders: folders.folders, shows: shows.shows, collections: collections.collections, channels: channels.channels, graphics: graphics.graphics };
      await this.#open();
    });
  }

  get #programmed() {
    return this.channels.filter(({ kind }) => isProgrammed(kind));
  }

  // The channel that the address names, else the first one.
  async #open() {
    if (!this.channels) return;
    const wanted = this.route.rest[0];
    const channel = wanted ? this.channels.find(({ id }) => id === wanted) : this.#programmed[0];
    if (channel?.id !== this.channelId) this.#leave(channel?.id);
    if (!channel || !isProgrammed(channel.kind)) {
      this.update();
      return;
    }
    await this.ask(async () => {
      const { rules, warnings, revision } = await api.rules(channel.id);
      if (channel.id !== this.channelId || this.ended) return;
      this.warnings = warnings;
      const known = kept.get(channel.id);
      this.editor = known ?? new Editor(this, rules);
      this.editor.attach(this, this.#lists);
      kept.set(channel.id, this.editor);
      this.editor.draft.settle(rules, undefined, revision);
      this.edited();
      learnItems(contentsIn(rules)).then(() => this.update());
    });
  }

  // An editor in which nothing is to be saved need not be kept.
  #forget() {
    if (this.editor && !this.editor.draft.isChanged) kept.delete(this.channelId);
  }

  #leave(next) {
    this.#forget();
    this.channelId = next;
    this.editor = undefined;
    this.outlook.end();
    this.outlook = new Outlook(this);
    this.warnings = [];
    this.#positions.forget();
    this.#text.end();
    this.#week = new Week(this);
  }

  // What editor, week and outlook tell

  /** The rules changed: what they bring is asked for. */
  edited() {
    const { draft } = this.editor;
    if (this.#form === "text") this.#text.follow();
    if (draft.isChanged) {
      const days = this.#days();
      this.outlook.preview(this.channelId, draft.rules, days[0].start, days.at(-1).end);
    } else {
      this.editor.refuse(undefined);
      this.planned();
    }
    this.update();
  }

  /** Something was planned: it is shown, unless rules are being edited. */
  planned() {
    if (!this.editor || this.editor.draft.isChanged) return;
    const days = this.#days();
    this.outlook.load(this.channelId, days[0].start, days.at(-1).end);
  }

  /** What the API says is wrong with the rules; undefined if nothing. */
  refused(problem) {
    this.editor?.refuse(problem);
    this.update();
  }

  /** Brings the rules into view, where there is room for one thing only; steps of a script are text. */
  showRules(way) {
    if (narrow.matches) this.#show("rules");
    if (/\.script\./.test(way ?? "")) this.showText();
  }

  /** Shows the rules as text. */
  showText() {
    this.#showForm("text");
  }

  #showForm(form) {
    this.#form = form;
    if (form === "text") this.#text.follow();
    else this.#text.end();
    this.update();
  }

  why(entries) {
    showWhy(this.editor, entries, this.zone);
  }

  /** Whether an entry's slot is the one that is open. */
  isOpen(path) {
    const way = this.editor.open && wayOf(path);
    return Boolean(way) && leadsInto(this.editor.open, way);
  }

  /** The zone that days and times are shown in. */
  get zone() {
    const { timeZone, base, layers, sleep } = this.editor.draft.rules;
    if (timeZone) return isZone(timeZone) ? timeZone : "UTC";
    return base.style === "continuous" && !layers?.length && !sleep?.length ? ownZone() : "UTC";
  }

  #days() {
    return daysFrom(now(), shownDays, this.zone);
  }

  #show(pane) {
    this.#shown = pane;
    if (pane !== "rules") this.#pane = pane;
    this.update();
  }

  #key(event) {
    if (!this.editor || document.querySelector("dialog[open]") || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const steps = { z: () => (event.shiftKey ? this.editor.redo() : this.#undo()), y: () => this.editor.redo(), s: () => this.#save() };
    if (!steps[key]) return;
    event.preventDefault();
    steps[key]();
  }

  // What was written and can't be read goes first: it is no part of the draft.
  #undo() {
    if (this.#form === "text" && this.#text.forget()) return;
    this.editor.undo();
  }

  // Saving

  async #save() {
    const { editor } = this;
    if (this.#form === "text" && this.#text.isBroken) {
      toast("The text can’t be followed yet.", { bad: true });
      return;
    }
    if (this.#saving || !editor.draft.isChanged) return;
    if (editor.unreadable) {
      toast("A field can’t be read yet.", { bad: true });
      editor.reveal(editor.unreadable);
      editor.focusSoon(`input[data-way="${editor.unreadable}"]`);
      return;
    }
    this.#saving = true;
    this.update();
    const sent = editor.draft.rules;
    try {
      const answer = await this.#send(sent, editor.draft.revision);
      if (!answer) return;
      editor.draft.settle(answer.rules, sent, answer.revision);
      editor.refuse(undefined);
      this.warnings = answer.warnings;
      toast("Schedule saved");
      this.#planLate(); // unless the job tells that it is done
    } catch (problem) {
      toast(problem.detail || problem.message, { bad: true });
      if (problem.field) {
        editor.refuse(problem);
        editor.reveal(editor.refusedWay);
      }
    }
    this.#saving = false;
    this.update();
  }

  // What somebody else saved meanwhile is replaced only by those who want that; undefined for others.
  async #send(rules, revision) {
    try {
      return await api.saveRules(this.channelId, rules, revision);
    } catch (problem) {
      if (problem.status !== 409 || problem.field !== "revision") throw problem;
      const sure = await confirmed({
        title: "Replace the rules that somebody else saved?",
        text: "They were changed while you edited yours. Discard shows theirs; Undo brings yours back.",
        action: "Replace",
      });
      this.#saving = false;
      this.update();
      return sure ? api.saveRules(this.channelId, rules) : undefined;
    }
  }

  async #discard() {
    const sure = await confirmed({ title: "Discard what you changed?", text: "The rules are as they were saved. Undo brings your changes back.", action: "Discard" });
    if (sure) this.editor.discard();
  }

  // Drawing

  view() {
    const channel = this.channels?.find(({ id }) => id === this.channelId);
    const isReady = this.editor && channel && this.channelId === channel.id;
    return html`<div class="page schedule">
      ${pageHead("Schedule", isReady ? `Times in ${this.zone.replaceAll("_", " ")}` : "", this.channels?.length ? this.#actions(channel) : "")}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${isReady ? this.#body() : this.problem ? "" : this.channels ? this.#nothing(channel) : skeletons(4, "row")}
    </div>`;
  }

  #actions(channel) {
    const draft = this.editor?.draft;
    return html`
      <select class="select schedule-channel" aria-label="Channel" data-test="schedule-channel"
        @change=${(event) => { location.hash = `#/schedule/${encodeURIComponent(event.target.value)}`; }}>
        ${channel ? "" : html`<option value="" .selected=${true}>Choose a channel</option>`}
        ${this.#programmed.map(({ id, number, name }) => html`<option value=${id} .selected=${id === this.channelId}>${number} ${name}</option>`)}
      </select>
      ${draft ? html`
        <span class="schedule-steps">
          <button type="button" class="round" aria-label="Undo" title="Undo (Ctrl+Z)" data-test="undo" ?disabled=${!draft.canUndo && !this.#text.isBroken} @click=${() => this.#undo()}>${icon("undo")}</button>
          <button type="button" class="round" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" data-test="redo" ?disabled=${!draft.canRedo} @click=${() => this.editor.redo()}>${icon("redo")}</button>
        </span>
        <button type="button" class="button" data-test="schedule-discard" ?disabled=${!draft.isChanged} @click=${() => this.#discard()}>Discard</button>
        <button type="button" class="button primary" data-test="schedule-save" ?disabled=${!draft.isChanged || this.#saving} @click=${() => this.#save()}>${icon("check")}Save</button>` : ""}`;
  }

  #nothing(channel) {
    if (channel && isProgrammed(channel.kind)) return skeletons(4, "row");
    if (channel || this.route.rest[0]) {
      return emptyCard({
        symbol: "channel", title: channel ? "This channel has no rules of its own" : "That channel is not there any more",
        text: channel ? "Mirrors and live channels show what comes from elsewhere." : "Choose another one above.",
        action: html`<a class="button primary" href="#/channels">Channels</a>`,
      });
    }
    return emptyCard({
      symbol: "channel", title: "No channels yet", text: "A schedule belongs to a channel that plays your media.",
      action: html`<a class="button primary" href="#/channels/new">Make a Channel</a>`,
    });
  }

  #body() {
    const one = narrow.matches;
    const choices = [["week", phone.matches ? "Day" : "Week"], ["list", "List"]];
    const shown = one ? this.#shown : this.#pane;
    return html`
      ${one ? html`<div class="schedule-panes">${segments("Shown", [["rules", "Rules"], ...choices], shown, (pane) => this.#show(pane), "pane")}</div>` : ""}
      <div class="schedule-columns ${this.#form === "text" ? "with-text" : ""}">
        ${!one || shown === "rules" ? html`<div class="schedule-rules">
          <div class="rules-shown">${segments("Rules shown as", [["form", "Form"], ["text", "Text"]], this.#form, (form) => this.#showForm(form), "rules-as")}</div>
          ${this.#form === "text" ? this.#text.view() : rulesView(this.editor)}${this.#positions.view()}</div>` : ""}
        ${!one || shown !== "rules" ? html`<section class="schedule-outlook" aria-label="The next days">
          <div class="outlook-head">
            ${one ? "" : segments("Shown", choices, shown, (pane) => this.#show(pane), "pane")}
            ${this.#state()}
            ${shown === "week" ? this.#zoom() : ""}
          </div>
          ${this.outlook.problem ? problemCard(this.outlook.problem, () => this.edited()) : ""}
          ${warningsView(this.editor, this.outlook.warnings, this.zone)}
          ${this.outlook.entries ? this.#pane === "list" ? this.#agenda.view(this.#days(), this.zone) : this.#weekView() : this.outlook.problem ? "" : skeletons(3, "tall")}
        </section>` : ""}
      </div>`;
  }

  #state() {
    const { draft, refusal } = this.editor;
    const { loading, isPreview } = this.outlook;
    const [kind, text] = refusal || (this.#form === "text" && this.#text.isBroken) ? ["bad", "The rules can’t be followed"]
      : draft.isChanged ? ["warn", loading ? "Unsaved · working it out" : "Unsaved preview"]
        : isPreview ? ["good", "Saved · being planned"] : ["", "As planned"];
    return html`<span class="pill ${kind}" role="status" data-test="outlook-state">${text}</span>
      ${this.outlook.isCut ? html`<span class="quiet small-text" title="There is more than can be shown at once">Too many programmes to show every day</span>` : ""}
      ${refusal ? html`<button type="button" class="refusal" data-test="refusal" @click=${() => this.editor.reveal(this.editor.refusedWay ?? "base")}>${refusal.detail || refusal.message}</button>` : ""}`;
  }

  #zoom() {
    return html`<span class="outlook-zoom">
      <button type="button" class="round" aria-label="Show more time" title="Show more time" data-test="week-out" ?disabled=${!this.#week.canNarrow} @click=${() => this.#week.zoom(-1)}>${icon("minus")}</button>
      <button type="button" class="round" aria-label="Show less time" title="Show less time" data-test="week-in" ?disabled=${!this.#week.canWiden} @click=${() => this.#week.zoom(1)}>${icon("plus")}</button>
    </span>`;
  }

  #weekView() {
    const days = this.#days();
    if (!phone.matches) return this.#week.view(days, this.zone);
    return html`<div class="schedule-days" role="group" aria-label="Day">
        ${days.map((day, place) => html`<button type="button" class="day" aria-pressed=${place === this.#day ? "true" : "false"} data-test="schedule-day"
          @click=${() => { this.#day = place; this.update(); }}>${dayIn(day.start, this.zone)}</button>`)}
      </div>
      ${this.#week.view([days[this.#day]], this.zone)}`;
  }
}
