// Asks before something is done.

import { el, freshId, place } from "/page/dom.js";

// Answers true where the person says yes. `title`, `text` may be words or elements.
export function confirmed({ title, text, yes, no = "Cancel", danger = false }) {
  return new Promise((answer) => {
    const back = place();
    const titleId = freshId("confirm"), textId = freshId("confirm");
    const dialog = el("dialog", { class: "window confirm", role: "alertdialog", "aria-labelledby": titleId, "aria-describedby": textId },
      el("h2", { id: titleId }, title),
      el("div", { id: textId, class: "words" }, text),
      el("div", { class: "buttons" },
        el("button", { type: "button", class: "button", "data-confirm": "no", onclick: () => dialog.close("no") }, no),
        el("button", { type: "button", class: danger ? "button danger filled" : "button primary", "data-confirm": "yes", onclick: () => dialog.close("yes") }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      back()?.focus();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-confirm=no]").focus();
  });
}
