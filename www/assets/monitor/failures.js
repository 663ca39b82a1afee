// What failed on air: a list, the whole dossier of each, and how to be rid of them.

import * as api from "../api.js";
import { attempt, confirmed, copy, dialogHead, openDialog } from "../dialogs.js";
import { ago, date, hue, length, number, plural, preciseTime } from "../format.js";
import { icon } from "../icons.js";
import { numberTile } from "../parts.js";
import { html, keyed } from "../template.js";

const shown = 50;

/** The section of a page; the page calls `refresh()` when failures are told of. */
export class Failures {
  #page;
  #answer;
  #problem;

  constructor(page) {
    this.#page = page;
  }

  async refresh() {
    try {
      this.#answer = await api.failures(shown);
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#page.update();
  }

  view() {
    const list = this.#answer?.failures ?? [];
    return html`<section class="section" aria-labelledby="failures-title" data-test="failures">
      <div class="section-head">
        <div>
          <h2 id="failures-title">Failures</h2>
          <p class="quiet small-text" data-test="failures-count">${this.#line()}</p>
        </div>
        ${list.length ? html`<button type="button" class="button small" data-test="failures-remove-all"
          @click=${() => this.#removeAll()}>${icon("trash")}Remove All</button>` : ""}
      </div>
      ${list.length ? html`<ul class="card rows">${list.map((failure) => this.#row(failure))}</ul>` : ""}
    </section>`;
  }

  #line() {
    if (this.#problem && !this.#answer) return this.#problem.detail || this.#problem.message;
    if (!this.#answer) return "Asking…";
    const { total, failures } = this.#answer;
    if (!total) return "Nothing failed on air. What does is kept here with all that is known of it.";
    return failures.length < total ? `The newest ${number(failures.length)} of ${number(total)}` : plural(total, "failure");
  }

  #row(failure) {
    return keyed(failure.id, html`<li class="failure" data-test="failure" data-cause=${failure.cause}>
      ${numberTile(failure, hue(failure.channel))}
      <div class="grow">
        <h3 class="row-title line">
          <button type="button" class="failure-open" data-test="failure-open" @click=${() => this.#open(failure)}>${failure.title}</button>
        </h3>
        <p class="small-text failure-why">${failure.why}</p>
        <p class="quiet small-text line">${failure.channelName} · ${failure.method}</p>
      </div>
      <div class="failure-when quiet small-text">
        <time title=${date(failure.lastAt)}>${ago(failure.lastAt)}</time>
        ${failure.count > 1 ? html`<span class="pill" data-test="failure-times">${number(failure.count)} runs</span>` : ""}
      </div>
      <button type="button" class="round bad" aria-label=${`Remove the failure of ${failure.title}`}
        data-test="failure-remove" @click=${() => this.#remove(failure)}>${icon("trash")}</button>
    </li>`);
  }

  #open(failure) {
    let dossier;
    let problem;
    const dialog = openDialog(() => details(failure, dossier, problem, () => dialog), { test: "failure-details" });
    const drawn = () => dialog.open && dialog.draw();
    api.failure(failure.id).then(
      (answer) => {
        dossier = answer;
        drawn();
      },
      (reason) => {
        problem = reason;
        drawn();
      },
    );
  }

  async #remove(failure) {
    await attempt(() => api.removeFailure(failure.id));
    await this.refresh();
  }

  async #removeAll() {
    const sure = await confirmed({
      title: "Remove all failures?",
      text: "What is known of them is deleted. Files and channels stay as they are.",
      action: "Remove All",
    });
    if (!sure) return;
    await attempt(() => api.removeFailures(), "All failures removed");
    await this.refresh();
  }
}

const details = (failure, dossier, problem, dialog) => html`
  ${dialogHead(failure.title, dialog)}
  <div class="dialog-body dossier">
    <p class="dossier-why" data-test="dossier-why">${failure.why}</p>
    ${problem ? html`<p class="quiet">${problem.detail || problem.message}</p>` : ""}
    ${dossier ? facts(dossier) : ""}
  </div>
  <div class="dialog-actions">
    ${dossier ? html`<button type="button" class="button" data-test="dossier-copy"
      @click=${() => copy(JSON.stringify(dossier, null, 2), "Dossier")}>${icon("copy")}Copy All</button>` : ""}
    <button type="button" class="button primary" @click=${() => dialog().close()}>Close</button>
  </div>`;

const facts = (dossier) => html`
  <dl class="dossier-facts">
    ${fact("When", dossier.count > 1
      ? `${date(dossier.at)}, ${plural(dossier.count, "run")}, last ${date(dossier.lastAt)}`
      : date(dossier.at))}
    ${fact("Channel", `${dossier.number} · ${dossier.channelName}`)}
    ${fact("File", dossier.path, "dossier-path")}
    ${fact("Played as", dossier.method)}
    ${fact("Planned", `${preciseTime(dossier.plannedFrom)} – ${preciseTime(dossier.plannedTo)}`)}
    ${fact("Shown", `${plural(dossier.frames, "picture")}, ${length(Math.max(0, dossier.stoppedAt - dossier.plannedFrom))}`)}
    ${ran(dossier) ? [fact("ffmpeg", ended(dossier)), fact("Scanned as", scanned(dossier.probe))] : ""}
  </dl>
  <h3>What was tried next</h3>
  <ol class="dossier-next" data-test="dossier-next">${dossier.next.map((step) => html`<li>${step}</li>`)}</ol>
  ${ran(dossier) ? html`<h3>Command</h3>
  <pre class="dossier-text" tabindex="0" aria-label="Command" data-test="dossier-command">${dossier.arguments.map(quoted).join(" ")}</pre>` : ""}
  <h3>${said(dossier)}</h3>
  <pre class="dossier-text" tabindex="0" aria-label=${said(dossier)} data-test="dossier-stderr">${dossier.stderr.join("\n") || "Nothing."}</pre>`;

// A disk fails without any ffmpeg.
const ran = (dossier) => dossier.arguments.length > 0;
const said = (dossier) => (ran(dossier) ? "What ffmpeg said" : "What the system said");

const fact = (name, value, test) => html`<div><dt>${name}</dt><dd data-test=${test}>${value}</dd></div>`;

function ended({ exitStatus, signal, ffmpeg }) {
  const end = signal !== undefined && signal !== null ? `ended by signal ${signal}`
    : exitStatus !== undefined && exitStatus !== null ? `exited with ${exitStatus}` : "was ended";
  return [end, ffmpeg?.split(" ").slice(0, 3).join(" ")].filter(Boolean).join(" · ");
}

function scanned({ container, video, audio }) {
  const sound = audio?.[0];
  return [
    container.split(",")[0],
    video ? `${video.codec} ${video.width} × ${video.height}` : "no picture",
    sound ? `${sound.codec}, ${plural(sound.channels, "channel")}` : "no sound",
  ].join(" · ");
}

// As a shell would have to be told, so that it can be tried by hand.
const quoted = (word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
