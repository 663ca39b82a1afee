// The sources of a live channel: the fields of its form.

import { html } from "../template.js";

/** The form's values of a channel's sources. */
export function sourceValues(sources = []) {
  return { sources: sources.map(({ url }) => url).join("\n"), userAgent: sources.find(({ userAgent }) => userAgent)?.userAgent ?? "" };
}

/** The sources as the API reads them. */
export function sourcesOf({ sources, userAgent }) {
  const name = userAgent.trim();
  return sources.split("\n").map((line) => line.trim()).filter(Boolean)
    .map((url) => ({ url, ...(name ? { userAgent: name } : {}) }));
}

/** "camera.lan and 2 more", for lists. */
export function sourcesName(sources) {
  const [first, ...others] = sources;
  if (!first) return "No source";
  const host = first.url.replace(/^[a-z]+:\/\/(?:[^/?#]*@)?/i, "").split(/[/?#]/)[0];
  return others.length ? `${host} and ${others.length} more` : host;
}

/** The fields; `set` hears of each change. */
export function liveFields(values, problems, set) {
  return html`<div class="field">
      <label for="channel-sources">Sources, best first</label>
      <textarea class="input" id="channel-sources" data-test="channel-sources" rows="4" spellcheck="false" autocapitalize="off"
        placeholder="https://camera.lan/stream.m3u8" aria-invalid=${problems.sources ? "true" : undefined}
        aria-describedby="channel-sources-note channel-sources-problem" .value=${values.sources}
        @input=${(event) => set("sources", event.target.value)}></textarea>
      <p class="field-note" id="channel-sources-note">One address a line, at most eight: http, https, rtsp, rtmp, rtmps, srt, udp or rtp.
        When one falls silent, the next takes over. Passwords are never shown again.</p>
      <p class="field-problem" id="channel-sources-problem" role="alert" data-test="channel-sources-problem" ?hidden=${!problems.sources}>${problems.sources ?? ""}</p>
    </div>
    <div class="field">
      <label for="channel-userAgent">User agent (optional)</label>
      <input class="input" id="channel-userAgent" data-test="channel-userAgent" autocomplete="off" maxlength="200" .value=${values.userAgent}
        @input=${(event) => set("userAgent", event.target.value)}>
    </div>`;
}
