// Where one writes: Enter sends, Shift and Enter makes a new line, / and @ offer what can follow.

import { act } from "/page/api.js";
import { attaching } from "/page/attach.js";
import { el, freshId, icon } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { during, perform, session } from "/page/session.js";

const MOST_OFFERED = 8;
const drafts = new Map();

// `where` is {channel, thread?, label, id}. What is typed stays, whatever else is drawn.
export function composer(where) {
  const draft = `${where.channel}/${where.thread ?? ""}`;
  const listId = freshId("offers");
  let offers = [];
  let active = -1;

  const area = el("textarea", {
    id: where.id, rows: 1, "aria-label": where.label, placeholder: where.label, "aria-autocomplete": "list", "aria-controls": listId,
    "data-focus": where.id, props: { value: drafts.get(draft) ?? "" },
    oninput: () => { drafts.set(draft, area.value); grow(); offer(); },
    onkeydown: keyed,
    onblur: () => show([]),
  });
  const list = el("ul", { class: "suggestions", role: "listbox", id: listId, "aria-label": "Suggestions", hidden: true });
  const told = el("p", { class: "error", role: "alert", hidden: true });
  const also = where.thread ? el("input", { type: "checkbox", id: freshId("also") }) : null;
  const send = el("button", { type: "submit", class: "button primary" }, "Send");
  const bolt = el("button", {
    type: "button", class: "button square", "aria-label": "Shortcuts", title: "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": `${where.id}-shortcuts`,
    onclick: shortcuts,
  }, icon("bolt"));
  const attached = attaching(where);
  const node = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); submit(); } },
    told, list, attached.list,
    el("div", { class: "composer-row" }, where.thread ? null : bolt, attached.nodes, area, send),
    also ? el("p", { class: "also" }, also, el("label", { for: also.id }, where.alsoLabel)) : null);

  function update() {
    bolt.hidden = !session.state.app.global_shortcuts.length;
  }

  function shortcuts() {
    const { app } = session.state;
    openMenu(bolt, app.global_shortcuts.map((one) => ({
      label: one.name,
      words: [el("span", {}, one.name), el("small", { class: "quiet" }, one.description ?? app.name)],
      hooks: { "data-callback-id": one.callback_id },
      run: () => during(bolt, perform("shortcut", { callback_id: one.callback_id })),
    })), { label: "Shortcuts" });
  }

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 220)}px`;
  }

  async function submit() {
    const text = area.value.trim();
    const files = attached.files();
    if (!(text || files.length) || send.getAttribute("aria-disabled") === "true") return;
    show([]);
    told.hidden = true;
    wait(true);
    const { answer, sent } = await said(text, files);
    wait(false);
    if (answer.ok) {
      if (area.value.trim() === text) area.value = "";
      drafts.set(draft, area.value);
      attached.sent(sent);
      if (also) also.checked = false;
      grow();
    } else {
      told.textContent = answer.error;
      told.hidden = false;
    }
    area.focus();
    await session.refresh({ toEnd: answer.ok });
  }

  // A command takes no files along: those stay chosen.
  async function said(text, files) {
    const command = /^\/([^\s/]+)(?:\s+([\s\S]*))?$/.exec(text);
    const place = { channel: where.channel, thread_ts: where.thread ?? null };
    if (command) return { answer: await act("slash_command", { ...place, command: `/${command[1]}`, text: command[2] ?? "" }), sent: [] };
    const body = { ...place, text, files: await attached.read(), broadcast: also?.checked ?? false };
    return { answer: await act("message", body), sent: files };
  }

  function wait(yes) {
    for (const name of ["aria-disabled", "aria-busy"]) yes ? send.setAttribute(name, "true") : send.removeAttribute(name);
  }

  function offer() {
    const upTo = area.value.slice(0, area.selectionStart);
    const word = /(?:^|\s)@([\p{L}\p{N}._ -]{0,30})$/u.exec(upTo);
    if (/^\/\S*$/.test(upTo)) {
      show(session.state.app.commands.filter((one) => one.command.startsWith(upTo)).map((one) => ({
        words: [el("b", {}, one.command), one.usage_hint ? ` ${one.usage_hint}` : "", el("small", { class: "quiet" }, one.description ?? "")],
        from: 0, put: `${one.command} `, hooks: { "data-command": one.command },
      })));
    } else if (word) {
      const wanted = word[1].toLowerCase();
      show(people().filter((one) => one.real_name.toLowerCase().startsWith(wanted) || one.name.toLowerCase().startsWith(wanted)).map((one) => ({
        words: [el("b", {}, one.real_name), ` @${one.name}`], from: upTo.length - word[1].length - 1, put: `@${one.name} `, hooks: { "data-user": one.id },
      })));
    } else show([]);
  }

  function people() {
    const room = session.state.channels.find((one) => one.id === where.channel);
    const inside = new Set(room?.members ?? []);
    const near = Object.values(session.state.people).filter((one) => !one.deleted && (inside.has(one.id) || one.team === session.state.team.id));
    return near.sort((a, b) => inside.has(b.id) - inside.has(a.id) || a.real_name.localeCompare(b.real_name));
  }

  function show(found) {
    offers = found.slice(0, MOST_OFFERED);
    active = offers.length ? 0 : -1;
    list.hidden = !offers.length;
    list.replaceChildren(...offers.map((one, at) => el("li", {
      role: "option", id: `${listId}-${at}`, "aria-selected": String(at === active), ...one.hooks,
      onpointerdown: (event) => { event.preventDefault(); take(at); },
    }, one.words)));
    mark();
  }

  function mark() {
    Array.from(list.children).forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) area.setAttribute("aria-activedescendant", `${listId}-${active}`);
    else area.removeAttribute("aria-activedescendant");
  }

  function take(at) {
    const { from, put } = offers[at];
    const caret = area.selectionStart;
    area.setRangeText(put, from, caret, "end");
    drafts.set(draft, area.value);
    show([]);
    area.focus();
  }

  function keyed(event) {
    if (event.isComposing) return;
    if (offers.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const whole = offers[active]?.put.trim() === area.value.trim();
      if (step) { event.preventDefault(); active = (active + step + offers.length) % offers.length; return mark(); }
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !whole)) { event.preventDefault(); return take(active); }
      if (event.key === "Escape") { event.preventDefault(); return show([]); }
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
  }

  update();
  queueMicrotask(grow);
  return { node, area, update, key: draft };
}
