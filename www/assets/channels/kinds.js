// Continuous, on demand or a mirror: the choice in the form, and the small mark beside a name.

import { length } from "../format.js";
import { html } from "../template.js";

export const kinds = [
  ["continuous", "Continuous", "It plays its content for ever, around the clock."],
  ["onDemand", "On demand", "It stands still while nobody watches, and goes on where it was left."],
  ["live", "Live", "It shows what another server or a camera sends, as it comes."],
  ["mirror", "Mirror", "It shows another channel, at once or some time later."],
];

const units = [["d", "days", 86_400_000], ["h", "hours", 3_600_000], ["m", "minutes", 60_000], ["s", "seconds", 1000]];

/** Whether a channel plays the library. */
export const isProgrammed = (kind) => kind === "continuous" || kind === "onDemand";

export const kindLine = (kind) => kinds.find(([value]) => value === kind)?.[2] ?? "";

/** "Mirror of 7 Films, 1 h later"; nothing for channels that play something of their own. */
export function mirrorName({ source, offset }, channels) {
  const found = channels?.find(({ id }) => id === source);
  const name = found ? `${found.number} ${found.name}` : "a channel that is gone";
  return `Mirror of ${name}${offset ? `, ${length(offset)} later` : ""}`;
}

/** What tells a channel from a continuous one, in a word. */
export function markOf({ kind, offset, pausedAt }) {
  if (kind === "mirror") return html`<span class="pill" data-test="channel-mark" title="A mirror of another channel">${offset ? `+${length(offset)}` : "Mirror"}</span>`;
  if (kind === "live") return html`<span class="pill" data-test="channel-mark" title="It shows what another server sends">Live</span>`;
  if (kind !== "onDemand") return "";
  return pausedAt === undefined || pausedAt === null
    ? html`<span class="pill" data-test="channel-mark" title="It stands still while nobody watches">On demand</span>`
    : html`<span class="pill warn" data-test="channel-mark" title="Nobody watches: it goes on with its next viewer">Paused</span>`;
}

/** The fields of the form that say how late a mirror is. */
export function offsetFields(offset = 0) {
  const [unit, , size] = (offset && units.find(([, , each]) => offset % each === 0)) || units[1];
  return { late: offset ? String(offset / size) : "", unit };
}

/** The milliseconds that those fields mean; undefined where they mean nothing. */
export function offsetOf({ late, unit }) {
  const text = late.trim();
  if (!/^\d*$/.test(text)) return undefined;
  const span = Number(text) * units.find(([value]) => value === unit)[2];
  return span <= 7 * units[0][2] ? span : undefined;
}

export const unitOptions = units.map(([value, label]) => [value, label]);
