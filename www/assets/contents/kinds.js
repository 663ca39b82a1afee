// What can be played: the families of contents, what of each there is, and its name.

/** Family, label, and what a new one of it is called. */
export const families = [
  ["library", "Whole library"], ["folder", "A folder"], ["show", "A show"], ["season", "A season"], ["item", "One item"],
  ["collection", "A collection"], ["search", "A search"],
];

/** The kinds of collections: kind, label, what it is. */
export const collectionKinds = [
  ["collection", "List", "Items that you choose, in your order."],
  ["smart", "Smart collection", "Whatever a search finds, always up to date."],
  ["multi", "Multi collection", "Several contents as one; each may stay together when they are shuffled."],
  ["playlist", "Playlist", "Several contents one after the other, each from where it was left."],
  ["rerun", "Rerun collection", "One content in two halves: what a channel has not shown yet, and what it shows again."],
  ["fillers", "Filler list", "Contents for gaps, each as often as its weight says."],
];

export const collectionKind = (kind) => collectionKinds.find(([name]) => name === kind) ?? collectionKinds[0];

const groups = [
  ["collection", "Lists"], ["smart", "Smart collections"], ["multi", "Multi collections"], ["playlist", "Playlists"],
  ["rerun", "Rerun collections"], ["fillers", "Filler lists"],
];
const ofCollections = new Set(["collection", "smart", "multi", "playlist", "firstRun", "rerun", "fillers"]);
const notForGaps = new Set(["playlist", "rerun"]);

/** The family that a content belongs to. */
export const familyOf = (kind) => (ofCollections.has(kind) ? "collection" : kind);

/** How a choice names a content. */
export const keyOf = ({ kind, id }) => (kind === "firstRun" ? `first:${id}` : String(id ?? ""));

const titled = ({ title, year }) => (year ? `${title} (${year})` : title);

/**
 * The contents of a family as groups `[label, [[key, text]]]`; `isShelf` leaves out what can't fill a gap or be a part of
 * something, `without` the kinds of collections that can't be meant.
 */
export function choicesOf(family, { folders, shows, collections }, { isShelf = false, without = [] } = {}) {
  if (family === "folder") return [["", (folders ?? []).map(({ id, path }) => [String(id), path])]];
  if (family === "show" || family === "season") return [["", (shows ?? []).map((show) => [String(show.id), titled(show)])]];
  if (family !== "collection") return [];
  return groups.filter(([kind]) => !(isShelf && notForGaps.has(kind)) && !without.includes(kind)).map(([kind, label]) => {
    const own = (collections ?? []).filter((one) => (one.kind ?? "collection") === kind);
    const rows = own.flatMap(({ id, name }) => (kind === "rerun"
      ? [[`first:${id}`, `${name}: first runs`], [String(id), `${name}: reruns`]] : [[String(id), name]]));
    return [label, rows];
  }).filter(([, rows]) => rows.length);
}

/** The content that a choice means. */
export function contentOf(family, key, { collections }, old = {}) {
  if (family === "library") return { kind: "library" };
  if (family === "search") return { kind: "search", query: old.query ?? "" };
  if (family === "item") return { kind: "item", id: old.kind === "item" ? old.id : undefined };
  const id = Number(key.replace("first:", "")) || undefined;
  if (family === "season") return { kind: "season", id, season: old.season ?? 1 };
  if (family !== "collection") return { kind: family, id };
  const kind = (collections ?? []).find((one) => one.id === id)?.kind ?? "collection";
  return { kind: kind === "rerun" && key.startsWith("first:") ? "firstRun" : kind, id };
}

/** The first content of a family. */
export function firstOf(family, lists, options) {
  const [first] = choicesOf(family, lists, options).flatMap(([, rows]) => rows);
  return contentOf(family, first?.[0] ?? "", lists);
}

/** Whether an order "as collected" means something for a content. */
export const hasOwnOrder = (content) => ["collection", "multi"].includes(content?.kind);

const titles = new Map();

/** Remembers what an item is called. */
export const knowItem = ({ id, title }) => titles.set(id, title);

/** Whether it is known what an item is called. */
export const isKnown = ({ id }) => titles.has(id);

/** "Whole library", "Night Shift", "Search: year:1980..". */
export function contentName(content, { folders, shows, collections }) {
  const named = (list, word, name) => {
    const found = list?.find(({ id }) => id === content.id);
    return found ? name(found) : `${word} that is gone`;
  };
  switch (content.kind) {
    case "folder": return named(folders, "A folder", ({ path }) => path);
    case "show": return named(shows, "A show", ({ title }) => title);
    case "season": return `${named(shows, "A show", ({ title }) => title)}, season ${content.season}`;
    case "item": return titles.get(content.id) ?? "One item";
    case "search": return `Search: ${content.query || "everything"}`;
    case "firstRun": return `${named(collections, "A collection", ({ name }) => name)}, first runs`;
    case "rerun": return `${named(collections, "A collection", ({ name }) => name)}, reruns`;
    case "library": return "Whole library";
    default: return named(collections, "A collection", ({ name }) => name);
  }
}
