// Questions, short messages and what screen readers are told.

import { html, render } from "./template.js";
import { icon } from "./icons.js";

/** Asks before something that can't be taken back. */
export function confirmed({ title, text, action }) {
  return new Promise((answer) => {
    let sure = false;
    const dialog = openDialog(
      () => html`
        <div class="dialog-body">
          <h2 id="dialog-title">${title}</h2>
          <p>${text}</p>
        </div>
        <div class="dialog-actions">
          <button type="button" class="button" data-test="confirm-cancel" @click=${() => dialog.close()}>Cancel</button>
          <button type="button" class="button destructive" data-test="confirm-accept"
            @click=${() => { sure = true; dialog.close(); }}>${action}</button>
        </div>`,
      { small: true, closed: () => answer(sure) },
    );
  });
}

/**
 * Saves by `send(revision)`; where somebody else saved `thing` meanwhile, asks before theirs is replaced.
 * Undefined where it is not to be.
 */
export async function replacing(send, revision, thing) {
  try {
    return await send(revision);
  } catch (problem) {
    if (problem.status !== 409 || problem.field !== "revision") throw problem;
    const sure = await confirmed({
      title: `Replace ${thing} that somebody else saved?`,
      text: "It was changed while you edited yours. Cancel and open it again to see what they made of it.",
      action: "Replace",
    });
    return sure ? send() : undefined;
  }
}

/** Opens a dialog that draws itself with `view`; `dialog.draw()` draws it again. */
export function openDialog(view, { small = false, closed, test } = {}) {
  const dialog = document.createElement("dialog");
  dialog.className = small ? "dialog small" : "dialog";
  dialog.setAttribute("aria-labelledby", "dialog-title");
  if (test) dialog.dataset.test = test;
  dialog.draw = () => render(view(), dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // a click beside it
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed?.();
  });
  document.body.append(dialog);
  dialog.draw(); // first, so that the keyboard enters at its first button
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
  return dialog;
}

/** A dialog's head with its close button. */
export const dialogHead = (title, dialog) => html`
  <header class="dialog-head">
    <h2 id="dialog-title">${title}</h2>
    <button type="button" class="round" aria-label="Close" @click=${() => dialog().close()}>${icon("cross")}</button>
  </header>`;

/** A short message at the edge of the screen. */
export function toast(text, { bad = false } = {}) {
  const line = document.createElement("div");
  line.className = bad ? "toast bad" : "toast";
  line.dataset.test = "toast";
  render(html`${icon(bad ? "warning" : "okay")}<span>${text}</span>`, line);
  const stack = document.getElementById("toasts");
  stack.append(line);
  while (stack.children.length > 3) stack.firstElementChild.remove();
  setTimeout(() => line.remove(), bad ? 10_000 : 4_000);
}

/** Does something and tells about it if it fails. */
export async function attempt(action, told) {
  try {
    const result = await action();
    if (told) toast(told);
    return result;
  } catch (problem) {
    toast(problem.detail || problem.message, { bad: true });
    return undefined;
  }
}

/** Tells screen readers what changed without moving the focus. */
export function announce(text) {
  const announcer = document.getElementById("announcer");
  if (announcer.textContent !== text) announcer.textContent = text;
}

/** Copies a text, also where the clipboard is refused to pages without TLS. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyBySelection(text)) {
      toast("The browser refused to copy. Select the address and copy it by hand.", { bad: true });
      return;
    }
  }
  toast(`${what} copied`);
}

function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  const host = document.querySelector("dialog[open]") ?? document.body;
  const focused = document.activeElement;
  host.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}
