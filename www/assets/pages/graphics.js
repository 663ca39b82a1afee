// What can be laid over pictures: logos, and words such as what comes next.

import * as api from "../api.js";
import { attempt, confirmed } from "../dialogs.js";
import { GraphicForm } from "../graphics/form.js";
import { graphicLine, thumbnail } from "../graphics/words.js";
import { icon } from "../icons.js";
import { Page } from "../page.js";
import { emptyCard, pageHead, problemCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

export default class Graphics extends Page {
  graphics;
  #form;
  #missing = false;
  #refreshSoon = this.calmly(() => this.refresh());

  start() {
    this.own(() => this.#form?.end());
    this.refresh();
    this.follow({ refresh: () => this.refresh(), channels: this.#refreshSoon });
  }

  /** From the list to the form or back. */
  moved(route) {
    this.route = route;
    this.#form?.end();
    this.#form = undefined;
    this.#missing = false;
    this.#open();
    this.update();
    this.refresh();
    scrollTo(0, 0);
  }

  async refresh() {
    await this.ask(async () => {
      this.graphics = (await api.graphics()).graphics;
    });
    this.#open();
  }

  // The form stays as it is while the list behind it changes.
  #open() {
    const [id] = this.route.rest;
    if (!id || !this.graphics || this.#form) return;
    const named = (wanted) => this.graphics.find((graphic) => String(graphic.id) === wanted);
    this.#missing = id !== "new" && !named(id);
    if (!this.#missing) this.#form = new GraphicForm(this, named(id), named(this.route.query.get("like")));
    this.update();
  }

  view() {
    if (this.#form) return html`<div class="page graphics">${this.#form.view()}</div>`;
    return html`<div class="page graphics">
      ${pageHead("Graphics", "Logos and words over the pictures of channels", html`
        <a class="button primary" href="#/graphics/new" data-test="graphic-new">${icon("plus")}New Graphic</a>`)}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${this.#missing ? problemCard({ title: "There is no such graphic", detail: "It may have been deleted. Choose one from the list." }, () => { location.hash = "#/graphics"; }) : ""}
      ${this.graphics ? this.#list() : this.problem ? "" : skeletons(4, "row")}
    </div>`;
  }

  #list() {
    if (!this.graphics.length) {
      return emptyCard({
        symbol: "graphic", title: "No graphics yet", text: "A graphic is a picture, such as a channel’s logo, or words, such as what comes next. Channels, decos and scripts show them.",
        action: html`<a class="button primary" href="#/graphics/new">${icon("plus")}New Graphic</a>`,
      });
    }
    return html`<ul class="card rows" data-test="graphics">${this.graphics.map((graphic) => keyed(graphic.id, this.#row(graphic)))}</ul>`;
  }

  #row(graphic) {
    const { id, name, usedBy } = graphic;
    const users = usedBy.length === 1 ? `used by ${usedBy[0]}` : usedBy.length ? `used in ${usedBy.length} places` : "not used";
    return html`<li data-test="graphic" data-name=${name}>
      ${thumbnail(graphic)}
      <span class="grow">
        <a class="row-title" href=${`#/graphics/${id}`} data-test="graphic-edit">${name}</a><br>
        <span class="quiet small-text">${graphicLine(graphic)} · <span data-test="graphic-users" title=${usedBy.join(", ")}>${users}</span></span>
      </span>
      <a class="round" href=${`#/graphics/new?like=${id}`} aria-label=${`A new graphic like ${name}`} title="Duplicate" data-test="graphic-copy">${icon("copy")}</a>
      <a class="round" href=${`#/graphics/${id}`} aria-label=${`Change ${name}`} title="Change">${icon("pencil")}</a>
      <button type="button" class="round bad" aria-label=${`Delete ${name}`} data-test="graphic-delete" title=${usedBy.length ? `Used by ${usedBy.join(", ")}` : "Delete"}
        ?disabled=${usedBy.length > 0} @click=${() => this.#remove(graphic)}>${icon("trash")}</button>
    </li>`;
  }

  async #remove({ id, name }) {
    const sure = await confirmed({ title: `Delete ${name}?`, text: "Nothing shows it.", action: "Delete Graphic" });
    if (!sure) return;
    await attempt(() => api.removeGraphic(id), `${name} deleted`);
    await this.refresh();
  }
}
