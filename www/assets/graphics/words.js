// What graphics are called, and what they look like in small.

import * as api from "../api.js";
import { length } from "../format.js";
import { icon } from "../icons.js";
import { html } from "../template.js";

export const places = [
  ["topLeft", "Top left"], ["top", "Top"], ["topRight", "Top right"],
  ["left", "Left"], ["center", "Centre"], ["right", "Right"],
  ["bottomLeft", "Bottom left"], ["bottom", "Bottom"], ["bottomRight", "Bottom right"],
];

// What can be filled in, with what it becomes.
export const fields = [
  ["title", "the programme"], ["subtitle", "the episode’s title"], ["episode", "S01E02"], ["year", "the year"], ["start", "its beginning"],
  ["end", "its end"], ["next", "what comes next"], ["next.subtitle", "its episode’s title"], ["next.episode", "S01E03"],
  ["next.start", "when that begins"], ["channel", "the channel’s name"], ["number", "its number"], ["clock", "the time of day"],
];

const placeName = (place) => places.find(([value]) => value === place)?.[1] ?? place;

/** A graphic on one line. */
export function graphicLine({ kind, text, imageWidth, imageHeight, isAnimated, place, rhythm, first, onFillers }) {
  const what = kind === "image" ? `${isAnimated ? "moving picture" : "picture"}, ${imageWidth} × ${imageHeight}` : text.split("\n")[0];
  const when = rhythm ? `${length(rhythm.length)} every ${length(rhythm.period)}` : first ? `the first ${length(first)}` : "always";
  return [what, placeName(place).toLowerCase(), when, onFillers ? "on fillers too" : ""].filter(Boolean).join(" · ");
}

/** A graphic in small: its picture, or a sign for words. */
export const thumbnail = ({ kind, image }) => html`<span class="graphic-thumb" aria-hidden="true">${kind === "image"
    ? html`<img src=${api.graphicPicture(image)} alt="" loading="lazy">` : icon("message")}</span>`;
