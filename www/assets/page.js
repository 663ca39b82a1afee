// What all pages have in common: they draw themselves when something changed,
// and what they started ends with them.

import { follow } from "./events.js";
import { problemCard } from "./parts.js";
import { html, release, render } from "./template.js";

export class Page {
  #root;
  #endings = [];
  #drawing = false;
  #ended = false;

  /** Why the page could not ask the API, if so. */
  problem;

  constructor(root, route) {
    this.#root = root;
    this.route = route;
  }

  /** Draws the page once all changes of this moment are made. */
  update() {
    if (this.#drawing || this.#ended) return;
    this.#drawing = true;
    queueMicrotask(() => this.draw());
  }

  /** Draws the page now. */
  draw() {
    this.#drawing = false;
    if (this.#ended) return;
    try {
      render(this.view(), this.#root);
    } catch (failure) {
      console.error(failure);
      this.#giveUp(failure);
    }
  }

  // Never a blank page: what was drawn half gives way to words.
  #giveUp(failure) {
    release(this.#root);
    this.end();
    const problem = {
      title: "This page has a fault",
      detail: `${failure.message}. Reload it; if it comes back, please report it with what you did.`,
    };
    render(html`<div class="page">${problemCard(problem, () => location.reload())}</div>`, this.#root);
  }

  /** Keeps a function that ends something. */
  own(ending) {
    this.#endings.push(ending);
  }

  /** Follows the station's events while the page is shown. */
  follow(handlers) {
    this.own(follow(handlers));
  }

  /** A function that does `action` soon, however often it is called meanwhile. */
  calmly(action, pause = 1000) {
    let timer;
    this.own(() => clearTimeout(timer));
    return () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, pause);
    };
  }

  /** Calls `action` again and again while the page is shown and visible. */
  every(milliseconds, action) {
    const timer = setInterval(() => document.hidden || action(), milliseconds);
    this.own(() => clearInterval(timer));
  }

  /** Listens while the page is shown. */
  listen(target, event, action, options) {
    target.addEventListener(event, action, options);
    this.own(() => target.removeEventListener(event, action, options));
  }

  /** Asks something of the API; a failure is kept to be shown beside what is known. */
  async ask(action) {
    try {
      await action();
      this.problem = undefined;
    } catch (problem) {
      this.problem = problem;
    }
    this.update();
  }

  /** Whether the page was left. */
  get ended() {
    return this.#ended;
  }

  end() {
    this.#ended = true;
    for (const ending of this.#endings) ending();
    release(this.#root);
  }
}
