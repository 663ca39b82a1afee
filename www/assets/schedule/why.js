// Why something is on: the sentence of the entry, and the way to its slot.

import { dialogHead, openDialog } from "../dialogs.js";
import { length } from "../format.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";
import { roleName, slotName } from "./words.js";
import { at, wayOf } from "./ways.js";
import { longDayIn, told } from "./zone.js";

const most = 60;
const exact = { hour: "numeric", minute: "2-digit", second: "2-digit" };

/** Opens what is known of one entry, or of some that are drawn together. */
export function showWhy(editor, entries, zone) {
  const dialog = openDialog(() => (entries.length === 1 ? one(editor, entries[0], zone, () => dialog) : several(editor, entries, zone, () => dialog)), { test: "why" });
}

const nameOf = (entry) => entry.title || roleName(entry.role);

function one(editor, entry, zone, dialog) {
  const { start, end, role, subtitle, reason, path, isHidden, look } = entry;
  return html`
    ${dialogHead(nameOf(entry), dialog)}
    <div class="dialog-body why">
      <p class="quiet">${[roleName(role), subtitle, isHidden ? "not in guides" : ""].filter(Boolean).join(" · ")}</p>
      <p class="why-when">${icon("clock")}<span>${longDayIn(start, zone)}, ${told(start, zone, exact)} – ${told(end, zone, exact)} <span class="quiet">(${length(end - start)})</span></span></p>
      <h3>Why is this on?</h3>
      <p data-test="why-reason">${reason || "The channel’s rules say so."}</p>
      ${look ? html`<p data-test="why-look">${look}</p>` : ""}
      <p class="quiet small-text">${ruleName(editor, path)}</p>
    </div>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog().close()}>Close</button>
      ${leads(editor, path) ? html`<button type="button" class="button primary" data-test="why-slot"
        @click=${() => { dialog().close(); editor.reveal(wayOf(path)); }}>${icon("pencil")}Show Its Rule</button>` : ""}
    </div>`;
}

function several(editor, entries, zone, dialog) {
  const rest = entries.length - most;
  return html`
    ${dialogHead(`${entries.length} entries`, dialog)}
    <div class="dialog-body why"><ol class="why-list">
      ${entries.slice(0, most).map((entry) => keyed(entry.start, html`<li>
        <button type="button" class="why-entry" data-test="why-entry" @click=${() => { dialog().close(); showWhy(editor, [entry], zone); }}>
          <time class="agenda-time">${told(entry.start, zone, exact)}</time><span class="grow">${nameOf(entry)}</span></button></li>`))}
      </ol>${rest > 0 ? html`<p class="quiet small-text">and ${rest} more; the list shows all</p>` : ""}</div>
    <div class="dialog-actions"><button type="button" class="button" @click=${() => dialog().close()}>Close</button></div>`;
}

const leads = (editor, path) => {
  const way = wayOf(path);
  return way !== undefined && editor.at(way) !== undefined;
};

/** "Base › Film", "Layer Christmas › Films", "Sleep hours". */
export function ruleName(editor, path) {
  const way = wayOf(path);
  if (!way) return "";
  if (way.startsWith("sleep.")) return "Sleep hours";
  const layer = /^layers\.(\d+)/.exec(way);
  const place = layer ? `Layer ${editor.at(`layers.${layer[1]}.name`) ?? ""}` : "Base";
  const step = /\.steps\.(\d+)$/.exec(way);
  if (step) return `${place} › ${at(editor.draft.rules, way)?.name ?? `Step ${Number(step[1]) + 1}`}`;
  const found = /\.(?:slots|items)\.(\d+)$/.exec(way);
  if (!found) return place;
  const slot = at(editor.draft.rules, way);
  return slot ? `${place} › ${slotName(slot, Number(found[1]), editor.lists)}` : place;
}
