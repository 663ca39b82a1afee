// Collections of every kind: the list of them, and the form that makes and changes one.

import * as api from "../api.js";
import { collectionKind, collectionKinds } from "../contents/kinds.js";
import { attempt, confirmed, dialogHead, openDialog, toast } from "../dialogs.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { emptyCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";
import { CollectionForm } from "./collection.js";

const made = new Set(["multi", "playlist", "rerun", "fillers"]);

export class Collections {
  #page;
  #collections;
  #form;
  #place;

  constructor(page) {
    this.#page = page;
  }

  /** Opens the list, or the form that the address names. */
  enter(query, rest = []) {
    const place = rest.join("/");
    if (place === this.#place) return;
    this.#place = place;
    this.#form?.end();
    const [, first, kind] = rest;
    const isKind = collectionKinds.some(([name]) => name === kind);
    this.#form = first === "new" && isKind ? new CollectionForm(this.#page, { kind })
      : /^\d+$/.test(first ?? "") ? new CollectionForm(this.#page, { id: Number(first) }) : undefined;
  }

  leave() {
    this.#form?.end();
    this.#form = undefined;
    this.#place = undefined;
  }

  async load() {
    this.#collections = (await api.collections()).collections;
  }

  view() {
    if (this.#form) return this.#form.view();
    if (!this.#collections) return this.#page.problem ? "" : skeletons(3, "row");
    return html`<section class="new-collections" aria-label="Make a collection">
        ${collectionKinds.filter(([kind]) => kind !== "collection").map(([kind, label, line]) => html`<a class="card new-collection" href=${`#/library/collections/new/${kind}`} data-test=${`new-${kind}`}>
          <span class="row-title">${icon("plus")}${label}</span><span class="quiet small-text">${line}</span></a>`)}
      </section>
      ${this.#collections.length ? this.#list() : emptyCard({
        symbol: "stack",
        title: "No collections yet",
        text: "Choose items in the list of media and make a list of them, or save a search that is always up to date.",
        action: html`<a class="button primary" href="#/library/media">Choose Media</a>`,
      })}`;
  }

  #list() {
    return html`<ul class="card rows" data-test="collections">
      ${this.#collections.map((collection) => keyed(collection.id, html`<li data-test="collection" data-kind=${collection.kind}>
        <span class="folder-icon">${icon(collection.kind === "smart" ? "search" : "stack")}</span>
        <span class="grow"><a class="row-title" href=${`#/library/collections/${collection.id}`} data-test="edit-collection">${collection.name}</a>
          <span class="pill">${collectionKind(collection.kind)[1]}</span><br>
          <span class="quiet small-text">${plural(collection.items, made.has(collection.kind) ? "content" : "item")}${collection.query ? ` · ${collection.query}` : ""}</span></span>
        ${collection.kind === "fillers" ? "" : html`<a class="button small" href=${`#/channels/new?collection=${collection.id}`}>Make Channel</a>`}
        <button type="button" class="round bad" aria-label=${`Delete ${collection.name}`} title="Delete" data-test="delete-collection"
          @click=${() => this.#remove(collection)}>${icon("trash")}</button>
      </li>`))}
    </ul>`;
  }

  async #remove(collection) {
    const sure = await confirmed({
      title: "Delete this collection?",
      text: `“${collection.name}” is deleted. All items stay in the library.`,
      action: "Delete Collection",
    });
    if (!sure) return;
    await attempt(() => api.removeCollection(collection.id), "Collection deleted");
    await this.#page.refresh();
  }
}

/** Asks for a name and makes a list of the items. */
export const makeCollection = (items, made) =>
  named("Make a collection", `${plural(items.length, "item")}, in the order in which you chose them`, { media: items }, made);

/** Asks for a name and saves a search as a smart collection. */
export const saveSearch = (query, made) => named("Save this search", query, { kind: "smart", query }, made);

function named(title, note, what, made) {
  let name = "";
  let problem;
  const dialog = openDialog(() => html`
    ${dialogHead(title, () => dialog)}
    <form @submit=${save}>
      <div class="dialog-body">
        <div class="field">
          <label for="collection-name">Name</label>
          <input class="input" id="collection-name" data-test="collection-name" autofocus maxlength="100" autocomplete="off"
            aria-invalid=${problem ? "true" : undefined} aria-describedby="collection-problem" @input=${(event) => { name = event.target.value; }}>
          <p class="field-problem" id="collection-problem" role="alert" ?hidden=${!problem}>${problem ?? ""}</p>
          <p class="field-note">${note}</p>
        </div>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" @click=${() => dialog.close()}>Cancel</button>
        <button class="button primary" data-test="collection-save">Make Collection</button>
      </div>
    </form>`, { test: "collection-dialog" });

  async function save(event) {
    event.preventDefault();
    if (!name.trim()) {
      problem = "Give the collection a name.";
      dialog.draw();
      return;
    }
    try {
      await api.addCollection({ name: name.trim(), ...what });
      dialog.close();
      toast("Collection made");
      made();
    } catch (failure) {
      problem = failure.detail || failure.message;
      dialog.draw();
    }
  }
}
