// Slack's mrkdwn as elements: *bold*, _italic_, ~strike~, `code`, ```blocks```, > quotes, lists and <references>.

import { el } from "/page/dom.js";
import { emoji } from "/page/emoji.js";
import { spokenDate } from "/page/dates.js";
import { session } from "/page/session.js";

const SAFE = /^(https?:|mailto:|tel:)/i;
const PERMALINK = /^https:\/\/[\w-]+\.slack\.com\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})/;
const QUOTED = /^(?:&gt;|>) ?/;
const QUOTED_REST = /^(?:&gt;|>){3} ?/;
const BULLET = /^\s*[•◦▪*-] +/;
const NUMBER = /^\s*(\d+)[.)] +/;
const INLINE = [
  ["code", /`([^`\n]+)`/],
  ["reference", /<([^<>\n]+)>/],
  ["emoji", /:([a-z0-9_+'-]+(?:::[a-z0-9-]+)?):/],
  ["strong", /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/u],
  ["em", /(?<![\p{L}\p{N}_])_(?=\S)([^\n]*?[^\s_])_(?![\p{L}\p{N}_])/u],
  ["s", /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u],
];

export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// A whole text, with its blocks. `people`, `channels` and `me` say what references mean.
export function mrkdwn(text, world) {
  return String(text ?? "").split(/```\n?([\s\S]*?)\n?```/).flatMap((part, at) =>
    at % 2 ? [el("pre", {}, unescaped(part))] : paragraphs(part, world));
}

function paragraphs(text, world) {
  const trimmed = text.replace(/^\n|\n$/g, "");
  if (!trimmed) return [];
  const lines = trimmed.split("\n");
  const found = [];
  for (let at = 0; at < lines.length;) {
    if (QUOTED_REST.test(lines[at])) {
      found.push(el("blockquote", {}, broken([lines[at].replace(QUOTED_REST, ""), ...lines.slice(at + 1)], world)));
      break;
    }
    const kind = kindOf(lines[at]);
    const run = [];
    while (at < lines.length && kindOf(lines[at]) === kind && !QUOTED_REST.test(lines[at])) run.push(lines[at++]);
    found.push(runOf(kind, run, world));
  }
  return found;
}

function kindOf(line) {
  if (QUOTED.test(line)) return "quote";
  if (BULLET.test(line)) return "bullets";
  return NUMBER.test(line) ? "numbers" : "plain";
}

function runOf(kind, lines, world) {
  if (kind === "quote") return el("blockquote", {}, broken(lines.map((line) => line.replace(QUOTED, "")), world));
  if (kind === "bullets") return el("ul", {}, lines.map((line) => el("li", {}, inline(line.replace(BULLET, ""), world))));
  if (kind === "numbers") {
    const start = Number(NUMBER.exec(lines[0])[1]);
    return el("ol", { start: start === 1 ? null : start }, lines.map((line) => el("li", {}, inline(line.replace(NUMBER, ""), world))));
  }
  return el("span", { class: "lines" }, broken(lines, world));
}

function broken(lines, world) {
  return lines.flatMap((line, at) => (at ? [el("br"), ...inline(line, world)] : inline(line, world)));
}

function inline(text, world) {
  let first = null;
  for (const [kind, pattern] of INLINE) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { kind, match };
  }
  if (!first) return text ? [unescaped(text)] : [];
  const { kind, match } = first;
  const before = match.index ? [unescaped(text.slice(0, match.index))] : [];
  return [...before, made(kind, match, world), ...inline(text.slice(match.index + match[0].length), world)];
}

function made(kind, match, world) {
  if (kind === "code") return el("code", {}, unescaped(match[1]));
  if (kind === "emoji") return emoji(match[1]);
  if (kind === "reference") return reference(match[1], world);
  return el(kind, {}, inline(match[1], world));
}

function reference(inside, world) {
  const [target, ...rest] = inside.split("|");
  const label = rest.length ? unescaped(rest.join("|")) : null;
  if (target.startsWith("@")) return mention(target.slice(1), world, label);
  if (target.startsWith("#")) return channelLink(target.slice(1), world, label);
  if (target.startsWith("!date^")) return dated(target, label, world);
  if (target.startsWith("!")) return el("span", { class: "mention" }, label ?? `@${target.slice(1).split("^")[0]}`);
  return link(unescaped(target), label);
}

export function mention(id, world, label = null) {
  const name = world.people[id]?.real_name ?? label?.replace(/^@/, "") ?? id;
  return el("span", { class: id === world.me.id ? "mention mine" : "mention", "data-user": id }, `@${name}`);
}

export function channelLink(id, world, label = null) {
  const known = world.channels.find((one) => one.id === id);
  if (!known) return el("span", { class: "mention" }, label ? `#${label.replace(/^#/, "")}` : "a private channel");
  return el("a", { class: "mention", href: `#/${id}` }, `#${known.name}`);
}

// Only addresses that a browser opens harmlessly become links. Those of messages lead to them here.
export function link(address, label = null) {
  const [, channel, seconds, rest] = PERMALINK.exec(address) ?? [];
  if (channel && session.state?.channels.some((one) => one.id === channel)) {
    return el("a", { href: `#/${channel}/at/${seconds}.${rest}` }, label ?? address);
  }
  if (!SAFE.test(address)) return label ?? address;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ?? address.replace(/^mailto:/i, ""));
}

export function broadcast(range) {
  return el("span", { class: "mention" }, `@${range}`);
}

function dated(target, fallback, world) {
  const [, seconds, format, address] = target.split("^");
  const at = Number(seconds);
  if (!format || !Number.isFinite(at)) return fallback ?? "";
  const time = el("time", { datetime: new Date(at * 1000).toISOString() }, spokenDate(at, unescaped(format), world));
  return address && SAFE.test(address) ? el("a", { href: unescaped(address), target: "_blank", rel: "noopener noreferrer" }, time) : time;
}

// Plain text objects know emoji and nothing else.
export function plain(text, withEmoji = true) {
  const words = unescaped(String(text ?? ""));
  return withEmoji ? words.replace(/:([a-z0-9_+'-]+):/g, (_, name) => emoji(name)) : words;
}

// A text object of Block Kit.
export function textObject(object, world) {
  if (!object) return [];
  if (typeof object === "string") return [plain(object)];
  if (object.type === "mrkdwn") return mrkdwn(object.text, world);
  return [el("span", { class: "lines" }, plain(object.text, object.emoji !== false))];
}
