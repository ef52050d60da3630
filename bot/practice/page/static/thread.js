// The panel at the side: one message and what was answered to it.

import { composer } from "/page/composer.js";
import { el, icon } from "/page/dom.js";
import { drawMessages } from "/page/messages.js";
import { announce } from "/page/notices.js";
import { go, here, session } from "/page/session.js";

const panel = document.getElementById("thread");
let open = null;

export function drawThread({ toEnd = false } = {}) {
  const { state } = session;
  const { channel, thread } = here();
  const room = state.channels.find((one) => one.id === channel);
  const parent = thread && state.open?.id === channel ? state.open.parents[thread] ?? state.open.messages.find((one) => one.ts === thread) : null;
  if (!thread || !room) return close();
  if (state.open?.id !== channel) return undefined;
  const fresh = !open || open.key !== `${channel}/${thread}`;
  if (fresh) open = begin(room, thread, state);
  const replies = state.open.threads[thread] ?? [];
  drawMessages(open.list, parent ? [parent, ...replies] : replies, { channel, inThread: true });
  const latest = replies.at(-1);
  if (!fresh && latest && latest.ts > open.last && !latest.mine) announce(`New reply from ${latest.author}: ${latest.text.replace(/<[^>]*>/g, "").slice(0, 120)}`);
  if (fresh || toEnd || latest?.ts > open.last) open.scroller.scrollTop = open.scroller.scrollHeight;
  open.last = latest?.ts ?? "";
  if (fresh) open.writing.area.focus();
  return undefined;
}

function begin(room, thread, state) {
  const name = room.is_im ? state.app.name : `#${room.name}`;
  const list = el("ol", { class: "messages", "aria-label": "Thread" });
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages of the thread" }, list);
  const writing = composer({ channel: room.id, thread, label: "Reply in thread", id: "thread-composer", alsoLabel: room.is_im ? "Also send as a direct message" : `Also send to ${name}` });
  panel.replaceChildren(
    el("div", { class: "head" }, el("div", { class: "head-row" },
      el("div", { class: "head-words" }, el("h2", {}, "Thread"), el("p", { class: "quiet topic" }, name)),
      el("button", { type: "button", class: "quiet-button", "aria-label": "Close thread", onclick: () => leave(room.id) }, icon("close")))),
    scroller, el("div", { class: "foot" }, writing.node));
  panel.hidden = false;
  document.body.classList.add("thread-open");
  return { key: `${room.id}/${thread}`, channel: room.id, thread, list, scroller, writing, last: "" };
}

function leave(channel) {
  const { thread } = open ?? {};
  go(channel);
  requestAnimationFrame(() => {
    const message = document.querySelector(`#main [data-message-ts="${CSS.escape(thread ?? "")}"]`);
    (message?.querySelector(".thread-link, [data-tool=more]") ?? document.getElementById("composer"))?.focus();
  });
}

function close() {
  if (!open && panel.hidden) return;
  open = null;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("thread-open");
}

panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && open) leave(open.channel);
});
