// The rule set that is being edited, with every step that can be taken back.
// It neither draws nor asks.

const mostSteps = 200;

export class Draft {
  #saved;
  #rules;
  #past = [];
  #future = [];
  #gesture;
  #compared = {};
  #savedRevision;
  /** The revision of the station's rules that the draft was made from. */
  revision;

  /** Begins with what the station has. */
  constructor(saved) {
    this.#saved = saved;
    this.#rules = saved;
  }

  get rules() {
    return this.#rules;
  }

  get isChanged() {
    const { rules, saved } = this.#compared;
    if (rules !== this.#rules || saved !== this.#saved) {
      this.#compared = { rules: this.#rules, saved: this.#saved, differ: plain(this.#rules) !== plain(this.#saved) };
    }
    return this.#compared.differ;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Takes a step. Steps of one gesture, such as typing a word, are taken back together. */
  edit(rules, gesture) {
    if (plain(rules) === plain(this.#rules)) return;
    if (!gesture || gesture !== this.#gesture) {
      this.#past.push(this.#rules);
      if (this.#past.length > mostSteps) this.#past.shift();
    }
    this.#gesture = gesture;
    this.#future = [];
    this.#rules = rules;
  }

  /** Ends a gesture: what comes next is a step of its own. */
  seal() {
    this.#gesture = undefined;
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(this.#rules);
    this.#rules = from.pop();
    this.seal();
  }

  /** Back to what the station has, as a step like any other. */
  discard() {
    this.seal();
    this.edit(this.#saved);
    this.revision = this.#savedRevision;
  }

  /** Learns what the station has now; what is edited stays, and so does the revision it was made from. */
  settle(saved, sent, revision) {
    const follows = plain(this.#rules) === plain(sent ?? this.#saved);
    this.#saved = saved;
    this.#savedRevision = revision;
    if (follows) {
      this.#rules = saved;
      this.revision = revision;
    }
    this.seal();
  }
}

/** The rules as text in which nothing depends on the order of fields. */
export function plain(value) {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner);
}
