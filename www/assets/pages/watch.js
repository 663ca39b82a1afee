// Television: one channel in the page, the others a key away.

import * as api from "../api.js";
import { isProgrammed } from "../channels/kinds.js";
import { endTakeOver, showTakeOvers } from "../channels/takeover.js";
import { now, second } from "../clock.js";
import { about, hue, length, plural, progress, startTime, timeRange } from "../format.js";
import { icon } from "../icons.js";
import { isPlanned } from "../jobs.js";
import { Page } from "../page.js";
import { addressRow, emptyCard, numberTile, problemCard, progressBar } from "../parts.js";
import { html, keyed } from "../template.js";
import { buttonBar, message, titleBar } from "../watch/controls.js";
import { recall, remember } from "../watch/memory.js";
import { Past } from "../watch/past.js";
import { Player } from "../watch/player.js";

const idleAfter = 3 * second;
const typeWithin = 1.4 * second;
const aimWithin = 0.6 * second; // several steps of a seek are one
const nearLive = 4 * second;
const longPause = 10 * second;
const messageFor = 20 * second;
const dismissed = { title: "Your session was ended", detail: "Somebody ended it on the page Monitor. You can tune in again." };

export default class Watch extends Page {
  channels;
  channel;
  addresses;
  #number;
  #start;
  #past = new Past(() => this.update());
  #aim; // where a seek goes that is not done yet
  #aiming;
  #pausedAt;
  #video = document.createElement("video");
  #player = new Player(this.#video, () => this.update());
  #stage;
  #typed = "";
  #typing;
  #idle = false;
  #idling;
  #message;
  #reading;
  #heard = 0;
  #asked = 0;
  #tuned;
  #refreshSoon = this.calmly(() => this.refresh());

  constructor(root, route) {
    super(root, route);
    const { volume, muted } = recall();
    this.#video.playsInline = true;
    this.#video.dataset.test = "video";
    this.#video.className = "picture";
    this.#video.volume = Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 1;
    this.#video.muted = Boolean(muted);
    this.#read(route);
  }

