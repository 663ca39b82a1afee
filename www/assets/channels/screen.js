// What a channel shows while there is no programme: the fields of its form.

import { html } from "../template.js";

const pictures = [
  ["text", "Words", "Says what is the matter, and what comes next"],
  ["slate", "Card", "A calm card with the same words"],
  ["pattern", "Test pattern", "Colour bars"],
  ["static", "Static", "The snow of an untuned receiver"],
  ["image", "My picture", "A picture file on the station's disk"],
  ["black", "Black", "Nothing to see"],
];

const sounds = [
  ["silent", "Silent"], ["sine", "Tone"], ["beep", "Beeps"], ["noise", "White noise"], ["music", "My music"],
];

/** The form's values of a channel's screen. */
export function screenValues(screen) {
  return {
    picture: screen?.picture ?? "text", sound: screen?.sound ?? "silent",
    image: screen?.image ?? "", music: screen?.music ?? "",
  };
}

/** The screen as the API reads it. */
export function screenOf({ picture, sound, image, music }) {
  return {
    picture, sound,
    ...(picture === "image" ? { image: image.trim() } : {}), ...(sound === "music" ? { music: music.trim() } : {}),
  };
}

/** What is missing, by field. */
export function screenProblems({ picture, sound, image, music }) {
  return {
    ...(picture === "image" && !image.trim() ? { image: "Enter the full path of a picture file." } : {}),
    ...(sound === "music" && !music.trim() ? { music: "Enter the full path of a sound file." } : {}),
  };
}

/** The fields; `set` hears of each change, `text` makes a text field of the form. */
export function screenFields(values, set, text) {
  const select = (name, label, choices) => html`<div class="field">
    <label for=${`channel-${name}`}>${label}</label>
    <select class="select" id=${`channel-${name}`} data-test=${`channel-${name}`} aria-describedby="channel-screen-note"
      @change=${(event) => set(name, event.target.value)}>
      ${choices.map(([value, words]) => html`<option value=${value} .selected=${value === values[name]}>${words}</option>`)}
    </select>
  </div>`;
  return html`<fieldset class="field" data-test="channel-screen">
    <legend class="label">When there is no programme</legend>
    <div class="channel-pair even">
      ${select("picture", "Show", pictures)}
      ${select("sound", "Play", sounds)}
    </div>
    <p class="field-note" id="channel-screen-note">${pictures.find(([value]) => value === values.picture)?.[2]}, in the place
      of a file that can't be played and while nothing is scheduled.</p>
    ${values.picture === "image" ? text("image", "Picture file", "text", "/srv/media/card.png", 4096) : ""}
    ${values.sound === "music" ? text("music", "Sound file", "text", "/srv/media/music.mp3", 4096) : ""}
  </fieldset>`;
}
