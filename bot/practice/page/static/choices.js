// Controls in which one chooses: lists, radio buttons and checkboxes, of options, people or channels.

import { el, freshId } from "/page/dom.js";
import { paced } from "/page/fields.js";
import { plain, textObject } from "/page/mrkdwn.js";
import { held, optionsOf, sameOption, within } from "/page/values.js";

const FILTERED_FROM = 9;

const PLURAL = {
  multi_static_select: "option", multi_users_select: "person", multi_conversations_select: "channel", multi_channels_select: "channel",
};

export function chooses(type) {
  return type in PLURAL || ["static_select", "radio_buttons", "checkboxes", "users_select", "conversations_select", "channels_select"].includes(type);
}

export function choiceField(element, given, world) {
  if (["radio_buttons", "checkboxes"].includes(element.type) || element.type in PLURAL) return group(element, given, world);
  return list(element, given, world);
}

// What can be chosen: {name, words, value} with `value` as the app will be told it.
function candidates(element, world) {
  if (element.type.includes("users")) {
    return Object.values(world.people).filter((one) => !one.deleted && (one.team === world.team.id || isNear(one, world)))
      .map((one) => ({ name: one.real_name, value: one.id })).sort((a, b) => a.name.localeCompare(b.name));
  }
  if (element.type.includes("conversations") || element.type.includes("channels")) {
    const only = element.filter?.include;
    return world.channels.filter((one) => !one.is_archived && (one.is_im ? element.type.includes("conversations") && (!only || only.includes("im")) : true))
      .map((one) => ({ name: one.is_im ? world.app.name : `#${one.name}`, value: one.id }));
  }
  return optionsOf(element).map((option) => ({ name: plain(option.text?.text), option, value: option }));
}

function isNear(person, world) {
  return world.channels.some((one) => !one.is_im && one.members.includes(person.id));
}

function same(one, other) {
  return typeof one === "object" ? sameOption(one, other) : one === other;
}

function list(element, given, world) {
  const found = candidates(element, world);
  const chosen = within(given.shape);
  const read = () => held(element, found[Number(input.value)]?.value ?? null);
  const pace = paced(() => given.done?.(read()));
  const entry = (one) => el("option", { value: found.indexOf(one), "data-value": one.option?.value ?? one.value, selected: same(one.value, chosen) }, one.name);
  const inGroups = (element.option_groups ?? []).map((each) => {
    const inside = new Set(each.options ?? []);
    return el("optgroup", { label: plain(each.label?.text) }, found.filter((one) => inside.has(one.option)).map(entry));
  });
  const input = el("select", {
    id: given.id,
    "data-action-id": element.action_id,
    "data-focus": `${given.blockId}/${element.action_id}`,
    "aria-label": given.labelled ? null : given.label,
    "aria-describedby": given.describedby,
    "aria-required": given.required ? "true" : null,
    ...pace.listeners,
    onchange: () => { given.changed(read()); pace.changed(); },
  }, el("option", { value: "" }, plain(element.placeholder?.text ?? "Choose")), inGroups.length ? inGroups : found.map(entry));
  return { node: input, control: input };
}

function group(element, given, world) {
  const single = element.type === "radio_buttons";
  const found = candidates(element, world);
  const name = freshId("choice");
  const before = [within(given.shape)].flat();
  const boxes = found.map((one) => el("input", {
    type: single ? "radio" : "checkbox",
    name,
    id: freshId("box"),
    value: one.option?.value ?? one.value,
    "data-focus": `${given.blockId}/${element.action_id}/${one.option?.value ?? one.value}`,
    props: { checked: before.some((each) => each && same(one.value, each)) },
    onchange: () => {
      const chosen = found.filter((_, at) => boxes[at].checked).map((each) => each.value);
      const shape = held(element, single ? chosen[0] : chosen);
      given.changed(shape);
      given.done?.(shape);
    },
  }));
  const rows = found.map((one, at) => el("div", { class: "choice" }, boxes[at], el("label", { for: boxes[at].id }, labelOf(one, world))));
  const many = element.type in PLURAL && found.length >= FILTERED_FROM;
  const filter = many ? filterBox(found, rows, PLURAL[element.type]) : null;
  const node = el("div", {
    class: many ? "choices many" : "choices",
    role: single ? "radiogroup" : "group",
    id: given.id,
    tabindex: "-1",
    "data-action-id": element.action_id,
    "aria-label": given.labelled ? null : given.label,
    "aria-labelledby": given.labelled,
    "aria-describedby": given.describedby,
    "aria-required": single && given.required ? "true" : null,
  }, filter, el("div", { class: "rows" }, rows));
  return { node, control: node, first: boxes[0], isGroup: true };
}

function labelOf(one, world) {
  const about = one.option?.description;
  if (!one.option) return one.name;
  return [el("span", {}, textObject(one.option.text, world)), about ? el("small", { class: "quiet" }, textObject(about, world)) : null];
}

function filterBox(found, rows, noun) {
  return el("input", {
    type: "search",
    class: "filter",
    "aria-label": `Find a ${noun}`,
    placeholder: `Find a ${noun}`,
    oninput: (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      rows.forEach((row, at) => { row.hidden = !found[at].name.toLowerCase().includes(wanted); });
    },
    onkeydown: (event) => event.key === "Enter" && event.preventDefault(),
  });
}
