// The fields of the rules' forms. Each knows its way into the rule set, shows the
// problem that was told of it, and keeps what is being typed until it can be read.

import { choiceSelect, itemChoice } from "../contents/choices.js";
import { contentOf, families, familyOf, firstOf } from "../contents/kinds.js";
import { html } from "../template.js";
import { holidays } from "./holidays.js";
import { codecs } from "./spans.js";

const idOf = (way) => `rule-${way.replaceAll(".", "-")}`;

/** What is wrong with the field, below it. */
export function problemLine(editor, way) {
  const problem = editor.problemAt(way);
  return html`<p class="field-problem" id=${`${idOf(way)}-problem`} role="alert" data-test=${`${lastOf(way)}-problem`}
    ?hidden=${!problem}>${problem ?? ""}</p>`;
}

const lastOf = (way) => `rule-${way.split(".").filter((step) => !/^\d+$/.test(step)).pop()}`;

/** A field to type into; `kind` is one of the codecs. What is written here takes the place of what is at `instead`. */
export function typed(editor, way, label, { kind = "text", placeholder = "", note, most = 200, list, instead } = {}) {
  const codec = codecs[kind];
  const value = editor.typedAt(way) ?? codec.show(editor.at(way));
  return html`<div class="field">
    <label for=${idOf(way)}>${label}</label>
    <input class="input" id=${idOf(way)} data-way=${way} data-test=${lastOf(way)} autocomplete="off" spellcheck="false" maxlength=${most}
      inputmode=${codec.mode} placeholder=${placeholder} list=${list} .value=${value} aria-invalid=${editor.problemAt(way) ? "true" : undefined}
      aria-describedby=${`${idOf(way)}-problem`} @input=${(event) => editor.type(way, event.target.value, codec, instead)}
      @change=${() => editor.typedOut(way)} @blur=${() => editor.typedOut(way)}>
    ${note ? html`<p class="field-note">${note}</p>` : ""}
    ${problemLine(editor, way)}
  </div>`;
}

/** A choice; the first option is what counts when nothing is said. */
export function chosen(editor, way, label, options, { note, change, now } = {}) {
  const value = now ?? editor.at(way) ?? options[0]?.[0];
  const known = options.some(([option]) => option === value);
  const all = known ? options : [[value, String(value)], ...options];
  const take = change ?? ((picked) => editor.set(way, picked === options[0][0] ? undefined : picked));
  return html`<div class="field">
    <label for=${idOf(way)}>${label}</label>
    <select class="select" id=${idOf(way)} data-way=${way} data-test=${lastOf(way)} aria-invalid=${editor.problemAt(way) ? "true" : undefined}
      aria-describedby=${`${idOf(way)}-problem`} @change=${(event) => take(all[event.target.selectedIndex][0])}>
      ${all.map(([option, text]) => html`<option value=${String(option)} .selected=${option === value}>${text}</option>`)}
    </select>
    ${note ? html`<p class="field-note">${note}</p>` : ""}
    ${problemLine(editor, way)}
  </div>`;
}

/** Yes or no; no is not written down. */
export function checked(editor, way, label) {
  return html`<div class="field"><label class="check-line"><input type="checkbox" class="check" data-way=${way} data-test=${lastOf(way)}
    .checked=${editor.at(way) === true} @change=${(event) => editor.set(way, event.target.checked ? true : undefined)}>${label}</label>
    ${problemLine(editor, way)}</div>`;
}

/** Which content: its family and which one of it; `isShelf` offers only what any item can be taken of. */
export function content(editor, way, label, options = {}) {
  const now = editor.at(way) ?? { kind: "library" };
  const family = familyOf(now.kind);
  const { lists } = editor;
  const pick = (next) => editor.set(way, next === "search" || next === "item" ? contentOf(next, "", lists, now) : firstOf(next, lists, options));
  return html`<fieldset class="field content-field">
    <legend>${label}</legend>
    <select class="select" aria-label=${`${label}: what kind`} data-way=${way} data-test=${`${lastOf(way)}-kind`} @change=${(event) => pick(event.target.value)}>
      ${families.map(([value, text]) => html`<option value=${value} .selected=${value === family}>${text}</option>`)}
    </select>
    ${family === "library" ? "" : family === "search" ? typed(editor, `${way}.query`, "Looks for", { placeholder: "type:movie year:1980..1989", most: 4000 })
      : family === "item" ? itemChoice({ content: now, label, test: `${lastOf(way)}-item`, change: (chosenItem) => editor.set(way, chosenItem) })
      : choiceSelect({ content: now, family, lists, options, label: `${label}: which one`, test: `${lastOf(way)}-id`, invalid: editor.problemAt(way),
        describedby: `${idOf(way)}-problem`, change: (key) => editor.set(way, contentOf(family, key, lists, now)) })}
    ${family === "season" ? typed(editor, `${way}.season`, "Season", { kind: "number", placeholder: "0 holds the specials" }) : ""}
    ${problemLine(editor, way)}
  </fieldset>`;
}

const weekdays = [["Mon", "Monday"], ["Tue", "Tuesday"], ["Wed", "Wednesday"], ["Thu", "Thursday"], ["Fri", "Friday"], ["Sat", "Saturday"], ["Sun", "Sunday"]];
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
  .map((name) => [name.slice(0, 3), name]);

/** On which days: those of the week at hand, everything else below. */
export function days(editor, way) {
  const rule = editor.at(way) ?? {};
  const more = ["monthDays", "months", "dates", "from", "to", "holidays"];
  return html`<fieldset class="field">
    <legend>Days</legend>
    ${toggles(editor, way, "weekdays", "Days of the week", weekdays)}
    <p class="field-note">${rule.weekdays ? "" : "Every day"}</p>
    <details class="more" ?open=${more.some((name) => rule[name] !== undefined || editor.hasProblemIn(`${way}.${name}`))}>
      <summary>Dates, seasons and holidays</summary>
      <div class="more-body">
        ${toggles(editor, way, "months", "Months", months)}
        ${typed(editor, `${way}.monthDays`, "Days of the month", { kind: "numbers", placeholder: "1, 15, 31" })}
        ${typed(editor, `${way}.dates`, "Dates", { kind: "words", placeholder: "2026-12-24, 12-31", most: 2000 })}
        <div class="pair">
          ${typed(editor, `${way}.from`, "From", { placeholder: "12-01" })}
          ${typed(editor, `${way}.to`, "To", { placeholder: "01-06" })}
        </div>
        ${holidays(editor, `${way}.holidays`, { chosen, typed, problemLine })}
      </div>
    </details>
    ${problemLine(editor, way)}
  </fieldset>`;
}

function toggles(editor, way, name, label, choices) {
  const now = editor.at(`${way}.${name}`) ?? [];
  const flip = (value) => {
    const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value].sort((a, b) => a - b);
    editor.set(`${way}.${name}`, next.length ? next : undefined);
  };
  return html`<div class="toggles" role="group" aria-label=${label}>
    ${choices.map(([short, long], place) => html`<button type="button" class="toggle" aria-pressed=${now.includes(place + 1) ? "true" : "false"}
      aria-label=${long} data-test=${`${name}-${place + 1}`} @click=${() => flip(place + 1)}>${short}</button>`)}
  </div>
  ${problemLine(editor, `${way}.${name}`)}`;
}
