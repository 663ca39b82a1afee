// The station's clock: the guide is told in its time, and the clock of a
// television or a phone may be minutes off.

let ahead = 0;

/** The moment at the station, in milliseconds since 1970. */
export const now = () => Date.now() + ahead;

/** Learns the difference from the Date header of an answer. */
export function learnTime(header) {
  const told = Date.parse(header ?? "");
  if (Number.isNaN(told)) return;
  const difference = told + 500 - Date.now();
  ahead = Math.abs(difference) > 3000 ? difference : 0;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
