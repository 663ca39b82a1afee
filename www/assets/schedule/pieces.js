// What is drawn of a day: programmes for themselves, short ones and fillers together.

import { isFiller, isOff } from "./words.js";

const kindOf = (entry) => (isFiller(entry) ? "filler" : isOff(entry) ? "off" : entry.role === "redirect" ? "redirect" : "programme");

/** The entries that a day holds a part of. */
export function within(entries, { start, end }) {
  let first = 0;
  let last = entries.length;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (entries[middle].end > start) last = middle;
    else first = middle + 1;
  }
  let until = first;
  while (until < entries.length && entries[until].start < end) until += 1;
  return entries.slice(first, until);
}

/** Pieces `{start, end, kind, entries}`; entries of one slot that are shorter than `smallest` and follow one another are one. */
export function pieces(entries, smallest) {
  const made = [];
  for (const entry of entries) {
    const kind = kindOf(entry);
    const isShort = entry.end - entry.start < smallest;
    const last = made[made.length - 1];
    const touches = last?.end === entry.start && last.entries[0].path === entry.path;
    if (touches && last.kind === kind && (kind === "filler" || (kind === "off" && last.entries[0].role === entry.role))) extend(last, entry);
    else if (touches && isShort && last.isShort && entry.end - last.start < 4 * smallest) extend(last, entry);
    else made.push({ start: entry.start, end: entry.end, kind, entries: [entry], isShort });
  }
  for (const piece of made) piece.kind = mixed(piece);
  return made;
}

function extend(piece, entry) {
  piece.end = entry.end;
  piece.entries.push(entry);
}

function mixed({ kind, entries }) {
  if (entries.length === 1) return kind;
  const programmes = entries.filter((entry) => kindOf(entry) === "programme").length;
  return programmes > 1 ? "many" : programmes === 1 ? "programme" : kindOf(entries[0]);
}

/** The entry that a piece is named after. */
export const headOf = ({ entries }) => entries.find((entry) => kindOf(entry) === "programme") ?? entries[0];
