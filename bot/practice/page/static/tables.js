// The table and data_table blocks.

import { el } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { richText } from "/page/richtext.js";

export function table(block, world) {
  const [head, ...rows] = block.rows ?? [];
  if (!head) return [];
  const named = block.type === "data_table" ? block.row_header_column_index ?? 0 : -1;
  const align = (at) => `align-${block.column_settings?.[at]?.align ?? "left"}`;
  return el("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": block.caption ?? "Table" }, el("table", {},
    block.caption ? el("caption", {}, plain(block.caption)) : null,
    el("thead", {}, el("tr", {}, head.map((one, at) => el("th", { scope: "col", class: align(at) }, cell(one, world))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((one, at) => (at === named
      ? el("th", { scope: "row" }, cell(one, world))
      : el("td", { class: one?.type === "raw_number" ? "align-right" : align(at) }, cell(one, world)))))))));
}

function cell(one, world) {
  if (!one) return "";
  if (one.type === "rich_text") return richText(one, world);
  if (one.type === "raw_number") return String(one.text ?? one.value ?? one.number ?? "");
  return plain(one.text ?? "");
}
