// rich_text blocks: sections, lists, quotes and preformatted text.

import { spokenDate } from "/page/dates.js";
import { el } from "/page/dom.js";
import { emoji } from "/page/emoji.js";
import { broadcast, channelLink, link, mention } from "/page/mrkdwn.js";

export function richText(block, world) {
  return lists(block.elements ?? []).map((part) => drawn(part, world));
}

function drawn(part, world) {
  const inside = () => (part.elements ?? []).flatMap((one) => inline(one, world));
  if (part.type === "rich_text_section") return el("span", { class: "lines" }, inside());
  if (part.type === "rich_text_quote") return el("blockquote", {}, el("span", { class: "lines" }, inside()));
  if (part.type === "rich_text_preformatted") return el("pre", {}, inside());
  if (part.type === "nested") return nested(part.parts, world);
  return null;
}

// Lists that follow each other with other indents are one list with inner ones.
function lists(parts) {
  const found = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.type !== "rich_text_list") found.push(part);
    else if (last?.type === "nested") last.parts.push(part);
    else found.push({ type: "nested", parts: [part] });
  }
  return found;
}

function nested(parts, world) {
  const roots = [];
  const open = [];
  for (const part of parts) {
    const indent = part.indent ?? 0;
    const list = el(part.style === "ordered" ? "ol" : "ul", { start: part.offset ? part.offset + 1 : null },
      (part.elements ?? []).map((item) => el("li", {}, (item.elements ?? []).flatMap((one) => inline(one, world)))));
    while (open.length && open.at(-1).indent >= indent) open.pop();
    const outer = open.at(-1)?.list.lastElementChild;
    if (outer) outer.append(list);
    else roots.push(list);
    open.push({ indent, list });
  }
  return el("div", {}, roots);
}

function inline(one, world) {
  return [styled(bare(one, world), one.style ?? {})];
}

function bare(one, world) {
  switch (one.type) {
    case "text": return one.text ?? "";
    case "link": return link(one.url ?? "", one.text || null);
    case "user": return mention(one.user_id, world);
    case "channel": return channelLink(one.channel_id, world);
    case "usergroup": return broadcast(one.usergroup_id);
    case "broadcast": return broadcast(one.range);
    case "emoji": return emoji(one.name ?? "");
    case "color": return one.value ?? "";
    case "date": return el("time", { datetime: new Date(one.timestamp * 1000).toISOString() }, spokenDate(one.timestamp, one.format ?? "{date_short}", world));
    default: return one.text ?? one.fallback ?? "";
  }
}

function styled(node, style) {
  let made = node;
  if (style.code) made = el("code", {}, made);
  if (style.bold) made = el("strong", {}, made);
  if (style.italic) made = el("em", {}, made);
  if (style.strike) made = el("s", {}, made);
  if (style.underline) made = el("u", {}, made);
  return made;
}
