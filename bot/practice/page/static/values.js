// What the controls of Block Kit hold, in the shape of Slack's `state.values`.

export const HOLDS = {
  plain_text_input: "value", email_text_input: "value", url_text_input: "value", number_input: "value", rich_text_input: "rich_text_value",
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  users_select: "selected_user", conversations_select: "selected_conversation", channels_select: "selected_channel",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
  multi_users_select: "selected_users", multi_conversations_select: "selected_conversations", multi_channels_select: "selected_channels",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time", file_input: "files",
};

export function initially(element) {
  const key = HOLDS[element.type];
  const name = key.startsWith("selected_") ? key.replace("selected_", "initial_") : "initial_value";
  return held(element, element[name] ?? null);
}

export function held(element, value) {
  const key = HOLDS[element.type];
  const empty = value === null || value === undefined || value === "";
  const many = key.endsWith("s") && key.startsWith("selected_") || key === "files";
  return { type: element.type, [key]: empty ? (many ? [] : null) : value };
}

export function within(shape) {
  return shape?.[HOLDS[shape.type]] ?? null;
}

// The short form for the one control that was just used.
export function short(shape) {
  const value = within(shape);
  if (Array.isArray(value)) return value.map((one) => one?.value ?? one);
  return value && typeof value === "object" && "text" in value && "value" in value ? value.value : value;
}

export function optionsOf(element) {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options ?? []);
}

export function sameOption(one, other) {
  return one?.value === other?.value;
}

// What has been typed into one message or window so far: {block_id: {action_id: shape}}.
export class Values {
  constructor(known = {}, changed = () => {}) {
    this.all = structuredClone(known);
    this.changed = changed;
  }

  get(blockId, element) {
    const there = this.all[blockId]?.[element.action_id];
    return there?.type === element.type ? there : initially(element);
  }

  set(blockId, element, shape) {
    (this.all[blockId] ??= {})[element.action_id] = shape;
    this.changed();
  }

  // What somebody chose or typed in these blocks; what they left alone is known to Slack.
  within(blocks) {
    const found = {};
    for (const { block, element } of controlsIn(blocks)) {
      const shape = this.all[block.block_id]?.[element.action_id];
      if (shape?.type === element.type) (found[block.block_id] ??= {})[element.action_id] = shape;
    }
    return found;
  }
}

// Every control that holds something, with its block.
export function controlsIn(blocks) {
  const found = [];
  const walk = (thing, block) => {
    if (Array.isArray(thing)) thing.forEach((one) => walk(one, block));
    else if (thing && typeof thing === "object") {
      const nearest = thing !== block && thing.block_id ? thing : block;
      if (thing.type in HOLDS && thing.action_id) found.push({ block: nearest, element: thing });
      else Object.values(thing).forEach((one) => walk(one, nearest));
    }
  };
  for (const block of blocks ?? []) walk(block, block);
  return found;
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

// What Slack would not accept, before the app is asked.
export function complaint(block, shape) {
  const { element } = block;
  const value = within(shape);
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return block.optional ? "" : "Please fill this in.";
  if (element.type === "email_text_input" && !EMAIL.test(value)) return "This is not an email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/.test(value)) return "This is not a web address. It starts with https:// or http://.";
  if (element.type === "number_input") return aboutNumber(element, value);
  if (element.max_length && value.length > element.max_length) return `Please keep this to ${element.max_length} characters. It has ${value.length}.`;
  if (element.min_length && value.length < element.min_length) return `Please write at least ${element.min_length} characters.`;
  if (element.max_selected_items && value.length > element.max_selected_items) return `Please choose ${element.max_selected_items} at most.`;
  return "";
}

function aboutNumber(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return "This is not a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please give a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) return `This has to be ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `This has to be ${element.max_value} or less.`;
  return "";
}
