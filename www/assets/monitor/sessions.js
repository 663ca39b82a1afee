// Who watches: the table, and what can be done about each.

import * as api from "../api.js";
import { now } from "../clock.js";
import { attempt, confirmed, dialogHead, openDialog, toast } from "../dialogs.js";
import { ago, bytes, hue, length, number, preciseTime } from "../format.js";
import { icon } from "../icons.js";
import { emptyCard, numberTile, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

const modes = { hls: "HLS", ts: "TS" };

/** The sessions of what the station says is on air. */
export function sessionsOf(statuses) {
  const rows = statuses.flatMap((status) => status.sessions.map((session) => ({
    id: session.viewer.session,
    channel: status.channel,
    number: status.number,
    channelName: status.name,
    mode: session.viewer.mode,
    client: session.name,
    agent: session.viewer.client,
    address: session.viewer.address,
    since: session.since,
    lastSeen: session.lastSeen,
    bytes: session.bytes,
    position: session.position,
    title: status.title,
    showsMessages: session.showsMessages,
  })));
  return rows.sort((one, other) => one.since - other.since || (one.id < other.id ? -1 : 1));
}

export class Sessions {
  /** Everybody who watches, oldest first; undefined until it is known. */
  all;
  #page;

  constructor(page) {
    this.#page = page;
  }

  view() {
    if (!this.all) return this.#page.problem ? "" : html`<div class="section">${skeletons(3, "row")}</div>`;
    return html`<section class="section" aria-labelledby="sessions-title">
      <div class="section-head"><h2 id="sessions-title">Sessions</h2></div>
      ${this.all.length ? this.#table() : emptyCard({
        symbol: "eye", title: "Nobody is watching",
        text: "Everybody who tunes in, with whatever player, appears here at once.",
        action: html`<a class="button" href="#/watch">Watch</a>`,
      })}
    </section>`;
  }

  #table() {
    return html`<div class="card sessions">
      <table data-test="sessions">
        <thead><tr>
          <th scope="col">Client</th><th scope="col">Channel</th><th scope="col">Shows</th><th scope="col">Since</th>
          <th scope="col">Data</th><th scope="col"><span class="unseen">Actions</span></th>
        </tr></thead>
        <tbody>${this.all.map((session) => keyed(session.id, this.#row(session)))}</tbody>
      </table>
    </div>`;
  }

  #row(session) {
    return html`<tr data-test="session" data-session=${session.id}>
      <td class="session-client" title=${session.agent}>
        <span class="row-title" data-test="session-client">${session.client}</span>
        <span class="quiet small-text">${session.address} · ${modes[session.mode] ?? session.mode}</span>
      </td>
      <td data-label="Channel"><span class="session-channel">${numberTile(session, hue(session.channel))}<span class="line">${session.channelName}</span></span></td>
      <td data-label="Shows">
        <span class="line" data-test="session-title">${session.title ?? "–"}</span>
        <span class="quiet small-text">${session.position ? `given up to ${preciseTime(session.position)}` : "waiting for the first picture"}</span>
      </td>
      <td data-label="Since"><span title=${preciseTime(session.since)}>${length(Math.max(0, now() - session.since))}</span>
        <span class="quiet small-text">${silence(session)}</span></td>
      <td data-label="Data" class="figure-cell">${bytes(session.bytes)}</td>
      <td class="session-actions">
        <button type="button" class="round" title=${session.showsMessages ? "Send a message" : "This player can’t show messages"}
          aria-label=${`Send a message to ${session.client} on ${session.channelName}`} ?disabled=${!session.showsMessages}
          data-test="session-message" @click=${() => this.#message(session)}>${icon("message")}</button>
        <button type="button" class="round" title="End this session" aria-label=${`End the session of ${session.client} on ${session.channelName}`}
          data-test="session-end" @click=${() => this.#end(session)}>${icon("stop")}</button>
      </td>
    </tr>`;
  }

  async #end(session) {
    const sure = await confirmed({
      title: `End the session of ${session.client}?`,
      text: `The viewer at ${session.address} loses the picture of ${session.channelName}. Nothing keeps it from tuning in again.`,
      action: "End Session",
    });
    if (!sure) return;
    await attempt(async () => {
      await api.endSession(session.id);
      this.all = this.all.filter(({ id }) => id !== session.id);
      this.#page.update();
    }, `The session of ${session.client} was ended`);
  }

  #message(session) {
    let text = "";
    let problem;
    const send = async (event) => {
      event.preventDefault();
      try {
        await api.messageSession(session.id, text);
        dialog.close();
        toast("Message sent");
      } catch (failure) {
        problem = failure.detail || failure.message;
        dialog.draw();
      }
    };
    const dialog = openDialog(() => html`
      ${dialogHead(`Message to ${session.client}`, () => dialog)}
      <form @submit=${send}>
        <div class="dialog-body field">
          <label for="message-text">Shown over the picture of ${session.channelName}</label>
          <input class="input" id="message-text" autocomplete="off" maxlength="200" autofocus data-test="message-text"
            aria-invalid=${problem ? "true" : undefined} aria-describedby="message-problem"
            @input=${(event) => { text = event.target.value; }}>
          <p class="field-problem" id="message-problem" role="alert" ?hidden=${!problem}>${problem ?? ""}</p>
        </div>
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.close()}>Cancel</button>
          <button class="button primary" data-test="message-send">Send</button>
        </div>
      </form>`, { test: "message-dialog" });
  }
}

// Endless streams are given a segment every few seconds, playlists are asked for as often.
function silence({ lastSeen }) {
  const span = now() - lastSeen;
  return span > 15_000 ? `silent for ${length(span)}` : "";
}

const reasons = {
  left: "left", idle: "stopped asking", replaced: "tuned in anew", stalled: "did not keep up",
  ended: "was ended", offAir: "lost the channel: it went off air", changed: "tunes anew: the channel’s format changed",
};
const tones = { started: "good", ended: "", refused: "bad" };

/** What happened to viewers lately, newest first. */
export class SessionLog {
  #entries = [];
  #missed = 0;

  /** Adds what an event tells. */
  take({ changes = [], missed = 0 }) {
    const known = new Set(this.#entries.map(identity));
    // A new connection is told the last message once more.
    const fresh = changes.filter((change) => change.kind !== "message" && !known.has(identity(change)));
    this.#entries = [...fresh.reverse(), ...this.#entries].slice(0, 30);
    if (fresh.length) this.#missed += missed;
  }

  view(channelName) {
    if (!this.#entries.length) return "";
    return html`<section class="section" aria-labelledby="log-title">
      <div class="section-head"><h2 id="log-title">Coming and going</h2>
        ${this.#missed ? html`<span class="quiet small-text">${number(this.#missed)} more</span>` : ""}</div>
      <ul class="card rows session-log" data-test="session-log">${this.#entries.map((change) => keyed(identity(change), html`<li>
        <span class="log-mark ${tones[change.kind] ?? ""}" aria-hidden="true"></span>
        <span class="grow"><span class="row-title">${change.client}</span> <span class="quiet small-text">${change.address}</span>
          ${words(change, channelName(change.channel))}</span>
        <span class="quiet small-text" title=${preciseTime(change.at)}>${ago(change.at)}</span>
      </li>`))}</ul>
    </section>`;
  }
}

const identity = ({ kind, session, at }) => `${kind} ${session} ${at}`;

function words({ kind, reason, text }, channel) {
  if (kind === "started") return `began to watch ${channel}`;
  if (kind === "refused") return `was refused on ${channel}. ${text ?? ""}`;
  return `${reasons[reason] ?? "left"} (${channel})`;
}
