// What one can do with a message: answer, react, change or delete one's own, and the app's shortcuts.

import { act } from "/page/api.js";
import { confirmed } from "/page/confirm.js";
import { drawn, emoji, OFFERED } from "/page/emoji.js";
import { openMenu } from "/page/menu.js";
import { problem } from "/page/notices.js";
import { during, go, perform, session } from "/page/session.js";

export function chooseEmoji(button, channel, message) {
  openMenu(button, OFFERED.map((name) => ({
    label: name.replaceAll("_", " "),
    words: emoji(name),
    hooks: { "data-emoji": name, title: name.replaceAll("_", " ") },
    run: () => react(channel, message, name),
  })), { label: "Choose an emoji", grid: drawn });
}

export function react(channel, message, name) {
  const mine = message.reactions.some((one) => one.name === name && one.mine);
  return perform("react", { channel, ts: message.ts, name, remove: mine });
}

export function openMessageMenu(button, channel, message, { inThread, edit }) {
  const { app } = session.state;
  const items = [];
  if (!inThread) items.push({ label: "Reply in thread", run: () => go(channel, "thread", message.thread_ts ?? message.ts) });
  items.push({ label: "Add a reaction", run: () => chooseEmoji(button, channel, message) });
  if (message.mine) {
    items.push({ label: "Edit message", run: () => begin(channel, message, edit) });
    items.push({ label: "Delete message", danger: true, run: () => remove(channel, message) });
  }
  app.message_shortcuts.forEach((one) => items.push({
    label: one.name,
    words: `${one.name} (${app.name})`,
    hooks: { "data-callback-id": one.callback_id },
    run: () => during(button, perform("message_action", { channel, ts: message.ts, callback_id: one.callback_id })),
  }));
  openMenu(button, items, { label: "Message actions" });
}

async function begin(channel, message, edit) {
  const answer = await act("original", { channel, ts: message.ts });
  if (answer.ok) edit(answer.text);
  else problem(answer.error);
}

async function remove(channel, message) {
  const sure = await confirmed({ title: "Delete this message?", text: "It cannot be brought back.", yes: "Delete", danger: true });
  if (sure) await perform("delete", { channel, ts: message.ts });
}
