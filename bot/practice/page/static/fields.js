// Controls into which one types: words, numbers, addresses, dates and times.

import { el, freshId } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { held, within } from "/page/values.js";

const MODES = {
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "text", inputmode: "decimal" },
  plain_text_input: { type: "text", autocomplete: "off" },
};
const PICKERS = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };

export const TYPED = new Set([...Object.keys(MODES), ...Object.keys(PICKERS), "rich_text_input"]);

// `given` is {id, label, labelled, describedby, shape, changed(shape), done(shape)}: `changed` with
// every letter, `done` when it is meant (Enter, or leaving a date).
export function typedField(element, given) {
  if (element.type in PICKERS) return picker(element, given);
  const many = element.multiline || element.type === "rich_text_input";
  const read = () => held(element, element.type === "rich_text_input" ? richValue(input.value) : input.value);
  const input = el(many ? "textarea" : "input", {
    ...(many ? { rows: 4 } : MODES[element.type]),
    ...common(element, given),
    placeholder: element.placeholder ? plain(element.placeholder.text) : null,
    props: { value: spoken(within(given.shape)) },
    oninput: () => { count?.tell(); given.changed(read(), true); },
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.isComposing && (!many || event.ctrlKey || event.metaKey) && given.done) {
        event.preventDefault();
        given.done(read());
      }
    },
  });
  const count = element.max_length ? counter(element.max_length, input) : null;
  return { node: el("div", { class: "typed" }, input, count?.node), control: input };
}

// Letters left: always to be seen, said only now and then.
function counter(most, input) {
  const id = freshId("count");
  const node = el("p", { class: "count", id });
  const tell = () => {
    const left = most - input.value.length;
    node.textContent = left < 0 ? `${-left} characters too many` : `${left} of ${most} characters left`;
    node.classList.toggle("over", left < 0);
  };
  const described = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", [described, id].filter(Boolean).join(" "));
  tell();
  return { node, tell };
}

function common(element, given) {
  return {
    id: given.id,
    "data-action-id": element.action_id,
    "data-focus": `${given.blockId}/${element.action_id}`,
    "aria-label": given.labelled ? null : given.label,
    "aria-describedby": given.describedby,
    "aria-required": given.required ? "true" : null,
  };
}

function picker(element, given) {
  const value = within(given.shape);
  const start = element.type === "datetimepicker" && value ? localMoment(value) : value ?? "";
  const read = () => held(element, element.type === "datetimepicker" && input.value ? Math.floor(new Date(input.value).getTime() / 1000) : input.value);
  const pace = paced(() => given.done?.(read()));
  const input = el("input", {
    type: PICKERS[element.type],
    ...common(element, given),
    props: { value: start },
    ...pace.listeners,
    onchange: () => { given.changed(read()); pace.changed(); },
  });
  return { node: input, control: input };
}

// With the keyboard every arrow key changes a date or a list, so what is meant is known only at
// Enter or on leaving; with the mouse at once.
export function paced(done) {
  let byKeyboard = false;
  let waiting = false;
  const settle = () => {
    if (!waiting) return;
    waiting = false;
    done();
  };
  return {
    changed() {
      waiting = true;
      if (!byKeyboard) settle();
    },
    listeners: {
      onpointerdown: () => { byKeyboard = false; },
      onkeydown: (event) => {
        if (event.key === "Enter") settle();
        else byKeyboard = !["Tab", "Shift", "Escape"].includes(event.key) || byKeyboard;
      },
      onblur: () => { byKeyboard = false; settle(); },
    },
  };
}

function localMoment(seconds) {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function richValue(text) {
  if (!text) return null;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function spoken(value) {
  if (value && typeof value === "object") {
    return (value.elements ?? []).flatMap((part) => part.elements ?? []).map((one) => one.text ?? one.url ?? "").join("");
  }
  return value ?? "";
}
