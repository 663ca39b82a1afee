// Fillers by time of day: their hours, and what becomes of the fillers that slots have.

import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { chosen, problemLine, typed } from "./fields.js";
import { fillerRows } from "./fillers.js";
import { hours, hoursFields, placeTools } from "./layers.js";

const most = 100;
const modes = [["replace", "Instead of the others"], ["add", "Beside the others"], ["disable", "None at all"]];

/** The decos; of two at the same time the earlier counts. */
export function decosView(editor) {
  const decos = editor.at("decos") ?? [];
  const fresh = () => ({ name: `Deco ${decos.length + 1}`, start: "20:00", end: "23:00", fillers: [{ place: "gap", content: editor.firstContent() }] });
  return html`<div class="subs">
    ${decos.map((deco, place) => keyed(`${place} of ${decos.length}`, one(editor, deco, place, decos.length)))}
    ${problemLine(editor, "decos")}
    ${decos.length < most ? html`<button type="button" class="button small" data-test="deco-add"
      @click=${() => editor.insert("decos", fresh(), undefined, { timed: true })}>${icon("plus")}Add Deco</button>` : ""}
  </div>`;
}

function one(editor, deco, place, count) {
  const way = `decos.${place}`;
  const change = (mode) => {
    const { fillers, ...rest } = deco;
    editor.set(way, { ...rest, mode: mode === "replace" ? undefined : mode, fillers: mode === "disable" ? undefined : fillers ?? [] });
  };
  return html`<details class="sub" data-test="deco" ?open=${editor.isInside(way)}>
    <summary><span class="grow"><span class="row-title">${deco.name}</span><br><span class="quiet small-text">${hours(deco)}</span></span></summary>
    <div class="more-body">
      ${typed(editor, `${way}.name`, "Name")}
      ${hoursFields(editor, way)}
      ${chosen(editor, `${way}.mode`, "Its fillers are shown", modes, { change })}
      ${deco.mode === "disable" ? problemLine(editor, `${way}.fillers`) : fillerRows(editor, `${way}.fillers`)}
      ${problemLine(editor, way)}
      ${placeTools(editor, "decos", place, count, "deco")}
    </div>
  </details>`;
}
