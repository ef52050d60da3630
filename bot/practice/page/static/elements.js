// The controls of Block Kit where using them tells the app at once: in messages, on the Home, in windows.

import { confirmed } from "/page/confirm.js";
import { el, freshId, icon } from "/page/dom.js";
import { choiceField, chooses } from "/page/choices.js";
import { externalField } from "/page/external.js";
import { TYPED, typedField } from "/page/fields.js";
import { openMenu } from "/page/menu.js";
import { plain, textObject } from "/page/mrkdwn.js";
import { short } from "/page/values.js";

const SAFE = /^(https?:|mailto:)/i;

// `ctx` is {world, values, act({element, block, value}), suggest(element, value)}.
export function control(element, block, ctx, label = "") {
  switch (element.type) {
    case "button": case "workflow_button": return button(element, block, ctx);
    case "icon_button": return iconButton(element, block, ctx);
    case "feedback_buttons": return [element.positive_button, element.negative_button].filter(Boolean)
      .map((one) => button({ ...one, type: "button", action_id: element.action_id }, block, ctx, one.value));
    case "overflow": return overflow(element, block, ctx);
    case "image": return picture(element);
    default: return holder(element, block, ctx, label);
  }
}

export function picture(element) {
  return el("span", { class: "picture", role: "img", "aria-label": element.alt_text ?? "Picture" }, `Picture: ${element.alt_text ?? ""}`);
}

// Runs once at a time: while the app answers, the control says so and takes no second click.
async function use(node, element, block, ctx, value) {
  if (node.getAttribute("aria-disabled") === "true") return;
  if (element.confirm && !(await agreed(element.confirm, ctx.world))) return;
  node.setAttribute("aria-disabled", "true");
  node.setAttribute("aria-busy", "true");
  await ctx.act({ element, block, value });
  node.removeAttribute("aria-disabled");
  node.removeAttribute("aria-busy");
}

function agreed(confirm, world) {
  return confirmed({
    title: plain(confirm.title?.text),
    text: textObject(confirm.text, world),
    yes: plain(confirm.confirm?.text ?? "Yes"),
    no: plain(confirm.deny?.text ?? "Cancel"),
    danger: confirm.style === "danger",
  });
}

function button(element, block, ctx, value) {
  const styles = { primary: "button primary", danger: "button danger" };
  const address = element.url && SAFE.test(element.url) ? element.url : null;
  const node = el(address ? "a" : "button", {
    ...(address ? { href: address, target: "_blank", rel: "noopener noreferrer" } : { type: "button" }),
    class: styles[element.style] ?? "button",
    "aria-label": element.accessibility_label,
    "data-action-id": element.action_id,
    "data-value": element.value,
    "data-focus": `${block.block_id}/${element.action_id}/${element.value ?? ""}`,
    onclick: () => use(node, element, block, ctx, value),
  }, plain(element.text?.text));
  return node;
}

function iconButton(element, block, ctx) {
  return button({ ...element, text: element.text ?? { text: element.icon ?? "Do it" } }, block, ctx);
}

function overflow(element, block, ctx) {
  const node = el("button", {
    type: "button", class: "button square", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More",
    "data-action-id": element.action_id, "data-focus": `${block.block_id}/${element.action_id}`,
    onclick: () => openMenu(node, (element.options ?? []).map((option) => ({
      label: plain(option.text?.text),
      words: [el("span", {}, plain(option.text?.text)), option.description ? el("small", { class: "quiet" }, plain(option.description.text)) : null],
      hooks: { "data-value": option.value },
      run: () => {
        if (option.url && SAFE.test(option.url)) open(option.url, "_blank", "noopener,noreferrer");
        use(node, element, block, ctx, option.value);
      },
    })), { label: "More" }),
  }, icon("dots"));
  return node;
}

// A control that holds something and, outside of inputs, tells the app of every change.
function holder(element, block, ctx, label) {
  const name = label || plain(element.placeholder?.text ?? "") || "Choose";
  const made = field(element, {
    id: freshId("control"),
    blockId: block.block_id,
    label: name,
    shape: ctx.values.get(block.block_id, element),
    changed: (shape) => ctx.values.set(block.block_id, element, shape),
    done: (shape) => use(made.control, element, block, ctx, short(shape)),
  }, ctx);
  return made.node;
}

// The field itself: {node, control, first?, isGroup?}.
export function field(element, given, ctx) {
  if (TYPED.has(element.type)) return typedField(element, given);
  if (chooses(element.type)) return choiceField(element, given, ctx.world);
  if (element.type.endsWith("external_select")) return externalField(element, given, (value) => ctx.suggest(element, value));
  const note = el("p", { class: "hint", id: given.id, tabindex: "-1" },
    element.type === "file_input" ? "Files cannot be added in practice Slack." : `Practice Slack cannot show this control (${element.type}).`);
  return { node: note, control: note };
}
