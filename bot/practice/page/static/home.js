// The app's Home, as it published it for this person.

import { blocks } from "/page/blocks.js";
import { el, markOf, sync } from "/page/dom.js";
import { contextFor, session } from "/page/session.js";
import { Values } from "/page/values.js";

const values = new Map();

export function drawHome(box) {
  const { home, app } = session.state;
  const key = home ? home.id : "none";
  sync(box, [{ key, mark: markOf(home?.hash, home?.given), build: () => (home ? shown(home) : empty(app)) }]);
}

function shown(view) {
  if (!values.has(view.id)) values.set(view.id, new Values(view.values));
  return el("section", { class: "home-view", "aria-label": "Home", "data-view-id": view.id },
    blocks(view.given.blocks, contextFor({ view_id: view.id }, values.get(view.id), { blocks: view.given.blocks })));
}

function empty(app) {
  return el("p", { class: "empty quiet" }, `${app.name} has not put anything on your Home yet.`);
}
