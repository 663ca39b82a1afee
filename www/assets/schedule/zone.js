// Days and times of day in the time zone of a rule set, which need not be the
// viewer's, and which days a rule means.

import { day, hour, minute } from "../clock.js";
import { isHoliday } from "./holidays.js";

const formats = new Map();

function format(zone) {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    });
    formats.set(zone, known);
  }
  return known;
}

/** The viewer's own zone. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** All zones that the browser knows. */
export const allZones = () => ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])];

/** Whether there is such a zone. */
export function isZone(zone) {
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
function offset(moment, zone) {
  const parts = Object.fromEntries(format(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(moment / 1000) * 1000;
}

// The moment at which a zone's clock shows that time; twice is enough around changes.
function momentOf(wall, zone) {
  const guess = wall - offset(wall, zone);
  return wall - offset(guess, zone);
}

/** The days from the one that holds `moment`: date, both ends, and where the clock changes. */
export function daysFrom(moment, count, zone) {
  const first = Math.floor((moment + offset(moment, zone)) / day) * day;
  return Array.from({ length: count }, (_, place) => {
    const wall = first + place * day;
    const start = momentOf(wall, zone);
    const end = momentOf(wall + day, zone);
    return { wall, start, end, ...change(start, end, zone) };
  });
}

function change(start, end, zone) {
  const shift = day - (end - start);
  if (!shift) return {};
  const before = offset(start, zone);
  let [low, high] = [start, end];
  while (high - low > minute) {
    const middle = low + Math.floor((high - low) / 2 / minute) * minute;
    if (middle === low) break;
    if (offset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return { changesAt: high, shift };
}

/** The hours since midnight that the zone's clock shows, from 0 to 24. */
export function hoursOf(moment, shown) {
  const inside = Math.min(Math.max(moment, shown.start), shown.end);
  const passed = inside - shown.start + (shown.changesAt !== undefined && inside >= shown.changesAt ? shown.shift : 0);
  return passed / hour;
}

/** "20:15" of minutes since midnight. */
export const clockText = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const names = new Map();

/** A moment in words, in a zone. */
export function told(moment, zone, options) {
  const key = `${zone} ${JSON.stringify(options)}`;
  if (!names.has(key)) names.set(key, new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone }));
  return names.get(key).format(moment);
}

export const timeIn = (moment, zone) => told(moment, zone, { hour: "numeric", minute: "2-digit" });
export const dayIn = (moment, zone) => told(moment, zone, { weekday: "short", day: "numeric" });
export const longDayIn = (moment, zone) => told(moment, zone, { weekday: "long", day: "numeric", month: "long" });

/** Whether a day rule means a day; `wall` is its midnight as if it were in UTC. */
export function means(rule, wall) {
  const date = new Date(wall);
  const [year, month, number] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const { weekdays, monthDays, months, dates, from, to, holidays } = rule ?? {};
  if (weekdays && !weekdays.includes(date.getUTCDay() || 7)) return false;
  if (monthDays && !monthDays.some((one) => Math.min(one, last) === number)) return false;
  if (months && !months.includes(month)) return false;
  const isNamed = dates?.some((one) => isDate(one, year, month, number, last)) || holidays?.some((one) => isHoliday(one, wall));
  if ((dates?.length || holidays?.length) && !isNamed) return false;
  return isInSeason(from, to, year, month, number);
}

const partsOf = (text) => text.split("-").map(Number);

function isDate(text, year, month, number, last) {
  const parts = partsOf(text);
  const [wantedDay, wantedMonth, wantedYear] = parts.reverse();
  return (wantedYear ?? year) === year && wantedMonth === month && Math.min(wantedDay, last) === number;
}

function isInSeason(from, to, year, month, number) {
  const place = (text) => {
    const parts = partsOf(text);
    return parts.length === 3 ? parts[0] * 10_000 + parts[1] * 100 + parts[2] : parts[0] * 100 + parts[1];
  };
  const whole = [from, to].some((text) => text && partsOf(text).length === 3);
  const today = (whole ? year * 10_000 : 0) + month * 100 + number;
  const after = !from || today >= place(from);
  const before = !to || today <= place(to);
  return from && to && place(to) < place(from) ? after || before : after && before;
}
