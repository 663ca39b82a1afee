// What the forms of the rules work with: the draft, what is being typed, what is wrong
// where, and which slot is open.

import { Draft } from "./draft.js";
import { at, insert, leadsInto, moved, put, without } from "./ways.js";
import { ownZone } from "./zone.js";

const listsOfValues = new Set(["seasons", "percents", "weekdays", "monthDays", "months", "dates", "graphics"]);

export class Editor {
  /** The slot that is open, by its way. */
  open;
  /** The slot that is being dragged: its list, from where and over which. */
  dragged;
  /** Folders, shows, collections, channels and graphics, to choose from. */
  lists = { folders: [], shows: [], collections: [], channels: [], graphics: [] };
  #page;
  #draft;
  #typed = new Map();
  #problem;

  /** The page is told by `edited()`, and by `update()` where only the drawing changes. */
  constructor(page, saved) {
    this.#page = page;
    this.#draft = new Draft(saved);
  }

  /** Goes on on a page that was opened again. */
  attach(page, lists) {
    this.#page = page;
    this.lists = lists;
  }

  get draft() {
    return this.#draft;
  }

  at(way) {
    return at(this.#draft.rules, way);
  }

  // Changing

  set(way, value, { timed = false, gesture } = {}) {
    for (const typed of this.#typed.keys()) if (leadsInto(way, typed)) this.#typed.delete(typed);
    this.#take(put(this.#draft.rules, way, value), { timed, gesture });
  }

  /** One more in a list, which opens. */
  insert(way, value, place, options = {}) {
    this.open = `${way}.${place ?? this.at(way)?.length ?? 0}`;
    this.#restructure(insert(this.#draft.rules, way, value, place), options);
  }

  remove(way, place) {
    const rules = without(this.#draft.rules, way, place);
    // A list of the rule set that lost its last one is not written down; a slot's own fillers may be none.
    const isOptional = ["layers", "sleep", "fillers", "decos", "builds"].includes(way) && !at(rules, way).length;
    this.#restructure(isOptional ? put(rules, way, undefined) : rules);
  }

  move(way, from, to) {
    if (this.open === `${way}.${from}`) this.open = `${way}.${to}`;
    else if (leadsInto(way, this.open)) this.open = undefined;
    this.#restructure(moved(this.#draft.rules, way, from, to));
  }

  /** Takes what was written as text. */
  write(rules) {
    this.#typed.clear();
    if (this.open && at(rules, this.open) === undefined) this.open = undefined;
    this.#take(rules, { gesture: "text" });
  }

  undo() {
    this.#restructure(undefined, { step: () => this.#draft.undo() });
  }

  redo() {
    this.#restructure(undefined, { step: () => this.#draft.redo() });
  }

  discard() {
    this.#restructure(undefined, { step: () => this.#draft.discard() });
  }

  #restructure(rules, { timed = false, step } = {}) {
    this.#typed.clear();
    if (step) step();
    if (rules) this.#take(rules, { timed });
    if (this.open && this.at(this.open) === undefined) this.open = undefined;
    if (!rules) this.#page.edited();
  }

  #take(rules, { timed, gesture }) {
    const zoned = timed && !rules.timeZone ? { ...rules, timeZone: ownZone() } : rules;
    this.#draft.edit(zoned, gesture);
    if (!gesture) this.#draft.seal();
    this.#page.edited();
  }

  // Typing: what can't be read yet stays in its field and changes nothing.

  typedAt(way) {
    return this.#typed.get(way)?.text;
  }

  type(way, text, codec, instead) {
    const { value, problem } = codec.read(text);
    this.#typed.set(way, { text, problem });
    if (problem) {
      this.#page.update();
      return;
    }
    let rules = put(this.#draft.rules, way, value);
    if (instead && value !== undefined) {
      rules = put(rules, instead, undefined);
      this.#typed.delete(instead);
    }
    this.#take(rules, { gesture: `type ${way}` });
  }

  typedOut(way) {
    if (!this.#typed.has(way)) return;
    if (!this.#typed.get(way).problem) this.#typed.delete(way);
    this.#draft.seal();
    this.#page.update();
  }

  // What is wrong

  /** Keeps what the API refused; undefined if nothing. */
  refuse(problem) {
    this.#problem = problem;
  }

  /** The way to the field that was refused. */
  get refusedWay() {
    return this.#problem?.field?.replace(/^rules\./, "");
  }

  get refusal() {
    return this.#problem;
  }

  /** The first field whose text can't be read. */
  get unreadable() {
    return [...this.#typed].find(([, { problem }]) => problem)?.[0];
  }

  problemAt(way) {
    const typed = this.#typed.get(way)?.problem;
    if (typed) return typed;
    const field = this.refusedWay;
    if (!field || !leadsInto(way, field)) return undefined;
    const rest = field.slice(way.length);
    const last = way.split(".").pop();
    const isPart = (last === "content" && /^\.(id|kind)$/.test(rest)) || (listsOfValues.has(last) && /^\.\d+$/.test(rest));
    return rest === "" || isPart ? this.#problem.detail || this.#problem.message : undefined;
  }

  hasProblemIn(way) {
    return leadsInto(way, this.refusedWay) || [...this.#typed].some(([typed, { problem }]) => problem && leadsInto(way, typed));
  }

  /** Whether something in there is open or wrong. */
  isInside(way) {
    return leadsInto(way, this.open) || this.hasProblemIn(way);
  }

  // Choosing

  /** What a new row of fillers begins with: a list of fillers or a collection, if there is one. */
  firstContent() {
    const { collections } = this.lists;
    const first = ["fillers", "collection", "smart"].map((kind) => collections.find((one) => one.kind === kind)).find(Boolean);
    return first ? { kind: first.kind, id: first.id } : { kind: "library" };
  }

  channelChoices() {
    return this.lists.channels.filter(({ id }) => id !== this.#page.channelId).map(({ id, number, name }) => [id, `${number} ${name}`]);
  }

  // Seeing

  /** Draws the forms as the draft is. */
  redraw() {
    this.#page.update();
  }

  toggle(way) {
    this.open = this.open === way ? undefined : way;
    this.#page.update();
  }

  /** Opens a slot, wherever it is, and goes there. */
  reveal(way) {
    const slot = /^(?:base|layers\.\d+\.programming)\.(?:slots|plan\.blocks\.\d+\.items)\.\d+/.exec(way)?.[0];
    if (slot && this.at(slot)) this.open = slot;
    this.#page.showRules(way);
    this.focusSoon(`[data-way="${slot ?? way}"]`);
  }

  /** Shows the rules as text. */
  showText() {
    this.#page.showText();
  }

  /** Focuses what a selector finds, or the first thing in it, once it is drawn. */
  focusSoon(selector) {
    this.#page.update();
    queueMicrotask(() => {
      const found = document.querySelector(selector);
      for (let fold = found?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      const target = found?.matches("input, select, button") ? found : found?.querySelector(".slot-open") ?? found?.querySelector("input, select, button");
      target?.focus({ preventScroll: true });
      found?.scrollIntoView({ block: "nearest" });
    });
  }

  drag(dragged) {
    this.dragged = dragged;
    this.#page.update();
  }
}
