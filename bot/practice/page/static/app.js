// The page of one person: fetches what they see, draws it, and follows what changes.

import { act, fetchState, Refused } from "/page/api.js";
import { el } from "/page/dom.js";
import { showLinks } from "/page/links.js";
import { follow } from "/page/live.js";
import { announce, calm, problem } from "/page/notices.js";
import { drawRoom } from "/page/room.js";
import { go, here, session } from "/page/session.js";
import { drawSidebar } from "/page/sidebar.js";
import { drawThread } from "/page/thread.js";
import { drawWindows } from "/page/windows.js";

let running = null;
let again = false;
let wanted = {};
const heard = new Map();

function draw(how = {}) {
  const { state } = session;
  document.getElementById("me").replaceChildren(el("b", {}, state.me.real_name), el("span", { class: "quiet" }, ` ${state.me.role}`));
  showLinks(state.links);
  drawSidebar();
  drawRoom(how);
  drawThread(how);
  drawWindows();
  tellUnread(state);
}

// One fetch at a time; whoever asks meanwhile gets one more after it.
function refresh(how = {}) {
  wanted = { ...wanted, ...how };
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    do {
      again = false;
      const { channel } = here();
      const options = wanted;
      wanted = {};
      session.state = await fetchState(channel, session.limit);
      draw(options);
    } while (again);
  })().catch(explain).finally(() => { running = null; });
  return running;
}

function explain(error) {
  if (error instanceof Refused) {
    const box = el("div", { class: "welcome" }, el("h1", {}, "This does not work"), el("p", {}, error.message), el("p", {}, el("a", { href: "/" }, "Choose somebody else")));
    document.getElementById("main").replaceChildren(box);
    document.getElementById("main").setAttribute("aria-busy", "false");
  } else if (error instanceof TypeError && /fetch/i.test(error.message)) problem("Practice Slack does not answer. Is it still running?");
  else throw error;
}

// Messages in other channels are spoken of too.
function tellUnread(state) {
  const { channel } = here();
  for (const room of state.channels) {
    const before = heard.get(room.id);
    if (before !== undefined && room.unread > before && room.id !== channel) announce(`New message in ${room.is_im ? state.app.name : room.name}`);
    heard.set(room.id, room.unread);
  }
}

let openHome = null;

// Where one goes: the app hears when somebody looks at its Home or its messages.
async function arrive() {
  calm();
  const { channel, home } = here();
  if (channel === "app") return toApp(home);
  const room = session.state?.channels.find((one) => one.id === channel);
  const now = room?.is_im ? `${channel}/${home}` : null;
  const told = now && now !== openHome;
  openHome = now;
  if (told) await act(home ? "open_home" : "open_messages");
  return refresh({});
}

// The address #/app leads to the app's direct messages, #/app/home to its Home, made if need be.
async function toApp(home) {
  const answer = await act("open_messages");
  if (!answer.ok) return problem(answer.error);
  await refresh();
  return location.replace(`#/${answer.channel}${home ? "/home" : ""}`);
}

session.refresh = refresh;
session.draw = () => draw();
await refresh();
if (session.state) {
  if (!here().channel && session.state.channels.length) go(session.state.channels[0].id);
  addEventListener("hashchange", arrive);
  await arrive();
  follow((revision) => revision !== session.state.revision && refresh());
}