  #read({ rest }) {
    this.#number = rest[0];
    this.#start = /^\d{12,14}$/.test(rest[1] ?? "") ? Number(rest[1]) : undefined;
  }

  start() {
    this.own(() => this.#player.end());
    this.own(() => clearTimeout(this.#idling));
    this.own(() => clearTimeout(this.#typing));
    this.own(() => clearTimeout(this.#aiming));
    this.own(() => clearTimeout(this.#reading));
    for (const event of ["volumechange", "play", "pause", "enterpictureinpicture", "leavepictureinpicture"]) {
      this.listen(this.#video, event, () => this.update());
    }
    this.listen(document, "keydown", (event) => this.#key(event));
    this.listen(document, "fullscreenchange", () => this.update());
    this.follow({
      refresh: () => this.refresh(),
      channels: this.#refreshSoon,
      jobs: (job) => isPlanned(job) && this.#refreshSoon(),
      onair: (statuses) => this.#take(statuses),
      sessions: (news) => this.#hear(news),
    });
    this.every(second, () => this.#tick());
    this.refresh();
    this.#wake();
  }

  /** The address changed while the page is shown: another channel or another moment. */
  moved(route) {
    this.#read(route);
    this.#tune();
  }

  async refresh() {
    this.#asked = now();
    await this.ask(async () => {
      this.channels = (await api.onAir()).channels;
    });
    this.#tune();
  }

  /** Whether the past is shown. */
  get isPast() {
    return this.#past.start !== undefined;
  }

  /** How far the picture is behind live. */
  get behind() {
    return this.#past.behind(this.#player.behind);
  }

  /** The moment of the timeline that is seen. */
  get moment() {
    return this.#pausedAt ?? now() - this.behind;
  }

  /** The moment that is seen, or that somebody is about to go to. */
  get place() {
    return this.#aim ?? this.moment;
  }

  get current() {
    return this.isPast ? this.#past.at(this.moment).current : running(this.channel);
  }

  get next() {
    if (this.isPast) return this.#past.at(this.moment).next;
    const { next } = this.channel ?? {};
    return next && next.start > now() ? next : undefined;
  }

  #tune() {
    if (!this.channels || this.ended) return;
    const wanted = this.#number ?? recall().channel;
    this.channel = this.channels.find(({ number }) => String(number) === wanted);
    if (!this.channel && !this.#number) [this.channel] = this.channels;
    const tuned = this.channel && `${this.channel.id} ${this.#start ?? ""}`;
    if (this.channel && this.#tuned !== tuned) {
      this.#tuned = tuned;
      this.#aim = undefined;
      this.#pausedAt = undefined;
      clearTimeout(this.#aiming);
      this.#past.enter(this.channel, this.#start);
      const path = `iptv/channel/${encodeURIComponent(this.channel.number)}`;
      this.addresses = { hls: api.address(`${path}.m3u8`), ts: api.address(`${path}.ts`) };
      remember({ channel: String(this.channel.number) });
      this.#player.tune(this.addresses.hls, this.#start);
      document.title = `${this.channel.name} · EXStreamTV`;
    } else if (!this.channel && this.#tuned) {
      this.#tuned = undefined;
      this.#player.end();
      this.#player = new Player(this.#video, () => this.update());
    }
    this.update();
  }

  #take(statuses) {
    for (const channel of this.channels ?? []) {
      channel.shifted = statuses.filter((status) => status.channel === channel.id && status.shift);
      channel.stream = statuses.find((status) => status.channel === channel.id && !status.shift) ?? null;
    }
    this.update();
  }

  // What happens to our own session: a message, or its end.
  #hear({ changes = [] }) {
    for (const { kind, session, reason, text, at } of changes) {
      // A new connection is told the last message once more.
      if (!session || session !== this.#player.session || at <= this.#heard) continue;
      this.#heard = at;
      if (kind === "message") this.#showMessage(text);
      if (kind === "ended" && reason === "ended") this.#player.dismiss(dismissed);
    }
  }

  #showMessage(text) {
    clearTimeout(this.#reading);
    this.#message = text;
    this.#reading = setTimeout(() => this.#closeMessage(), messageFor);
    this.update();
  }

  #closeMessage() {
    clearTimeout(this.#reading);
    this.#message = undefined;
    this.update();
  }

  #tick() {
    const over = this.channels?.some(({ now: first }) => first && first.end <= now());
    if (over && now() - this.#asked > 2 * second) this.refresh();
    this.update();
  }

  // What the buttons and keys do

  zap(direction) {
    if (!this.channels?.length) return;
    const place = this.channels.indexOf(this.channel);
    const next = this.channels[(place + direction + this.channels.length) % this.channels.length];
    location.hash = `#/watch/${encodeURIComponent(next.number)}`;
    this.#wake();
  }

  toggle() {
    if (!this.#video.paused) {
      if (this.isPast) this.#pausedAt = this.moment;
      this.#video.pause();
      return;
    }
    const at = this.#pausedAt;
    this.#pausedAt = undefined;
    // The past waits for those who pause it; live does not.
    if (at !== undefined && now() - this.behind - at > longPause) this.seek(at);
    else this.#player.play();
  }

  /** Shows the timeline from a moment on; live where that is the present. */
  seek(moment) {
    this.#aim = undefined;
    clearTimeout(this.#aiming);
    if (!this.channel) return;
    const live = moment > now() - nearLive;
    const place = live ? "" : `/${Math.round(moment)}`;
    const wanted = `#/watch/${encodeURIComponent(this.channel.number)}${place}`;
    // Steps of a seek are no pages to go back to.
    if (location.hash !== wanted) location.replace(wanted);
    this.#wake();
  }

  /** Goes to a moment once nobody changes it any more. */
  aim(moment) {
    this.#aim = Math.min(moment, now());
    clearTimeout(this.#aiming);
    this.#aiming = setTimeout(() => this.seek(this.#aim), aimWithin);
    this.#wake();
    this.update();
  }

  skip(span) {
    if (span > 0 && !this.isPast) return;
    this.aim(this.place + span);
  }

  startOver() {
    if (this.current) this.seek(this.current.start);
  }

  goLive() {
    this.seek(now());
  }

  mute() {
    this.#video.muted = !this.#video.muted;
    if (!this.#video.muted && this.#video.volume === 0) this.#video.volume = 0.5;
    this.#keepVolume();
  }

  setVolume(volume) {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.#video.muted = volume === 0;
    this.#keepVolume();
  }

  #keepVolume() {
    remember({ volume: this.#video.volume, muted: this.#video.muted });
    this.update();
  }

  async float() {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await this.#video.requestPictureInPicture();
    } catch {
      // refused before the first picture; the button works a moment later
    }
  }

  async fill() {
    try {
      if (document.fullscreenElement) await document.exitFullscreen();
      else if (this.#stage.requestFullscreen) await this.#stage.requestFullscreen();
      else this.#video.webkitEnterFullscreen(); // iPhones fill the screen with the video alone
    } catch {
      // refused, for example in a frame: the page stays as it is
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const { target } = event;
    const inField = target.closest?.("input, select, textarea");
    const inList = target.closest?.(".station-list");
    if (inField) return;
    if (/^[0-9.]$/.test(event.key)) {
      this.#type(event.key);
      return;
    }
    const onButton = target.closest?.("button, a, summary");
    const keys = {
      ArrowUp: () => inList || this.zap(1),
      ArrowDown: () => inList || this.zap(-1),
      PageUp: () => this.zap(1),
      PageDown: () => this.zap(-1),
      ArrowLeft: () => this.skip(-30 * second),
      ArrowRight: () => this.skip(30 * second),
      Home: () => this.startOver(),
      End: () => this.goLive(),
      " ": () => onButton || this.toggle(),
      k: () => this.toggle(),
      m: () => this.mute(),
      f: () => this.fill(),
      p: () => this.float(),
    };
    const action = keys[event.key];
    if (!action) return;
    if (!(event.key === " " && onButton) && !(inList && event.key.startsWith("Arrow"))) event.preventDefault();
    action();
    this.#wake();
  }

  #type(letter) {
    this.#typed = (this.#typed + letter).slice(0, 9);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#typedAll(), typeWithin);
    this.#wake();
    this.update();
  }

  #typedAll() {
    const found = this.channels?.find(({ number }) => String(number) === this.#typed);
    if (found) {
      this.#typed = "";
      location.hash = `#/watch/${encodeURIComponent(found.number)}`;
    } else {
      this.#typed = `No channel ${this.#typed}`;
      this.#typing = setTimeout(() => {
        this.#typed = "";
        this.update();
      }, typeWithin);
    }
    this.update();
  }

  // The buttons go when nothing moves for a while.
  #wake() {
    clearTimeout(this.#idling);
    this.#idling = setTimeout(() => {
      this.#idle = true;
      this.update();
    }, idleAfter);
    if (!this.#idle) return;
    this.#idle = false;
    this.update();
  }

  view() {
    return html`<div class="page watch">
      <h1 class="unseen" tabindex="-1">Watch</h1>
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${this.channels && !this.channels.length ? this.#nothing() : ""}
      ${this.channels?.length && !this.channel ? this.#unknown() : ""}
      <div class="watch-layout" ?hidden=${(this.channels || this.problem) && !this.channel}>
        <div class="watch-main">${this.#stageView()} ${this.channel ? this.#below() : html`<div class="skeleton tile"></div>`}</div>
        ${this.#list()}
      </div>
    </div>`;
  }

  #nothing() {
    return emptyCard({
      symbol: "channel", title: "Nothing to watch yet", text: "Make a channel, and it plays here.",
      action: html`<a class="button primary" href="#/channels/new">Make a Channel</a>`,
    });
  }

  #unknown() {
    return emptyCard({
      symbol: "channel", title: `There is no channel ${this.#number}`, text: "It may have been deleted, or it is switched off.",
      action: html`<a class="button primary" href=${`#/watch/${encodeURIComponent(this.channels[0].number)}`}>Watch ${this.channels[0].name}</a>`,
    });
  }

  #stageView() {
    const { state } = this.#player;
    const playing = state === "playing";
    return html`<div class="stage ${this.#idle && playing ? "idle" : ""}" data-test="stage" data-state=${state}
      ref=${(stage) => { this.#stage = stage; }} @pointermove=${() => this.#wake()} @focusin=${() => this.#wake()}
      @click=${(event) => this.#clicked(event)} @dblclick=${(event) => event.target === this.#video && this.fill()}>
      ${this.#video}
      ${this.channel ? html`
        <div class="over">${titleBar(this.channel, this.current, this.isPast ? now() - this.moment : 0)}${buttonBar(this, {
          playing: !this.#video.paused, muted: this.#video.muted, volume: this.#video.volume,
          full: Boolean(document.fullscreenElement), canFloat: document.pictureInPictureEnabled === true,
          canFull: document.fullscreenEnabled || "webkitEnterFullscreen" in this.#video,
        })}</div>
        ${message(this.#player, this.channel)}
        ${playing && this.#video.muted && !recall().muted ? html`<button type="button" class="button over-unmute" data-test="watch-unmute"
          @click=${() => this.mute()}>${icon("mute")}Unmute</button>` : ""}` : ""}
      ${this.#message ? html`<div class="over-note" role="alert" data-test="watch-message">
        <p>${this.#message}</p>
        <button type="button" class="over-button" aria-label="Close the message" data-test="watch-message-close" @click=${() => this.#closeMessage()}>${icon("cross")}</button>
      </div>` : ""}
      ${this.#typed ? html`<div class="over-typed" role="status" data-test="watch-typed">${this.#typed}</div>` : ""}
    </div>`;
  }

  #clicked(event) {
    if (event.target !== this.#video || this.#player.state === "blocked") return;
    if (matchMedia("(pointer: coarse)").matches) this.#wake();
    else this.toggle();
  }

  #below() {
    const { shifted } = this.channel;
    const stream = this.isPast ? shifted?.find(({ shift }) => shift === this.behind) : this.channel.stream;
    const { current, next } = this;
    return html`
      <section class="card watch-facts">
        <div class="grow">
          <h2 data-test="watch-now">${current?.title ?? "Nothing planned"}</h2>
          <p class="quiet">${current ? [about(current), timeRange(current.start, current.end), length(current.end - current.start)].filter(Boolean).join(" · ") : ""}</p>
          <p class="watch-next"><span class="quiet">Next</span> ${next ? `${startTime(next)} ${next.title}` : "–"}</p>
          ${isProgrammed(this.channel.kind) ? this.#takeOverButtons() : ""}
        </div>
        <p class="quiet small-text watch-stream">
          <span>${stream ? plural(stream.sessions.length, "viewer") : ""}</span>
          <span>${stream?.lead > 0 ? `${length(stream.lead)} ahead` : ""}</span>
        </p>
      </section>
      <details class="card watch-addresses" data-test="watch-addresses">
        <summary>Watch in VLC and other players</summary>
        ${addressRow("HLS", this.addresses.hls, "watch-hls")} ${addressRow("TS", this.addresses.ts, "watch-ts")}
        <p class="quiet small-text">In VLC: Media, Open Network Stream, paste either address. Keys here: up and down change the channel, digits
          pick one, left and right go 30 seconds back and forward, Home starts the programme over, End goes back to live, space
          pauses, M mutes, F fills the screen.</p>
      </details>`;
  }

  #takeOverButtons() {
    const on = running(this.channel)?.takeOver;
    const changed = () => this.refresh();
    return html`<p class="watch-takeover">
      ${on ? html`<button type="button" class="button small" data-test="takeover-end-now"
        @click=${() => endTakeOver(this.channel, on).then(changed)}>${icon("stop")}End Take-Over</button>` : ""}
      <button type="button" class="button small" data-test="takeover-open"
        @click=${() => showTakeOvers(this.channel, changed)}>${icon("signal")}Take Over…</button>
    </p>`;
  }

  #list() {
    if (!this.channels) return html`<div class="skeleton station-list"></div>`;
    return html`<nav class="card station-list" aria-label="Channels" data-test="watch-list">
      <ul>${this.channels.map((channel) => keyed(channel.id, html`<li>
        <a href=${`#/watch/${encodeURIComponent(channel.number)}`} aria-current=${channel === this.channel ? "true" : undefined}>
          ${numberTile(channel, hue(channel.id))}
          <span class="grow">
            <span class="line station-list-name">${channel.name}</span>
            <span class="line quiet small-text">${running(channel)?.title ?? "Nothing planned"}</span>
            ${channel.now ? progressBar(progress(running(channel)), "Progress") : ""}
          </span>
        </a></li>`))}</ul>
    </nav>`;
  }
}

// The next programme begins without asking the API.
function running({ now: first, next } = {}) {
  return next && next.start <= now() ? next : first;
}
