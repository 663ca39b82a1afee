// What slots may hold in each style, how they begin, and how one style becomes another.

import { clockText } from "./zone.js";

export const styles = [
  ["continuous", "Continuous", "One content, for ever."],
  ["slots", "By time", "Each slot begins at its time of day."],
  ["balance", "By balance", "Slots are drawn by lot, each as often as its weight says."],
  ["sequence", "Sequence", "Slots follow one another, over and over."],
  ["blocks", "Blocks", "Programmes in blocks, which begin at the times of each kind of day."],
  ["classic", "Classic", "Slots follow one another; some wait for their time of day."],
  ["script", "Script", "Steps that play, pad, wait, repeat and shuffle, written as text."],
];

export const actions = [
  ["play", "Play", "continuous slots balance sequence blocks classic"],
  ["off", "Off air", "slots balance sequence blocks classic"],
  ["fill", "Fillers only", "slots balance sequence blocks classic"],
  ["redirect", "Show another channel", "continuous slots balance sequence blocks classic"],
  ["wait", "Wait until", "sequence"],
  ["pad", "Fill up to a full time", "balance sequence blocks"],
];

// Field, styles, actions. Each slot has a name, an action, a title and fillers.
const all = "continuous slots balance sequence blocks classic";
const lasting = "slots balance sequence blocks classic";
const places = {
  content: [all, "play"],
  order: [all, "play"],
  seasons: [all, "play"],
  cursor: [all, "play"],
  batch: [all, "play"],
  channel: [all, "redirect"],
  start: ["slots classic", "play off fill redirect"],
  days: ["slots", "play off fill redirect"],
  lateness: ["slots classic", "play off fill redirect"],
  flex: ["slots", "play"],
  ending: ["slots", "play"],
  mode: ["classic", "play off fill redirect"],
  wait: ["classic", "play off fill redirect"],
  tail: ["classic", "play"],
  discard: ["classic", "play"],
  count: [lasting, "play"],
  duration: [lasting, "play off fill redirect"],
  until: ["sequence", "play off fill redirect wait"],
  pad: [all, "play pad"],
  padding: [all, "play wait pad"],
  overlong: ["slots blocks", "play"],
  weight: ["balance", "play off fill redirect pad"],
  coolDown: ["balance", "play off fill redirect pad"],
  consecutive: ["balance", "play off fill redirect pad"],
};

/** How much a classic slot plays. */
export const modes = [["one", "One programme"], ["multiple", "A number of programmes"], ["duration", "For a time"], ["flood", "Until the next start"]];

/** The mode of a classic slot, which may be left out. */
export function modeOf({ mode, count, duration, action }) {
  if (mode) return mode;
  if (duration) return "duration";
  return count > 1 ? "multiple" : action && action !== "play" ? "flood" : "one";
}

/** The slot with what a mode asks for, and nothing else. */
export function inMode(slot, mode) {
  const made = { ...slot, mode };
  if (mode !== "multiple") delete made.count;
  else if (!made.count) made.count = 2;
  if (mode !== "duration") {
    delete made.duration;
    delete made.tail;
  } else made.duration ??= 1_800_000;
  return made;
}

const holds = (words, word) => words.split(" ").includes(word);

/** Whether a slot may have a field. */
export function mayHave(field, style, slot) {
  const place = places[field];
  if (!place) return true;
  if (field === "batch" && slot.order !== "marathon") return false;
  if (style === "classic" && ["wait", "lateness"].includes(field) && !slot.start) return false;
  return holds(place[0], style) && holds(place[1], slot.action ?? "play");
}

export const actionsOf = (style) => actions.filter(([, , homes]) => holds(homes, style));

/** The slot with what its style and action allow, and what they ask for. */
export function fitting(slot, style, others = []) {
  const action = actionsOf(style).some(([name]) => name === (slot.action ?? "play")) ? slot.action : undefined;
  const made = { ...slot, action };
  if (made.action === undefined || made.action === "play") delete made.action;
  for (const field of Object.keys(places)) if (!mayHave(field, style, made)) delete made[field];
  const does = made.action ?? "play";
  if (style === "slots") made.start ??= freeTime(others);
  if (does === "play") made.content ??= { kind: "library" };
  if (does === "wait") made.until ??= "20:00";
  if (does === "pad") made.pad ??= 30;
  if (style === "classic") return classic(made, does);
  if (style !== "slots" && style !== "continuous" && ["off", "fill", "redirect"].includes(does) && !made.until) made.duration ??= 1_800_000;
  return made;
}

// Without a start there is nothing to wait for.
function classic(slot, does) {
  const made = inMode(slot, does === "play" || ["duration", "flood"].includes(slot.mode) ? modeOf(slot) : "duration");
  if (made.start) return made;
  delete made.wait;
  delete made.lateness;
  return made;
}

/** A programming in another style, with as much of its slots as that has a place for. */
export function restyled({ slots = [], plan, script }, style) {
  if (style === "script") return { style, script: script ?? scripted(plan ? plan.blocks.flatMap(({ items }) => items) : slots) };
  const old = plan ? plan.blocks.flatMap(({ items }) => items) : slots;
  const kept = style === "continuous" ? old.filter(({ action }) => !action || action === "play").slice(0, 1) : old;
  const made = [];
  for (const slot of kept.length ? kept : [{}]) made.push(fitting(slot, style, made));
  if (style !== "blocks") return { style, slots: made };
  const block = { id: 1, name: "Block 1", repeats: true, items: made };
  return { style, slots: [], plan: { blocks: [block], templates: [{ id: 1, name: "Every day", times: [{ start: "06:00", block: 1 }] }] } };
}

/** A script that plays as many of each slot in turn. */
function scripted(slots) {
  const playing = slots.filter(({ action, content }) => (action ?? "play") === "play" && content);
  const shown = playing.length ? playing : [{ content: { kind: "library" } }];
  return {
    contents: shown.map(({ content, order, seasons, cursor, batch }, place) => ({
      name: `content ${place + 1}`, content, ...(order && { order }), ...(seasons && { seasons }), ...(cursor && { cursor }), ...(batch && { batch }),
    })),
    steps: shown.map(({ count, duration, name, title }, place) => ({
      ...(duration ? { duration } : { count: count ?? 1 }), ...(name && { name }), content: `content ${place + 1}`, ...(title && { title }),
    })),
  };
}

/** One more slot, at a time that no other has. */
export const newSlot = (style, others) => fitting({}, style, others);

/** Slots in the order of their times of day. */
export const byTime = (slots) =>
  slots.map((slot, place) => ({ slot, place }))
    .sort((a, b) => minutesOf(a.slot.start) - minutesOf(b.slot.start) || a.place - b.place)
    .map(({ slot }) => slot);

/** The minutes since midnight of a time of day; 0 where there is none. */
export function minutesOf(text) {
  const [hours, minutes] = (text ?? "").split(":").map(Number);
  return (hours || 0) * 60 + (minutes || 0);
}

// The morning first, then the evening; two hours later where that is taken.
function freeTime(others) {
  const taken = new Set(others.map(({ start }) => start));
  if (!others.length) return "06:00";
  for (let step = 0; step < 96; step += 1) {
    const text = clockText((20 * 60 + step * 120 + Math.floor(step / 12) * 15) % 1440);
    if (!taken.has(text)) return text;
  }
  return "20:00";
}
