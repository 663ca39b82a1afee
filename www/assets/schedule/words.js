// The words for what rules and entries say.

import { contentName } from "../contents/kinds.js";
import { spanText } from "./spans.js";

export const orders = [
  ["episode", "By season and episode"], ["chronological", "Chronological"], ["alphabetical", "Alphabetical"],
  ["custom", "As collected"], ["shuffle", "Shuffled"], ["shuffleParts", "Shuffled, parts together"],
  ["shuffleInOrder", "Shows by lot, each in order"], ["random", "Random"], ["rotation", "Shows in turn"], ["marathon", "Marathon"],
];

export const placesOfFillers = [
  ["gap", "In every gap"], ["head", "Before the first programme"], ["pre", "Before each programme"], ["mid", "Inside of programmes"],
  ["post", "Behind each programme"], ["tail", "At the end of a slot"], ["fallback", "Where nothing fits"],
];

const roles = {
  programme: "Programme", head: "Filler, first", pre: "Filler before", mid: "Filler inside", post: "Filler behind", tail: "Filler at the end",
  gap: "Filler in a gap", fallback: "Filler, cut to fit", offAir: "Off air", flex: "Gap", late: "Late start", empty: "Nothing to play",
  resting: "Everything rests", redirect: "Another channel",
};

const fillers = new Set(["head", "pre", "mid", "post", "tail", "gap", "fallback"]);

export const roleName = (role) => roles[role] ?? "Entry";
export const isFiller = ({ role }) => fillers.has(role);
export const isOff = ({ role }) => ["offAir", "flex", "late", "empty", "resting"].includes(role);

const warnings = {
  empty: "Nothing to play", overlong: "Too long", overrun: "Runs over", late: "Starts late", skipped: "Left out", clash: "Two at once",
  resting: "Everything rests", stuck: "Stands still", circle: "In a circle", waiting: "Waits long", unfilled: "Fillers too long", lengthless: "Unknown length",
};

export const warningName = (kind) => warnings[kind] ?? "Warning";

export const paddings = [
  ["filler", "Fillers"], ["none", "The channel’s screen"], ["black", "Black and silence"], ["loop", "The programme before, again"], ["next", "What comes next, early"],
];

export const endings = [
  ["stop", "Is not begun"], ["extend", "Plays on; the next slot loses the time"], ["cut", "Is cut"], ["shift", "Plays on; the next slots come later"],
];

export const tails = [["filler", "Fillers"], ["none", "The next slot, at once"], ["off", "Off air"]];

const doing = { off: "Off air", fill: "Fillers only", wait: "Wait", pad: "Fill up" };

/** What a slot does, in a line. */
export function slotLine(slot, lists) {
  const parts = [];
  const action = slot.action ?? "play";
  if (action === "play") {
    const content = contentName(slot.content ?? { kind: "library" }, lists);
    if (content !== slotName(slot, 0, lists)) parts.push(content); // else it is its name already
    parts.push((orders.find(([order]) => order === (slot.order ?? "episode")) ?? orders[0])[1].toLowerCase());
  } else if (action === "redirect") {
    const channel = lists.channels?.find(({ id }) => id === slot.channel);
    parts.push(channel ? `Channel ${channel.number} ${channel.name}` : "Another channel");
  } else parts.push(doing[action]);
  if (slot.mode === "flood") parts.push("until the next start");
  if (slot.until) parts.push(`until ${slot.until}`);
  if (action === "pad" && slot.pad) parts.push(`to ${slot.pad} minutes`);
  if (slot.count) parts.push(`${slot.count} ×`);
  if (slot.duration) parts.push(spanText(slot.duration));
  return parts.join(" · ");
}

/** What a slot is called. */
export const slotName = (slot, place, lists) =>
  slot?.name?.trim() || slot?.title?.trim()
  || (slot?.action && slot.action !== "play" ? doing[slot.action] : slot?.content && slot.content.kind !== "library" ? contentName(slot.content, lists) : "")
  || `Slot ${place + 1}`;
