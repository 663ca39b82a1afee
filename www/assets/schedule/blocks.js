// Blocks: what each plays, when they begin on which kind of day, and which days are of which kind.

import { icon } from "../icons.js";
import { plural } from "../format.js";
import { html, keyed } from "../template.js";
import { checked, chosen, days, problemLine, typed } from "./fields.js";
import { fitting, minutesOf } from "./programming.js";
import { spanText } from "./spans.js";
import { clockText } from "./zone.js";

const most = 200;
const nextId = (list) => Math.max(0, ...list.map(({ id }) => id)) + 1;
const nameOf = (list, id, word) => {
  const place = list.findIndex((one) => one.id === id);
  return place < 0 ? `${word} that is gone` : list[place].name?.trim() || `${word} ${place + 1}`;
};
const choices = (list, word) => list.map(({ id }) => [id, nameOf(list, id, word)]);

/** The plan at `way`; `slotList` shows the items of a block. */
export function blocksView(editor, way, slotList) {
  const plan = editor.at(way);
  return html`<div class="programming" data-test="plan">
    ${section("Blocks", plan.blocks.map((block, place) => keyed(`block ${block.id}`, blockView(editor, way, plan, block, place, slotList))),
      editor, `${way}.blocks`, plan.blocks.length < most && ["block-add", "Add Block", () => addBlock(editor, way, plan)])}
    ${section("Days", plan.templates.map((template, place) => keyed(`template ${template.id}`, templateView(editor, way, plan, template, place))),
      editor, `${way}.templates`, plan.templates.length < most && ["template-add", "Add Kind of Day", () => addTemplate(editor, way, plan)])}
    ${plan.templates.length > 1 ? calendarView(editor, way, plan) : problemLine(editor, `${way}.calendar`)}
  </div>`;
}

function section(title, rows, editor, way, more) {
  return html`<fieldset class="field">
    <legend>${title}</legend>
    <div class="subs">${rows}
      ${problemLine(editor, way)}
      ${more ? html`<button type="button" class="button small" data-test=${more[0]} @click=${more[2]}>${icon("plus")}${more[1]}</button>` : ""}
    </div>
  </fieldset>`;
}

// Blocks

function addBlock(editor, way, plan) {
  const id = nextId(plan.blocks);
  editor.insert(`${way}.blocks`, { id, name: `Block ${plan.blocks.length + 1}`, repeats: true, items: [fitting({ content: editor.firstContent() }, "blocks")] });
}

function blockView(editor, way, plan, block, place, slotList) {
  const here = `${way}.blocks.${place}`;
  const what = [plural(block.items.length, "item"), block.length ? spanText(block.length) : "", block.repeats ? "until full" : ""].filter(Boolean).join(" · ");
  return html`<details class="sub" data-test="block" ?open=${editor.isInside(here)}>
    <summary><span class="grow"><span class="row-title">${nameOf(plan.blocks, block.id, "Block")}</span><br><span class="quiet small-text">${what}</span></span></summary>
    <div class="more-body">
      ${typed(editor, `${here}.name`, "Name")}
      <div class="pair">
        ${typed(editor, `${here}.length`, "How long", { kind: "span", placeholder: "Until the next" })}
        ${typed(editor, `${here}.overrun`, "May run over by", { kind: "span", placeholder: "Stops in time" })}
      </div>
      ${checked(editor, `${here}.repeats`, "Its items come again until it is full")}
      ${slotList(editor, `${here}.items`, "blocks")}
      ${problemLine(editor, here)}
      ${plan.blocks.length > 1 ? html`<button type="button" class="button small" data-test="block-remove"
        @click=${() => removeBlock(editor, way, plan, place)}>${icon("trash")}Remove Block</button>` : ""}
    </div>
  </details>`;
}

// Days forget the block with it.
function removeBlock(editor, way, plan, place) {
  const { id } = plan.blocks[place];
  const templates = plan.templates.map((template) => ({ ...template, times: template.times.filter(({ block }) => block !== id) }));
  editor.open = undefined;
  editor.set(way, { ...plan, blocks: plan.blocks.filter((_, one) => one !== place), templates });
}

// Kinds of day

function addTemplate(editor, way, plan) {
  const id = nextId(plan.templates);
  const times = plan.templates[0]?.times ?? [];
  const template = { id, name: `Day ${plan.templates.length + 1}`, times };
  const calendar = [...(plan.calendar ?? []), { days: { weekdays: [6, 7] }, template: id }];
  editor.open = `${way}.templates.${plan.templates.length}`;
  editor.set(way, { ...plan, templates: [...plan.templates, template], calendar, template: plan.template ?? plan.templates[0]?.id });
}

