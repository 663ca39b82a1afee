// What a channel may play, and in which order, in words.

export const orders = [
  ["chronological", "Chronological", "By year, then title; episodes in their place"],
  ["episode", "By episode", "Shows by season and episode, films follow by title"],
  ["alphabetical", "Alphabetical", "By title"],
  ["shuffle", "Shuffled", "Drawn anew for each round"],
  ["custom", "As collected", "In the order of the collection"],
];

const styles = { continuous: "Rules", slots: "Slots by time", balance: "Slots by weight", sequence: "Sequence", blocks: "Blocks", classic: "Classic", script: "Script" };
export const styleName = (style) => styles[style] ?? style;

export const orderName = (order) => orders.find(([value]) => value === order)?.[1] ?? order;

/** The first whole number that no channel has. */
export function nextNumber(channels) {
  const taken = new Set(channels.map(({ number }) => String(number)));
  let next = 1;
  while (taken.has(String(next))) next += 1;
  return String(next);
}

/** Whether a text is a channel number such as 7 or 7.1. */
export const isNumber = (text) => /^0*[1-9]\d{0,4}(\.\d{1,3})?$/.test(text);
