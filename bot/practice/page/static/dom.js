// Builds elements. Words only ever become text nodes, so nothing that anybody writes turns into markup.

export function el(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, given = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), given, children);
}

function filled(node, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "props") Object.assign(node, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let lastId = 0;

export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

const PICTURES = {
  bolt: "M9 1 3 9h4l-1 6 6-8H8z",
  dots: "M3 8h.01M8 8h.01M13 8h.01",
  smile: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M5.5 9.5c1 2 4 2 5 0M5.8 6h.01M10.2 6h.01",
  reply: "M6 3 2 7l4 4M2 7h7c3 0 5 2 5 5v1",
  close: "M3 3l10 10M13 3 3 13",
  hash: "M6 2 5 14M11 2l-1 12M2.5 6h11M2 10.5h11",
  lock: "M4 7h8v7H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  clip: "M13 7 7.5 12.5a3 3 0 0 1-4.5-4L9 3a2 2 0 0 1 3 3l-5.5 5.5a1 1 0 0 1-1.5-1.5L10 5",
  back: "M10 2 4 8l6 6",
};

export function icon(name) {
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" }, svg("path", { d: PICTURES[name] }));
}

// Brings a list up to date: what has not changed stays the very same element, with its focus and its typed words.
export function sync(list, items) {
  const old = new Map(Array.from(list.children, (node) => [node.dataset.key, node]));
  const wanted = items.map(({ key, mark, build }) => {
    const there = old.get(key);
    if (there && there.dataset.mark === mark) return there;
    const node = build();
    node.dataset.key = key;
    node.dataset.mark = mark;
    if (there) replaceKeepingFocus(there, node);
    return node;
  });
  const keep = new Set(wanted);
  Array.from(list.children).forEach((node) => keep.has(node) || node.remove());
  wanted.forEach((node, at) => list.children[at] === node || list.insertBefore(node, list.children[at] ?? null));
}

// Where the focus is, in a form that still finds it after its element was drawn again.
export function place(node = document.activeElement) {
  const named = node?.closest?.("[data-focus]");
  const within = node?.closest?.("[data-key]");
  const key = within?.dataset.key, focus = named?.dataset.focus;
  return () => {
    if (node?.isConnected) return node;
    const scope = key ? Array.from(document.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key) : document;
    return Array.from((scope ?? document).querySelectorAll("[data-focus]")).find((one) => one.dataset.focus === focus) ?? null;
  };
}

export function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement.closest("[data-focus]")?.dataset.focus : null;
  old.replaceWith(fresh);
  if (focused) Array.from(fresh.querySelectorAll("[data-focus]")).find((node) => node.dataset.focus === focused)?.focus();
}

// A short mark for anything that can be written as JSON: equal things have equal marks.
export function markOf(...things) {
  const text = JSON.stringify(things);
  let hash = 5381;
  for (let at = 0; at < text.length; at += 1) hash = ((hash * 33) ^ text.charCodeAt(at)) >>> 0;
  return `${text.length}-${hash}`;
}