function templateView(editor, way, plan, template, place) {
  const here = `${way}.templates.${place}`;
  const { times } = template;
  const add = () => {
    const last = times.length ? Math.max(...times.map(({ start }) => minutesOf(start))) : 240;
    editor.set(`${here}.times`, [...times, { start: clockText((last + 120) % 1440), block: plan.blocks[0].id }], { timed: true });
  };
  const what = times.map(({ start, block }) => `${start} ${nameOf(plan.blocks, block, "Block")}`).join(", ");
  return html`<details class="sub" data-test="template" ?open=${editor.isInside(here) || plan.templates.length === 1}>
    <summary><span class="grow"><span class="row-title">${nameOf(plan.templates, template.id, "Day")}</span><br><span class="quiet small-text line">${what || "Nothing yet"}</span></span></summary>
    <div class="more-body">
      ${typed(editor, `${here}.name`, "Name")}
      ${times.map((time, index) => keyed(`${index} of ${times.length}`, html`<div class="time-row" data-test="block-time">
        ${typed(editor, `${here}.times.${index}.start`, "At", { kind: "time", placeholder: "20:15", most: 8 })}
        ${chosen(editor, `${here}.times.${index}.block`, "Block", choices(plan.blocks, "Block"), { change: (id) => editor.set(`${here}.times.${index}.block`, id) })}
        <button type="button" class="round bad" aria-label=${`Remove ${time.start}`} title="Remove" data-test="block-time-remove"
          @click=${() => editor.set(`${here}.times`, times.filter((_, one) => one !== index))}>${icon("trash")}</button>
      </div>`))}
      ${problemLine(editor, `${here}.times`)}
      <div class="slot-tools">
        <button type="button" class="button small" data-test="block-time-add" @click=${add}>${icon("plus")}Add Time</button>
        ${plan.templates.length > 1 ? html`<button type="button" class="button small" data-test="template-remove"
          @click=${() => removeTemplate(editor, way, plan, place)}>${icon("trash")}Remove</button>` : ""}
      </div>
    </div>
  </details>`;
}

// The calendar forgets the kind of day with it.
function removeTemplate(editor, way, plan, place) {
  const { id } = plan.templates[place];
  const templates = plan.templates.filter((_, one) => one !== place);
  const calendar = (plan.calendar ?? []).filter(({ template }) => template !== id);
  const made = { ...plan, templates, calendar: calendar.length ? calendar : undefined, template: plan.template === id ? undefined : plan.template };
  editor.open = undefined;
  editor.set(way, JSON.parse(JSON.stringify(made)));
}

// The calendar

function calendarView(editor, way, plan) {
  const rows = plan.calendar ?? [];
  const list = `${way}.calendar`;
  const kinds = choices(plan.templates, "Day");
  const add = () => editor.set(list, [...rows, { days: { weekdays: [6, 7] }, template: plan.templates.at(-1).id }]);
  const without = (place) => editor.set(list, rows.length > 1 ? rows.filter((_, one) => one !== place) : undefined);
  return html`<fieldset class="field" data-test="calendar">
    <legend>Calendar</legend>
    <p class="field-note">The first row that means a day counts.</p>
    <div class="subs">
      ${rows.map((row, place) => keyed(`${place} of ${rows.length}`, html`<details class="sub" data-test="calendar-row" ?open=${editor.isInside(`${list}.${place}`)}>
        <summary><span class="row-title">${nameOf(plan.templates, row.template, "Day")}</span></summary>
        <div class="more-body">
          ${chosen(editor, `${list}.${place}.template`, "Kind of day", kinds, { change: (id) => editor.set(`${list}.${place}.template`, id) })}
          ${days(editor, `${list}.${place}.days`)}
          <div class="slot-tools">
            <button type="button" class="button small" ?disabled=${place === 0} @click=${() => editor.move(list, place, place - 1)}>${icon("up")}Earlier</button>
            <button type="button" class="button small" ?disabled=${place === rows.length - 1} @click=${() => editor.move(list, place, place + 1)}>${icon("down")}Later</button>
            <button type="button" class="button small" @click=${() => without(place)}>${icon("trash")}Remove</button>
          </div>
        </div>
      </details>`))}
      ${problemLine(editor, list)}
      <button type="button" class="button small" data-test="calendar-add" @click=${add}>${icon("plus")}Add Row</button>
    </div>
    ${chosen(editor, `${way}.template`, "All other days", kinds, { change: (id) => editor.set(`${way}.template`, id) })}
  </fieldset>`;
}
