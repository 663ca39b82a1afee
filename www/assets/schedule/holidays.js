// Feasts in day rules: which there are, on which days they fall, and their rows in a form.

import { icon } from "../icons.js";
import { html, keyed } from "../template.js";

const day = 86_400_000;
const most = 100;

// Name, words, and where it is: a date, the nth weekday of a month, or days from Easter.
const named = [
  ["newYear", "New Year", [1, 1]], ["carnival", "Carnival", -47], ["valentines", "Valentine’s Day", [2, 14]], ["stPatrick", "St Patrick’s Day", [3, 17]],
  ["goodFriday", "Good Friday", -2], ["easter", "Easter", 0], ["easterMonday", "Easter Monday", 1], ["mayDay", "May Day", [5, 1]],
  ["mothersDay", "Mother’s Day", [2, 7, 5]], ["memorialDay", "Memorial Day", [-1, 1, 5]], ["ascension", "Ascension", 39], ["whitSunday", "Whit Sunday", 49],
  ["whitMonday", "Whit Monday", 50], ["independenceDay", "Independence Day", [7, 4]], ["laborDay", "Labor Day", [1, 1, 9]], ["halloween", "Halloween", [10, 31]],
  ["allSaints", "All Saints", [11, 1]], ["thanksgiving", "Thanksgiving", [4, 4, 11]], ["blackFriday", "Black Friday", [4, 4, 11, 1]],
  ["stNicholas", "St Nicholas", [12, 6]], ["christmasEve", "Christmas Eve", [12, 24]], ["christmas", "Christmas", [12, 25]],
  ["boxingDay", "Boxing Day", [12, 26]], ["newYearsEve", "New Year’s Eve", [12, 31]],
];

/** Easter Sunday of a year, as its midnight in UTC. */
export function easterOf(year) {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30;
  const week = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - ((year % 100) % 4)) % 7;
  const sum = moon + week - 7 * Math.floor((golden + 11 * moon + 22 * week) / 451) + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
}

function nthOf(year, nth, weekday, month, later = 0) {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const edge = new Date(Date.UTC(year, month - 1, nth > 0 ? 1 : length)).getUTCDay() || 7;
  const number = nth > 0 ? 1 + ((weekday - edge + 7) % 7) + (nth - 1) * 7 : length - ((edge - weekday + 7) % 7);
  return number > length ? undefined : Date.UTC(year, month - 1, number + later);
}

function placeOf({ name, nth, weekday, month, easter }) {
  if (name) return named.find(([one]) => one === name)?.[2];
  return easter ?? [nth, weekday, month];
}

/** Whether a day, given as its midnight in UTC, is a feast or close enough to it. */
export function isHoliday(holiday, wall) {
  const place = placeOf(holiday);
  const year = new Date(wall).getUTCFullYear();
  return [year - 1, year, year + 1].some((one) => {
    const at = typeof place === "number" ? easterOf(one) + place * day
      : place?.length === 2 ? Date.UTC(one, place[0] - 1, place[1]) : nthOf(one, ...(place ?? []));
    return wall >= at - (holiday.before ?? 0) * day && wall <= at + (holiday.after ?? 0) * day;
  });
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"].map((text, place) => [place + 1, text]);
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"].map((text, place) => [place + 1, text]);
const places = [[1, "First"], [2, "Second"], [3, "Third"], [4, "Fourth"], [5, "Fifth"], [-1, "Last"]];
const kinds = [...named.map(([name, text]) => [name, text]), ["nth", "A weekday of a month"], ["days", "Days from Easter"]];

/** The rows of the feasts at `way`; the fields come from whoever shows them. */
export function holidays(editor, way, fields) {
  const rows = editor.at(way) ?? [];
  const without = (place) => editor.set(way, rows.length > 1 ? rows.filter((_, one) => one !== place) : undefined);
  return html`<div class="fillers">
    ${rows.map((row, place) => keyed(`${place} of ${rows.length}`, one(editor, `${way}.${place}`, row, () => without(place), fields)))}
    ${fields.problemLine(editor, way)}
    ${rows.length < most ? html`<button type="button" class="button small" data-test="holiday-add"
      @click=${() => editor.set(way, [...rows, { name: "christmas" }])}>${icon("plus")}Add Holiday</button>` : ""}
  </div>`;
}

function one(editor, way, row, remove, { chosen, typed, problemLine }) {
  const kind = row.name ?? (row.easter !== undefined ? "days" : "nth");
  const change = (next) => {
    const { before, after } = row;
    const place = next === "nth" ? { nth: 4, weekday: 4, month: 11 } : next === "days" ? { easter: 0 } : { name: next };
    editor.set(way, { ...place, before, after });
  };
  const pick = (field, list, label) => chosen(editor, `${way}.${field}`, label, list, { change: (value) => editor.set(`${way}.${field}`, value) });
  return html`<fieldset class="field" data-test="holiday">
    <legend>Holiday</legend>
    <select class="select" aria-label="Which holiday" data-test="holiday-kind" @change=${(event) => change(event.target.value)}>
      ${kinds.map(([value, text]) => html`<option value=${value} .selected=${value === kind}>${text}</option>`)}
    </select>
    ${kind === "nth" ? html`${pick("nth", places, "Which one")}${pick("weekday", weekdays, "Weekday")}${pick("month", months, "Month")}` : ""}
    ${kind === "days" ? typed(editor, `${way}.easter`, "Days behind Easter", { kind: "signed", placeholder: "-2" }) : ""}
    <div class="pair">
      ${typed(editor, `${way}.before`, "Days before too", { kind: "number", placeholder: "0" })}
      ${typed(editor, `${way}.after`, "Days behind too", { kind: "number", placeholder: "0" })}
    </div>
    ${problemLine(editor, `${way}.name`)}${problemLine(editor, way)}
    <button type="button" class="button small" data-test="holiday-remove" @click=${remove}>${icon("trash")}Remove</button>
  </fieldset>`;
}
