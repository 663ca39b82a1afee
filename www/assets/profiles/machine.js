// What this machine's cards have proven: a table with a row for each kind.

import { html } from "../template.js";

/** The table; `again` has everything tried once more, `busy` tells that it is. */
export const machineView = (machine, busy, again) => html`
  <section class="section" aria-labelledby="machine-title" data-test="machine">
    <div class="section-head">
      <h2 id="machine-title">This machine</h2>
      <button type="button" class="button" data-test="machine-test" ?disabled=${busy} @click=${again}>${busy ? "Testing…" : "Test Again"}</button>
    </div>
    <p class="quiet machine-line" data-test="machine-line">${line(machine, busy)}</p>
    ${machine?.kinds?.length ? html`<div class="card machine-card"><table class="machine-table">
      <thead><tr><th scope="col">Encoder</th>${machine.abilities.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>${machine.kinds.map((kind) => row(kind, machine.abilities))}</tbody>
    </table></div>` : ""}
  </section>`;

function line(machine, busy) {
  if (busy) return "ffmpeg is asked to encode, decode and filter with each kind of hardware.";
  if (!machine?.version) return "Nothing was tested yet.";
  return `${machine.choice} Tested with ${machine.version.replace(/ Copyright.*/, "")}.`;
}

const row = (kind, abilities) => html`<tr data-test=${`machine-${kind.kind}`}>
  <th scope="row">${kind.title}${kind.node ? html`<br><span class="quiet small-text">${kind.node}</span>` : ""}
    ${kind.problem ? html`<br><span class="quiet small-text">${kind.problem}</span>` : ""}</th>
  ${abilities.map(({ ability }) => cell(kind.proofs.find((proof) => proof.ability === ability)))}
</tr>`;

const cell = (proof) => html`<td>${proof
    ? html`<span class="pill ${proof.passed ? "good" : ""}" title=${proof.detail}>${proof.passed ? "passed" : "failed"}</span>`
    : html`<span class="quiet" aria-label="not tried">–</span>`}</td>`;
