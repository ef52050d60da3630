// Selects whose options the app suggests while one types.

import { el, freshId } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { held, sameOption, within } from "/page/values.js";

const PAUSE = 200;

// `ask(value)` answers {ok, options?, option_groups?, error?}.
export function externalField(element, given, ask) {
  const many = element.type === "multi_external_select";
  const least = element.min_query_length ?? 3;
  const listId = freshId("suggestions");
  let chosen = [within(given.shape)].flat().filter(Boolean);
  let offered = [];
  let active = -1;
  let timer = null;
  let asked = 0;

  const list = el("ul", { class: "suggestions", role: "listbox", id: listId, "aria-label": "Suggestions", hidden: true });
  const told = el("p", { class: "hint", role: "status" });
  const input = el("input", {
    type: "text",
    role: "combobox",
    id: given.id,
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": listId,
    "data-action-id": element.action_id,
    "data-focus": `${given.blockId}/${element.action_id}`,
    "aria-label": given.labelled ? null : given.label,
    "aria-describedby": given.describedby,
    placeholder: plain(element.placeholder?.text ?? "Type to search"),
    props: { value: !many && chosen[0] ? plain(chosen[0].text?.text) : "" },
    oninput: () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); },
    onfocus: () => { if (!list.childElementCount && input.value.length >= least && (many || !chosen.length)) look(); },
    onblur: () => close(),
    onkeydown: keyed,
  });
  const tokens = el("ul", { class: "tokens", "aria-label": "Chosen" });

  function tell() {
    const shape = held(element, many ? chosen : chosen[0]);
    given.changed(shape);
    given.done?.(shape);
  }

  async function look() {
    const wanted = input.value.trim();
    if (wanted.length < least) {
      told.textContent = least > 1 ? `Type at least ${least} letters.` : "";
      return close();
    }
    const mine = (asked += 1);
    told.textContent = "Looking…";
    const answer = await ask(wanted);
    if (mine !== asked) return;
    offered = answer.options ?? (answer.option_groups ?? []).flatMap((one) => one.options ?? []);
    told.textContent = answer.ok === false ? answer.error : offered.length ? `${offered.length} found` : "Nothing found";
    active = -1;
    list.replaceChildren(...offered.map((option, at) => el("li", {
      role: "option", id: `${listId}-${at}`, "aria-selected": "false", "data-value": option.value,
      onpointerdown: (event) => { event.preventDefault(); choose(at); },
    }, plain(option.text?.text))));
    open(offered.length > 0);
  }

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) input.removeAttribute("aria-activedescendant");
  }

  function close() {
    open(false);
  }

  function move(to) {
    active = (to + offered.length) % offered.length;
    Array.from(list.children).forEach((node, at) => node.setAttribute("aria-selected", String(at === active)));
    input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function choose(at) {
    const option = offered[at];
    chosen = many ? [...chosen.filter((one) => !sameOption(one, option)), option] : [option];
    input.value = many ? "" : plain(option.text?.text);
    told.textContent = "";
    close();
    draw();
    tell();
  }

  function keyed(event) {
    if (event.key === "Enter") event.preventDefault();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(active + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(active < 0 ? -1 : active - 1); }
    if (event.key === "Enter" && active >= 0) choose(active);
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
  }

  function draw() {
    tokens.hidden = !many || !chosen.length;
    if (many) tokens.replaceChildren(...chosen.map((option) => el("li", {}, plain(option.text?.text), el("button", {
      type: "button", "aria-label": `Take ${plain(option.text?.text)} away`,
      onclick: () => { chosen = chosen.filter((one) => !sameOption(one, option)); draw(); tell(); input.focus(); },
    }, "×"))));
  }

  draw();
  return { node: el("div", { class: "external" }, tokens, input, list, told), control: input };
}
