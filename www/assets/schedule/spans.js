// What people write into fields, read into values and told as text again. Each has
// `show(value)` and `read(text)`, which answers `{value}` or `{problem}`.

const units = [["h", 3_600_000], ["min", 60_000], ["s", 1000]];
const unitNames = {
  d: 86_400_000, day: 86_400_000, days: 86_400_000, h: 3_600_000, hour: 3_600_000, hours: 3_600_000,
  m: 60_000, min: 60_000, minute: 60_000, minutes: 60_000, s: 1000, sec: 1000, second: 1000, seconds: 1000,
};

/** "1 h 30 min" of milliseconds. */
export function spanText(span) {
  if (!span) return "0 min";
  let rest = span;
  const parts = [];
  for (const [unit, size] of units) {
    const many = unit === "s" ? Math.round(rest / 100) / 10 : Math.floor(rest / size);
    if (many) parts.push(`${many} ${unit}`);
    rest -= Math.floor(rest / size) * size;
  }
  return parts.join(" ");
}

function readSpan(text) {
  if (/^\d+$/.test(text)) return Number(text) * 60_000; // a bare number means minutes
  const found = [...text.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*/gi)];
  if (!found.length || found.map(([whole]) => whole).join("") !== text) return undefined;
  const sizes = found.map(([, many, unit]) => Number(many.replace(",", ".")) * (unitNames[unit.toLowerCase()] ?? Number.NaN));
  const sum = sizes.reduce((all, one) => all + one, 0);
  return Number.isSafeInteger(Math.round(sum)) ? Math.round(sum) : undefined;
}

function readTime(text) {
  const found = /^(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text);
  if (!found) return undefined;
  return found.slice(1).filter((part) => part !== undefined).map((part) => part.padStart(2, "0")).join(":");
}

function readNumbers(text) {
  const numbers = [];
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const found = /^(\d{1,4})(?:[-–](\d{1,4}))?$/.exec(part);
    if (!found) return undefined;
    const [first, last] = [Number(found[1]), Number(found[2] ?? found[1])];
    if (last < first || last - first > 200) return undefined;
    for (let number = first; number <= last; number += 1) numbers.push(number);
  }
  return [...new Set(numbers)];
}

const reading = (read, problem) => (text) => {
  const trimmed = text.trim();
  if (!trimmed) return { value: undefined };
  const value = read(trimmed);
  return value === undefined ? { problem } : { value };
};

export const codecs = {
  text: { show: (value) => value ?? "", read: (text) => ({ value: text.trim() ? text : undefined }) },
  number: {
    show: (value) => (value === undefined ? "" : String(value)),
    read: reading((text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined), "Write a whole number."),
    mode: "numeric",
  },
  signed: {
    show: (value) => (value === undefined ? "" : String(value)),
    read: reading((text) => (/^[-−+]?\d{1,4}$/.test(text) ? Number(text.replace("−", "-")) : undefined), "Write a whole number."),
  },
  time: {
    show: (value) => value ?? "",
    read: reading(readTime, "Write a time of day, such as 20:15."),
  },
  span: {
    show: (value) => (value === undefined ? "" : spanText(value)),
    read: reading(readSpan, "Write a length, such as 90 s, 10 min or 1 h 30 min."),
  },
  numbers: {
    show: (value) => (value ?? []).join(", "),
    read: reading(readNumbers, "Write numbers, such as 1, 2, 5-7."),
  },
  words: {
    show: (value) => (value ?? []).join(", "),
    read: reading((text) => text.split(/[\s,;]+/).filter(Boolean), ""),
  },
};
