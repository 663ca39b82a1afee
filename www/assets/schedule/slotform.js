// The form of one slot: what is wanted often first, the rest behind "More".

import { hasOwnOrder } from "../contents/kinds.js";
import { html } from "../template.js";
import { checked, chosen, content, days, problemLine, typed } from "./fields.js";
import { fillerRows } from "./fillers.js";
import { actionsOf, fitting, inMode, mayHave, modeOf, modes } from "./programming.js";
import { endings, orders, paddings, tails } from "./words.js";

const pads = [[undefined, "At any time"], [5, "Every 5 minutes"], [10, "Every 10 minutes"], [15, "Every quarter of an hour"], [20, "Every 20 minutes"], [30, "Every half hour"], [60, "Every hour"]];
const moreFields = ["wait", "tail", "discard", "padding", "ending", "lateness", "flex", "overlong", "seasons", "cursor", "batch", "coolDown", "consecutive", "title", "hidden", "fillers"];

/** The form of the slot at `way`, in a programming of `style`. */
export function slotForm(editor, way, style) {
  const slot = editor.at(way);
  const has = (field) => mayHave(field, style, slot);
  const to = (field) => `${way}.${field}`;
  return html`<div class="slot-form" data-test="slot-form">
    <div class="pair">
      ${has("start") ? typed(editor, to("start"), "Starts at", { kind: "time", placeholder: style === "classic" ? "In its turn" : "20:15", most: 8 }) : ""}
      ${typed(editor, to("name"), "Name", { placeholder: "Optional" })}
    </div>
    ${chosen(editor, to("action"), "Does", actionsOf(style), { change: (action) => act(editor, way, style, action) })}
    ${has("content") ? content(editor, to("content"), "Plays") : problemLine(editor, to("content"))}
    ${has("order") && slot.content?.kind !== "playlist" ? order(editor, to("order"), slot) : ""}
    ${has("channel") ? otherChannel(editor, to("channel")) : ""}
    ${has("until") ? typed(editor, to("until"), "Until", { kind: "time", placeholder: "20:00", most: 8 }) : ""}
    ${has("mode") ? classic(editor, way, slot) : ""}
    ${style !== "classic" && (has("count") || has("duration")) ? html`<div class="pair">
      ${has("count") ? either(editor, way, "count", "duration", "How many", { kind: "number", placeholder: style === "slots" ? "As fit" : "1" }) : ""}
      ${has("duration") ? either(editor, way, "duration", "count", "How long", { kind: "span", placeholder: "1 h 30 min" }) : ""}
    </div>` : ""}
    ${has("weight") ? typed(editor, to("weight"), "Weight", { kind: "number", placeholder: "1", note: "Twice the weight is drawn twice as often." }) : ""}
    ${has("pad") ? chosen(editor, to("pad"), slot.action === "pad" ? "Fills up to" : "Programmes start", slot.action === "pad" ? pads.slice(1) : pads,
      { change: (minutes) => editor.set(to("pad"), minutes) }) : ""}
    ${has("days") ? days(editor, to("days")) : ""}
    ${more(editor, way, style, has, to)}
    ${problemLine(editor, way)}
  </div>`;
}

