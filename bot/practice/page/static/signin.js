// The list of people one can be.

import { read } from "/page/api.js";
import { el } from "/page/dom.js";
import { showLinks } from "/page/links.js";

const box = document.getElementById("people");

function card(person) {
  const about = [person.title, person.role].filter(Boolean).join(" · ");
  const words = [el("b", {}, person.real_name), el("span", { class: "quiet" }, about)];
  if (person.deleted) return el("li", {}, el("div", { class: "person gone" }, words));
  return el("li", {}, el("a", { class: "person", href: `/as/${encodeURIComponent(person.id)}`, "data-user": person.id }, words));
}

function section(team, app) {
  const about = team.installed ? `${app} is installed here.` : `${app} is not installed here.`;
  return el("section", { "aria-labelledby": `team-${team.id}` },
    el("h2", { id: `team-${team.id}` }, team.name),
    el("p", { class: "quiet" }, about),
    el("ul", { class: "people" }, team.people.map(card)));
}

const found = await read("/page/people");
box.replaceChildren(...found.teams.map((team) => section(team, found.app)));
box.setAttribute("aria-busy", "false");
showLinks(found.links);
