// Talks with practice Slack: what this person sees, and what they do.

const OUT_OF_REACH = "Practice Slack does not answer. Is it still running?";

export const user = decodeURIComponent(location.pathname.split("/")[2] ?? "");

export async function fetchState(channel, limit) {
  const query = new URLSearchParams();
  if (channel) query.set("channel", channel);
  if (limit) query.set("limit", limit);
  return read(`/as/${encodeURIComponent(user)}/state?${query}`);
}

export async function read(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  const found = await answer.json();
  if (!answer.ok) throw new Refused(found.error ?? `That failed (${answer.status}).`);
  return found;
}

// What practice Slack says no to, in words that can be shown.
export class Refused extends Error {}

// Always answers {ok, error, ...}; a lost connection is an answer too.
export async function act(what, body = {}) {
  try {
    const answer = await fetch(`/as/${encodeURIComponent(user)}/do/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.status >= 500 ? { ok: false, error: `That failed inside practice Slack (${answer.status}).` } : await answer.json();
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, error: OUT_OF_REACH };
    throw error;
  }
}
