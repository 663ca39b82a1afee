// The transcode profiles, and what this machine can do for them.

import * as api from "../api.js";
import { attempt, confirmed } from "../dialogs.js";
import { icon } from "../icons.js";
import { Page } from "../page.js";
import { pageHead, problemCard, skeletons } from "../parts.js";
import { ProfileForm } from "../profiles/form.js";
import { machineView } from "../profiles/machine.js";
import { profileLine } from "../profiles/words.js";
import { html, keyed } from "../template.js";

export default class Profiles extends Page {
  profiles;
  #machine;
  #testing = false;
  #form;
  #missing = false;
  #refreshSoon = this.calmly(() => this.refresh());

  start() {
    this.own(() => this.#form?.end());
    this.refresh();
    this.follow({
      refresh: () => this.refresh(),
      channels: this.#refreshSoon,
      jobs: (job) => this.#follow(job),
    });
  }

  /** From the list to the form or back. */
  moved(route) {
    this.route = route;
    this.#form?.end();
    this.#form = undefined;
    this.#open();
    this.update();
    this.refresh();
    scrollTo(0, 0);
  }

  async refresh() {
    await this.ask(async () => {
      const [profiles, machine] = await Promise.all([api.profiles(), api.machine()]);
      this.profiles = profiles.profiles;
      this.#machine = machine;
      this.#testing = machine.isTesting;
    });
    this.#open();
  }

  #follow(job) {
    this.#form?.take(job);
    if (job?.kind !== "proof") return;
    this.#testing = job.state === "queued" || job.state === "running";
    if (!this.#testing) this.#refreshSoon();
    this.update();
  }

  // The form stays as it is while the list behind it changes.
  #open() {
    const [id] = this.route.rest;
    if (!id || !this.profiles || this.#form) return;
    const found = this.profiles.find((profile) => String(profile.id) === id);
    const model = this.profiles.find((profile) => String(profile.id) === this.route.query.get("like"));
    this.#missing = id !== "new" && !found;
    if (!this.#missing) this.#form = new ProfileForm(this, found, model ?? this.profiles[0]);
    this.update();
  }

  view() {
    if (this.#form) return html`<div class="page profiles">${this.#form.view()}</div>`;
    return html`<div class="page profiles">
      ${pageHead("Profiles", "The shapes that channels bring their items into", html`
        <a class="button primary" href="#/profiles/new" data-test="profile-new">${icon("plus")}New Profile</a>`)}
      ${this.problem ? problemCard(this.problem, () => this.refresh()) : ""}
      ${this.#missing ? problemCard({ title: "There is no such profile", detail: "It may have been deleted. Choose one from the list." }, () => { location.hash = "#/profiles"; }) : ""}
      ${this.profiles ? html`<ul class="card rows" data-test="profiles">
        ${this.profiles.map((profile, index) => keyed(profile.id, this.#row(profile, index === 0)))}
      </ul>
      ${machineView(this.#machine, this.#testing, () => this.#test())}` : this.problem ? "" : skeletons(4, "row")}
    </div>`;
  }

  #row(profile, isDefault) {
    const { id, name, channels } = profile;
    const users = channels.length === 1 ? `used by channel ${channels[0]}` : channels.length ? `used by ${channels.length} channels` : "not used";
    return html`<li data-test="profile" data-name=${name}>
      <span class="grow">
        <a class="row-title" href=${`#/profiles/${id}`} data-test="profile-edit">${name}</a> ${isDefault ? html`<span class="pill">default</span>` : ""}<br>
        <span class="quiet small-text">${profileLine(profile)} · <span data-test="profile-users" title=${channels.join(", ")}>${users}</span></span>
      </span>
      <a class="round" href=${`#/profiles/new?like=${id}`} aria-label=${`A new profile like ${name}`} title="Duplicate" data-test="profile-copy">${icon("copy")}</a>
      <a class="round" href=${`#/profiles/${id}`} aria-label=${`Change ${name}`} title="Change">${icon("pencil")}</a>
      <button type="button" class="round bad" aria-label=${`Delete ${name}`} data-test="profile-delete" title=${channels.length ? "Used by channels" : "Delete"}
        ?disabled=${channels.length > 0} @click=${() => this.#remove(profile)}>${icon("trash")}</button>
    </li>`;
  }

  async #test() {
    this.#testing = true;
    this.update();
    if (!await attempt(() => api.testMachine())) this.#testing = false;
    this.update();
  }

  async #remove({ id, name }) {
    const sure = await confirmed({ title: `Delete ${name}?`, text: "No channel uses it.", action: "Delete Profile" });
    if (!sure) return;
    await attempt(() => api.removeProfile(id), `${name} deleted`);
    await this.refresh();
  }
}
