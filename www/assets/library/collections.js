// Collections: items that somebody put together.

import * as api from "../api.js";
import { attempt, confirmed, dialogHead, openDialog, toast } from "../dialogs.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { emptyCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

export class Collections {
  #page;
  #collections;

  constructor(page) {
    this.#page = page;
  }

  async load() {
    this.#collections = (await api.collections()).collections;
  }

  view() {
    if (!this.#collections) return this.#page.problem ? "" : skeletons(3, "row");
    if (!this.#collections.length) {
      return emptyCard({
        symbol: "stack",
        title: "No collections yet",
        text: "Choose items in the list of media and make a collection of them; a channel can play it in its order.",
        action: html`<a class="button primary" href="#/library/media">Choose Media</a>`,
      });
    }
    return html`<ul class="card rows" data-test="collections">
      ${this.#collections.map((collection) => keyed(collection.id, html`<li data-test="collection">
        <span class="folder-icon">${icon("stack")}</span>
        <span class="grow"><span class="row-title">${collection.name}</span><br><span class="quiet small-text">${plural(collection.items, "item")}</span></span>
        <a class="button small" href=${`#/channels/new?collection=${collection.id}`}>Make Channel</a>
        <button type="button" class="round bad" aria-label=${`Delete ${collection.name}`} title="Delete" data-test="delete-collection"
          @click=${() => this.#remove(collection)}>${icon("trash")}</button>
      </li>`))}
    </ul>`;
  }

  async #remove(collection) {
    const sure = await confirmed({
      title: "Delete this collection?",
      text: `“${collection.name}” is deleted. Its ${plural(collection.items, "item")} stay in the library.`,
      action: "Delete Collection",
    });
    if (!sure) return;
    await attempt(() => api.removeCollection(collection.id), "Collection deleted");
    await this.#page.refresh();
  }
}

/** Asks for a name and makes a collection of the items. */
export function makeCollection(items, made) {
  let name = "";
  let problem;
  const dialog = openDialog(() => html`
    ${dialogHead("Make a collection", () => dialog)}
    <form @submit=${save}>
      <div class="dialog-body">
        <div class="field">
          <label for="collection-name">Name</label>
          <input class="input" id="collection-name" data-test="collection-name" autofocus maxlength="100" autocomplete="off"
            aria-invalid=${problem ? "true" : undefined} aria-describedby="collection-problem" @input=${(event) => { name = event.target.value; }}>
          <p class="field-problem" id="collection-problem" role="alert" ?hidden=${!problem}>${problem ?? ""}</p>
          <p class="field-note">${plural(items.length, "item")}, in the order in which you chose them</p>
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
      await api.addCollection(name.trim(), items);
      dialog.close();
      toast("Collection made");
      made();
    } catch (failure) {
      problem = failure.detail || failure.message;
      dialog.draw();
    }
  }
}
