// Fillers: which content goes to which place, how often, and how long it then rests.

import { contentName } from "../contents/kinds.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { chosen, content, problemLine, typed } from "./fields.js";
import { placesOfFillers } from "./words.js";

const counted = ["head", "pre", "mid", "post"];
const most = 100;

/** The rows of fillers at `way`, each to be opened, and one more. */
export function fillerRows(editor, way) {
  const rows = editor.at(way) ?? [];
  return html`<div class="fillers">
    ${rows.map((row, place) => keyed(`${place} of ${rows.length}`, one(editor, `${way}.${place}`, row, () => editor.remove(way, place))))}
    ${problemLine(editor, way)}
    ${rows.length < most ? html`<button type="button" class="button small" data-test="filler-add"
      @click=${() => editor.insert(way, { place: "gap", content: editor.firstContent() })}>${icon("plus")}Add Fillers</button>` : ""}
  </div>`;
}

function one(editor, way, row, remove) {
  const name = placesOfFillers.find(([place]) => place === row.place)?.[1] ?? row.place;
  return html`<details class="sub" data-test="filler" ?open=${editor.isInside(way)}>
    <summary><span class="grow"><span class="row-title">${name}</span><br><span class="quiet small-text">${contentName(row.content, editor.lists)}</span></span></summary>
    <div class="more-body">
      ${chosen(editor, `${way}.place`, "Where", placesOfFillers, { change: (place) => editor.set(way, placed(row, place)) })}
      ${content(editor, `${way}.content`, "Shows", { isShelf: true })}
      ${counted.includes(row.place) ? html`<div class="pair">
        ${typed(editor, `${way}.count`, "How many", { kind: "number", placeholder: "1", instead: `${way}.duration` })}
        ${typed(editor, `${way}.duration`, "Or how long", { kind: "span", placeholder: "Not said", instead: `${way}.count` })}
      </div>` : ""}
      ${row.place === "mid" ? breaks(editor, `${way}.breaks`) : ""}
      <div class="pair">
        ${typed(editor, `${way}.coolDown`, "Same one not for", { kind: "span", placeholder: "Any time" })}
        ${typed(editor, `${way}.listCoolDown`, "List rests for", { kind: "span", placeholder: "Not at all" })}
      </div>
      ${typed(editor, `${way}.weight`, "Weight", { kind: "number", placeholder: "1" })}
      ${problemLine(editor, way)}
      <button type="button" class="button small" data-test="filler-remove" @click=${remove}>${icon("trash")}Remove</button>
    </div>
  </details>`;
}

function placed({ breaks, count, duration, ...row }, place) {
  const made = { ...row, place };
  if (counted.includes(place)) Object.assign(made, { count, duration });
  if (place === "mid") made.breaks = breaks ?? { every: 900_000 };
  return made;
}

const ways = [
  ["every", "After each …"], ["chapters", "At chapters"], ["percents", "At percentages"],
  ["detected", "At black and silence"], ["either", "At chapters, else at black and silence"],
];
const firstOf = {
  every: { every: 900_000 }, chapters: { chapters: true }, percents: { percents: [50] },
  detected: { detected: true }, either: { chapters: true, detected: true },
};

function kindOf(rule) {
  if (rule.detected) return rule.chapters ? "either" : "detected";
  return rule.chapters ? "chapters" : rule.percents ? "percents" : "every";
}

function breaks(editor, way) {
  const rule = editor.at(way) ?? {};
  const kind = kindOf(rule);
  const change = (next) => {
    const { least, most: limit, apart } = rule;
    editor.set(way, { least, most: limit, apart, ...firstOf[next] });
  };
  return html`<fieldset class="field">
    <legend>Breaks</legend>
    <select class="select" aria-label="Where programmes are interrupted" data-test="break-kind" @change=${(event) => change(event.target.value)}>
      ${ways.map(([value, text]) => html`<option value=${value} .selected=${value === kind}>${text}</option>`)}
    </select>
    ${kind === "every" ? typed(editor, `${way}.every`, "After each", { kind: "span", placeholder: "15 min" }) : ""}
    ${kind === "percents" ? typed(editor, `${way}.percents`, "Percentages of the length", { kind: "numbers", placeholder: "33, 66" }) : ""}
    ${rule.detected ? html`${typed(editor, `${way}.black`, "Black for at least", { kind: "span", placeholder: "0.3 s",
      note: "Files that are not analysed yet are not interrupted. See Library." })}` : ""}
    ${kind === "every" ? "" : typed(editor, `${way}.apart`, "Breaks apart by at least", { kind: "span", placeholder: rule.detected ? "5 min" : "1 min" })}
    <div class="pair">
      ${typed(editor, `${way}.least`, "Only programmes from", { kind: "span", placeholder: "Any length" })}
      ${typed(editor, `${way}.most`, "Breaks at most", { kind: "number", placeholder: "Any number" })}
    </div>
    ${problemLine(editor, way)}
  </fieldset>`;
}
