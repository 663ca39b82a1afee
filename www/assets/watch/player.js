// A video that comes back by itself. The browser's own HLS player ends for good
// when it skips segments or reads a broken one; a new source plays at once, so
// errors and long waits set it anew, less and less often, and then say why.

import { address, behindLive, streamProblem, tune } from "../api.js";
import { now as stationTime, second } from "../clock.js";

const stallAfter = 8 * second;
const startWithin = 20 * second;
const waits = [1, 2, 4, 8, 15].map((seconds) => seconds * second);
const settledAfter = 10 * second;

export class Player {
  /** "idle", "starting", "playing", "waiting", "paused", "blocked", "retrying" or "failed". */
  state = "idle";
  /** Why it failed or tries again. */
  problem;
  /** How often it was tried again. */
  tries = 0;

  #video;
  #changed;
  #playlist;
  #start; // the moment of the timeline to begin at; undefined for live
  #stream; // the playlist's variant, which holds our session
  #last; // the variant before it, whose session is given up
  #loads = 0;
  #watch;
  #retry;
  #asking = false;
  #tuned = 0;
  #position = 0;
  #movedAt = 0;
  #loadedAt = 0;
  #moved = false;
  #library; // hls.js, where the browser has no HLS of its own

  constructor(video, changed) {
    this.#video = video;
    this.#changed = changed;
    const on = (event, action) => video.addEventListener(event, action);
    on("playing", () => this.#enter("playing"));
    on("waiting", () => this.#video.paused || this.#enter(this.#moved ? "waiting" : "starting"));
    on("pause", () => this.#paused());
    on("error", () => video.error && this.#broken(video.error.message));
    on("ended", () => this.#broken("The stream ended."));
    this.#watch = setInterval(() => this.#look(), second);
  }

  /** Whether this browser plays HLS by itself. */
  static native(video) {
    return video.canPlayType("application/vnd.apple.mpegurl") !== "";
  }

  /** Switches to a channel's playlist, live or from a moment of the timeline on. */
  tune(playlist, start) {
    this.#tuned += 1;
    this.tries = 0;
    this.problem = undefined;
    this.#playlist = playlist;
    this.#start = start;
    this.#load();
  }

  /** Tries again because somebody asked. */
  retry() {
    if (this.#playlist) this.tune(this.#playlist, this.#place);
  }

  /** How many milliseconds behind live the stream runs; undefined while that is not known. */
  get behind() {
    return behindLive(this.#stream);
  }

  // A stream of the past goes on where it was, and does not begin anew.
  get #place() {
    return this.#start !== undefined && this.behind ? stationTime() - this.behind : this.#start;
  }

  /** The session that the station knows us by. */
  get session() {
    return /\/live\/[a-z2-7]+\/([a-z2-7]{16})\//.exec(this.#stream ?? "")?.[1];
  }

  /** Stops because the station ended the session; nothing is tried again by itself. */
  dismiss(problem) {
    this.#tuned += 1;
    this.#loads += 1;
    this.#fail(problem);
  }

  play() {
    this.#video.play().catch(() => this.#enter("blocked"));
  }

  /** Ends the stream and all that watches it. */
  end() {
    clearInterval(this.#watch);
    this.#tuned += 1;
    this.#loads += 1;
    this.#unload();
    this.state = "idle";
  }

  #unload() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#asking = false;
    this.#library?.destroy();
    this.#library = undefined;
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  async #load() {
    const mine = ++this.#loads;
    this.#unload();
    this.#last = this.#stream ?? this.#last;
    this.#stream = undefined;
    this.#moved = false;
    this.#position = 0;
    this.#loadedAt = this.#movedAt = performance.now();
    this.#enter(this.tries ? "retrying" : "starting");
    try {
      const stream = await tune(this.#playlist, { start: this.#start, old: this.#last });
      if (mine !== this.#loads) {
        this.#last = stream;
        return;
      }
      this.#stream = stream;
      this.#last = undefined;
    } catch (problem) {
      if (mine === this.#loads) this.#again(problem);
      return;
    }
    if (Player.native(this.#video)) {
      this.#video.src = this.#stream;
    } else {
      const loaded = await this.#loadLibrary(mine);
      if (!loaded || mine !== this.#loads) return;
    }
    await this.#begin(mine);
  }

  // With sound if the browser lets us, else without, else when somebody clicks.
  async #begin(load) {
    try {
      await this.#video.play();
    } catch (refusal) {
      if (load !== this.#loads || refusal.name !== "NotAllowedError") return;
      this.#video.muted = true;
      try {
        await this.#video.play();
      } catch (again) {
        if (load === this.#loads && again.name === "NotAllowedError") this.#enter("blocked");
      }
    }
  }

  async #loadLibrary(load) {
    const Hls = await hls();
    if (load !== this.#loads) return false;
    if (!Hls?.isSupported()) {
      this.#fail({
        title: "This browser can’t play live streams",
        detail: "It has no HLS player. Use Safari, Chrome or Edge in a current version, or open the address below in VLC.",
      });
      return false;
    }
    this.#library = new Hls({ liveDurationInfinity: true, enableWorker: false });
    this.#library.on(Hls.Events.ERROR, (event, failure) => {
      if (failure.fatal && load === this.#loads) this.#broken(failure.details);
    });
    this.#library.loadSource(this.#stream);
    this.#library.attachMedia(this.#video);
    return true;
  }

  #paused() {
    if (this.state === "playing" || this.state === "waiting") this.#enter("paused");
  }

  // Once a second: does the picture move?
  #look() {
    const now = performance.now();
    if (this.#video.currentTime !== this.#position) {
      this.#position = this.#video.currentTime;
      this.#movedAt = now;
      this.#moved ||= this.#position > 0;
      if (this.tries && now - this.#loadedAt > settledAfter) this.#settled();
      return;
    }
    if (!["starting", "playing", "waiting", "retrying"].includes(this.state) || this.#lost) return;
    if (this.#video.paused && this.#moved) return;
    if (now - this.#movedAt > (this.#moved ? stallAfter : startWithin)) this.#broken("The stream stands still.");
  }

  // The picture is gone and the next try is on its way.
  get #lost() {
    return this.#asking || this.#retry !== undefined;
  }

  #settled() {
    this.tries = 0;
    this.problem = undefined;
    this.#changed();
  }

  async #broken(reason) {
    if (this.#lost || this.state === "failed") return;
    const tuned = this.#tuned;
    this.#asking = true;
    this.#enter("retrying");
    const told = this.#stream && (await streamProblem(this.#stream));
    if (tuned !== this.#tuned) return;
    this.#asking = false;
    this.#again(told ?? { title: "The picture was lost", detail: reason });
  }

  // Less and less often; a channel that is not there, or a session that was ended, will not
  // come by asking.
  #again(problem) {
    this.#loads += 1;
    this.#start = this.#place;
    this.problem = problem;
    if (problem.status === 404 || problem.status === 410 || this.tries >= waits.length) {
      this.#fail(problem);
      return;
    }
    this.state = "retrying";
    this.#retry = setTimeout(() => this.#load(), waits[this.tries]);
    this.tries += 1;
    this.#changed();
  }

  #fail(problem) {
    this.#unload();
    this.problem = problem;
    this.#enter("failed");
  }

  #enter(state) {
    if (state === "playing" && this.#lost) return;
    this.state = state;
    this.#changed();
  }
}

let library;

// The file is there only where the station's owner put it.
function hls() {
  library ??= new Promise((arrived) => {
    const script = document.createElement("script");
    script.src = address("assets/vendor/hls.js");
    script.onload = () => arrived(window.Hls);
    script.onerror = () => arrived(undefined);
    document.head.append(script);
  });
  return library;
}
