// The jobs as the events tell them, and how they are shown.

import { cancelJob } from "./api.js";
import { announce, attempt } from "./dialogs.js";
import { length, number } from "./format.js";
import { hour, now } from "./clock.js";
import { icon } from "./icons.js";
import { progressBar } from "./parts.js";
import { html, keyed } from "./template.js";

const names = {
  scan: "Scanning", timeline: "Planning programmes", guide: "Writing the guide", prune: "Tidying up", proof: "Testing encoders",
  tryOut: "Trying a profile", subtitles: "Taking out subtitles", analysis: "Looking through media",
};
const done = {
  scan: "Scan", timeline: "Planning", guide: "Guide", prune: "Tidying up", proof: "Testing encoders", tryOut: "Trying a profile",
  analysis: "Looking through media", subtitles: "Taking out subtitles",
};

/** What is known of the jobs. */
export class Jobs {
  #all = new Map();
  #told = new Map();

  load(list) {
    this.#all = new Map(list.map((job) => [job.id, job]));
  }

  take(job) {
    const before = this.#all.get(job.id);
    if (before && ended(before) && !ended(job)) return; // an old message came late
    this.#all.set(job.id, job);
    this.#announce(job);
  }

  /** Those that wait or run, oldest first. */
  get active() {
    return [...this.#all.values()].filter((job) => !ended(job)).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Those that failed within the last hour, newest first. */
  get failed() {
    return [...this.#all.values()]
      .filter((job) => job.state === "failed" && now() - (job.endedAt ?? job.createdAt) < hour)
      .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  }

  // Quarters are enough for somebody who listens.
  #announce(job) {
    const step = ended(job) ? job.state : `${Math.floor((fraction(job) ?? 0) * 4) * 25} percent`;
    if (this.#told.get(job.id) === step) return;
    this.#told.set(job.id, step);
    announce(`${names[job.kind] ?? job.kind}: ${step}`);
  }
}

const ended = (job) => job.state !== "queued" && job.state !== "running";

/** Whether a job just changed what the channels play. */
export const isPlanned = (job) => job.kind === "timeline" && job.state === "done";

/** How far a job is, from 0 to 1, if it knows. */
export const fraction = (job) =>
  job.total ? Math.min(1, job.done / job.total) : job.state === "queued" ? 0 : undefined;

/** One job with its bar and its cancel button. */
export const jobRow = (job, label) => keyed(job.id, html`
  <li class="job" data-test="job" data-kind=${job.kind} data-state=${job.state}>
    <div class="job-head">
      <span class="job-name">${names[job.kind] ?? job.kind}<span class="job-label quiet">${label ?? ""}</span></span>
      <span class="job-count quiet">${counted(job)}</span>
    </div>
    <div class="job-line">
      ${progressBar(fraction(job), names[job.kind] ?? job.kind, job.kind === "scan" ? "scan-progress" : "job-progress")}
      <button type="button" class="button small" data-test="job-cancel"
        @click=${() => attempt(() => cancelJob(job.id), "Being cancelled")}>Cancel</button>
    </div>
    ${job.detail ? html`<p class="job-detail quiet">${job.detail}</p>` : ""}
  </li>`);

function counted(job) {
  if (job.state === "queued") return "Waiting";
  const left = remaining(job);
  if (!job.total) return job.done ? number(job.done) : "";
  return `${number(job.done)} of ${number(job.total)}${left ? ` · ${left} left` : ""}`;
}

function remaining(job) {
  if (!job.startedAt || !job.done || job.done >= job.total) return "";
  const spent = now() - job.startedAt;
  return spent < 3000 ? "" : length((spent / job.done) * (job.total - job.done));
}

/** A job that failed, in words. */
export const failedRow = (job) => keyed(job.id, html`
  <li class="job failed">${icon("warning")}
    <span>${done[job.kind] ?? job.kind} failed: ${job.error ?? "no reason was given"}</span></li>`);