function more(editor, way, style, has, to) {
  const slot = editor.at(way);
  const troubled = moreFields.some((field) => editor.isInside(to(field)));
  return html`<details class="more" data-test="slot-more" ?open=${troubled}>
    <summary>More</summary>
    <div class="more-body">
      ${has("wait") ? chosen(editor, to("wait"), "Behind its start", [["strict", "Waits for tomorrow’s"], ["flexible", "Starts at once"]]) : ""}
      ${has("lateness") ? typed(editor, to("lateness"), "May start late by", { kind: "span", placeholder: "Never late", note: "When never late, the slot before stops in time." }) : ""}
      ${has("overlong") ? chosen(editor, to("overlong"), "Programmes longer than the slot", [["skip", "Are left out"], ["run", "Run on"]]) : ""}
      ${has("flex") ? chosen(editor, to("flex"), "Time that is left", [["end", "At the end"], ["between", "Between the programmes"]]) : ""}
      ${has("ending") ? chosen(editor, to("ending"), "What would run over the end", endings) : ""}
      ${has("tail") && modeOf(slot) === "duration" ? chosen(editor, to("tail"), "Time that is left", tails) : ""}
      ${has("discard") ? typed(editor, to("discard"), "Programmes passed over that don’t fit", { kind: "number", placeholder: "None" }) : ""}
      ${has("padding") ? chosen(editor, to("padding"), "Gaps show", paddings.filter(([value]) => style === "slots" || value !== "next")) : ""}
      ${has("seasons") ? typed(editor, to("seasons"), "Only seasons", { kind: "numbers", placeholder: "All" }) : ""}
      ${has("batch") ? typed(editor, to("batch"), "Of a show in a row", { kind: "number", placeholder: "All of it" }) : ""}
      ${has("cursor") ? typed(editor, to("cursor"), "Position of its own", { placeholder: "Shared", note: "Slots with the same content and order go on where the other stopped, unless they name different positions." }) : ""}
      ${has("coolDown") ? typed(editor, to("coolDown"), "Not again for", { kind: "span", placeholder: "At any time" }) : ""}
      ${has("consecutive") ? typed(editor, to("consecutive"), "At most in a row", { kind: "number", placeholder: "Any number" }) : ""}
      ${typed(editor, to("title"), "Title in guides", { placeholder: "That of each programme" })}
      ${checked(editor, to("hidden"), "Guides leave it out")}
      ${ownFillers(editor, to("fillers"))}
    </div>
  </details>`;
}

// How much a classic slot plays, and what that asks for.
function classic(editor, way, slot) {
  const mode = modeOf(slot);
  const offered = !slot.action || slot.action === "play" ? modes : modes.slice(2);
  return html`
    ${chosen(editor, `${way}.mode`, "How much", offered.map(([value, text]) => [value, text]), { change: (next) => editor.set(way, inMode(slot, next)) })}
    ${mode === "multiple" ? typed(editor, `${way}.count`, "How many", { kind: "number", placeholder: "2" }) : ""}
    ${mode === "duration" ? typed(editor, `${way}.duration`, "How long", { kind: "span", placeholder: "1 h 30 min" }) : ""}`;
}

function otherChannel(editor, way) {
  const choices = editor.channelChoices();
  return choices.length ? chosen(editor, way, "Channel", choices, { change: (id) => editor.set(way, id) })
    : html`<p class="field-note">There is no other channel yet.</p>${problemLine(editor, way)}`;
}

function order(editor, way, slot) {
  const offered = orders.filter(([name]) => name !== "custom" || hasOwnOrder(slot.content) || slot.order === "custom");
  return chosen(editor, way, "Order", offered, {
    change: (name) => {
      const { batch, ...rest } = slot;
      const next = name === "marathon" && batch ? { ...rest, batch } : rest;
      editor.set(way.replace(/\.order$/, ""), { ...next, order: name === "episode" ? undefined : name });
    },
  });
}

// Number and length exclude each other: writing one takes the other away.
function either(editor, way, field, other, label, options) {
  return typed(editor, `${way}.${field}`, label, { ...options, instead: `${way}.${other}` });
}

function act(editor, way, style, action) {
  editor.set(way, fitting({ ...editor.at(way), action: action === "play" ? undefined : action, channel: editor.at(way).channel ?? editor.channelChoices()[0]?.[0] }, style));
}

function ownFillers(editor, way) {
  const own = editor.at(way) !== undefined;
  return html`<div class="field">
    <label class="check-line"><input type="checkbox" class="check" data-test="slot-own-fillers" .checked=${own}
      @change=${(event) => editor.set(way, event.target.checked ? [] : undefined)}>Fillers of its own</label>
    ${own ? fillerRows(editor, way) : ""}
  </div>`;
}
