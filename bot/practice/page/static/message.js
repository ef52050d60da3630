// One message: who, when, what, and what others made of it.

import { blocks } from "/page/blocks.js";
import { clock, whole } from "/page/dates.js";
import { el, icon } from "/page/dom.js";
import { emoji } from "/page/emoji.js";
import { chooseEmoji, openMessageMenu, react } from "/page/message_menu.js";
import { mrkdwn, plain, textObject } from "/page/mrkdwn.js";
import { contextFor, go, perform, session, valuesFor } from "/page/session.js";

const QUIET = new Set(["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "channel_unarchive", "group_join", "group_leave", "tombstone"]);
const TONES = 6;

const editing = new Map();

export function isEditing(channel, ts) {
  return editing.has(`${channel}/${ts}`);
}

export function drawMessage(message, { channel, inThread = false, isParent = false }) {
  const { state } = session;
  const key = `${channel}/${message.ts}`;
  const quiet = QUIET.has(message.subtype);
  const name = `${message.author}, ${clock(Number(message.ts), state)}`;
  const edit = (text) => { editing.set(key, text); session.draw(); document.querySelector(`[data-editor="${CSS.escape(message.ts)}"]`)?.focus(); };
  return el("li", { class: ["message", quiet ? "quiet-message" : "", message.only_for_me ? "only-me" : ""].join(" ").trim(), "data-message-ts": message.ts, "data-channel": channel },
    el("article", { "aria-label": name },
      quiet ? null : avatar(message),
      el("div", { class: "message-main" },
        message.only_for_me ? el("p", { class: "hint only-you" }, "Only visible to you") : null,
        message.broadcast && !inThread ? el("p", { class: "hint" }, "Replied to a thread") : null,
        quiet ? null : heading(message),
        editing.has(key) ? editor(channel, message, key) : el("div", { class: "message-body" }, body(message, channel), files(message), attachments(message, channel), message.edited ? el("span", { class: "hint" }, "(edited)") : null),
        reactions(message, channel),
        inThread || isParent || !message.replies ? null : threadLink(message, channel)),
      quiet || message.only_for_me ? null : tools(message, channel, { inThread, edit, name })));
}

export function avatar({ author, user, from_app: fromApp }) {
  const tone = Array.from(user).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES;
  return el("span", { class: fromApp ? "avatar app" : `avatar tone-${tone}`, "aria-hidden": "true" }, initials(author));
}

function initials(name) {
  return name.split(/\s+/).map((part) => part[0] ?? "").slice(0, 2).join("").toUpperCase();
}

function heading(message) {
  const { state } = session;
  const person = state.people[message.user];
  const from = person && person.team !== state.team.id ? person.team_name : null;
  return el("p", { class: "message-head" },
    el("b", {}, message.author),
    message.from_app ? el("span", { class: "tag" }, "App") : null,
    from && !message.from_app ? el("span", { class: "tag" }, from) : null,
    el("time", { class: "hint", datetime: new Date(Number(message.ts) * 1000).toISOString(), title: whole(Number(message.ts), state) }, clock(Number(message.ts), state)));
}

function body(message, channel) {
  const { state } = session;
  const own = message.blocks.length === 1 && message.blocks[0].type === "rich_text" && !message.from_app;
  if (!message.blocks.length || own) return mrkdwn(message.text, state);
  const where = { channel, ts: message.ts };
  return blocks(message.blocks, contextFor(where, valuesFor(`${channel}/${message.ts}`)));
}

function files(message) {
  return message.files.length ? el("ul", { class: "files", "aria-label": "Files" }, message.files.map((one) => el("li", {}, one.size ? `${one.name} (${one.size} bytes)` : one.name))) : null;
}

function attachments(message, channel) {
  const { state } = session;
  return (message.attachments ?? []).map((one) => el("div", { class: "attachment" },
    one.pretext ? el("div", {}, mrkdwn(one.pretext, state)) : null,
    one.title ? el("b", {}, plain(one.title)) : null,
    one.text ? el("div", {}, mrkdwn(one.text, state)) : null,
    one.blocks ? blocks(one.blocks, contextFor({ channel, ts: message.ts }, valuesFor(`${channel}/${message.ts}`))) : null,
    one.footer ? el("p", { class: "hint" }, textObject({ type: "plain_text", text: one.footer }, state)) : null));
}

function reactions(message, channel) {
  if (!message.reactions.length) return null;
  const { people } = session.state;
  return el("ul", { class: "reactions", "aria-label": "Reactions" }, message.reactions.map((one) => {
    const who = one.people.map((id) => people[id]?.real_name ?? id).join(", ");
    return el("li", {}, el("button", {
      type: "button", class: "reaction", "aria-pressed": String(one.mine), title: who,
      "data-emoji": one.name, "data-focus": `reaction-${one.name}`,
      "aria-label": `${one.name.replaceAll("_", " ")}, ${one.people.length} ${one.people.length === 1 ? "person" : "people"}: ${who}`,
      onclick: () => react(channel, message, one.name),
    }, `${emoji(one.name)} ${one.people.length}`));
  }));
}

function threadLink(message, channel) {
  const words = message.replies === 1 ? "1 reply" : `${message.replies} replies`;
  return el("button", { type: "button", class: "thread-link", "data-focus": "thread", onclick: () => go(channel, "thread", message.ts) }, icon("reply"), words);
}

function tools(message, channel, { inThread, edit, name }) {
  const tool = (kind, label, more) => el("button", { type: "button", class: "tool", "aria-label": `${label}: ${name}`, title: label, "data-tool": kind, ...more }, icon(kind === "more" ? "dots" : kind));
  const smile = tool("smile", "Add a reaction", { tabindex: "-1", "aria-haspopup": "menu", onclick: (event) => chooseEmoji(event.currentTarget, channel, message) });
  const reply = inThread ? null : tool("reply", "Reply in thread", { tabindex: "-1", onclick: () => go(channel, "thread", message.thread_ts ?? message.ts) });
  const more = tool("more", "More actions", {
    "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": "more", onkeydown: neighbour,
    onclick: () => openMessageMenu(more, channel, message, { inThread, edit }),
  });
  return el("div", { class: "tools" }, smile, reply, more);
}

// The arrow keys go from message to message.
function neighbour(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = Array.from(event.currentTarget.closest("ol").querySelectorAll("[data-tool=more]"));
  all[all.indexOf(event.currentTarget) + step]?.focus();
}

function editor(channel, message, key) {
  const stop = () => { editing.delete(key); session.draw(); document.querySelector(`[data-message-ts="${CSS.escape(message.ts)}"] [data-tool=more]`)?.focus(); };
  const save = async () => {
    const answer = await perform("edit", { channel, ts: message.ts, text: area.value });
    if (answer.ok) stop();
  };
  const area = el("textarea", {
    rows: 3, "aria-label": "Edit your message", "data-focus": "editor", "data-editor": message.ts, props: { value: editing.get(key) },
    oninput: () => editing.set(key, area.value),
    onkeydown: (event) => {
      if (event.key === "Escape") { event.preventDefault(); stop(); }
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
    },
  });
  return el("div", { class: "editor" }, area, el("div", { class: "buttons" },
    el("button", { type: "button", class: "button", onclick: stop }, "Cancel"),
    el("button", { type: "button", class: "button primary", onclick: save }, "Save")));
}
