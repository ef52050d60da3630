// The channels and direct messages of the workspace, with marks on what is new.

import { avatar } from "/page/message.js";
import { el, icon, markOf, sync } from "/page/dom.js";
import { go, here, perform, session } from "/page/session.js";

const nav = document.getElementById("sidebar");
const drawer = document.getElementById("drawer");
const narrow = matchMedia("(max-width: 760px)");

const parts = {
  team: el("h1", { class: "team" }),
  channels: el("ul", { "aria-labelledby": "channels-title" }),
  apps: el("ul", { "aria-labelledby": "apps-title" }),
  others: el("ul", { "aria-labelledby": "others-title" }),
};
const othersTitle = el("h2", { id: "others-title" }, "Channels you could join");
nav.append(
  el("button", { type: "button", class: "quiet-button drawer-close", onclick: () => openDrawer(false) }, icon("close"), "Close"),
  parts.team,
  el("h2", { id: "channels-title" }, "Channels"), parts.channels,
  el("h2", { id: "apps-title" }, "Apps"), parts.apps,
  othersTitle, parts.others,
);

export function drawSidebar() {
  const { state } = session;
  const current = here().channel;
  parts.team.textContent = state.team.name;
  const rooms = state.channels.filter((one) => !one.is_im);
  sync(parts.channels, rooms.map((one) => row(one.id, `#${one.name}`, one, current)));
  sync(parts.apps, apps(state, current));
  othersTitle.hidden = !state.joinable.length;
  sync(parts.others, state.joinable.map((one) => ({
    key: one.id, mark: markOf(one),
    build: () => el("li", {}, el("button", { type: "button", class: "room-link", "data-channel": one.id, onclick: () => join(one.id) }, icon("hash"), `Join ${one.name}`)),
  })));
  const total = state.channels.reduce((sum, one) => sum + (one.id === current && !document.hidden ? 0 : one.unread), 0);
  document.title = `${total ? `(${total}) ` : ""}${titleOf(state, current)} – Practice Slack`;
}

function titleOf(state, current) {
  const room = state.channels.find((one) => one.id === current);
  return `${room ? (room.is_im ? state.app.name : `#${room.name}`) : state.team.name}, ${state.me.real_name}`;
}

function apps(state, current) {
  const { app } = state;
  const direct = state.channels.filter((one) => one.is_im);
  // The app's first message makes the conversation: its row stays the same one, with its focus.
  const rows = direct.map((one) => ({ ...row(one.id, app.name, one, current, "app"), key: one.id === app.channel ? "app" : one.id }));
  if (app.installed && !app.channel) {
    rows.push({ key: "app", mark: app.name, build: () => el("li", {}, el("a", { class: "room-link", href: "#/app", "data-app": app.name, "data-focus": "app", onclick: () => openDrawer(false) }, face(app), el("span", { class: "room-name" }, app.name))) });
  }
  if (!rows.length) rows.push({ key: "none", mark: "", build: () => el("li", { class: "quiet room-note" }, `${app.name} is not installed in this workspace.`) });
  return rows;
}

function face(app) {
  return avatar({ author: app.name, user: app.user ?? "app", from_app: true });
}

function row(id, name, room, current, focus = id) {
  const unread = id === current && !document.hidden ? 0 : room.unread;
  return {
    key: id,
    mark: markOf(name, room.is_private, room.is_archived, room.shared_with, unread, id === current),
    build: () => el("li", {}, el("a", {
      class: unread ? "room-link unread" : "room-link", href: `#/${id}`, "data-channel": id, "data-focus": focus, "aria-current": id === current ? "page" : null,
      onclick: () => openDrawer(false),
    },
    room.is_im ? face(session.state.app) : icon(room.is_private ? "lock" : "hash"),
    el("span", { class: "room-name" }, room.is_im ? name : el("span", {}, name.slice(1)),
      el("span", { class: "hidden" }, room.is_private ? " (private)" : ""),
      room.is_archived ? el("small", {}, " archived") : null,
      room.shared_with.length ? el("small", {}, ` with ${room.shared_with.join(", ")}`) : null),
    unread ? el("span", { class: "count-badge", "data-unread": unread }, String(unread), el("span", { class: "hidden" }, " unread")) : null)),
  };
}

async function join(channel) {
  const answer = await perform("join", { channel });
  if (answer.ok) go(channel);
}

export function openDrawer(yes) {
  const open = yes && narrow.matches;
  if (open === document.body.classList.contains("drawer-open")) return;
  document.body.classList.toggle("drawer-open", open);
  drawer.setAttribute("aria-expanded", String(open));
  for (const id of ["main", "thread"]) document.getElementById(id).inert = open;
  if (open) nav.querySelector("button, a")?.focus();
  else if (narrow.matches) drawer.focus();
}

drawer.addEventListener("click", () => openDrawer(true));
nav.addEventListener("keydown", (event) => event.key === "Escape" && openDrawer(false));
document.addEventListener("pointerdown", (event) => document.body.classList.contains("drawer-open") && !nav.contains(event.target) && !drawer.contains(event.target) && openDrawer(false));
narrow.addEventListener("change", () => openDrawer(false));
