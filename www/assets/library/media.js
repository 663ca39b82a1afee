// All items, to be searched, filtered and put into collections.

import * as api from "../api.js";
import { about, codecName, kindName, length, number, plural } from "../format.js";
import { icon, kindIcon } from "../icons.js";
import { emptyCard, segments, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";
import { Analyses } from "./analysis.js";
import { searchHelp } from "../contents/search.js";
import { makeCollection, saveSearch } from "./collections.js";

const perPage = 100;

export class Media {
  #page;
  #query = { search: "", kind: "", failed: false, folder: "", show: "" };
  #offset = 0;
  #answer;
  #asked = 0;
  #chosen = new Map(); // id -> title, kept across pages of the table
  #typing;
  #problem; // why what was typed is no search
  #analyses;

  constructor(page) {
    this.#page = page;
    this.#analyses = new Analyses(page);
  }

  /** Takes the filters from the address. */
  enter(query) {
    for (const name of ["search", "kind", "folder", "show"]) this.#query[name] = query.get(name) ?? "";
    this.#query.failed = query.get("failed") === "true";
    this.#offset = 0;
    this.#answer = undefined;
  }

  async load() {
    const mine = ++this.#asked;
    const { failed, ...query } = this.#query;
    let answer;
    let problem;
    try {
      answer = await api.media({ ...query, failed: failed || undefined, limit: perPage, offset: this.#offset || undefined });
    } catch (failure) {
      if (failure.field !== "search") throw failure;
      problem = failure.detail;
    }
    if (mine !== this.#asked) return;
    this.#problem = problem;
    if (answer) this.#answer = answer;
    await this.#analyses.load();
  }

  #change(change) {
    Object.assign(this.#query, change);
    this.#offset = 0;
    this.#reload();
  }

  #reload() {
    this.#page.ask(() => this.load());
    this.#page.update();
  }

  #typed(text) {
    this.#query.search = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#change({}), 250);
  }

  view() {
    const items = this.#answer?.items;
    return html`
      <div class="filters">
        <div class="search">${icon("search")}
          <input class="input" type="search" placeholder="Search, such as year:1980..1989" aria-label="Search the library" data-test="media-search" maxlength="4000"
            autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${this.#problem ? "true" : undefined} aria-describedby="media-search-problem"
            .value=${this.#query.search} @input=${(event) => this.#typed(event.target.value)}>
        </div>
        ${segments("Kind", [["", "All"], ["movie", "Films"], ["episode", "Episodes"], ["other", "Videos"]], this.#query.kind,
          (kind) => this.#change({ kind }), "media-kind")}
        <label class="failed-filter"><input type="checkbox" class="check" data-test="media-failed" .checked=${this.#query.failed}
          @change=${(event) => this.#change({ failed: event.target.checked })}>Failed only</label>
        ${this.#scope()}
      </div>
      <p class="field-problem" id="media-search-problem" role="alert" data-test="media-search-problem" ?hidden=${!this.#problem}>${this.#problem ?? ""}</p>
      <div class="search-notes">
        ${searchHelp(this.#page, (example) => this.#change({ search: [this.#query.search.trim(), example].filter(Boolean).join(" ") }))}
        ${this.#query.search.trim() && !this.#problem ? html`<button type="button" class="button small" data-test="save-search" @click=${() => this.#saveSearch()}>${icon("plus")}Save as Smart Collection…</button>` : ""}
      </div>
      ${items ? (items.length ? this.#table(items) : this.#nothing()) : this.#page.problem ? "" : skeletons(8, "row")}
      ${this.#chosen.size ? this.#selection() : ""}`;
  }

  // A folder or a show that the address asks for.
  #scope() {
    const { folder, show } = this.#query;
    if (!folder && !show) return "";
    const path = this.#page.folders?.find(({ id }) => String(id) === folder)?.path;
    const text = folder ? path ?? "One folder" : this.#answer?.items[0]?.showTitle ?? "One show";
    return html`<button type="button" class="pill scope" aria-label=${`Show everything, not only ${text}`}
      @click=${() => this.#change({ folder: "", show: "" })}><span class="line">${text}</span>${icon("cross")}</button>`;
  }

  #nothing() {
    const { search, kind, failed, folder, show } = this.#query;
    const filtered = search || kind || failed || folder || show;
    return emptyCard(filtered
      ? { symbol: "search", title: "Nothing found", text: failed && !search ? "No item failed. All is well." : "Try another word or fewer filters." }
      : {
        symbol: "film",
        title: "The library is empty",
        text: "Add a folder and scan it; its items show here.",
        action: html`<a class="button primary" href="#/library/folders">Add a Folder</a>`,
      });
  }

  #table(items) {
    const all = items.every(({ id }) => this.#chosen.has(id));
    return html`<div class="card table-card">
      <table class="media" data-test="media-table">
        <thead><tr>
          <th class="narrow"><input type="checkbox" class="check" aria-label="Choose all on this page" .checked=${all}
            @change=${(event) => this.#chooseAll(items, event.target.checked)}></th>
          <th>Title</th><th class="wide">Kind</th><th class="wide">Length</th><th class="wide">Format</th>
        </tr></thead>
        <tbody>${items.map((item) => keyed(item.id, this.#row(item)))}</tbody>
      </table>
      ${this.#pager()}
    </div>`;
  }

  #row(item) {
    const title = item.kind === "episode" && item.showTitle ? item.showTitle : item.title;
    const line = item.kind === "episode" ? about({ ...item, subtitle: item.title, year: undefined }) : about(item);
    return html`<tr data-test="media-row" class=${item.error ? "failed" : ""}>
      <td class="narrow"><input type="checkbox" class="check" aria-label=${`Choose ${title}`} data-test="media-choose"
        .checked=${this.#chosen.has(item.id)} ?disabled=${Boolean(item.error)} @change=${(event) => this.#choose(item, event.target.checked)}></td>
      <td>
        <div class="media-title"><span class="media-icon">${kindIcon(item.kind)}</span>
          <span class="grow"><span class="row-title">${title}</span><span class="quiet small-text media-line">${line || fileName(item)}</span>
          ${item.error ? html`<span class="media-error small-text" data-test="media-error">${icon("warning")}<span>${item.error}<br><span class="quiet">${item.path}</span></span></span>` : ""}</span>
          ${this.#analyses.button(item, title)}
        </div>
        ${this.#analyses.view(item)}
      </td>
      <td class="wide quiet">${kindName(item.kind)}</td>
      <td class="wide quiet">${item.duration ? length(item.duration) : "–"}</td>
      <td class="wide quiet" title=${item.path}>${format(item)}</td>
    </tr>`;
  }

  #pager() {
    const { total, items } = this.#answer;
    const last = this.#offset + items.length;
    return html`<div class="pager">
      <span class="quiet small-text" data-test="media-total">${number(this.#offset + 1)}–${number(last)} of ${number(total)}</span>
      <span>
        <button type="button" class="round" aria-label="Previous page" ?disabled=${this.#offset === 0} @click=${() => this.#turn(-1)}>${icon("left")}</button>
        <button type="button" class="round" aria-label="Next page" data-test="media-next" ?disabled=${last >= total} @click=${() => this.#turn(1)}>${icon("right")}</button>
      </span>
    </div>`;
  }

  #turn(direction) {
    this.#offset = Math.max(0, this.#offset + direction * perPage);
    this.#reload();
    scrollTo(0, 0);
  }

  #choose(item, chosen) {
    if (chosen) this.#chosen.set(item.id, item.title);
    else this.#chosen.delete(item.id);
    this.#page.update();
  }

  #chooseAll(items, chosen) {
    for (const item of items) {
      if (chosen && !item.error) this.#chosen.set(item.id, item.title);
      else this.#chosen.delete(item.id);
    }
    this.#page.update();
  }

  #selection() {
    return html`<div class="selection" role="region" aria-label="Selection" data-test="selection">
      <span class="grow">${plural(this.#chosen.size, "item")} chosen</span>
      <button type="button" class="button small" @click=${() => this.#clear()}>Clear</button>
      <button type="button" class="button primary small" data-test="make-collection" @click=${() => this.#collect()}>Make Collection…</button>
    </div>`;
  }

  #saveSearch() {
    saveSearch(this.#query.search.trim(), () => { location.hash = "#/library/collections"; });
  }

  #clear() {
    this.#chosen.clear();
    this.#page.update();
  }

  #collect() {
    makeCollection([...this.#chosen.keys()], () => {
      this.#chosen.clear();
      location.hash = "#/library/collections";
    });
  }
}

const fileName = (item) => item.path.split("/").pop();

function format(item) {
  const parts = [item.height ? `${item.height}p` : "", codecName(item.videoCodec), codecName(item.audioCodec)];
  return parts.filter(Boolean).join(" · ") || "–";
}
