// Fillers and graphics by time of day: their hours, and what becomes of the fillers that slots have and of the
// channel's graphics.

import { graphicChoice } from "../graphics/choice.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { chosen, problemLine, typed } from "./fields.js";
import { fillerRows } from "./fillers.js";
import { hours, hoursFields, placeTools } from "./layers.js";

const most = 100;
const modes = [["replace", "Instead of the others"], ["add", "Beside the others"], ["disable", "None at all"], ["inherit", "As they are without it"]];
const looks = [["inherit", "As they are without it"], ["replace", "Instead of the channel’s"], ["add", "Beside the channel’s"], ["none", "None at all"]];

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
    const hasNone = mode === "disable" || mode === "inherit";
    editor.set(way, { ...rest, mode: mode === "replace" ? undefined : mode, fillers: hasNone ? undefined : fillers ?? [] });
  };
  // A deco that has nothing but a look leaves fillers as they are.
  const mode = deco.mode ?? (deco.look && !deco.fillers ? "inherit" : "replace");
  return html`<details class="sub" data-test="deco" ?open=${editor.isInside(way)}>
    <summary><span class="grow"><span class="row-title">${deco.name}</span><br><span class="quiet small-text">${hours(deco)}</span></span></summary>
    <div class="more-body">
      ${typed(editor, `${way}.name`, "Name")}
      ${hoursFields(editor, way)}
      ${chosen(editor, `${way}.mode`, "Its fillers are shown", modes, { change, now: mode })}
      ${mode === "disable" || mode === "inherit" ? problemLine(editor, `${way}.fillers`) : fillerRows(editor, `${way}.fillers`)}
      ${look(editor, deco, `${way}.look`)}
      ${problemLine(editor, way)}
      ${placeTools(editor, "decos", place, count, "deco")}
    </div>
  </details>`;
}

function look(editor, deco, way) {
  const mode = deco.look?.mode ?? "inherit";
  const graphics = deco.look?.graphics ?? [];
  const { lists } = editor;
  const change = (next) => {
    const own = graphics.length ? graphics : lists.graphics.slice(0, 1).map(({ id }) => id);
    editor.set(way, next === "inherit" ? undefined : next === "none" ? { mode: next } : { mode: next, graphics: own });
  };
  return html`${chosen(editor, `${way}.mode`, "Its graphics are shown", looks, { change, now: mode })}
    ${mode === "replace" || mode === "add" ? graphicChoice({
    graphics: lists.graphics, chosen: graphics, label: "Its graphics", test: "look-graphics", problem: editor.problemAt(`${way}.graphics`),
    change: (next) => editor.set(`${way}.graphics`, next),
  }) : ""}
    ${problemLine(editor, `${way}.graphics`)}`;
}
