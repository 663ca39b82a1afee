// A programming: its style, and its slots as a list to be opened, copied and put in order.

import * as api from "../api.js";
import { announce, confirmed } from "../dialogs.js";
import { plural } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { blocksView } from "./blocks.js";
import { problemLine } from "./fields.js";
import { byTime, minutesOf, newSlot, restyled, styles } from "./programming.js";
import { slotForm } from "./slotform.js";
import { leadsInto } from "./ways.js";
import { slotLine, slotName } from "./words.js";
import { clockText } from "./zone.js";

const most = 500;

/** The editor of the programming at `way`. */
export function programmingView(editor, way) {
  const { style, script } = editor.at(way);
  if (style === "script") return scriptView(editor, way, script);
  return html`<div class="programming">
    ${styleChoice(editor, way, style)}
    ${problemLine(editor, `${way}.plan`)}
    ${style === "blocks" ? blocksView(editor, `${way}.plan`, slotList) : slotList(editor, `${way}.slots`, style)}
  </div>`;
}

/** The slots of a list, each to be opened, and one more. */
export function slotList(editor, list, style) {
  const slots = editor.at(list) ?? [];
  const isSorted = style !== "slots" || byTime(slots).every((slot, place) => slot === slots[place]);
  return html`<div class="programming">
    ${problemLine(editor, list)}
    <ol class="slots" data-test="slots">
      ${slots.map((slot, place) => keyed(`${place} of ${slots.length}`, row(editor, list, style, slot, place, slots.length)))}
    </ol>
    ${style === "continuous" ? "" : html`<div class="slot-tools">
      <button type="button" class="button small" data-test="slot-add" ?disabled=${slots.length >= most} @click=${() => add(editor, list, style)}>${icon("plus")}Add Slot</button>
      ${isSorted ? "" : html`<button type="button" class="button small" data-test="slots-sort"
        @click=${() => { editor.open = undefined; editor.set(list, byTime(slots)); }}>${icon("clock")}Sort by Time</button>`}
    </div>`}
  </div>`;
}

/** What a script holds, and the way to its text. */
function scriptView(editor, way, script) {
  const { contents = [], sequences = [], steps = [] } = script ?? {};
  const counts = [plural(contents.length, "content"), plural(sequences?.length ?? 0, "sequence"), plural(steps.length, "step")];
  return html`<div class="programming">
    ${styleChoice(editor, way, "script")}
    <p class="small-text" data-test="script-summary">${counts.join(" · ")}</p>
    ${editor.hasProblemIn(`${way}.script`) ? html`<p class="field-problem" role="alert">${editor.refusal?.detail}</p>` : ""}
    <div class="slot-tools"><button type="button" class="button small" data-test="script-text" @click=${() => editor.showText()}>${icon("pencil")}Edit as Text</button></div>
  </div>`;
}

function styleChoice(editor, way, style) {
  const name = `style-${way.replaceAll(".", "-")}`;
  return html`<fieldset class="field">
    <legend>Style</legend>
    <div class="styles">
      ${styles.map(([value, label]) => html`<label class="choice style-choice ${value === style ? "chosen" : ""}">
        <input type="radio" name=${name} value=${value} .checked=${value === style} data-test=${`style-${value}`}
          @change=${() => change(editor, way, value)}>${label}</label>`)}
    </div>
    <p class="field-note">${styles.find(([value]) => value === style)?.[2]}</p>
    ${problemLine(editor, `${way}.style`)}
  </fieldset>`;
}

// What can be told in the other style is kept as it is; else people say whether to lose it.
async function change(editor, way, style) {
  const old = editor.at(way);
  const take = (programming) => {
    editor.open = undefined;
    editor.set(way, programming, { timed: ["slots", "sequence", "blocks", "classic"].includes(style) });
  };
  try {
    const { programming } = await api.convertSchedule(old, style);
    if (editor.at(way) === old) take(programming);
  } catch (problem) {
    if (editor.at(way) !== old) return;
    const sure = problem.field === "style" && await confirmed({
      title: "Change the style?", text: `${problem.detail} What has no place there is dropped; Undo brings it back.`, action: "Change",
    });
    if (sure || problem.field !== "style") take(restyled(old, style));
    else editor.redraw();
  }
}

