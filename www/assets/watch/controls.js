// What lies over the picture: which channel, what is on, and the buttons.

import { second } from "../clock.js";
import { about, hue, length, preciseTime, startTime, time } from "../format.js";
import { icon } from "../icons.js";
import { numberTile } from "../parts.js";
import { html } from "../template.js";

/** The line above: channel and programme. */
export const titleBar = (channel, current, behind) => html`
  <div class="over-top">
    ${numberTile(channel, hue(channel.id))}
    <div class="grow">
      <p class="over-name line" data-test="watch-channel">${channel.name}</p>
      <p class="over-title line" data-test="watch-title">${current ? [current.title, about(current)].filter(Boolean).join(" · ") : ""}</p>
      ${behind ? html`<p class="over-behind" data-test="watch-behind">${length(behind)} behind live</p>` : ""}
    </div>
  </div>`;

/** The buttons below. */
export const buttonBar = (watch, { playing, muted, volume, full, canFull, canFloat }) => html`
  <div class="over-bottom">
    ${watch.current ? html`<div class="over-now">
      <span>${startTime(watch.current)}</span>${seekBar(watch)}<span>${time(watch.current.end)}</span>
    </div>` : ""}
    <div class="over-buttons">
      ${round(playing ? "pause" : "play", playing ? "Pause" : "Play", "watch-play", () => watch.toggle())}
      ${round("restart", "Start over", "watch-restart", () => watch.startOver(), !watch.current)}
      ${round("backward", "30 seconds back", "watch-back", () => watch.skip(-30 * second))}
      ${round("forward", "30 seconds forward", "watch-forward", () => watch.skip(30 * second), !watch.isPast)}
      ${watch.isPast ? html`<button type="button" class="over-live" aria-label="Back to live" title="Back to live" data-test="watch-live"
        @click=${() => watch.goLive()}>${icon("signal")}<span>Back to live</span></button>` : ""}
      ${round("up", "Next channel", "watch-up", () => watch.zap(1))}
      ${round("down", "Previous channel", "watch-down", () => watch.zap(-1))}
      ${round(muted || volume === 0 ? "mute" : "sound", muted ? "Sound on" : "Sound off", "watch-mute", () => watch.mute())}
      <input class="volume" type="range" min="0" max="1" step="0.05" .value=${String(muted ? 0 : volume)} aria-label="Volume"
        @input=${(event) => watch.setVolume(Number(event.target.value))}>
      <span class="grow over-next line">${watch.next ? html`<span class="over-faint">Next ${startTime(watch.next)}</span> ${watch.next.title}` : ""}</span>
      ${canFloat ? round("pip", "Picture in picture", "watch-pip", () => watch.float()) : ""}
      ${canFull ? round(full ? "shrink" : "expand", full ? "Leave full screen" : "Full screen", "watch-fullscreen", () => watch.fill()) : ""}
    </div>
  </div>`;

// Where the picture is in its programme; moving it asks for the stream from there on.
function seekBar(watch) {
  const { current, place } = watch;
  const step = Math.max(1, Math.round((current.end - current.start) / (200 * second))) * second;
  return html`<input class="seek" type="range" min="0" max=${String(current.end - current.start)} step=${String(step)}
    .value=${String(Math.max(0, place - current.start))} aria-label="Position in the programme" aria-valuetext=${preciseTime(place)}
    title=${preciseTime(place)} data-test="watch-seek"
    @input=${(event) => watch.aim(current.start + Number(event.target.value))}>`;
}

const round = (symbol, label, test, action, disabled = false) => html`
  <button type="button" class="over-button" aria-label=${label} title=${label} data-test=${test} ?disabled=${disabled} @click=${action}>${icon(symbol)}</button>`;

/** What is said in the middle while there is no picture. */
export function message(player, channel) {
  const { state, problem, tries } = player;
  if (state === "failed") {
    return html`<div class="over-message" role="alert" data-test="watch-problem">
      ${icon("warning")}
      <h2>${problem.title}</h2>
      <p>${problem.detail || problem.message}</p>
      <button type="button" class="button primary" data-test="watch-retry" @click=${() => player.retry()}>Try Again</button>
    </div>`;
  }
  if (state === "blocked") {
    return html`<button type="button" class="over-start" aria-label=${`Play ${channel.name}`} data-test="watch-start"
      @click=${() => player.play()}>${icon("play")}</button>`;
  }
  if (state === "retrying") {
    return html`<div class="over-message" role="status">
      <span class="spinner"></span>
      <h2>${problem?.title ?? "Connecting again"}</h2>
      <p>${problem?.detail ?? ""}</p>
      <p class="over-faint">${tries > 1 ? `Try ${tries} of 5` : "Connecting again…"}</p>
    </div>`;
  }
  if (state === "starting") return html`<div class="over-message" role="status"><span class="spinner"></span><p>Tuning to ${channel.name}</p></div>`;
  if (state === "waiting") return html`<div class="over-message" role="status"><span class="spinner"></span><span class="unseen">Waiting for the picture</span></div>`;
  return "";
}
