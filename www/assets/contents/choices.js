// The controls that choose a content: of a list, or one item by searching.

import * as api from "../api.js";
import { attempt, dialogHead, openDialog } from "../dialogs.js";
import { about } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { choicesOf, contentName, isKnown, keyOf, knowItem } from "./kinds.js";

/** A choice among the contents of a family; what is gone is told. */
export function choiceSelect({ content, family, lists, options, label, test, invalid, describedby, change }) {
  const groups = choicesOf(family, lists, options);
  const now = keyOf(content);
  const known = groups.some(([, rows]) => rows.some(([key]) => key === now));
  const option = ([key, text]) => html`<option value=${key} .selected=${key === now}>${text}</option>`;
  return html`<select class="select" aria-label=${label} data-test=${test} aria-invalid=${invalid ? "true" : undefined} aria-describedby=${describedby}
    @change=${(event) => change(event.target.value)}>
    ${known ? "" : html`<option value=${now} .selected=${true}>${groups.length && content.id ? "One that is gone" : "There is none yet"}</option>`}
    ${groups.length === 1 && !groups[0][0] ? groups[0][1].map(option)
      : groups.map(([name, rows]) => html`<optgroup label=${name}>${rows.map(option)}</optgroup>`)}
  </select>`;
}

/** The item that is meant, and a button to choose another. */
export const itemChoice = ({ content, label, test, change }) => html`<div class="item-choice">
  <span class="grow">${content.id ? contentName(content, {}) : "None yet"}</span>
  <button type="button" class="button small" data-test=${test} aria-label=${`${label}: choose an item`}
    @click=${() => chooseItem(label, (item) => change({ kind: "item", id: item.id }))}>Choose…</button>
</div>`;

/** Asks for one item of the library. */
export function chooseItem(title, chosen) {
  let found;
  let problem;
  let asked = 0;
  let timer;
  const search = async (text) => {
    const mine = ++asked;
    let answer;
    try {
      answer = await api.media({ search: text, failed: false, limit: 40 });
      problem = undefined;
    } catch (failure) {
      problem = failure.detail || failure.message;
    }
    if (mine !== asked || !dialog.open) return;
    if (answer) found = answer.items;
    dialog.draw();
  };
  const dialog = openDialog(() => html`
    ${dialogHead(title, () => dialog)}
    <div class="dialog-body why">
      <div class="search">${icon("search")}<input class="input" type="search" autofocus aria-label="Search" placeholder="Search" data-test="item-search"
        @input=${(event) => { clearTimeout(timer); timer = setTimeout(search, 250, event.target.value); }}></div>
      <p class="field-problem" role="alert" ?hidden=${!problem}>${problem ?? ""}</p>
      <ul class="choice-list">${(found ?? []).map((item) => keyed(item.id, html`<li><button type="button" class="choice-entry" data-test="item-choice"
        @click=${() => { knowItem(item); dialog.close(); chosen(item); }}>
        <span class="grow">${item.title} <span class="quiet small-text">${about(item)}</span></span></button></li>`))}</ul>
      ${found && !found.length ? html`<p class="quiet">Nothing found.</p>` : ""}
    </div>`, { test: "item-dialog" });
  search("");
}

/** Learns what the items among some contents are called. */
export async function learnItems(contents) {
  const ids = new Set(contents.filter((content) => content?.kind === "item" && content.id && !isKnown(content)).map(({ id }) => id));
  await Promise.all([...ids].map((id) => attempt(async () => knowItem(await api.medium(id)))));
}

/** Every content that rules name, wherever it stands. */
export function contentsIn(rules) {
  if (Array.isArray(rules)) return rules.flatMap(contentsIn);
  if (!rules || typeof rules !== "object") return [];
  return Object.entries(rules).flatMap(([name, value]) => (name === "content" && value ? [value] : contentsIn(value)));
}
