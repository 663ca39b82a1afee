// Where the channel stands in each content: shown, set to a programme, or begun anew.

import * as api from "../api.js";
import { contentName } from "../contents/kinds.js";
import { attempt, confirmed, dialogHead, openDialog } from "../dialogs.js";
import { about } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { orders } from "./words.js";

const roundless = new Set(["random", "rotation", "marathon"]);

export class Positions {
  #page;
  #list;
  #problem;

  constructor(page) {
    this.#page = page;
  }

  /** Forgets them, for another channel. */
  forget() {
    this.#list = undefined;
    this.#problem = undefined;
  }

  /** Asks for them, where they are wanted. */
  async load() {
    const channel = this.#page.channelId;
    try {
      const { cursors } = await api.cursors(channel);
      if (channel !== this.#page.channelId) return;
      this.#list = cursors;
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#page.update();
  }

  view() {
    return html`<details class="fold" data-test="positions" @toggle=${(event) => event.target.open && this.load()}>
      <summary>Positions</summary>
      <div class="fold-body">
        ${this.#problem ? html`<p class="field-problem">${this.#problem.detail || this.#problem.message}</p>` : ""}
        ${this.#list?.length ? html`<ul class="positions">${this.#list.map((cursor) => keyed(cursor.key, this.#row(cursor)))}</ul>` : ""}
        ${this.#list && !this.#list.length ? html`<p class="quiet small-text">Nothing was played yet.</p>` : ""}
      </div>
    </details>`;
  }

  #row(cursor) {
    const { key, content, order, round, last, next } = cursor;
    const name = content ? contentName(content, this.#page.editor.lists) : key;
    return html`<li data-test="position" data-key=${key}>
      <p class="row-title">${name} <span class="quiet small-text">${orders.find(([value]) => value === order)?.[1] ?? order}${round && !roundless.has(order) ? ` · round ${round + 1}` : ""}</span></p>
      <p class="small-text"><span class="quiet">Last</span> ${last?.title ?? "–"}<br><span class="quiet">Next</span> <span data-test="position-next">${next?.title ?? "–"}</span></p>
      <div class="slot-tools">
        <button type="button" class="button small" data-test="position-set" @click=${() => this.#choose(cursor, name)}>Set…</button>
        <button type="button" class="button small" data-test="position-reset" @click=${() => this.#reset(cursor, name)}>Begin Anew</button>
      </div>
    </li>`;
  }

  async #reset(cursor, name) {
    const sure = await confirmed({ title: `Begin ${name} anew?`, text: "What is on air stays; what follows is planned anew, from the first one.", action: "Begin Anew" });
    if (sure) await this.#put(cursor.key, null, "It begins anew");
  }

  async #put(key, media, told) {
    const answer = await attempt(() => api.setCursor(this.#page.channelId, key, media), told);
    if (!answer) return;
    this.#list = answer.cursors;
    this.#page.planned();
    this.#page.update();
  }

  // The programme that was played last; the one behind it is next.
  #choose(cursor, name) {
    let found;
    let asked = 0;
    let timer;
    const { kind, id } = cursor.content ?? {};
    const scope = kind === "folder" || kind === "show" ? { [kind]: id } : {};
    const search = async (q) => {
      const mine = ++asked;
      const answer = await attempt(() => api.media({ ...scope, q, limit: 40 }));
      if (mine !== asked || !answer || !dialog.open) return;
      found = answer.items;
      dialog.draw();
    };
    const dialog = openDialog(() => html`
      ${dialogHead(`What was played last of ${name}?`, () => dialog)}
      <div class="dialog-body why">
        <div class="search">${icon("search")}<input class="input" type="search" autofocus aria-label="Search" placeholder="Search" data-test="position-search"
          @input=${(event) => { clearTimeout(timer); timer = setTimeout(search, 250, event.target.value); }}></div>
        <ul class="why-list">${(found ?? []).map((item) => keyed(item.id, html`<li><button type="button" class="why-entry" data-test="position-choice"
          @click=${() => { dialog.close(); this.#put(cursor.key, item.id, "It goes on behind that one"); }}>
          <span class="grow">${item.title} <span class="quiet small-text">${about(item)}</span></span></button></li>`))}</ul>
        ${found && !found.length ? html`<p class="quiet">Nothing found.</p>` : ""}
      </div>`, { test: "position-dialog" });
    search("");
  }
}
