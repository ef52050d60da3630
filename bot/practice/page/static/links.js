// The ways to what runs beside practice Slack.

import { el } from "/page/dom.js";

export function showLinks(links) {
  const box = document.getElementById("links");
  if (!links.length || box.childElementCount) return;
  box.append(...links.map((link) => el("a", { href: link.href }, link.label)));
  box.hidden = false;
}
