// Every call that the pages make, and nothing else. Addresses are relative to
// the folder that holds index.html, so that any prefix works.

import { learnTime } from "./clock.js";

const base = new URL("../", import.meta.url);
const patience = 20_000;

/** The absolute form of an address that is relative to the station. */
export const address = (path) => new URL(path, base).href;

/** Why a call failed, in words for the person at the screen. */
export class Problem extends Error {
  constructor({ status = 0, title, detail, field }) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail || "";
    this.field = field;
  }
}

// Health and what is on air
export const health = () => get("api/health");
export const onAir = () => get("api/on-air");
export const guide = (from, hours) => get("api/guide", { from, hours });
export const players = () => get("api/players");

// Viewers
export const sessions = () => get("api/sessions");
export const endSession = (id) => post(`api/sessions/${id}/end`);
export const messageSession = (id, text) => post(`api/sessions/${id}/message`, { text });

// Channels
export const channels = () => get("api/channels");
export const addChannel = (channel) => post("api/channels", channel);
export const changeChannel = (id, change) => patch(`api/channels/${id}`, change);
export const removeChannel = (id) => remove(`api/channels/${id}`);
export const stopChannel = (id) => post(`api/channels/${id}/stop`);
export const takeOvers = (id) => get(`api/channels/${id}/take-overs`);
export const takeOver = (id, wish) => post(`api/channels/${id}/take-overs`, wish);
export const endTakeOver = (id, takeOver) => remove(`api/channels/${id}/take-overs/${takeOver}`);
export const previewSubtitles = (question) => post("api/channels/subtitles", question);
export const previewTracks = (wish) => post("api/channels/tracks", wish);
export const previewChannel = (rules) => post("api/channels/preview", rules);

// Profiles and what encodes
export const profiles = () => get("api/profiles");
export const addProfile = (profile) => post("api/profiles", profile);
export const changeProfile = (id, change, revision) => patch(`api/profiles/${id}`, change, { revision });
export const removeProfile = (id) => remove(`api/profiles/${id}`);
export const outlineProfile = (media, profile, channel) => post("api/profiles/outline", { media, profile, channel });
export const tryProfile = (media, profile, channel) => post("api/profiles/try", { media, profile, channel });
export const machine = () => get("api/hardware");
export const testMachine = () => post("api/hardware/test");

// Graphics
export const graphics = () => get("api/graphics");
export const addGraphic = (graphic) => post("api/graphics", graphic);
export const changeGraphic = (id, change, revision) => patch(`api/graphics/${id}`, change, { revision });
export const removeGraphic = (id) => remove(`api/graphics/${id}`);
export const uploadPicture = (file) => post("api/graphics/images", file);
export const previewGraphic = (graphic) => post("api/graphics/preview", { graphic });
/** The address of an uploaded picture. */
export const graphicPicture = (image) => address(`api/graphics/images/${image}`);

// Schedules
export const rules = (id) => get(`api/channels/${id}/rules`);
export const saveRules = (id, rules, revision) => put(`api/channels/${id}/rules`, rules, { revision });
export const previewSchedule = (question, signal) => post("api/schedule/preview", question, signal);
export const convertSchedule = (programming, style) => post("api/schedule/convert", { programming, style });
export const readRules = (text, signal) => post("api/schedule/read", { text }, signal);
export const writeRules = (rules) => post("api/schedule/write", { rules });
export const importChannel = (wish) => post("api/channels/import", wish);
export const rulesFile = (id) => address(`api/channels/${id}/rules.yaml`);
export const rulesSchema = address("api/schedule/schema.json");
export const timeline = (id, from, to, signal) => get(`api/channels/${id}/timeline`, { from, to }, signal);
export const cursors = (id) => get(`api/channels/${id}/cursors`);
export const setCursor = (id, key, media) => put(`api/channels/${id}/cursors`, { key, media });

// Library
export const folders = () => get("api/folders");
export const addFolder = (path) => post("api/folders", { path });
export const removeFolder = (id) => remove(`api/folders/${id}`);
export const scanFolder = (id) => post(`api/folders/${id}/scan`);
export const analyzeFolder = (id) => post(`api/folders/${id}/analysis`);
export const media = (query) => get("api/media", query);
export const medium = (id) => get(`api/media/${id}`);
export const analyzeMedium = (id) => post(`api/media/${id}/analysis`);
export const shows = () => get("api/shows");
export const collections = () => get("api/collections");
export const collection = (id) => get(`api/collections/${id}`);
export const addCollection = (collection) => post("api/collections", collection);
export const changeCollection = (id, change) => patch(`api/collections/${id}`, change);
export const searchFields = () => get("api/search/fields");
export const removeCollection = (id) => remove(`api/collections/${id}`);

// Failures
export const failures = (limit) => get("api/failures", { limit });
export const failure = (id) => get(`api/failures/${id}`);
export const removeFailure = (id) => remove(`api/failures/${id}`);
export const removeFailures = () => remove("api/failures");

