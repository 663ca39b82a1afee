// What is on air now, who watches, and whether all parts are well.

import * as api from "../api.js";
import { markOf } from "../channels/kinds.js";
import { minute, now, second } from "../clock.js";
import { attempt, confirmed } from "../dialogs.js";
import { about, ago, date, hue, length, longDate, number, plural, progress, startTime, time, timeRange } from "../format.js";
import { icon } from "../icons.js";
import { failedRow, isPlanned, jobRow, Jobs } from "../jobs.js";
import { Page } from "../page.js";
import { emptyCard, numberTile, pageHead, problemCard, progressBar, segments, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

export default class Dashboard extends Page {
  channels;
  folders;
  allChannels;
  health;
  jobs = new Jobs();
  filter = "";
  refused;
  #refreshSoon = this.calmly(() => this.refresh());
  #libraryChanged = this.calmly(() => this.refreshLibrary());
  #asked = 0;
  #stale = false;
  #ticked = now();

  start() {
    this.refresh();
    this.follow({
      refresh: () => this.refresh(),
      onair: (statuses) => this.takeStreams(statuses),
      jobs: (job) => {
        this.jobs.take(job);
        if (isPlanned(job)) this.#refreshSoon();
        this.update();
      },
      library: this.#libraryChanged,
      channels: this.#refreshSoon,
      sessions: (news) => this.takeNews(news),
    });
    this.every(second, () => this.tick());
    this.every(30 * second, () => this.refreshHealth());
  }

  async refresh() {
    this.#asked = now();
    this.#stale = false;
    await Promise.all([
      this.ask(async () => {
        const answer = await api.onAir();
        this.channels = answer.channels;
      }),
      this.refreshHealth(),
      this.refreshLibrary(),
      this.quietly(async () => this.jobs.load((await api.jobs(50)).jobs)),
    ]);
  }

  refreshHealth() {
    return this.quietly(async () => {
      this.health = await api.health();
    });
  }

  refreshLibrary() {
    return this.quietly(async () => {
      const [folders, channels] = await Promise.all([api.folders(), api.channels()]);
      this.folders = folders.folders;
      this.allChannels = channels.channels;
    });
  }

  // The card of what failed first says enough.
  async quietly(action) {
    try {
      await action();
    } catch (problem) {
      this.problem ??= problem;
    }
    this.update();
  }

  takeStreams(statuses) {
    if (!this.channels) return;
    for (const channel of this.channels) {
      const streams = statuses.filter((status) => status.channel === channel.id);
      channel.stream = streams.find(({ shift }) => !shift) ?? null;
      channel.shifted = streams.filter(({ shift }) => shift);
    }
    if (statuses.some((status) => !this.channels.some(({ id }) => id === status.channel))) this.#refreshSoon();
    this.update();
  }

  // Somebody found no place; told for as long as it may matter.
  takeNews({ changes = [] }) {
    this.refused = changes.findLast(({ kind }) => kind === "refused") ?? this.refused;
    this.update();
  }

  // Programmes follow one another without asking; the API is asked when the next is unknown.
  tick() {
    const passed = now() - this.#ticked;
    this.#ticked += passed;
    for (const channel of this.channels ?? []) {
      if (channel.pausedAt && !channel.stream) stayBehind(channel, passed);
      if (!channel.now || channel.now.end > now()) continue;
      this.#stale = true;
      if (!channel.next || channel.next.start > now()) continue; // the last one stays until the API knows more
      channel.now = channel.next;
      channel.next = null;
    }
    if (this.#stale && now() - this.#asked > 2 * second) this.refresh();
    this.update();
  }

  view() {
    return html`<div class="page dashboard">
      ${pageHead("Dashboard", `${longDate(now())}, ${time(now())}`, "")}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${this.firstSteps()} ${this.channels ? this.figures() : this.loading()}
      ${this.worries()} ${this.refusal()} ${this.jobList()} ${this.channels ? this.onAirList() : ""}
      ${this.health ? healthList(this.health) : ""}
    </div>`;
  }

  loading() {
    if (this.problem) return "";
    return html`<div class="figures">${skeletons(4, "tile")}</div>
      <div class="cards section">${skeletons(3, "tall")}</div>`;
  }

  figures() {
    const streams = this.channels.flatMap(({ stream, shifted }) => [stream, ...shifted]).filter(Boolean);
    const streaming = this.channels.filter(({ stream, shifted }) => stream || shifted.length);
    const viewers = streams.reduce((sum, stream) => sum + stream.sessions.length, 0);
    const items = (this.folders ?? []).reduce((sum, folder) => sum + folder.items, 0);
    const failed = (this.health?.checks ?? []).filter(({ status }) => status === "failed");
    return html`<dl class="figures">
      ${figure("eye", "Viewers", number(viewers), "viewers-total", viewers ? "watching now" : "nobody is watching")}
      ${figure("signal", "Streaming", number(streaming.length), "streams-total", `of ${plural(this.channels.length, "channel")}`)}
      ${figure("stack", "Library", this.folders ? number(items) : "–", "library-total", this.folders ? `in ${plural(this.folders.length, "folder")}` : "")}
      ${figure(failed.length ? "warning" : "okay", "Health", healthWord(this.health, failed), "health-state", healthLine(this.health, failed), failed.length ? "bad" : "good")}
    </dl>`;
  }

  // What a new owner does first.
  firstSteps() {
    if (!this.folders || !this.allChannels) return "";
    const demo = this.folders.find(({ path }) => path.endsWith("/media/demo"));
    const folders = this.folders.filter((folder) => folder !== demo);
    const channels = this.allChannels.filter(({ content }) => !demo || content?.kind !== "folder" || content.id !== demo.id);
    if (folders.length && channels.length) return "";
    return html`<section class="first card" data-test="first-run">
      <h2>Welcome to EXStreamTV</h2>
      <p class="quiet">${demo ? "What is on air now are a few demo clips. " : ""}Two steps, and your own media is on air around the clock.</p>
      <ol>
        ${step(1, folders.length > 0, "Add a folder with films or shows", "#/library", "Open the library", "first-run-folder")}
        ${step(2, channels.length > 0, "Make a channel from it", folders.length ? `#/channels/new?folder=${folders[0].id}` : "#/channels/new", "Make a channel", "first-run-channel")}
      </ol>
    </section>`;
  }

  worries() {
    const failed = (this.health?.checks ?? []).filter(({ status }) => status === "failed");
    return failed.map((check) => keyed(check.name, html`
      <section class="notice bad" role="alert" data-test="health-problem">
        ${icon("warning")}
        <div class="notice-text"><h2>Needs attention: ${checkName(check.name)}</h2><p>${check.detail}</p></div>
      </section>`));
  }

  refusal() {
    if (!this.refused || now() - this.refused.at > 5 * minute) return "";
    return html`<section class="notice warn" role="status" data-test="viewer-refused">
      ${icon("warning")}
      <div class="notice-text"><h2>A viewer found no place</h2>
        <p>${this.refused.client} at ${this.refused.address}, ${ago(this.refused.at)}. ${this.refused.text}</p></div>
      <a class="button" href="#/monitor">Open Monitor</a>
    </section>`;
  }

  jobList() {
    const { active, failed } = this.jobs;
    if (!active.length && !failed.length) return "";
    return html`<section class="section" aria-labelledby="jobs-title">
      <div class="section-head"><h2 id="jobs-title">Jobs</h2></div>
      <ul class="card jobs" data-test="jobs">
        ${active.map((job) => jobRow(job, this.subject(job)))} ${failed.slice(0, 3).map(failedRow)}
      </ul>
    </section>`;
  }

  subject(job) {
    const folder = this.folders?.find(({ id, path }) => job.subject === String(id) || job.subject === path);
    if (folder) return folder.path;
    return this.allChannels?.find(({ id }) => id === job.subject)?.name ?? job.subject ?? "";
  }

  onAirList() {
    if (!this.channels.length) {
      if (!this.folders?.length) return "";
      return html`<div class="section">${emptyCard({
        symbol: "channel",
        title: "No channel is on air",
        text: "Make a channel from your library, or switch one on.",
        action: html`<a class="button primary" href="#/channels/new">Make a Channel</a>`,
      })}</div>`;
    }
    const watched = this.channels.filter(({ stream, shifted }) => stream || shifted.length);
    const shown = this.filter === "watched" ? watched : this.channels;
    return html`<section class="section" aria-labelledby="onair-title">
      <div class="section-head">
        <h2 id="onair-title">On now</h2>
        ${segments("Which channels", [["", "All"], ["watched", `Streaming ${watched.length || ""}`]], this.filter, (value) => {
          this.filter = value;
          this.update();
        }, "onair-filter")}
      </div>
      ${shown.length ? "" : html`<p class="quiet">No channel is streaming. Open one to start it.</p>`}
      <ul class="cards" data-test="on-air">${shown.map((channel) => keyed(channel.id, this.card(channel)))}</ul>
    </section>`;
  }

  card(channel) {
    const { now: current, next, stream, shifted } = channel;
    const failure = stream?.storageProblem || (stream?.state === "slate" && (stream.screenProblem || stream.lastFailure));
    return html`<li class="card on-air" data-test="on-air-card" data-channel=${channel.id}>
      <div class="on-air-top">
        ${numberTile(channel, hue(channel.id))}
        <div class="grow">
          <h3 class="line"><a class="stretched" href=${`#/watch/${encodeURIComponent(channel.number)}`}
            data-test="on-air-watch" aria-label=${`Watch channel ${channel.number}, ${channel.name}`}>${channel.name}</a></h3>
          <p class="quiet small-text line">Channel ${channel.number}</p>
        </div>
        ${markOf(channel)} ${streamPill(stream)}
      </div>
      <div class="on-air-now">
        <p class="on-air-title line" data-test="on-air-title">${current?.title ?? "Nothing planned"}</p>
        <p class="quiet small-text line">${current ? about(current) || "\u00a0" : "The programme is being planned."}</p>
      </div>
      ${current
        ? html`${progressBar(progress(current), `${current.title}, progress`, "on-air-progress")}
          <p class="on-air-times quiet small-text">
            <span>${timeRange(current.start, current.end)}</span><span>${length(Math.max(0, current.end - now()))} left</span>
          </p>`
        : html`<div class="progress"></div><p class="on-air-times small-text">\u00a0</p>`}
      <p class="on-air-next small-text line"><span class="quiet">Next</span> ${next ? `${startTime(next)}  ${[next.title, next.kind === "episode" && about(next)].filter(Boolean).join(" · ")}` : "–"}</p>
      <div class="on-air-foot small-text">
        ${failure ? html`<span class="on-air-failure line" title=${failure}>${failure}</span>` : this.facts(channel)}
        ${stream || shifted.length
          ? html`<button type="button" class="round" title="Stop this stream" aria-label=${`Stop the stream of ${channel.name}`}
              data-test="on-air-stop" @click=${() => this.stop(channel)}>${icon("stop")}</button>`
          : ""}
      </div>
    </li>`;
  }

  facts({ stream, shifted }) {
    const late = shifted.reduce((sum, { sessions }) => sum + sessions.length, 0);
    if (!stream && !late) return html`<span class="quiet">Starts when somebody watches</span>`;
    if (!stream) return html`<span class="quiet" data-test="viewers-late">${plural(late, "viewer")} of its past</span>`;
    return html`<span class="facts quiet">
      <span class="fact" title="Viewers">${icon("eye")}<span data-test="viewers-count">${number(stream.sessions.length)}</span><span class="unseen"> ${stream.sessions.length === 1 ? "viewer" : "viewers"}</span></span>
      ${late ? html`<span data-test="viewers-late">${plural(late, "viewer")} of its past</span>` : ""}
      <span title="How the programme is made">${methodName(stream.method)}</span>
      <span title="How far the stream is made ahead">${stream.lead > 0 ? `${length(stream.lead)} ahead` : ""}</span>
    </span>`;
  }

  async stop(channel) {
    const viewers = channel.stream?.sessions.length ?? 0;
    const sure = await confirmed({
      title: `Stop ${channel.name}?`,
      text: viewers
        ? `${plural(viewers, "viewer")} will lose the picture. The stream starts again when somebody tunes in.`
        : "The stream starts again when somebody tunes in.",
      action: "Stop Stream",
    });
    if (sure) await attempt(() => api.stopChannel(channel.id), `${channel.name} stopped`);
  }
}

const figure = (symbol, label, value, test, line, tone) => html`
  <div class="card figure ${tone ?? ""}">
    <dt>${icon(symbol)}${label}</dt>
    <dd><span class="figure-value" data-test=${test}>${value}</span> <span class="quiet small-text">${line}</span></dd>
  </div>`;

const step = (place, done, text, target, action, test) => html`
  <li class=${done ? "done" : ""}>
    <span class="step-number" aria-hidden="true">${done ? icon("check") : place}</span>
    <span class="grow">${text}${done ? html`<span class="unseen"> (done)</span>` : ""}</span>
    ${done ? "" : html`<a class="button primary small" href=${target} data-test=${test}>${action}</a>`}
  </li>`;

// A paused channel's programmes come later by as much as it is not tuned.
function stayBehind({ now: current, next }, passed) {
  for (const programme of [current, next]) {
    if (!programme) continue;
    programme.start += passed;
    programme.end += passed;
  }
}

function streamPill(stream) {
  if (!stream) return "";
  const words = { starting: "Starting", onAir: "Live", slate: "Screen", ending: "Ending" };
  const tones = { starting: "warn", onAir: "live", slate: "warn", ending: "" };
  return html`<span class="pill ${tones[stream.state] ?? ""}" data-test="stream-state" data-state=${stream.state}>${words[stream.state] ?? stream.state}</span>`;
}

function methodName(method) {
  if (!method) return "";
  return method.replace(/^copy/, "Copy").replace(/^encode/, "Encode").replace(/(\d)x(\d)/, "$1×$2");
}

function healthWord(health, failed) {
  if (!health) return "–";
  return failed.length ? number(failed.length) : health.status === "ok" ? "Good" : "Check";
}

function healthLine(health, failed) {
  if (!health) return "asking";
  if (failed.length) return failed.length === 1 ? "part needs attention" : "parts need attention";
  return "all parts are running";
}

const checkNames = {
  database: "Database",
  transcoder: "Transcoder",
  jobs: "Job runner",
  guide: "Guide",
  media: "Media folders",
  "media folders": "Media folders",
};
const checkName = (name) => checkNames[name] ?? name;

const healthList = (health) => html`
  <section class="section">
    <details class="card health" data-test="health">
      <summary><h2>Parts and versions</h2><span class="quiet small-text">Version ${health.version}, running since ${date(health.startedAt)}</span></summary>
      <ul class="rows">
        ${health.checks.map((check) => html`<li>
          <span class="grow"><span class="row-title">${checkName(check.name)}</span><br><span class="quiet small-text">${check.detail}</span></span>
          <span class="pill ${{ ok: "good", failed: "bad" }[check.status] ?? ""}">${{ ok: "Running", failed: "Failed" }[check.status] ?? "Unknown"}</span>
        </li>`)}
      </ul>
    </details>
  </section>`;
