// A small menu beside a button: arrow keys move, Escape closes, and the focus goes back.

import { el, place } from "/page/dom.js";

let closeOpen = null;

// `items` are {label, words?, hook?, run, danger?}; a title may stand above them.
export function openMenu(button, items, { label, grid = false } = {}) {
  closeOpen?.();
  const back = place(button);
  const within = button.closest("dialog") ?? document.body;
  const rows = items.map((item) => el("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null,
    "aria-label": item.label, ...item.hooks,
    onclick: () => { close(true); item.run(); },
  }, item.words ?? item.label));
  const menu = el("div", { role: "menu", class: grid ? "menu grid" : "menu", "aria-label": label, onkeydown: keyed }, rows);

  function keyed(event) {
    const at = rows.indexOf(document.activeElement);
    const across = grid ? { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 4, ArrowUp: -4 } : { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in across) to(at + across[event.key], event);
    else if (event.key === "Home") to(0, event);
    else if (event.key === "End") to(rows.length - 1, event);
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); }
    else if (event.key === "Tab") { event.preventDefault(); close(true); }
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      const next = [...rows.slice(at + 1), ...rows].find((row) => row.getAttribute("aria-label").toLowerCase().startsWith(event.key.toLowerCase()));
      next?.focus();
    }
  }

  function to(at, event) {
    event.preventDefault();
    rows[(at + rows.length) % rows.length].focus();
  }

  function close(returning) {
    if (closeOpen !== close) return;
    closeOpen = null;
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", close);
    if (returning) back()?.focus();
  }

  function outside(event) {
    if (!menu.contains(event.target)) close(false);
  }

  closeOpen = close;
  within.append(menu);
  settle(menu, button);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", close);
  rows[0]?.focus();
}

function settle(menu, button) {
  const box = button.getBoundingClientRect();
  const width = menu.offsetWidth, height = menu.offsetHeight;
  const left = Math.min(Math.max(8, box.right - width), innerWidth - width - 8);
  const below = box.bottom + 4;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${below + height > innerHeight - 8 ? Math.max(8, box.top - height - 4) : below}px`;
}