// Jobs
export const jobs = (limit) => get("api/jobs", { limit });
export const job = (id) => get(`api/jobs/${id}`);
export const jobPicture = (id) => address(`api/jobs/${id}/picture`);
export const cancelJob = (id) => post(`api/jobs/${id}/cancel`);

/**
 * Tunes to a channel: the address of its stream, with a session of its own.
 * Browsers ask for a playlist more than once; each asking would be a viewer.
 * With `start` the stream is the timeline from that moment on; `old` is the
 * stream that it takes the place of, which ends.
 */
export async function tune(playlist, { start, old } = {}) {
  const target = new URL(playlist);
  target.searchParams.set("messages", "true"); // a text can be shown over our picture
  if (start !== undefined) target.searchParams.set("start", Math.round(start));
  const session = old?.match(inStream);
  if (session) target.searchParams.set("replaces", `${session[1]}${session[2] ?? ""}/${session[3]}`);
  // Other players are shown why they find no place; our page says it, and tries again.
  const answer = await fetchWithin(target, { headers: { Accept: "application/vnd.apple.mpegurl, application/problem+json" } });
  if (!answer.ok) throw await problemOf(answer);
  const line = (await answer.text()).split("\n").find((row) => row && !row.startsWith("#"));
  const stream = line ? new URL(line.trim(), target).href : target.href;
  await begun(stream);
  return stream;
}

// Channel, seconds behind live, session.
const inStream = /\/live\/([a-z2-7]{8})(-\d+)?\/([a-z2-7]{16})\//;

/** How many milliseconds behind live a stream runs; undefined if it can't be told. */
export function behindLive(stream) {
  const found = stream?.match(inStream);
  return found ? Number((found[2] ?? "-0").slice(1)) * 1000 : undefined;
}

// A stream that starts for us lists its first second at once and more a moment
// later. Browsers that begin on that second stand still until they ask again, and
// give up for good where the list is the same then.
async function begun(stream) {
  const limit = performance.now() + 8_000;
  while (true) {
    const answer = await fetchWithin(stream, {});
    if (!answer.ok) throw await problemOf(answer);
    const lengths = [...(await answer.text()).matchAll(/^#EXTINF:([\d.]+)/gm)];
    const listed = lengths.reduce((sum, [, seconds]) => sum + Number(seconds), 0);
    if (listed > 3.5 || performance.now() > limit) return;
    await new Promise((soon) => setTimeout(soon, 200));
  }
}

/** Why a stream can't be had; undefined if it answers. */
export async function streamProblem(stream) {
  try {
    const answer = await fetchWithin(stream, {});
    return answer.ok ? undefined : await problemOf(answer);
  } catch (problem) {
    return problem;
  }
}

const get = (path, query, signal) => call("GET", path, { query, signal });
const post = (path, body, signal) => call("POST", path, { body, signal });
const put = (path, body, query) => call("PUT", path, { body, query });
const patch = (path, body, query) => call("PATCH", path, { body, query });
const remove = (path) => call("DELETE", path, {});

async function call(method, path, { query, body, signal }) {
  const target = new URL(path, base);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") target.searchParams.set(name, value);
  }
  const options = { method, headers: { Accept: "application/json" } };
  if (body instanceof Blob) {
    // The bytes tell what it is, whatever the file is called.
    options.headers["Content-Type"] = body.type.startsWith("image/") ? body.type : "image/unknown";
    options.body = body;
  } else if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetchWithin(target, options, signal);
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined;
  if (response.headers.get("Content-Type")?.startsWith("image/")) return response.blob();
  try {
    return await response.json();
  } catch {
    throw new Problem({
      status: response.status,
      title: "The answer can’t be read",
      detail: "Something between this page and EXStreamTV answered with another document. Check the reverse proxy’s address.",
    });
  }
}

// `signal` is of somebody who may want no answer any more.
async function fetchWithin(target, options, signal) {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  signal?.addEventListener("abort", () => end.abort(), { once: true });
  try {
    const response = await fetch(target, { ...options, signal: end.signal, cache: "no-cache" });
    learnTime(response.headers.get("Date"));
    return response;
  } catch {
    throw new Problem({
      title: end.signal.aborted ? "EXStreamTV takes too long" : "EXStreamTV does not answer",
      detail: end.signal.aborted
        ? "There was no answer within 20 seconds. The machine may be busy; try again in a moment."
        : "Check that it is running and that this device is on the same network, then try again.",
    });
  } finally {
    clearTimeout(timer);
  }
}

async function problemOf(response) {
  const plain = {
    status: response.status,
    title: response.statusText || `Error ${response.status}`,
    detail: fallback(response.status),
  };
  try {
    const told = await response.json();
    return new Problem({
      status: response.status,
      title: told.title || plain.title,
      detail: told.detail || plain.detail,
      field: told.field,
    });
  } catch {
    return new Problem(plain);
  }
}

function fallback(status) {
  if (status === 404) return "It is not there any more. Reload the page.";
  if (status === 413) return "That is more than may be sent at once.";
  if (status >= 500) return "A part of EXStreamTV is not running. Look at its log, then try again.";
  return "The request was refused.";
}
