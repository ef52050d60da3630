// The markdown block: the usual Markdown, as far as Slack draws it.

import { el } from "/page/dom.js";
import { emoji } from "/page/emoji.js";
import { link } from "/page/mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const INLINE = [
  ["code", /`([^`\n]+)`/],
  ["image", /!\[([^\]]*)\]\(([^()\s]+)\)/],
  ["link", /\[([^\]]+)\]\(([^()\s]+)\)/],
  ["bare", /<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])>?/],
  ["strong", /(?:\*\*(?=\S)(.+?\S|\S)\*\*|__(?=\S)(.+?\S|\S)__)/],
  ["em", /(?:\*(?=\S)([^*\n]*?\S)\*|(?<!\w)_(?=\S)([^_\n]*?\S)_(?!\w))/],
  ["s", /~~(?=\S)(.+?\S|\S)~~/],
  ["emoji", /:([a-z0-9_+'-]+):/],
];

export function markdown(text) {
  const lines = String(text ?? "").replace(/\r/g, "").split("\n");
  const found = [];
  let at = 0;
  const run = (wanted) => {
    const taken = [];
    while (at < lines.length && wanted(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    if (/^\s*```/.test(line)) {
      at += 1;
      const code = run((one) => !/^\s*```/.test(one));
      at += 1;
      found.push(el("pre", {}, code.join("\n")));
    } else if (RULE.test(line)) found.push((at += 1, el("hr")));
    else if (HEADING.test(line)) found.push((at += 1, heading(HEADING.exec(line))));
    else if (/^\s*>/.test(line)) found.push(el("blockquote", {}, markdown(run((one) => /^\s*>/.test(one)).map((one) => one.replace(/^\s*> ?/, "")).join("\n"))));
    else if (/^\s*\|.*\|\s*$/.test(line)) found.push(table(run((one) => /^\s*\|.*\|\s*$/.test(one))));
    else if (ITEM.test(line)) found.push(list(run((one) => ITEM.test(one))));
    else if (!line.trim()) at += 1;
    else found.push(el("p", {}, paragraph(run((one) => one.trim() && !/^\s*(```|>)/.test(one) && !HEADING.test(one) && !ITEM.test(one) && !RULE.test(one)))));
  }
  return found;
}

// Below the page's own headings, whatever their number of signs.
function heading([, signs, words]) {
  return el("p", { role: "heading", "aria-level": Math.min(signs.length + 3, 6), class: `heading heading-${Math.min(signs.length, 3)}` }, inline(words));
}

function paragraph(lines) {
  return lines.flatMap((line, at) => (at ? [el("br"), ...inline(line)] : inline(line)));
}

function list(lines) {
  const items = lines.map((line) => ITEM.exec(line)).map(([, space, sign, words]) => ({ indent: space.length, sign, words }));
  const build = (from, to) => {
    const own = items[from].indent;
    const made = el(/\d/.test(items[from].sign) ? "ol" : "ul", { start: Number.parseInt(items[from].sign, 10) > 1 ? Number.parseInt(items[from].sign, 10) : null });
    for (let at = from; at < to;) {
      let next = at + 1;
      while (next < to && items[next].indent > own) next += 1;
      made.append(el("li", {}, item(items[at].words), next > at + 1 ? build(at + 1, next) : null));
      at = next;
    }
    return made;
  };
  return build(0, items.length);
}

function item(words) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(words);
  return task ? [task[1] === " " ? "☐ " : "☑ ", inline(task[2])] : inline(words);
}

function table(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const ruled = lines.length > 1 && /^[\s|:-]+$/.test(lines[1]);
  const body = lines.slice(ruled ? 2 : 0);
  return el("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Table" }, el("table", {},
    ruled ? el("thead", {}, el("tr", {}, cells(lines[0]).map((cell) => el("th", { scope: "col" }, inline(cell))))) : null,
    el("tbody", {}, body.map((line) => el("tr", {}, cells(line).map((cell) => el("td", {}, inline(cell))))))));
}

function inline(text) {
  let first = null;
  for (const [kind, pattern] of INLINE) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { kind, match };
  }
  if (!first) return text ? [text.replace(/\\([\\`*_{}[\]()#+.!>~|-])/g, "$1")] : [];
  const { kind, match } = first;
  const words = match[1] ?? match[2] ?? "";
  const made = {
    code: () => el("code", {}, words),
    image: () => `[Picture: ${words}]`,
    link: () => link(match[2], words),
    bare: () => link(words),
    emoji: () => emoji(words),
  }[kind]?.() ?? el(kind, {}, inline(words));
  return [...inline(text.slice(0, match.index)), made, ...inline(text.slice(match.index + match[0].length))];
}
