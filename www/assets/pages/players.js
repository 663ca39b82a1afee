// The addresses that players take, and what to do with them.

import * as api from "../api.js";
import { Page } from "../page.js";
import { addressRow, pageHead, problemCard, skeletons } from "../parts.js";
import { html } from "../template.js";

export default class Players extends Page {
  #addresses;

  start() {
    this.refresh();
  }

  refresh() {
    return this.ask(async () => {
      this.#addresses = await api.players();
    });
  }

  view() {
    const known = this.#addresses;
    return html`<div class="page players">
      ${pageHead("Players", "Watch your channels in the player you already use", "")}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${known ? html`
        <section class="card" aria-label="Addresses">
          ${addressRow("Playlist", known.m3u, "players-m3u")}
          ${addressRow("Guide", known.xmltv, "players-xmltv")}
          ${addressRow("HDHomeRun", known.hdhomerun, "players-hdhomerun")}
        </section>
        ${onlyHere() ? this.#localHint() : ""}
        <section class="section" aria-labelledby="steps-title">
          <div class="section-head"><h2 id="steps-title">Step by step</h2></div>
          <div class="player-list">${players(known).map(player)}</div>
        </section>` : this.problem ? "" : skeletons(3, "row")}
    </div>`;
  }

  #localHint() {
    return html`<section class="notice warn players-hint">
      <div class="notice-text">
        <h2>These addresses work on this machine only</h2>
        <p>To watch on a television or a phone, start EXStreamTV with EXSTREAMTV_BIND=0.0.0.0, open this page under the machine’s
          name or network address, and copy the addresses from there.</p>
      </div>
    </section>`;
  }
}

const onlyHere = () => /^(localhost|127\.|\[::1\])/.test(location.hostname);

const player = ({ name, line, steps }) => html`
  <details class="card player" data-test="player">
    <summary><span class="grow"><span class="row-title">${name}</span><br><span class="quiet small-text">${line}</span></span></summary>
    <ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>
  </details>`;

const code = (text) => html`<code>${text}</code>`;

// The words are those of the players' own menus.
const players = ({ m3u, xmltv, hdhomerun }) => [
  {
    name: "Plex",
    line: "As a tuner, with live TV and recording",
    steps: [
      "In Plex, open Settings, then Live TV & DVR, and choose Set Up Plex DVR.",
      html`If nothing is found, choose to enter the network address by hand: ${code(hdhomerun)}`,
      html`When asked for a guide, choose XMLTV and enter ${code(xmltv)}`,
      "Check that the channels are matched, and continue.",
    ],
  },
  {
    name: "Jellyfin",
    line: "As an M3U tuner with a guide",
    steps: [
      html`In the dashboard, open Live TV, add a tuner device of the type M3U Tuner with the address ${code(m3u)}`,
      html`Below TV guide data providers, add XMLTV with the address ${code(xmltv)}`,
      "Run Refresh Guide. The channels show below Live TV.",
    ],
  },
  {
    name: "Emby",
    line: "As an M3U tuner with a guide",
    steps: [
      html`In the server settings, open Live TV, choose Add TV Source, then M3U, and enter ${code(m3u)}`,
      html`Add a guide source of the type XMLTV with ${code(xmltv)}`,
      "Map the channels if asked, then save.",
    ],
  },
  {
    name: "Kodi",
    line: "With the add-on PVR IPTV Simple Client",
    steps: [
      "Install PVR IPTV Simple Client from the PVR clients of Kodi’s own repository.",
      html`In its settings, below General, set the M3U playlist address to ${code(m3u)}`,
      html`Below EPG, set the XMLTV address to ${code(xmltv)}`,
      "Restart Kodi and open TV.",
    ],
  },
  {
    name: "VLC",
    line: "On computers, phones and televisions",
    steps: [
      html`Choose Media, then Open Network Stream, and enter ${code(m3u)}`,
      "All channels appear in the playlist: View, then Playlist.",
    ],
  },
  {
    name: "TiviMate",
    line: "On Android TV and Fire TV",
    steps: [
      html`Choose Add playlist, then M3U playlist, and enter ${code(m3u)}`,
      html`If the guide is not found by itself, add it below TV guide: ${code(xmltv)}`,
    ],
  },
  {
    name: "Channels",
    line: "As a custom source of Channels DVR",
    steps: [
      html`In the server’s settings, choose Add Source, then Custom Channels, and enter ${code(m3u)}`,
      html`Choose MPEG-TS or HLS as the stream format and set the guide data to the XMLTV address ${code(xmltv)}`,
    ],
  },
];
