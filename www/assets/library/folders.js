// The folders: adding, scanning, removing.

import * as api from "../api.js";
import { attempt, confirmed } from "../dialogs.js";
import { ago, number, plural } from "../format.js";
import { icon } from "../icons.js";
import { jobRow } from "../jobs.js";
import { emptyCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

const states = {
  ok: ["Ready", "good"],
  missing: ["Missing", "bad"],
  denied: ["No permission", "bad"],
  empty: ["No videos found", "warn"],
  unscanned: ["Not scanned yet", ""],
};

export class Folders {
  #page;
  #path = "";
  #problem;
  #adding = false;

  constructor(page) {
    this.#page = page;
  }

  view() {
    const { folders } = this.#page;
    const analysis = this.#page.jobs.active.find(({ kind, subject }) => kind === "analysis" && !subject);
    return html`
      ${this.#form()}
      ${analysis ? html`<ul class="card folder-analysis" data-test="analysis">${jobRow(analysis, "")}</ul>` : ""}
      ${folders ? "" : this.#page.problem ? "" : skeletons(3, "row")}
      ${folders && !folders.length ? emptyCard({
        symbol: "folder",
        title: "No folders yet",
        text: "Add the folder that holds your films or shows. EXStreamTV reads it and changes nothing in it.",
      }) : ""}
      ${folders?.length ? html`<ul class="folders" data-test="folders">${folders.map((folder) => keyed(folder.id, this.#row(folder)))}</ul>` : ""}`;
  }

  #form() {
    return html`<form class="card add-folder" data-test="add-folder" @submit=${(event) => this.#add(event)}>
      <div class="field grow">
        <label for="folder-path">Add a folder of this machine</label>
        <div class="add-folder-line">
          <input class="input" id="folder-path" name="path" data-test="add-folder-path" placeholder="/media/films" autocomplete="off"
            autocapitalize="off" spellcheck="false" .value=${this.#path} aria-invalid=${this.#problem ? "true" : undefined}
            aria-describedby="folder-problem" @input=${(event) => this.#typed(event)}>
          <button class="button primary" data-test="add-folder-button" ?disabled=${this.#adding}>${icon("plus")}Add Folder</button>
        </div>
        <p class="field-problem" id="folder-problem" role="alert" data-test="add-folder-problem" ?hidden=${!this.#problem}>${this.#problem ?? ""}</p>
      </div>
    </form>`;
  }

  #typed(event) {
    this.#path = event.target.value;
    this.#problem = undefined;
    this.#page.update();
  }

  async #add(event) {
    event.preventDefault();
    const path = this.#path.trim();
    if (!path) {
      this.#problem = "Enter the whole path of the folder, such as /media/films.";
      this.#page.update();
      return;
    }
    this.#adding = true;
    this.#page.update();
    try {
      await api.addFolder(path); // its scan is queued with it
      this.#path = "";
      this.#problem = undefined;
      await this.#page.refresh();
    } catch (problem) {
      this.#problem = problem.detail || problem.message;
    }
    this.#adding = false;
    this.#page.update();
  }

  #row(folder) {
    const scan = this.#page.jobs.active.find(({ kind, subject }) =>
      kind === "scan" && (subject === String(folder.id) || subject === folder.path));
    const analysis = this.#page.jobs.active.find(({ kind, subject }) => kind === "analysis" && subject === `folder:${folder.id}`);
    const [word, tone] = states[folder.state] ?? [folder.state, ""];
    return html`<li class="card folder" data-test="folder" data-path=${folder.path} data-state=${folder.state}>
      <div class="folder-line">
        <span class="folder-icon">${icon("folder")}</span>
        <div class="grow">
          <h2 class="folder-path">${folder.path}</h2>
          <p class="quiet small-text folder-facts">
            <span data-test="folder-items">${plural(folder.items, "item")}</span>
            ${folder.failed ? html`<a href=${`#/library/media?failed=true&folder=${folder.id}`} class="folder-failed" data-test="folder-failed">${number(folder.failed)} failed</a>` : ""}
            <span>${folder.lastScan ? `scanned ${ago(folder.lastScan)}` : ""}</span>
          </p>
        </div>
        <span class="pill ${scan ? "" : tone}" data-test="folder-state">${scan ? "Scanning" : word}</span>
        ${folder.items ? html`<a class="button small" href=${`#/channels/new?folder=${folder.id}`} aria-label=${`Make a channel of ${folder.path}`}>Make Channel</a>` : ""}
        <button type="button" class="button small" data-test="scan-button" ?disabled=${Boolean(scan)}
          aria-label=${`Scan ${folder.path}`} @click=${() => this.#scan(folder)}>${icon("scan")}Scan</button>
        <button type="button" class="button small" data-test="analyze-folder" ?disabled=${Boolean(analysis)}
          aria-label=${`Analyse ${folder.path}`} title="Find places for breaks and measure the loudness"
          @click=${() => this.#analyze(folder)}>${icon("sound")}Analyse</button>
        <button type="button" class="round bad" data-test="remove-folder" aria-label=${`Remove ${folder.path}`} title="Remove"
          @click=${() => this.#remove(folder)}>${icon("trash")}</button>
      </div>
      ${folder.detail && folder.state !== "ok" ? html`<p class="folder-detail small-text">${folder.detail}</p>` : ""}
      ${scan ? html`<ul class="folder-scan">${jobRow(scan, "")}</ul>` : ""}
      ${analysis ? html`<ul class="folder-scan">${jobRow(analysis, "")}</ul>` : ""}
    </li>`;
  }

  async #scan(folder) {
    const job = await attempt(() => api.scanFolder(folder.id));
    if (job) this.#page.jobs.take(job);
    this.#page.update();
  }

  async #analyze(folder) {
    const job = await attempt(() => api.analyzeFolder(folder.id));
    if (job) this.#page.jobs.take(job);
    this.#page.update();
  }

  async #remove(folder) {
    const sure = await confirmed({
      title: "Remove this folder?",
      text: `${folder.path} and its ${plural(folder.items, "item")} leave the library and all channels. The files themselves stay where they are.`,
      action: "Remove Folder",
    });
    if (!sure) return;
    await attempt(() => api.removeFolder(folder.id), "Folder removed");
    await this.#page.refresh();
  }
}
