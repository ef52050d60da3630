// Says things: what went wrong stays to be read, what is new is spoken politely.

import { el } from "/page/dom.js";

// Where something went wrong: inside the open window, or at the foot of the page.
export function problem(words) {
  const dialogs = document.querySelectorAll("dialog[open]");
  const box = dialogs[dialogs.length - 1]?.querySelector(".notices") ?? document.getElementById("notices");
  const notice = el("div", { class: "notice", role: "alert" }, el("p", {}, words), el("button", {
    type: "button", class: "quiet-button", "aria-label": "Put this notice away", onclick: () => notice.remove(),
  }, "Close"));
  box.replaceChildren(notice);
}

export function calm() {
  document.querySelectorAll(".notices").forEach((box) => box.replaceChildren());
}

export function announce(words) {
  const box = document.getElementById("announcements");
  box.textContent = "";
  setTimeout(() => { box.textContent = words; }, 50);
}
