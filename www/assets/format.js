// Times, lengths and counts in words.

import { day, hour, minute, now, second } from "./clock.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const exactTime = new Intl.DateTimeFormat(undefined, {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});
const shortDay = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric" });
const longDay = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const wholeDate = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const count = new Intl.NumberFormat();

export const time = (moment) => clockTime.format(moment);
export const preciseTime = (moment) => exactTime.format(moment);
export const date = (moment) => wholeDate.format(moment);
export const longDate = (moment) => longDay.format(moment);
export const number = (value) => count.format(value ?? 0);

/** "640 KB", "12.5 MB", "3.2 GB". */
export function bytes(size) {
  const units = ["KB", "MB", "GB", "TB"];
  let value = (size ?? 0) / 1000;
  let place = 0;
  while (value >= 1000 && place < units.length - 1) {
    value /= 1000;
    place += 1;
  }
  return `${count.format(value < 100 && place ? Math.round(value * 10) / 10 : Math.round(value))} ${units[place]}`;
}

/** "1 viewer", "2 viewers". */
export const plural = (value, one, many = `${one}s`) =>
  `${number(value)} ${value === 1 ? one : many}`;

/** Midnight where the viewer is. */
export function midnight(moment) {
  const start = new Date(moment);
  start.setHours(0, 0, 0, 0);
  return start.getTime();
}

/** Midnight some days later; days are not always 24 hours long. */
export function daysAfter(moment, days) {
  const start = new Date(midnight(moment));
  start.setDate(start.getDate() + days);
  return start.getTime();
}

/** "Today", "Tomorrow" or "Thu 14". */
export function dayName(moment) {
  const today = midnight(now());
  if (midnight(moment) === today) return "Today";
  if (midnight(moment) === daysAfter(today, 1)) return "Tomorrow";
  if (midnight(moment) === daysAfter(today, -1)) return "Yesterday";
  return shortDay.format(moment);
}

/** "20:15 – 21:45"; with seconds where the programme is short. */
export function timeRange(start, end) {
  const told = end - start < 2 * minute ? preciseTime : time;
  return `${told(start)} – ${told(end)}`;
}

/** When a programme begins; with seconds where it is short. */
export const startTime = ({ start, end }) => (end - start < 2 * minute ? preciseTime : time)(start);

/** "1 h 32 min", "45 min", "12 s". */
export function length(span) {
  if (span < minute) return `${Math.max(0, Math.round(span / second))} s`;
  if (span < 10 * minute) {
    const seconds = Math.round((span % minute) / second);
    return seconds ? `${Math.floor(span / minute)} min ${seconds} s` : `${Math.floor(span / minute)} min`;
  }
  const minutes = Math.round(span / minute);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** "just now", "5 min ago", "3 days ago". */
export function ago(moment) {
  const span = now() - moment;
  if (span < minute) return "just now";
  if (span < hour) return `${Math.floor(span / minute)} min ago`;
  if (span < day) return `${Math.floor(span / hour)} h ago`;
  return `${plural(Math.floor(span / day), "day")} ago`;
}

/** How far a programme is, from 0 to 1. */
export function progress(programme) {
  const done = (now() - programme.start) / (programme.end - programme.start || 1);
  return Math.min(1, Math.max(0, done));
}

/** "S2 E5 · The Heist", "2019" or nothing. */
export function about(item) {
  const parts = [];
  if (item.season !== undefined && item.season !== null) {
    parts.push(item.episode === undefined || item.episode === null
      ? `Season ${item.season}`
      : `S${item.season} E${item.episode}`);
  } else if (item.episode !== undefined && item.episode !== null) {
    parts.push(`Episode ${item.episode}`);
  }
  if (item.subtitle) parts.push(item.subtitle);
  if (item.year) parts.push(String(item.year));
  return parts.join(" · ");
}

/** One of twelve colours, the same for a channel wherever it shows. */
export function hue(text) {
  let sum = 7;
  for (const letter of String(text)) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return `hue-${sum % 12}`;
}

const kinds = { movie: "Film", episode: "Episode", other: "Video" };
export const kindName = (kind) => kinds[kind] ?? "Video";

const codecs = { h264: "H.264", hevc: "HEVC", mpeg2video: "MPEG-2", mpeg4: "MPEG-4", ac3: "AC-3", eac3: "E-AC-3", opus: "Opus", vorbis: "Vorbis" };
export const codecName = (codec) => (codec ? (codecs[codec] ?? codec.toUpperCase()) : "");
