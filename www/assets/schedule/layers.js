// What goes before the base: sleep hours, and layers for certain days and hours.

import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { days, problemLine, typed } from "./fields.js";
import { programmingView } from "./slots.js";

const most = 100;

/** The layers; the earlier goes before the later. */
export function layersView(editor) {
  const layers = editor.at("layers") ?? [];
  const fresh = () => ({
    name: `Layer ${layers.length + 1}`, start: "20:00", end: "23:00",
    programming: { style: "continuous", slots: [{ content: editor.firstContent() }] },
  });
  return html`<div class="subs">
    ${layers.map((layer, place) => keyed(`${place} of ${layers.length}`, layerView(editor, layer, place, layers.length)))}
    ${problemLine(editor, "layers")}
    ${layers.length < most ? html`<button type="button" class="button small" data-test="layer-add"
      @click=${() => editor.insert("layers", fresh(), undefined, { timed: true })}>${icon("plus")}Add Layer</button>` : ""}
  </div>`;
}

function layerView(editor, layer, place, count) {
  const way = `layers.${place}`;
  return html`<details class="sub" data-test="layer" ?open=${editor.isInside(way)}>
    <summary><span class="grow"><span class="row-title">${layer.name}</span><br><span class="quiet small-text">${hours(layer)}</span></span></summary>
    <div class="more-body">
      ${typed(editor, `${way}.name`, "Name")}
      ${hoursFields(editor, way)}
      ${typed(editor, `${way}.lateness`, "May begin late by", { kind: "span", placeholder: "Never late" })}
      ${programmingView(editor, `${way}.programming`)}
      ${problemLine(editor, way)}
      ${placeTools(editor, "layers", place, count, "layer")}
    </div>
  </details>`;
}

/** The hours in which the channel is off air. */
export function sleepView(editor) {
  const list = editor.at("sleep") ?? [];
  return html`<div class="subs">
    ${list.map((one, place) => keyed(`${place} of ${list.length}`, html`<details class="sub" data-test="sleep" ?open=${editor.isInside(`sleep.${place}`)}>
      <summary><span class="row-title">${hours(one)}</span></summary>
      <div class="more-body">
        <div class="pair">
          ${typed(editor, `sleep.${place}.start`, "From", { kind: "time", placeholder: "02:00", most: 8 })}
          ${typed(editor, `sleep.${place}.end`, "Until", { kind: "time", placeholder: "06:00", most: 8 })}
        </div>
        ${days(editor, `sleep.${place}.days`)}
        ${typed(editor, `sleep.${place}.lateness`, "May begin late by", { kind: "span", placeholder: "Never late" })}
        ${problemLine(editor, `sleep.${place}`)}
        <button type="button" class="button small" data-test="sleep-remove" @click=${() => editor.remove("sleep", place)}>${icon("trash")}Remove</button>
      </div>
    </details>`))}
    ${problemLine(editor, "sleep")}
    ${list.length < most ? html`<button type="button" class="button small" data-test="sleep-add"
      @click=${() => editor.insert("sleep", { start: "02:00", end: "06:00" }, undefined, { timed: true })}>${icon("plus")}Add Sleep Hours</button>` : ""}
  </div>`;
}

/** The hours of a layer or the like, in words. */
export const hours = ({ start, end }) => (start || end ? `${start ?? "00:00"} – ${end ?? "24:00"}` : "Whole days");

/** From when until when something has the air, and on which days. */
export const hoursFields = (editor, way) => html`<div class="pair">
    ${typed(editor, `${way}.start`, "From", { kind: "time", placeholder: "00:00", most: 8 })}
    ${typed(editor, `${way}.end`, "Until", { kind: "time", placeholder: "24:00", most: 8 })}
  </div>
  ${days(editor, `${way}.days`)}`;

/** Moves a part of a list to another place, or removes it. */
export const placeTools = (editor, list, place, count, test) => html`<div class="slot-tools">
    <button type="button" class="button small" ?disabled=${place === 0} @click=${() => editor.move(list, place, place - 1)}>${icon("up")}Earlier</button>
    <button type="button" class="button small" ?disabled=${place === count - 1} @click=${() => editor.move(list, place, place + 1)}>${icon("down")}Later</button>
    <button type="button" class="button small" data-test=${`${test}-remove`} @click=${() => editor.remove(list, place)}>${icon("trash")}Remove</button>
  </div>`;
