// The middle of the page: a channel or the app's own place, with its messages or its Home.

import { composer } from "/page/composer.js";
import { el, icon, markOf, sync } from "/page/dom.js";
import { drawHome } from "/page/home.js";
import { drawMessages } from "/page/messages.js";
import { announce } from "/page/notices.js";
import { here, perform, session } from "/page/session.js";
import { act } from "/page/api.js";

const main = document.getElementById("main");
let open = null;

export function drawRoom({ toEnd = false } = {}) {
  const { state } = session;
  const { channel, home } = here();
  const room = state.channels.find((one) => one.id === channel);
  main.setAttribute("aria-busy", "false");
  if (!room) return nowhere(state);
  if (!open || open.id !== room.id) {
    open = begin(room, state);
    toEnd = true;
  }
  drawHead(room, state, home);
  open.scroller.hidden = home;
  open.foot.hidden = home;
  open.home.hidden = !home;
  if (home) return drawHome(open.home);
  if (state.open?.id !== room.id) return undefined;
  return drawList(room, state, toEnd);
}

function drawList(room, state, toEnd) {
  const { messages, more } = state.open;
  if (open.last === undefined) open.newFrom = state.open.read_until;
  open.older.hidden = !more;
  open.empty.hidden = messages.length > 0;
  const atEnd = drawMessages(open.list, messages, { channel: room.id, newFrom: open.newFrom });
  const latest = messages.at(-1);
  if (open.last !== undefined && latest && latest.ts > open.last && !latest.mine) tell(latest, room);
  const fresh = open.last !== undefined && latest?.ts > open.last;
  if (toEnd || open.last === undefined || (atEnd && fresh)) toTheEnd();
  else if (fresh) open.jump.hidden = false;
  open.last = latest?.ts ?? "";
  showAsked();
  open.writing.update();
  read(room, state);
}

// Somebody followed a link to one message.
function showAsked() {
  const { at } = here();
  if (!at || open.shown === at) return;
  open.shown = at;
  const asked = open.list.querySelector(`[data-message-ts="${CSS.escape(at)}"]`);
  asked?.scrollIntoView({ block: "center" });
  asked?.querySelector("[data-tool=more]")?.focus();
}

function toTheEnd() {
  open.scroller.scrollTop = open.scroller.scrollHeight;
  open.jump.hidden = true;
}

function tell(message, room) {
  const place = room.is_im ? "" : ` in ${room.name}`;
  announce(`New message from ${message.author}${place}: ${message.text.replace(/<[^>]*>/g, "").slice(0, 120)}`);
}

// What is on the screen counts as read, answers in threads of direct messages too.
function read(room, state) {
  if (document.hidden) return;
  const all = [...state.open.messages, ...(room.is_im ? Object.values(state.open.threads).flat() : [])];
  const latest = all.reduce((ts, one) => (one.ts > ts ? one.ts : ts), "0");
  if (latest > state.open.read_until && latest !== open.marked) {
    open.marked = latest;
    act("read", { channel: room.id, ts: latest });
  }
}

function begin(room, state) {
  const name = room.is_im ? state.app.name : `#${room.name}`;
  const list = el("ol", { class: "messages", "aria-label": `Messages in ${name}` });
  const older = el("button", { type: "button", class: "button older", hidden: true, onclick: () => { session.limit = (session.limit ?? 100) + 200; session.refresh(); } }, "Show older messages");
  const empty = el("p", { class: "empty quiet", hidden: true }, room.is_im ? `Nothing here yet. Write to ${state.app.name}, or open its Home.` : "Nothing has been said here yet.");
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `Conversation in ${name}` }, older, empty, list);
  const writing = composer({ channel: room.id, label: `Message ${name}`, id: "composer" });
  const jump = el("button", { type: "button", class: "button jump", hidden: true, onclick: () => { toTheEnd(); writing.area.focus(); } }, "New messages below");
  scroller.addEventListener("scroll", () => { if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40) jump.hidden = true; });
  const foot = el("div", { class: "foot" }, jump, closed(room, state.app) ?? writing.node);
  const head = el("div", { class: "head" });
  const home = el("div", { class: "home", hidden: true });
  session.limit = undefined;
  main.replaceChildren(head, home, scroller, foot);
  return { id: room.id, head, home, list, older, empty, scroller, jump, writing, foot, last: undefined, newFrom: "0" };
}

function closed(room, app) {
  if (room.is_archived) return el("p", { class: "quiet" }, "This channel is archived.");
  return room.is_im && app.read_only ? el("p", { class: "quiet" }, `${app.name} takes no messages here.`) : null;
}

function drawHead(room, state, home) {
  sync(open.head, [{ key: "head", mark: markOf(room, home, state.app.name, room.members.map((id) => state.people[id]?.real_name)), build: () => headOf(room, state, home) }]);
}

function headOf(room, state, home) {
  const name = room.is_im ? state.app.name : room.name;
  const people = room.members.map((id) => state.people[id]).filter(Boolean).sort((a, b) => a.real_name.localeCompare(b.real_name));
  return el("div", { class: "head-row" },
    el("div", { class: "head-words" },
      el("h2", {}, room.is_im ? null : icon(room.is_private ? "lock" : "hash"), name),
      room.topic ? el("p", { class: "quiet topic" }, room.topic) : null),
    room.is_im ? tabs(room, state.app, home) : el("details", { class: "people-in", onkeydown: (event) => { if (event.key === "Escape") event.currentTarget.open = false; } },
      el("summary", { "data-focus": "people" }, `${people.length} people`),
      el("ul", {}, people.map((one) => el("li", {}, el("b", {}, one.real_name), ` ${[one.role, one.team === state.team.id ? null : one.team_name].filter(Boolean).join(", ")}`)))),
    !room.is_im && !room.has_app && state.app.installed && !room.is_archived
      ? el("button", { type: "button", class: "button", "data-focus": "invite", onclick: () => perform("invite_app", { channel: room.id }) }, `Add ${state.app.name}`)
      : null);
}

function tabs(room, app, home) {
  const tab = (words, address, on) => el("a", { href: address, class: "tab", "data-focus": words, "aria-current": on ? "page" : null }, words);
  return el("nav", { class: "tabs", "aria-label": "About this app" }, app.home_tab ? tab("Home", `#/${room.id}/home`, home) : null, tab("Messages", `#/${room.id}`, !home));
}

function nowhere(state) {
  open = null;
  main.replaceChildren(el("div", { class: "welcome" },
    el("h2", {}, `You are ${state.me.real_name}`),
    el("p", { class: "quiet" }, [state.me.title, state.me.role, state.team.name].filter(Boolean).join(" · ")),
    el("p", {}, state.channels.length ? "Choose a channel to begin." : "You are in no channel yet.")));
}
