// What every part of the page shares: the latest state, where one is looking, and how to act.

import { act } from "/page/api.js";
import { calm, problem } from "/page/notices.js";
import { Values } from "/page/values.js";

export const session = { state: null, refresh: async () => {}, draw: () => {} };

// Where one is: the address behind the #, as /C123, /C123/thread/171.25, /C123/at/171.25 or /D123/home.
export function here() {
  const [, channel = "", part = "", ts = ""] = location.hash.split("/");
  return { channel, thread: part === "thread" ? ts : null, at: part === "at" ? ts : null, home: part === "home" };
}

export function go(channel, ...rest) {
  location.hash = `/${[channel, ...rest].join("/")}`;
}

// Acts, says what went wrong, and brings the page up to date. Answers what practice Slack said.
export async function perform(what, body) {
  calm();
  const answer = await act(what, body);
  if (!answer.ok && answer.error) problem(answer.error);
  await session.refresh();
  return answer;
}

// Shows on a button that an answer is awaited.
export async function during(button, waiting) {
  button.setAttribute("aria-busy", "true");
  const answer = await waiting;
  button.removeAttribute("aria-busy");
  return answer;
}

const kept = new Map();

// What has been typed or chosen in a message or on the Home so far.
export function valuesFor(key, known = {}) {
  if (!kept.has(key)) kept.set(key, new Values(known));
  return kept.get(key);
}

// What blocks need to be drawn and used. `where` says on what: {channel, ts} or {view_id}.
export function contextFor(where, values, more = {}) {
  return {
    world: session.state,
    values,
    headings: 3,
    act: ({ element, block, value }) => perform("block_action", {
      ...where, action_id: element.action_id, block_id: block.block_id, value: value ?? null, ...(where.view_id ? { values: values.within(more.blocks) } : {}),
    }),
    suggest: (element, value) => act("suggestions", { ...where, action_id: element.action_id, value }),
    ...more,
  };
}
