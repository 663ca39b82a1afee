// A channel out of a YAML text: what would happen first, then for real.

import * as api from "../api.js";
import { dialogHead, openDialog, toast } from "../dialogs.js";
import { icon } from "../icons.js";
import { html, keyed } from "../template.js";

const pause = 350;

/** Opens the dialog; `done` is told when a channel was made or changed. */
export function showImport(done) {
  let text = "";
  let found;
  let failure;
  let timer;
  let asked = 0;
  let busy = false;

  const look = async () => {
    const mine = (asked += 1);
    failure = undefined;
    try {
      const answer = text.trim() ? await api.importChannel({ text, dryRun: true }) : undefined;
      if (mine === asked) found = answer;
    } catch (problem) {
      if (mine !== asked) return;
      found = undefined;
      failure = problem;
    }
    dialog.draw();
  };
  const write = (value) => {
    text = value;
    found = undefined;
    clearTimeout(timer);
    timer = setTimeout(look, pause);
    dialog.draw();
  };
  const open = async (input) => {
    const [file] = input.files;
    input.value = "";
    if (file) write(await file.text());
  };
  const carryOut = async () => {
    busy = true;
    dialog.draw();
    try {
      const { number, name, isNew } = await api.importChannel({ text });
      toast(`Channel ${number} ${name} ${isNew ? "made" : "changed"}`);
      dialog.close();
      done();
    } catch (problem) {
      failure = problem;
      busy = false;
      dialog.draw();
    }
  };

  const dialog = openDialog(() => html`
    ${dialogHead("Import a Channel", () => dialog)}
    <div class="dialog-body import">
      <p class="quiet small-text">A channel with its rules, as another station exported it. A channel of the same number becomes what the text says.</p>
      <label class="button small file-button">${icon("folder")}Open File…<input type="file" class="unseen" accept=".yaml,.yml,.txt" data-test="import-file" @change=${(event) => open(event.target)}></label>
      <textarea class="text-area import-text" aria-label="Channel in YAML" spellcheck="false" autocapitalize="off" wrap="off" autofocus data-test="import-text"
        placeholder="Or paste it here" .value=${text} @input=${(event) => write(event.target.value)}></textarea>
      <div role="status" data-test="import-report">
        ${failure ? html`<p class="field-problem">${failure.detail || failure.message}</p>` : ""}
        ${found?.problems.length ? html`<ul class="text-problems">${found.problems.map((problem, place) => keyed(place, html`<li class="field-problem">${problem.line ? `Line ${problem.line}: ` : ""}${problem.detail}</li>`))}</ul>` : ""}
        ${found && !found.problems.length ? html`<ul class="import-changes">${(found.changes.length ? found.changes : ["The channel is like that already."]).map((change, place) => keyed(place, html`<li>${change}</li>`))}</ul>` : ""}
      </div>
    </div>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.close()}>Cancel</button>
      <button type="button" class="button primary" data-test="import-done" ?disabled=${busy || !found || found.problems.length > 0 || !found.changes.length}
        @click=${carryOut}>${icon("check")}Import</button>
    </div>`, { test: "import", closed: () => clearTimeout(timer) });
}
