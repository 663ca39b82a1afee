// Templates that escape by construction: a value becomes a text node or an
// attribute, never markup. A second render changes only what differs, so that
// focus, selection and scroll positions stay where they are.
//
//   html`<p title=${name} ?hidden=${gone} style.width=${"40%"} @click=${act}>${text}</p>`

class Result {
  constructor(strings, values) {
    this.strings = strings;
    this.values = values;
  }
}

/** A piece of a page; values are escaped. */
export const html = (strings, ...values) => new Result(strings, values);

/** Gives a piece of a list an identity, so that it keeps its nodes when the list changes. */
export function keyed(key, result) {
  result.key = key;
  return result;
}

const roots = new WeakMap();

/** Shows `result` as the content of `container`. */
export function render(result, container) {
  let root = roots.get(container);
  if (!root) {
    container.replaceChildren();
    root = new Child(container.appendChild(document.createComment("")));
    roots.set(container, root);
  }
  root.set(result);
}

/** Forgets what was rendered, for a container that gets another owner. */
export function release(container) {
  roots.delete(container);
  container.replaceChildren();
}

const prepared = new WeakMap();

function prepare(strings) {
  const known = prepared.get(strings);
  if (known) return known;
  const template = document.createElement("template");
  template.innerHTML = markup(strings);
  const holes = [];
  const walker = nodes(template.content);
  for (let position = 0; walker.nextNode(); position += 1) {
    collect(walker.currentNode, position, holes);
  }
  const made = { template, holes };
  prepared.set(strings, made);
  return made;
}

function markup(strings) {
  let source = "";
  let inTag = false;
  let quote = "";
  strings.forEach((text, index) => {
    source += text;
    for (const letter of text) {
      if (!inTag) inTag = letter === "<";
      else if (quote) quote = letter === quote ? "" : quote;
      else if (letter === '"' || letter === "'") quote = letter;
      else if (letter === ">") inTag = false;
    }
    if (index < strings.length - 1) source += inTag ? `hole-${index}-` : `<!--hole-${index}-->`;
  });
  return source.trim();
}

function nodes(root) {
  return document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
}

function collect(node, position, holes) {
  if (node.nodeType === Node.COMMENT_NODE) {
    const found = /^hole-(\d+)$/.exec(node.data);
    if (found) holes.push({ position, index: Number(found[1]) });
    return;
  }
  for (const { name, value } of [...node.attributes]) {
    const pieces = value.split(/hole-(\d+)-/);
    if (pieces.length < 2) continue;
    node.removeAttribute(name);
    holes.push({ position, name, pieces });
  }
}

class Instance {
  constructor(result) {
    const { template, holes } = prepare(result.strings);
    this.strings = result.strings;
    this.fragment = document.importNode(template.content, true);
    const found = [];
    const walker = nodes(this.fragment);
    while (walker.nextNode()) found.push(walker.currentNode);
    this.parts = holes.map((hole) =>
      hole.name === undefined
        ? { child: new Child(found[hole.position]), index: hole.index }
        : { attribute: new Attribute(found[hole.position], hole) },
    );
  }

  update(values) {
    for (const part of this.parts) {
      if (part.child) part.child.set(values[part.index]);
      else part.attribute.set(values);
    }
  }
}

// Fields whose text their owner has not been told of as a whole: many hear of it
// when the field is left only, and some make another text of it.
const typing = new WeakSet();
addEventListener("input", ({ target }) => typing.add(target), true);
for (const event of ["change", "blur"]) addEventListener(event, ({ target }) => typing.delete(target), true);

class Attribute {
  constructor(element, { name, pieces }) {
    this.element = element;
    this.kind = "@.?".includes(name[0]) ? name[0] : name.startsWith("style.") ? "style" : name;
    this.name = this.kind === "style" ? name.slice(6) : name.replace(/^[@.?]/, "");
    this.pieces = pieces;
    this.last = undefined;
    this.listens = false;
  }

