// The station at work: who watches, who came and went. Each section is a
// module of its own in ../monitor.

import * as api from "../api.js";
import { second } from "../clock.js";
import { number, plural } from "../format.js";
import { Trail } from "../monitor/chart.js";
import { SessionLog, Sessions, sessionsOf } from "../monitor/sessions.js";
import { Page } from "../page.js";
import { pageHead, problemCard } from "../parts.js";
import { html } from "../template.js";

// Kept while other pages are shown.
const trail = new Trail();
const log = new SessionLog();

export default class Monitor extends Page {
  #sessions = new Sessions(this);
  #channels = new Map();

  start() {
    this.follow({
      refresh: () => this.refresh(),
      onair: (statuses) => this.#take(sessionsOf(statuses)),
      sessions: (news) => {
        log.take(news);
        this.update();
      },
      channels: () => this.#learnChannels(),
    });
    this.every(second, () => this.update());
    this.refresh();
  }

  refresh() {
    this.#learnChannels();
    return this.ask(async () => this.#take((await api.sessions()).sessions));
  }

  // Names for those who are gone already.
  async #learnChannels() {
    try {
      const { channels } = await api.channels();
      this.#channels = new Map(channels.map(({ id, name }) => [id, name]));
    } catch {
      return; // the card of what failed first says enough
    }
    this.update();
  }

  #take(sessions) {
    this.#sessions.all = sessions;
    trail.note(sessions.length);
    this.update();
  }

  view() {
    const { all } = this.#sessions;
    const channels = new Set(all?.map(({ channel }) => channel)).size;
    const line = all ? `${plural(all.length, "viewer")} on ${plural(channels, "channel")}` : "";
    return html`<div class="page monitor">
      ${pageHead("Monitor", line, "")}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${all ? html`<section class="card viewers" aria-labelledby="viewers-title">
        <h2 id="viewers-title"><span class="viewers-count" data-test="monitor-viewers">${number(all.length)}</span> watching</h2>
        ${trail.view("Viewers")}
      </section>` : ""}
      ${this.#sessions.view()}
      ${log.view((id) => this.#channels.get(id) ?? "a channel")}
    </div>`;
  }
}
