// One collection of any kind: to be made, or to be changed.

import * as api from "../api.js";
import { choiceSelect, chooseItem, itemChoice, learnItems } from "../contents/choices.js";
import { collectionKind, contentOf, families, familyOf, firstOf } from "../contents/kinds.js";
import { Findings, itemLine, searchHelp } from "../contents/search.js";
import { toast } from "../dialogs.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { problemCard, skeletons } from "../parts.js";
import { orders } from "../schedule/words.js";
import { html, keyed } from "../template.js";

// What a kind of collection can't be made of.
const without = { multi: ["multi"], fillers: ["fillers"], playlist: [], rerun: [] };
const most = { rerun: 1 };

export class CollectionForm {
  #page;
  #id;
  #kind;
  #name = "";
  #query = "";
  #entries = [];
  #media;
  #playable;
  #problem;
  #field;
  #saving = false;
  #dragged;
  #nextKey = 1;
  #findings;
  #lists;
  #missing;

  /** A form for a new collection of a kind, or for one that is there. */
  constructor(page, { id, kind }) {
    this.#page = page;
    this.#id = id;
    this.#kind = id ? undefined : kind;
    this.#findings = new Findings(page);
    this.#load();
  }

  end() {
    this.#findings.end();
  }

  async #load() {
    try {
      const [folders, shows, collections, details] = await Promise.all([
        api.folders(), api.shows(), api.collections(), this.#id ? api.collection(this.#id) : undefined,
      ]);
      // What it is made of itself would have no end.
      const others = collections.collections.filter(({ id }) => id !== this.#id);
      this.#lists = { folders: folders.folders, shows: shows.shows, collections: others };
      if (details) this.#take(details);
      await learnItems(this.#entries.map(({ content }) => content));
      if (!this.#id && this.#kind !== "smart") this.#entries = [this.#newEntry()];
      if (this.#kind === "smart") this.#findings.ask(this.#query, 0);
    } catch (problem) {
      this.#missing = problem;
    }
    this.#page.update();
  }

  #take({ collection, media, playable }) {
    this.#kind = collection.kind;
    this.#name = collection.name;
    this.#query = collection.query ?? "";
    this.#entries = (collection.entries ?? []).map((entry) => ({ ...entry, key: this.#nextKey++ }));
    this.#media = collection.kind === "collection" ? media : undefined;
    this.#playable = playable;
  }

  #newEntry() {
    const first = this.#lists.collections.find(({ kind }) => ["collection", "smart"].includes(kind));
    return { key: this.#nextKey++, content: first ? { kind: first.kind, id: first.id } : { kind: "search", query: "" } };
  }

  #change(change) {
    change();
    this.#problem = undefined;
    this.#field = undefined;
    this.#page.update();
  }

  view() {
    if (this.#missing) return problemCard(this.#missing, () => { this.#missing = undefined; this.#load(); });
    if (!this.#lists) return skeletons(4, "row");
    const [, label, line] = collectionKind(this.#kind);
    return html`<form class="card collection-form" novalidate data-test="collection-form" @submit=${(event) => this.#save(event)}>
      <header class="collection-head"><h2>${this.#id ? this.#name || label : `New ${label.toLowerCase()}`}</h2><p class="quiet small-text">${line}</p></header>
      <div class="field">
        <label for="collection-name">Name</label>
        <input class="input" id="collection-name" data-test="collection-name" maxlength="100" autocomplete="off" .value=${this.#name}
          aria-invalid=${this.#field === "name" ? "true" : undefined} aria-describedby="collection-name-problem"
          @input=${(event) => this.#change(() => { this.#name = event.target.value; })}>
        ${this.#problemAt("name")}
      </div>
      ${this.#kind === "smart" ? this.#smart() : this.#kind === "collection" ? this.#items() : this.#parts()}
      ${this.#field === "form" ? html`<p class="field-problem" role="alert" data-test="collection-problem">${this.#problem}</p>` : ""}
      <div class="form-actions">
        <a class="button" href="#/library/collections">Cancel</a>
        <button class="button primary" data-test="collection-save" ?disabled=${this.#saving}>${icon("check")}${this.#id ? "Save" : "Make Collection"}</button>
      </div>
    </form>`;
  }

  #problemAt(field) {
    const shown = this.#field === field;
    return html`<p class="field-problem" id=${`collection-${field.replaceAll(".", "-")}-problem`} role="alert" data-test=${`collection-${field.split(".").pop()}-problem`}
      ?hidden=${!shown}>${shown ? this.#problem : ""}</p>`;
  }

  // A search

  #smart() {
    const insert = (example) => {
      this.#query = [this.#query.trim(), example].filter(Boolean).join(" ");
      this.#typed();
    };
    const problem = this.#findings.problem;
    return html`<div class="field">
        <label for="collection-query">Looks for</label>
        <input class="input" type="search" id="collection-query" data-test="collection-query" maxlength="4000" autocomplete="off" autocapitalize="off" spellcheck="false"
          placeholder="type:movie year:1980..1989 -title:kids" .value=${this.#query} aria-invalid=${problem || this.#field === "query" ? "true" : undefined}
          aria-describedby="collection-search-problem collection-query-problem" @input=${(event) => { this.#query = event.target.value; this.#typed(); }}>
        <p class="field-problem" id="collection-search-problem" role="alert" data-test="collection-search-problem" ?hidden=${!problem}>${problem ?? ""}</p>
        ${problem ? "" : this.#problemAt("query")}
        ${searchHelp(this.#page, insert)}
      </div>
      ${this.#findings.view()}`;
  }

  #typed() {
    this.#findings.ask(this.#query);
    this.#change(() => {});
  }

  // A list of items

  #items() {
    const media = this.#media ?? [];
    const add = () => chooseItem("Add an item", (item) => this.#change(() => {
      if (!media.some(({ id }) => id === item.id)) this.#media = [...media, item];
    }));
    return html`<fieldset class="field">
      <legend class="label">${plural(media.length, "item")}</legend>
      <ol class="ordered" data-test="collection-media">${media.map((item, place) => keyed(item.id, this.#row(media, place, (list) => { this.#media = list; },
        itemLine(item, this.#tools(media, place, item.title, (list) => { this.#media = list; })))))}</ol>
      ${this.#problemAt("media")}
      <button type="button" class="button small" data-test="collection-add-item" @click=${add}>${icon("plus")}Add an Item</button>
    </fieldset>`;
  }

  // Contents

  #parts() {
    const entries = this.#entries;
    const canAdd = entries.length < (most[this.#kind] ?? 200);
    return html`<fieldset class="field">
      <legend class="label">${this.#kind === "rerun" ? "Of" : plural(entries.length, "content")}</legend>
      <ol class="ordered entries" data-test="collection-entries">${entries.map((entry, place) => keyed(entry.key, this.#row(entries, place,
        (list) => { this.#entries = list; }, this.#part(entry, place))))}</ol>
      ${this.#problemAt("entries")}
      ${canAdd ? html`<button type="button" class="button small" data-test="collection-add" @click=${() => this.#change(() => { this.#entries = [...entries, this.#newEntry()]; })}>${icon("plus")}Add a Content</button>` : ""}
    </fieldset>
    ${this.#playable === undefined ? "" : html`<p class="quiet small-text">${plural(this.#playable, "playable item")} as it is saved.</p>`}`;
  }

  #part(entry, place) {
    const { content } = entry;
    const family = familyOf(content.kind);
    const options = { isShelf: true, without: without[this.#kind] };
    const set = (change) => this.#change(() => { this.#entries = this.#entries.map((one) => (one.key === entry.key ? { ...one, ...change } : one)); });
    const pick = (next) => set({ content: next === "search" || next === "item" ? contentOf(next, "", this.#lists, content) : firstOf(next, this.#lists, options) });
    const label = `Content ${place + 1}`;
    const wrong = this.#field?.startsWith(`entries.${place}.content`);
    return html`<div class="entry-body">
      <div class="entry-line">
        <select class="select" aria-label=${`${label}: what kind`} data-test="entry-kind" @change=${(event) => pick(event.target.value)}>
          ${families.map(([value, text]) => html`<option value=${value} .selected=${value === family}>${text}</option>`)}
        </select>
        ${family === "search" ? html`<input class="input" type="search" aria-label=${`${label}: looks for`} data-test="entry-query" maxlength="4000" autocomplete="off" spellcheck="false"
            placeholder="type:movie year:1980..1989" .value=${content.query ?? ""} aria-invalid=${wrong ? "true" : undefined} @input=${(event) => set({ content: { kind: "search", query: event.target.value } })}>`
          : family === "item" ? itemChoice({ content, label, test: "entry-item", change: (chosen) => set({ content: chosen }) })
          : family === "library" ? "" : choiceSelect({ content, family, lists: this.#lists, options, label: `${label}: which one`, test: "entry-id", invalid: wrong,
            change: (key) => set({ content: contentOf(family, key, this.#lists, content) }) })}
        ${family === "season" ? number("Season", content.season ?? 1, (season) => set({ content: { ...content, season } }), "entry-season", 0) : ""}
        ${this.#tools(this.#entries, place, label, (list) => { this.#entries = list; })}
      </div>
      <div class="entry-line entry-more">${this.#choices(entry, set)}</div>
      ${this.#field?.startsWith(`entries.${place}`) ? html`<p class="field-problem" role="alert" data-test="entry-problem">${this.#problem}</p>` : ""}
    </div>`;
  }

  #choices(entry, set) {
    const order = html`<label class="inline-field">Order <select class="select" data-test="entry-order" @change=${(event) => set({ order: event.target.value })}>
      ${orders.map(([value, text]) => html`<option value=${value} .selected=${value === (entry.order ?? "episode")}>${text}</option>`)}</select></label>`;
    const check = (field, text) => html`<label class="check-line"><input type="checkbox" class="check" data-test=${`entry-${field}`} .checked=${entry[field] === true}
      @change=${(event) => set({ [field]: event.target.checked || undefined })}>${text}</label>`;
    if (this.#kind === "multi") return html`${order}${check("grouped", "Stays together")}`;
    if (this.#kind === "fillers") return number("Weight", entry.weight ?? 1, (weight) => set({ weight }), "entry-weight", 1, 1000);
    if (this.#kind !== "playlist") return "";
    return html`${order}
      <label class="inline-field">Plays <select class="select" data-test="entry-all" @change=${(event) => set({ count: event.target.value === "all" ? undefined : entry.count ?? 1 })}>
        <option value="all" .selected=${!entry.count}>All of it</option><option value="count" .selected=${Boolean(entry.count)}>So many</option></select></label>
      ${entry.count ? number("How many", entry.count, (count) => set({ count }), "entry-count", 1, 10_000) : ""}
      ${check("hidden", "Guides leave it out")}`;
  }

  // Moving: with the mouse, or with buttons.

  #row(list, place, put, body) {
    return html`<li class="ordered-row ${this.#dragged === place ? "dragged" : ""}" draggable="true" data-test="ordered-row"
      @dragstart=${(event) => { event.dataTransfer.effectAllowed = "move"; this.#dragged = place; }}
      @dragend=${() => { this.#dragged = undefined; this.#page.update(); }}
      @dragover=${(event) => event.preventDefault()}
      @drop=${(event) => { event.preventDefault(); this.#move(list, this.#dragged, place, put); }}>${body}</li>`;
  }

  #tools(list, place, name, put) {
    return html`<span class="entry-tools">
      <button type="button" class="round" aria-label=${`Move ${name} up`} title="Up" data-test="move-up" ?disabled=${place === 0} @click=${() => this.#move(list, place, place - 1, put)}>${icon("up")}</button>
      <button type="button" class="round" aria-label=${`Move ${name} down`} title="Down" data-test="move-down" ?disabled=${place === list.length - 1} @click=${() => this.#move(list, place, place + 1, put)}>${icon("down")}</button>
      <button type="button" class="round bad" aria-label=${`Remove ${name}`} title="Remove" data-test="entry-remove" @click=${() => this.#change(() => put(list.filter((_, index) => index !== place)))}>${icon("trash")}</button>
    </span>`;
  }

  #move(list, from, to, put) {
    if (from === undefined || to < 0 || to >= list.length) return;
    const next = [...list];
    next.splice(to, 0, ...next.splice(from, 1));
    this.#dragged = undefined;
    this.#change(() => put(next));
  }

  async #save(event) {
    event.preventDefault();
    if (!this.#name.trim()) return this.#complain("name", "Give the collection a name.");
    const what = this.#kind === "smart" ? { query: this.#query }
      : this.#kind === "collection" ? { media: (this.#media ?? []).map(({ id }) => id) }
      : { entries: this.#entries.map(({ key, ...entry }) => entry) };
    this.#saving = true;
    this.#page.update();
    try {
      const wish = { name: this.#name.trim(), ...what };
      if (this.#id) await api.changeCollection(this.#id, wish);
      else await api.addCollection({ ...wish, kind: this.#kind });
      toast(this.#id ? `${wish.name} saved` : `${wish.name} made`);
      location.hash = "#/library/collections";
    } catch (problem) {
      this.#saving = false;
      this.#complain(problem.field || "form", problem.detail || problem.message);
    }
  }

  #complain(field, problem) {
    this.#field = ["name", "query", "media", "entries"].includes(field) || field.startsWith("entries.") ? field : "form";
    this.#problem = problem;
    this.#page.draw();
    document.querySelector(".collection-form [aria-invalid=true]")?.focus();
  }
}

const number = (label, value, change, test, least, limit = 1000) => html`<label class="inline-field">${label}
  <input class="input short" type="number" inputmode="numeric" min=${least} max=${limit} data-test=${test} .value=${String(value)}
    @change=${(event) => change(Math.min(limit, Math.max(least, Math.round(Number(event.target.value)) || least)))}></label>`;
