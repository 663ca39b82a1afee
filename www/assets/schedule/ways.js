// Ways into a rule set, such as "base.slots.3.start": reading and changing what is
// there. A change makes a new rule set and leaves the old one as it is.

/** What a way leads to. */
export const at = (rules, way) => steps(way).reduce((inner, step) => inner?.[step], rules);

/** The rules with another value there; undefined takes the field away. */
export const put = (rules, way, value) => replaced(rules, steps(way), value);

/** The rules with one more in a list; a list that is not there begins. */
export function insert(rules, way, value, place) {
  const list = [...(at(rules, way) ?? [])];
  list.splice(place ?? list.length, 0, value);
  return put(rules, way, list);
}

/** The rules with one less in a list. */
export const without = (rules, way, place) =>
  put(rules, way, at(rules, way).filter((_, index) => index !== place));

/** The rules with one of a list at another place. */
export function moved(rules, way, from, to) {
  const list = [...at(rules, way)];
  list.splice(to, 0, ...list.splice(from, 1));
  return put(rules, way, list);
}

/** Where the rule is that an entry or a warning names: "base/3" is at "base.slots.3", "base/s3.0.1" at "base.script.steps.3". */
export function wayOf(path) {
  const step = /^(base|layer(\d+))\/s(\d+)/.exec(path ?? "");
  if (step) return `${step[1] === "base" ? "base" : `layers.${step[2]}.programming`}.script.steps.${step[3]}`;
  const found = /^(base|layer(\d+)|sleep(\d+))(?:\/(\d+)|\/b(\d+)\/(\d+))?/.exec(path ?? "");
  if (!found) return undefined;
  const [, place, layer, sleep, slot, block, item] = found;
  if (sleep !== undefined) return `sleep.${sleep}`;
  const programming = place === "base" ? "base" : `layers.${layer}.programming`;
  if (block !== undefined) return `${programming}.plan.blocks.${block}.items.${item}`;
  return slot === undefined ? programming : `${programming}.slots.${slot}`;
}

/** Whether one way leads to another, or to something inside of it. */
export const leadsInto = (way, inner) => inner === way || Boolean(inner?.startsWith(`${way}.`));

const steps = (way) => way.split(".");

function replaced(value, [step, ...rest], made) {
  if (step === undefined) return made;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const inner = replaced(value?.[step], rest, made);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy;
}