function add(editor, list, style) {
  const slots = editor.at(list);
  editor.insert(list, newSlot(style, slots));
  editor.reveal(`${list}.${slots.length}`);
}

// An hour later, so that both are seen.
const copyOf = (slot) => (slot.start ? { ...slot, start: clockText((minutesOf(slot.start) + 60) % 1440) } : slot);

function row(editor, list, style, slot, place, count) {
  const way = `${list}.${place}`;
  const isOpen = leadsInto(way, editor.open);
  const name = slotName(slot, place, editor.lists);
  const move = (to) => {
    if (to < 0 || to >= count || to === place) return;
    editor.move(list, place, to);
    announce(`${name} is now number ${to + 1}`);
  };
  return html`<li class="slot ${isOpen ? "open" : ""} ${editor.hasProblemIn(way) ? "troubled" : ""}" data-test="slot" data-way=${way}
    data-drop=${editor.dragged?.list === list && editor.dragged.over === place && editor.dragged.from !== place ? (editor.dragged.from < place ? "below" : "above") : undefined}>
    <div class="slot-head">
      ${count > 1 ? html`<button type="button" class="grip" title="Drag, or use the arrow keys" data-test="slot-grip"
        aria-label=${`${name}: number ${place + 1} of ${count}. Arrow keys move it`}
        @pointerdown=${(event) => lift(editor, event, list, place)} @pointermove=${(event) => pull(editor, event, list)}
        @pointerup=${() => drop(editor, list)} @pointercancel=${() => editor.drag(undefined)}
        @keydown=${(event) => arrow(event, (step) => { move(place + step); editor.focusSoon(`[data-way="${list}.${place + step}"] .grip`); })}></button>` : ""}
      <button type="button" class="slot-open" aria-expanded=${isOpen ? "true" : "false"} data-test="slot-open" @click=${() => editor.toggle(way)}>
        ${style === "slots" || (style === "classic" && slot.start) ? html`<span class="slot-time">${slot.start ?? "–"}</span>` : ""}
        <span class="grow"><span class="row-title line">${name}</span><span class="quiet small-text line">${slotLine(slot, editor.lists)}</span></span>
      </button>
      ${editor.hasProblemIn(way) ? html`<span class="slot-trouble" title="Something is wrong here">${icon("warning")}</span>` : ""}
      ${style === "continuous" ? "" : html`<button type="button" class="round" aria-label=${`Duplicate ${name}`} title="Duplicate" data-test="slot-copy"
        @click=${() => { editor.insert(list, copyOf(slot), place + 1); editor.reveal(`${list}.${place + 1}`); }}>${icon("copy")}</button>`}
      ${count > 1 ? html`<button type="button" class="round bad" aria-label=${`Remove ${name}`} title="Remove" data-test="slot-remove"
        @click=${() => { editor.open = undefined; editor.remove(list, place); }}>${icon("trash")}</button>` : ""}
    </div>
    ${isOpen ? slotForm(editor, way, style) : ""}
  </li>`;
}

function arrow(event, step) {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  event.preventDefault();
  step(event.key === "ArrowUp" ? -1 : 1);
}

// With a mouse or a finger; the row under it tells the place.

function lift(editor, event, list, from) {
  if (event.button !== 0) return;
  event.preventDefault();
  event.currentTarget.focus();
  event.currentTarget.setPointerCapture(event.pointerId);
  editor.drag({ list, from, over: from });
}

function pull(editor, event, list) {
  if (editor.dragged?.list !== list) return;
  const found = document.elementFromPoint(event.clientX, event.clientY)?.closest("li.slot");
  const rows = event.currentTarget.closest("ol").children;
  const over = [...rows].indexOf(found);
  if (over >= 0 && over !== editor.dragged.over) editor.drag({ ...editor.dragged, over });
  if (event.clientY > innerHeight - 90) scrollBy(0, 12);
  else if (event.clientY < 150) scrollBy(0, -12);
}

function drop(editor, list) {
  const { dragged } = editor;
  editor.drag(undefined);
  if (dragged?.list === list && dragged.from !== dragged.over) editor.move(list, dragged.from, dragged.over);
}
