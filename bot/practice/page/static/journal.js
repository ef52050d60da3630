// What the app asked and what it was sent, latest first, growing by itself.

import { read } from "/page/api.js";
import { el } from "/page/dom.js";
import { follow } from "/page/live.js";

const MOST = 200;
const KINDS = { call: "The app asked", delivery: "The app was sent", response_url: "The app answered later", socket: "Connection" };
const list = document.getElementById("entries");
let last = 0;
let busy = false;

function entry({ number, at, kind, ...facts }) {
  const summary = ["method", "type", "event", "name", "error", "status"].map((key) => facts[key])
    .filter((value) => ["string", "number"].includes(typeof value)).join(" · ");
  const time = new Date(at * 1000);
  return el("li", { "data-number": number },
    el("details", {},
      el("summary", {},
        el("time", { datetime: time.toISOString() }, time.toLocaleTimeString("en-GB")), " ",
        el("b", {}, KINDS[kind] ?? kind), " ", summary),
      el("pre", { tabindex: "0" }, JSON.stringify(facts, null, 2))));
}

async function more() {
  if (busy) return;
  busy = true;
  const { entries } = await read(`/page/journal?after=${last}`);
  entries.forEach((one) => list.prepend(entry(one)));
  last = entries.at(-1)?.number ?? last;
  while (list.children.length > MOST) list.lastElementChild.remove();
  busy = false;
}

follow(more);
setInterval(more, 2000);
await more();
