// What is shown of the next days: what is planned, or, while rules are edited, what they
// would bring. A newer question ends an older one.

import * as api from "../api.js";

const pause = 350;

export class Outlook {
  entries;
  warnings = [];
  isPreview = false;
  isCut = false;
  loading = false;
  /** Why the plan can't be had; what is wrong with rules is told by `refused`. */
  problem;
  #timer;
  #question;
  #planned;
  #page;

  constructor(page) {
    this.#page = page;
  }

  end() {
    clearTimeout(this.#timer);
    this.#question?.abort();
  }

  /** Asks for what is planned. */
  load(channel, from, to) {
    return this.#ask(async (signal) => {
      const { entries, isCut } = await api.timeline(channel, from, to, signal);
      this.#planned = entries;
      Object.assign(this, { entries, warnings: this.#page.warnings, isPreview: false, isCut: Boolean(isCut), problem: undefined });
    }, (problem) => { this.problem = problem; });
  }

  /** Asks, a moment later, what rules would bring, by the lots that the channel draws. */
  preview(channel, rules, from, to) {
    this.end();
    this.loading = true;
    this.#timer = setTimeout(() => this.#ask(async (signal) => {
      const [answer, plan] = await Promise.all([
        api.previewSchedule({ rules, channel, to }, signal),
        this.#planned ? undefined : api.timeline(channel, from, to, signal),
      ]);
      this.#planned ??= plan.entries;
      const first = answer.entries[0]?.start ?? answer.from;
      const before = this.#planned.filter(({ start }) => start < first)
        .map((entry) => (entry.end > first ? { ...entry, end: first } : entry));
      Object.assign(this, {
        entries: [...before, ...answer.entries], warnings: answer.warnings, isPreview: true, isCut: answer.isCut, problem: undefined,
      });
      this.#page.refused(undefined);
    }, (problem) => {
      if (problem.status === 422 || problem.status === 400) this.#page.refused(problem);
      else this.problem = problem;
    }), pause);
  }

  /** Whether anything was asked yet. */
  get isAsked() {
    return this.#question !== undefined;
  }

  async #ask(question, failed) {
    this.end();
    const mine = new AbortController();
    this.#question = mine;
    this.loading = true;
    try {
      await question(mine.signal);
    } catch (problem) {
      if (!mine.signal.aborted) failed(problem);
    }
    if (mine.signal.aborted) return;
    this.loading = false;
    this.#page.update();
  }
}
