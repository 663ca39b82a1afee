// The channels: making, changing, switching on and off, deleting.

import * as api from "../api.js";
import { orderName, styleName } from "../channels/content.js";
import { showImport } from "../channels/exchange.js";
import { contentName } from "../contents/kinds.js";
import { ChannelForm } from "../channels/form.js";
import { isProgrammed, markOf, mirrorName } from "../channels/kinds.js";
import { sourcesName } from "../channels/live.js";
import { showTakeOvers } from "../channels/takeover.js";
import { attempt, confirmed } from "../dialogs.js";
import { hue, plural } from "../format.js";
import { icon } from "../icons.js";
import { Page } from "../page.js";
import { emptyCard, numberTile, pageHead, problemCard, skeletons } from "../parts.js";
import { html, keyed } from "../template.js";

export default class Channels extends Page {
  channels;
  folders;
  shows;
  collections;
  profiles;
  #form;
  #missing = false;
  #refreshSoon = this.calmly(() => this.refresh());

  start() {
    this.own(() => this.#form?.end());
    this.refresh();
    this.follow({
      refresh: () => this.refresh(),
      channels: this.#refreshSoon,
      library: this.#refreshSoon,
    });
  }

  /** From the list to the form or back. */
  moved(route) {
    this.route = route;
    this.#form?.end();
    this.#form = undefined;
    this.#open();
    this.update();
    scrollTo(0, 0);
  }

  async refresh() {
    await this.ask(async () => {
      const [channels, folders, shows, collections, profiles, graphics] = await Promise.all([
        api.channels(), api.folders(), api.shows(), api.collections(), api.profiles(), api.graphics(),
      ]);
      this.channels = channels.channels;
      this.folders = folders.folders;
      this.shows = shows.shows;
      this.collections = collections.collections;
      this.profiles = profiles.profiles;
      this.graphics = graphics.graphics;
    });
    this.#open();
  }

  // The form stays as it is while lists behind it change.
  #open() {
    const [place] = this.route.rest;
    this.#missing = false;
    if (!place || !this.channels || this.#form) return;
    const channel = this.channels.find(({ id }) => id === place);
    if (place === "new" || channel) this.#form = new ChannelForm(this, channel, wanted(this.route.query));
    else this.#missing = true;
    this.update();
  }

  view() {
    const [place] = this.route.rest;
    return html`<div class="page channels">
      ${this.#form ? this.#form.view() : html`
        ${pageHead("Channels", this.channels ? plural(this.channels.length, "channel") : "", html`
          <a class="button narrow-only" href="#/profiles">Profiles…</a>
          <a class="button narrow-only" href="#/graphics">Graphics…</a>
          <button type="button" class="button" data-test="channel-import" @click=${() => showImport(() => this.refresh())}>Import…</button>
          <a class="button primary" href="#/channels/new" data-test="new-channel">${icon("plus")}New Channel</a>`)}
        ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
        ${this.#missing ? html`<section class="notice warn">${icon("info")}<p class="notice-text">That channel is not there any more.</p></section>` : ""}
        ${this.channels && (!place || this.#missing) ? this.#list() : this.problem ? "" : ChannelForm.loading()}`}
    </div>`;
  }

  #list() {
    if (!this.channels.length) {
      return emptyCard({
        symbol: "channel",
        title: "No channels yet",
        text: this.folders.length
          ? "A channel plays your library, a folder, a show or a collection, around the clock."
          : "A channel plays your own media, so add a folder first.",
        action: this.folders.length
          ? html`<a class="button primary" href="#/channels/new">Make a Channel</a>`
          : html`<a class="button primary" href="#/library">Add a Folder</a>`,
      });
    }
    return html`<ul class="card rows" data-test="channels">
      ${this.channels.map((channel) => keyed(channel.id, this.#row(channel)))}
    </ul>`;
  }

  #row(channel) {
    const shown = channel.kind === "mirror" ? [mirrorName(channel, this.channels)]
      : channel.kind === "live" ? [sourcesName(channel.sources)]
      : channel.style ? [styleName(channel.style)] : [contentName(channel.content, this), orderName(channel.order)];
    const what = [...shown, channel.profile].join(" · ");
    return html`<li class="channel ${channel.enabled ? "" : "off"}" data-test="channel" data-channel=${channel.id} data-number=${channel.number}>
      ${numberTile(channel, hue(channel.id))}
      <span class="grow">
        <a class="row-title" href=${`#/channels/${channel.id}`} data-test="channel-edit"><span class="unseen">${channel.number} </span>${channel.name}</a>
        ${channel.group ? html`<span class="pill">${channel.group}</span>` : ""} ${markOf(channel)}
        ${channel.warnings ? html`<a class="pill warn" href=${`#/schedule/${channel.id}`} data-test="channel-warnings">${plural(channel.warnings, "warning")}</a>` : ""}<br>
        <span class="quiet small-text">${what}</span>
      </span>
      ${channel.enabled ? html`<a class="round" href=${`#/watch/${encodeURIComponent(channel.number)}`} aria-label=${`Watch ${channel.name}`} title="Watch">${icon("play")}</a>` : ""}
      ${isProgrammed(channel.kind) ? html`<a class="round" href=${`#/schedule/${channel.id}`} aria-label=${`Schedule of ${channel.name}`} title="Schedule…" data-test="channel-schedule">${icon("clock")}</a>` : ""}
      ${isProgrammed(channel.kind) ? html`<button type="button" class="round" aria-label=${`Take over ${channel.name}`} title="Take over with a live source"
        data-test="channel-takeover" @click=${() => showTakeOvers(channel, () => this.refresh())}>${icon("signal")}</button>` : ""}
      <a class="round channel-change" href=${`#/channels/${channel.id}`} aria-label=${`Change ${channel.name}`} title="Change">${icon("pencil")}</a>
      <button type="button" class="round bad" aria-label=${`Delete ${channel.name}`} title="Delete" data-test="channel-delete"
        @click=${() => this.#remove(channel)}>${icon("trash")}</button>
      <input type="checkbox" role="switch" class="switch" aria-label=${`${channel.name} is on air`} title=${channel.enabled ? "Switch off" : "Switch on"}
        data-test="channel-enabled" .checked=${channel.enabled} @change=${(event) => this.#enable(channel, event.target.checked)}>
    </li>`;
  }

  async #enable(channel, enabled) {
    channel.enabled = enabled;
    this.update();
    await attempt(() => api.changeChannel(channel.id, { enabled }), enabled ? `${channel.name} is on` : `${channel.name} is off`);
    await this.refresh();
  }

  async #remove(channel) {
    const sure = await confirmed({
      title: `Delete ${channel.name}?`,
      text: "The channel, its programmes and its place in the guide are deleted. Whoever watches it loses the picture. Your files stay.",
      action: "Delete Channel",
    });
    if (!sure) return;
    await attempt(() => api.removeChannel(channel.id), `${channel.name} deleted`);
    await this.refresh();
  }
}

// The library's pages come with what they want a channel of.
function wanted(query) {
  for (const kind of ["folder", "show", "collection"]) {
    if (query.get(kind)) return { kind, id: query.get(kind) };
  }
  return undefined;
}
