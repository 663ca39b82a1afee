// The next day of a channel that does not exist yet.

import { about, kindName, length, plural, startTime, time, timeRange } from "../format.js";
import { day, now } from "../clock.js";
import { skeletons } from "../parts.js";
import { bundles } from "../guide/bundles.js";
import { html, keyed } from "../template.js";

const colours = ["one", "two", "three", "four"];

/** The strip of 24 hours and the list of what comes first. */
export function previewView({ programmes, problem, loading }) {
  if (problem) return html`<p class="preview-problem" role="status">${problem.detail || problem.message}</p>`;
  if (!programmes) return skeletons(4, "row");
  if (!programmes.length) {
    return html`<p class="quiet preview-problem" data-test="preview-empty">There is nothing to play in this content. Scan the folder, or choose another content.</p>`;
  }
  const start = Math.min(programmes[0].start, now());
  // A day of very short clips is cut off: what is told ends where the strip ends.
  const until = Math.min(programmes[programmes.length - 1].end, start + day);
  const share = (moment) => Math.min(100, Math.max(0, ((moment - start) / (until - start)) * 100));
  const drawn = bundles(programmes, 0, until, (until - start) / 160, (until - start) / 60);
  const titles = new Set(programmes.map(({ title }) => title)).size;
  return html`
    <div class="preview ${loading ? "loading" : ""}" data-test="preview">
      <p class="quiet small-text">${plural(programmes.length, "programme")} ${until < start + day ? `until ${time(until)}` : "in 24 hours"}, ${plural(titles, "title")}</p>
      <div class="strip" role="img" aria-label=${`The next 24 hours: ${plural(programmes.length, "programme")}`}>
        ${drawn.map((piece) => keyed(piece.start, html`<span class="strip-block ${colour(piece)}" title=${label(piece)}
          style.left=${`${share(piece.start)}%`} style.width=${`${share(piece.end) - share(piece.start)}%`}></span>`))}
      </div>
      <div class="strip-times quiet small-text" aria-hidden="true">
        ${[0, 1, 2, 3, 4].map((quarter) => html`<span>${time(start + ((until - start) / 4) * quarter)}</span>`)}
      </div>
      <ol class="preview-list">
        ${programmes.slice(0, 12).map((programme) => keyed(programme.start, html`<li data-test="preview-programme">
          <span class="preview-time quiet small-text">${startTime(programme)}</span>
          <span class="grow"><span class="row-title">${programme.title}</span><br>
            <span class="quiet small-text">${[about(programme) || kindName(programme.kind), length(programme.end - programme.start)].join(" · ")}</span></span>
        </li>`))}
      </ol>
      ${programmes.length > 12 ? html`<p class="quiet small-text">and ${plural(programmes.length - 12, "more programme")}</p>` : ""}
    </div>`;
}

// Neighbours differ, and a title keeps its colour.
function colour({ programmes }) {
  if (programmes.length > 1) return "many";
  let sum = 0;
  for (const letter of programmes[0].title) sum = (sum * 31 + letter.codePointAt(0)) >>> 0;
  return colours[sum % colours.length];
}

function label({ start, end, programmes }) {
  const what = programmes.length > 1 ? plural(programmes.length, "programme") : programmes[0].title;
  return `${timeRange(start, end)}  ${what}`;
}
