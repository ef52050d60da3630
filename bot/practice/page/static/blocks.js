// Draws Block Kit: each kind of block as the element that says what it is.

import { el, freshId } from "/page/dom.js";
import { chart } from "/page/chart.js";
import { control, field, picture } from "/page/elements.js";
import { markdown } from "/page/markdown.js";
import { plain, textObject } from "/page/mrkdwn.js";
import { richText } from "/page/richtext.js";
import { table } from "/page/tables.js";
import { short } from "/page/values.js";

export function blocks(list, ctx) {
  return (list ?? []).map((block) => drawn(block, ctx));
}

function drawn(block, ctx) {
  const draw = KINDS[block.type] ?? unknown;
  return el("div", { class: `block block-${block.type}`, "data-block-id": block.block_id }, draw(block, ctx));
}

const KINDS = {
  section,
  header: (block, ctx) => el("p", { role: "heading", "aria-level": ctx.headings + (block.level ? block.level - 1 : 0), class: "heading heading-1" }, plain(block.text?.text)),
  divider: () => el("hr"),
  context: (block, ctx) => (block.elements ?? []).map((one) => (one.type === "image" ? picture(one) : el("span", {}, textObject(one, ctx.world)))),
  actions,
  context_actions: actions,
  input,
  image: (block) => el("figure", {}, block.title ? el("figcaption", {}, plain(block.title.text)) : null, picture(block)),
  markdown: (block) => markdown(block.text),
  rich_text: (block, ctx) => richText(block, ctx.world),
  table: (block, ctx) => table(block, ctx.world),
  data_table: (block, ctx) => table(block, ctx.world),
  data_visualization: (block) => chart(block),
  video: (block) => el("p", {}, el("b", {}, plain(block.title?.text)), ` (video: ${block.alt_text ?? ""})`),
  file: () => el("p", { class: "quiet" }, "A file from another service"),
  alert: (block, ctx) => el("div", { class: `alert ${block.level ?? ""}` }, textObject(block.text, ctx.world)),
  card,
  carousel: (block, ctx) => (block.elements ?? block.cards ?? []).map((one) => drawn({ type: "card", ...one }, ctx)),
  container: (block, ctx) => [
    block.title ? el("p", { class: "heading heading-3" }, plain(block.title.text ?? block.title)) : null,
    blocks(block.blocks ?? block.children ?? block.elements, ctx),
  ],
};

function unknown(block) {
  return el("p", { class: "quiet" }, `Practice Slack cannot show this kind of block (${block.type}).`);
}

function section(block, ctx) {
  const words = el("div", { class: "words" },
    block.text ? el("div", { class: "text" }, textObject(block.text, ctx.world)) : null,
    block.fields ? el("div", { class: "fields" }, block.fields.map((one) => el("div", {}, textObject(one, ctx.world)))) : null);
  if (!block.accessory) return words;
  const label = words.textContent.trim().slice(0, 80);
  return [words, el("div", { class: "accessory" }, control(block.accessory, block, ctx, label))];
}

function actions(block, ctx) {
  return (block.elements ?? []).map((one) => control(one, block, ctx, plain(one.placeholder?.text ?? "")));
}

function card(block, ctx) {
  const part = (thing, tag) => (thing ? el(tag, {}, textObject(thing, ctx.world)) : null);
  return [part(block.title, "b"), part(block.subtitle, "p"), part(block.body ?? block.text, "div"),
    block.actions ? el("div", { class: "block-actions" }, actions({ ...block, elements: block.actions }, ctx)) : null];
}

// An input with its label, its hint, and room for what is wrong with it.
function input(block, ctx) {
  const { element } = block;
  const id = freshId("input"), labelId = freshId("label"), hintId = freshId("hint"), errorId = freshId("error");
  const error = ctx.errors?.[block.block_id];
  const label = plain(block.label?.text);
  const dispatch = () => block.dispatch_action && ctx.act({ element, block, value: short(ctx.values.get(block.block_id, element)) });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const made = field(element, {
    id,
    blockId: block.block_id,
    label,
    labelled: labelId,
    describedby: [error ? errorId : null, block.hint ? hintId : null].filter(Boolean).join(" ") || null,
    required: !block.optional,
    shape: ctx.values.get(block.block_id, element),
    changed: (shape, letter) => {
      ctx.values.set(block.block_id, element, shape);
      ctx.touched?.(block.block_id);
      if (letter && triggers.includes("on_character_entered")) dispatch();
    },
    done: block.dispatch_action ? dispatch : null,
  }, ctx);
  if (error) (made.first ?? made.control).setAttribute("aria-invalid", "true");
  const words = [label, block.optional ? el("span", { class: "quiet" }, " (optional)") : null];
  return [
    made.isGroup ? el("p", { class: "label", id: labelId }, words) : el("label", { class: "label", id: labelId, for: id }, words),
    made.node,
    error ? el("p", { class: "error", id: errorId, "data-error-for": block.block_id }, error) : null,
    block.hint ? el("p", { class: "hint", id: hintId }, plain(block.hint.text)) : null,
  ];
}