  set(values) {
    const whole = this.pieces.length === 3 && this.pieces[0] === "" && this.pieces[2] === "";
    const value = whole
      ? values[this.pieces[1]]
      : this.pieces.map((piece, at) => (at % 2 ? (values[piece] ?? "") : piece)).join("");
    const isKnown = value === this.last;
    if (this.kind === ".") {
      this.last = value;
      const isTyped = isKnown && this.name === "value" && typing.has(this.element);
      if (!isTyped && this.element[this.name] !== value) this.element[this.name] = value;
      return;
    }
    if (isKnown) return;
    const first = this.last === undefined;
    this.last = value;
    if (this.kind === "@") {
      if (!this.listens) this.element.addEventListener(this.name, (event) => this.last?.(event));
      this.listens = true;
    } else if (this.kind === "?") {
      this.element.toggleAttribute(this.name, Boolean(value));
    } else if (this.kind === "style") {
      this.element.style.setProperty(this.name, value ?? "");
    } else if (this.kind === "ref") {
      if (first) value(this.element);
    } else if (value === null || value === undefined || value === false) {
      this.element.removeAttribute(this.name);
    } else {
      this.element.setAttribute(this.name, safe(this.name, String(value)));
    }
  }
}

function safe(name, text) {
  if (name !== "href" && name !== "src" && name !== "action") return text;
  try {
    return new URL(text, document.baseURI).protocol === "javascript:" ? "#" : text;
  } catch {
    return "#";
  }
}

// The nodes between two comments.
class Child {
  constructor(end) {
    this.end = end;
    this.start = document.createComment("");
    end.before(this.start);
    this.kind = "none";
    this.content = undefined;
  }

  set(value) {
    if (value === null || value === undefined || value === false || value === true) {
      if (this.kind !== "none") this.clear();
    } else if (value instanceof Result) this.setResult(value);
    else if (Array.isArray(value)) this.setList(value);
    else if (value instanceof Node) this.setNode(value);
    else this.setText(String(value));
  }

  setText(text) {
    if (this.kind === "text") {
      if (this.content.data !== text) this.content.data = text;
      return;
    }
    this.clear();
    this.kind = "text";
    this.content = document.createTextNode(text);
    this.end.before(this.content);
  }

  setNode(node) {
    if (this.content === node) return;
    this.clear();
    this.kind = "node";
    this.content = node;
    this.end.before(node);
  }

  setResult(result) {
    if (this.kind === "result" && this.content.strings === result.strings) {
      this.content.update(result.values);
      return;
    }
    this.clear();
    this.kind = "result";
    this.content = new Instance(result);
    this.content.update(result.values);
    this.end.before(this.content.fragment);
  }

  setList(values) {
    if (this.kind !== "list") {
      this.clear();
      this.kind = "list";
      this.content = new Map();
    }
    const keys = values.map((value, index) => value?.key ?? `at ${index}`);
    const wanted = new Set(keys);
    for (const [key, item] of this.content) {
      if (!wanted.has(key)) item.remove();
    }
    const next = new Map();
    let cursor = this.start.nextSibling;
    values.forEach((value, index) => {
      const key = next.has(keys[index]) ? `${keys[index]} again ${index}` : keys[index];
      let item = this.content.get(key);
      if (!item) item = new Child(cursor.parentNode.insertBefore(document.createComment(""), cursor));
      else if (item.start !== cursor) item.moveBefore(cursor);
      item.set(value);
      cursor = item.end.nextSibling;
      next.set(key, item);
    });
    for (const [key, item] of this.content) {
      if (!next.has(key) && wanted.has(key)) item.remove();
    }
    this.content = next;
  }

  moveBefore(node) {
    const range = document.createRange();
    range.setStartBefore(this.start);
    range.setEndAfter(this.end);
    node.before(range.extractContents());
  }

  clear() {
    while (this.start.nextSibling !== this.end) this.start.nextSibling.remove();
    this.kind = "none";
    this.content = undefined;
  }

  remove() {
    this.clear();
    this.start.remove();
    this.end.remove();
  }
}
