// The icons, drawn for this project on a grid of 24 points.

import { html } from "./template.js";

const icons = {
  automatic: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path d="M12 3.500a8.5 8.5 0 0 1 0 17z" class="filled"/></svg>`,
  light: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="4"/><path d="M12 2.500v2.200M12 19.300v2.200M2.5 12h2.200M19.3 12h2.200M5.3 5.300l1.5 1.500M17.2 17.200l1.5 1.500M5.3 18.700l1.5-1.500M17.2 6.800l1.5-1.5"/></svg>`,
  dark: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 14.200A8.3 8.3 0 0 1 9.8 4a8.3 8.3 0 1 0 10.2 10.200z"/></svg>`,
  plus: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg>`,
  minus: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h14"/></svg>`,
  cross: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>`,
  check: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5 12.5 4.7 4.700L19.2 7"/></svg>`,
  okay: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.7"/><path d="m8.3 12.3 2.6 2.6 4.9-5.6"/></svg>`,
  warning: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M10.6 4.4 2.9 17.600a1.7 1.7 0 0 0 1.5 2.500h15.200a1.7 1.7 0 0 0 1.5-2.500L13.4 4.400a1.6 1.6 0 0 0-2.8 0zM12 9.300v4.2"/><circle cx="12" cy="16.7" r=".6" class="filled"/></svg>`,
  info: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.7"/><path d="M12 11.300v5"/><circle cx="12" cy="8" r=".6" class="filled"/></svg>`,
  trash: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4.5 6.500h15M9.5 6.500V5A1.5 1.5 0 0 1 11 3.500h2A1.5 1.5 0 0 1 14.5 5v1.500M6.5 6.500l.7 12a2 2 0 0 0 2 1.900h5.600a2 2 0 0 0 2-1.900l.7-12M10.3 10.500v6M13.7 10.500v6"/></svg>`,
  pencil: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m4.5 19.5.9-4.100L16 4.800a1.9 1.9 0 0 1 2.7 0l.5.500a1.9 1.9 0 0 1 0 2.700L8.6 18.600z"/></svg>`,
  search: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="10.7" cy="10.7" r="6.2"/><path d="m15.3 15.3 4.7 4.7"/></svg>`,
  eye: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M2.5 12S6 5.7 12 5.7 21.5 12 21.5 12 18 18.3 12 18.3 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/></svg>`,
  signal: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="1.7" class="filled"/><path d="M8.3 15.700a5.2 5.2 0 0 1 0-7.400M15.7 8.300a5.2 5.2 0 0 1 0 7.400M5.3 18.700a9.5 9.5 0 0 1 0-13.400M18.7 5.300a9.5 9.5 0 0 1 0 13.4"/></svg>`,
  film: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3.5" y="4.5" width="17" height="15" rx="2.5"/><path d="M8 4.500v15M16 4.500v15M3.5 9.500H8M3.5 14.500H8M16 9.500h4.500M16 14.500h4.5"/></svg>`,
  episode: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="7.5" width="18" height="12.5" rx="3"/><path d="m8.5 3.5 3.5 4 3.5-4"/></svg>`,
  video: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="2.5" y="6" width="12.5" height="12" rx="3"/><path d="m15 11 5-3.200a.8.8 0 0 1 1.2.7v7a.8.8 0 0 1-1.2.7L15 13z"/></svg>`,
  folder: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 8.500V7a2.5 2.5 0 0 1 2.5-2.500h3.200a2 2 0 0 1 1.4.6l1.3 1.300a2 2 0 0 0 1.4.6h5.700A2.5 2.5 0 0 1 21 9.500v7.500a2.5 2.5 0 0 1-2.5 2.500h-13A2.5 2.5 0 0 1 3 17z"/></svg>`,
  stack: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3.5" y="9.5" width="17" height="11" rx="2.5"/><path d="M5.5 6.500h13M7.5 3.500h9"/></svg>`,
  channel: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="8" width="18" height="12" rx="3"/><path d="M8 3.5 12 8l4-4.500M16.5 12v4"/></svg>`,
  scan: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M19.5 12a7.5 7.5 0 0 1-13.3 4.700M4.5 12a7.5 7.5 0 0 1 13.3-4.700M18.3 3.500v4h-4M5.7 20.500v-4h4"/></svg>`,
  copy: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2.5"/><path d="M5.5 15.500A1.5 1.5 0 0 1 4 14V6.500A2.5 2.5 0 0 1 6.5 4H14a1.5 1.5 0 0 1 1.5 1.5"/></svg>`,
  play: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M7.5 5.300v13.400a1 1 0 0 0 1.5.9l11-6.700a1 1 0 0 0 0-1.800L9 4.400a1 1 0 0 0-1.5.9z" class="filled"/></svg>`,
  pause: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="6.3" y="4.7" width="3.8" height="14.6" rx="1.2" class="filled"/><rect x="13.9" y="4.7" width="3.8" height="14.6" rx="1.2" class="filled"/></svg>`,
  message: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 4.500h12A2.5 2.5 0 0 1 20.500 7v7.500A2.500 2.500 0 0 1 18 17h-5.500L8 20.500V17H6a2.500 2.500 0 0 1-2.500-2.500V7A2.500 2.500 0 0 1 6 4.500zM8 9h8M8 12.500h5"/></svg>`,
  stop: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="6" y="6" width="12" height="12" rx="2.5" class="filled"/></svg>`,
  sound: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3.5 9.800v4.400a1 1 0 0 0 1 1h2.700l4.2 3.600a.7.7 0 0 0 1.1-.5V5.700a.7.7 0 0 0-1.1-.5L7.2 8.800H4.500a1 1 0 0 0-1 1z" class="filled"/><path d="M15.7 9a4.3 4.3 0 0 1 0 6M18.3 6.500a7.8 7.8 0 0 1 0 11"/></svg>`,
  mute: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M3.5 9.800v4.400a1 1 0 0 0 1 1h2.700l4.2 3.600a.7.7 0 0 0 1.1-.5V5.700a.7.7 0 0 0-1.1-.5L7.2 8.800H4.500a1 1 0 0 0-1 1z" class="filled"/><path d="m16 9.7 4.6 4.600M20.6 9.7 16 14.3"/></svg>`,
  pip: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M10 18.500H5.500A2.5 2.5 0 0 1 3 16V7.500A2.5 2.5 0 0 1 5.5 5h13A2.5 2.5 0 0 1 21 7.500V10"/><rect x="12.5" y="12.5" width="9" height="7" rx="1.8" class="filled"/></svg>`,
  expand: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M14 4.500h5.500V10M10 19.500H4.500V14M19 5l-5.7 5.700M5 19l5.7-5.7"/></svg>`,
  shrink: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M19.5 10H14V4.500M4.5 14H10v5.500M14.5 9.5 20 4M9.5 14.5 4 20"/></svg>`,
  restart: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 5v14" /><path d="M18.500 5.300v13.400a1 1 0 0 1-1.5.9L8.500 13a1.100 1.100 0 0 1 0-2L17 4.400a1 1 0 0 1 1.5.9z" class="filled"/></svg>`,
  backward: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M11.500 6 5.500 12l6 6M18.500 6l-6 6 6 6"/></svg>`,
  forward: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5.500 6 6 6-6 6M12.500 6l6 6-6 6"/></svg>`,
  up: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5.5 15 6.5-6.5 6.5 6.5"/></svg>`,
  down: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m5.5 9 6.5 6.500L18.5 9"/></svg>`,
  left: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5.5 8.5 12l6.5 6.5"/></svg>`,
  right: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m9 5.5 6.5 6.500L9 18.5"/></svg>`,
  undo: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M8.5 4.500 4 9l4.5 4.500M4.500 9H14a5.500 5.500 0 0 1 0 11H8.500"/></svg>`,
  redo: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M15.500 4.500 20 9l-4.500 4.500M19.500 9H10a5.500 5.500 0 0 0 0 11h5.500"/></svg>`,
  graphic: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="4.5" width="18" height="15" rx="3"/><rect x="13.5" y="7.5" width="4.5" height="3.5" rx="1" class="filled"/><path d="M6.5 15.500h7"/></svg>`,
  upload: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 15.500V4.500M7.500 9 12 4.500 16.500 9M4.500 15.500V17A2.500 2.500 0 0 0 7 19.500h10a2.500 2.500 0 0 0 2.500-2.500v-1.500"/></svg>`,
  clock: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8.7"/><path d="M12 7v5.300l3.3 2"/></svg>`,
};

/** An icon; always beside a text or inside something with a label. */
export const icon = (name) => icons[name];

const kinds = { movie: "film", episode: "episode", other: "video" };
export const kindIcon = (kind) => icons[kinds[kind] ?? "video"];
