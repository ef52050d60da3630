// Modals: the topmost window of the stack, in a dialog that keeps what is typed until it is sent.

import { act } from "/page/api.js";
import { blocks } from "/page/blocks.js";
import { el, freshId, icon, place } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { announce, calm, problem } from "/page/notices.js";
import { contextFor, session } from "/page/session.js";
import { complaint, Values } from "/page/values.js";

const PAUSE = 400;

let dialog = null;
let shown = null;
let back = () => null;
const typed = new Map();

// Called with every new state; draws only when the topmost window is another one or was changed.
export function drawWindows() {
  const stack = session.state.windows;
  const known = new Set(stack.map((view) => view.id));
  for (const id of typed.keys()) if (!known.has(id)) typed.delete(id);
  const top = stack.at(-1);
  if (!top) return close();
  if (shown?.id === top.id && shown.hash === top.hash && shown.depth === stack.length) return;
  show(top, stack.length);
}

function show(view, depth) {
  const again = shown?.id === view.id;
  const focus = again ? place() : null;
  const scroll = again ? dialog.querySelector(".window-body").scrollTop : 0;
  shown = { id: view.id, hash: view.hash, depth, view };
  if (!dialog) {
    back = place();
    dialog = el("dialog", { class: "window" });
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(false); });
    document.body.append(dialog);
  }
  draw({});
  if (!dialog.open) dialog.showModal();
  const body = dialog.querySelector(".window-body");
  body.scrollTop = scroll;
  const target = focus?.() ?? (again ? null : body.querySelector("input, textarea, select, [tabindex='-1']")) ?? dialog.querySelector("button[type=submit], .window-close");
  target?.focus();
  if (!again) announce(`Window opened: ${titleOf(view)}`);
}

function valuesOf(view) {
  if (!typed.has(view.id)) {
    let timer = null;
    const values = new Values(view.values, () => {
      clearTimeout(timer);
      timer = setTimeout(() => typed.has(view.id) && act("type_into", { view_id: view.id, values: typedNow(view.id) }), PAUSE);
    });
    values.stop = () => clearTimeout(timer);
    typed.set(view.id, values);
  }
  return typed.get(view.id);
}

function typedNow(id) {
  const view = session.state.windows.find((one) => one.id === id);
  return view ? typed.get(id).within(view.given.blocks) : {};
}

function draw(errors) {
  const { view, depth } = shown;
  const { given } = view;
  const values = valuesOf(view);
  const ctx = contextFor({ view_id: view.id }, values, { errors, touched: forgive, blocks: given.blocks });
  const title = freshId("window");
  const closing = plain(given.close?.text ?? "Cancel");
  const inputs = (given.blocks ?? []).some((block) => block.type === "input");
  dialog.setAttribute("aria-labelledby", title);
  dialog.setAttribute("data-view-id", view.id);
  dialog.setAttribute("data-callback-id", given.callback_id ?? "");
  dialog.replaceChildren(el("form", { novalidate: true, onsubmit: submit },
    el("header", { class: "window-head" },
      el("h2", { id: title }, titleOf(view)),
      depth > 1 ? el("p", { class: "quiet" }, `Window ${depth} of 3`) : null,
      el("button", { type: "button", class: "quiet-button window-close", "data-focus": "close-all", "aria-label": depth > 1 ? "Close all windows" : "Close window", onclick: () => dismiss(true) }, icon("close"))),
    el("div", { class: "notices" }),
    el("div", { class: "window-body" }, blocks(given.blocks, ctx)),
    el("footer", { class: "buttons" },
      el("button", { type: "button", class: "button", "data-focus": "close", onclick: () => dismiss(false) }, closing),
      given.submit || inputs ? el("button", { type: "submit", class: "button primary", "data-focus": "submit", disabled: given.submit_disabled }, plain(given.submit?.text ?? "Submit")) : null)));
}

function titleOf(view) {
  return plain(view.given.title?.text ?? "Window");
}

// As soon as somebody corrects a field, its complaint goes.
function forgive(blockId) {
  const error = Array.from(dialog.querySelectorAll("[data-error-for]")).find((one) => one.dataset.errorFor === blockId);
  if (!error) return;
  error.parentElement.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  error.remove();
}

async function submit(event) {
  event.preventDefault();
  const { view } = shown;
  const button = dialog.querySelector("button[type=submit]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  calm();
  const values = valuesOf(view);
  const wrong = {};
  for (const block of view.given.blocks ?? []) {
    const words = block.type === "input" && block.element ? complaint(block, values.get(block.block_id, block.element)) : "";
    if (words) wrong[block.block_id] = words;
  }
  if (Object.keys(wrong).length) return complain(view, wrong);
  values.stop();
  wait(button, true);
  const answer = await act("submit_view", { view_id: view.id, values: values.within(view.given.blocks) });
  wait(button, false);
  if (answer.errors) complain(view, answer.errors);
  else if (!answer.ok) problem(answer.error);
  await session.refresh();
}

function wait(button, yes) {
  for (const name of ["aria-disabled", "aria-busy"]) yes ? button.setAttribute(name, "true") : button.removeAttribute(name);
}

// Shows what is wrong beside its field, and goes to the first one; what was typed stays.
function complain(view, errors) {
  if (shown?.id !== view.id) return;
  draw(errors);
  const first = dialog.querySelector("[aria-invalid]");
  const lost = Object.entries(errors).filter(([id]) => !Array.from(dialog.querySelectorAll("[data-error-for]")).some((one) => one.dataset.errorFor === id));
  if (lost.length) problem(lost.map(([, words]) => words).join(" "));
  first?.focus();
}

// The cross closes everything, the button below (and Escape) only the topmost window.
async function dismiss(all) {
  valuesOf(shown.view).stop();
  const answer = await act("close_view", { view_id: shown.id, whole_stack: all });
  await session.refresh();
  if (!answer.ok && dialog) problem(answer.error);
}

function close() {
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = shown = null;
  (back() ?? document.getElementById("composer") ?? document.getElementById("main"))?.focus();
}
