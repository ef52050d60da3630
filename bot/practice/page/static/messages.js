// The messages of a channel, by day, kept in place while new ones arrive.

import { day } from "/page/dates.js";
import { el, markOf, sync } from "/page/dom.js";
import { drawMessage, isEditing } from "/page/message.js";
import { session } from "/page/session.js";

// `options` are those of one message, and `newFrom`: the last message that was read before.
export function drawMessages(list, messages, options) {
  const { state } = session;
  const items = [];
  let lastDay = null;
  let said = false;
  for (const message of messages) {
    const today = day(Number(message.ts), state);
    if (today !== lastDay && !options.inThread) {
      items.push({ key: `day-${today}`, mark: today, build: () => el("li", { class: "day" }, el("span", {}, today)) });
      lastDay = today;
    }
    if (!said && options.newFrom && options.newFrom !== "0" && message.ts > options.newFrom && !message.mine) {
      said = true;
      items.push({ key: "new", mark: "new", build: () => el("li", { class: "day new" }, el("span", {}, "New")) });
    }
    const editing = isEditing(options.channel, message.ts);
    items.push({
      key: `${options.inThread ? "thread" : "channel"}-${message.ts}`,
      mark: markOf(editing, editing ? null : message, namesIn(message)),
      build: () => drawMessage(message, options),
    });
  }
  const bottom = list.parentElement.scrollHeight - list.parentElement.scrollTop - list.parentElement.clientHeight < 80;
  sync(list, items);
  return bottom;
}

// Names that may change without the message changing.
function namesIn(message) {
  const { people } = session.state;
  return [message.user, ...message.reactions.flatMap((one) => one.people), ...(JSON.stringify([message.text, message.blocks]).match(/[UW][A-Z0-9]{5,}/g) ?? [])].map((id) => people[id]?.real_name);
}
