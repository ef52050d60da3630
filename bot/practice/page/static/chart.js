// The data_visualization block: a plain drawing, and the same figures as a table.

import { el, freshId, svg } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";

const WIDTH = 560, HEIGHT = 220, LEFT = 40, BOTTOM = 34, TOP = 10;
const DASHES = ["", "6 4", "2 3", "10 3 2 3", "1 5", "12 6"];

export function chart(block) {
  const kind = block.chart?.type ?? "bar";
  const { categories, series } = figures(block.chart ?? {});
  const titleId = freshId("chart");
  const drawing = ["pie", "bar"].includes(kind) ? bars(categories, series) : lines(categories, series, kind === "area");
  return el("figure", { class: "chart", "aria-labelledby": titleId },
    el("figcaption", { id: titleId }, el("b", {}, plain(block.title?.text ?? block.title ?? "Chart"))),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" }, drawing),
    series.length > 1 ? el("ul", { class: "key", "aria-hidden": "true" }, series.map((one, at) => el("li", {}, el("span", { class: `swatch tone-${at % 6}` }), one.name))) : null,
    el("details", {}, el("summary", {}, "The same as a table"), el("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Figures" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, ""), series.map((one) => el("th", { scope: "col", class: "align-right" }, one.name)))),
      el("tbody", {}, categories.map((name, at) => el("tr", {}, el("th", { scope: "row" }, name), series.map((one) => el("td", { class: "align-right" }, String(one.values[at] ?? ""))))))))));
}

function figures(given) {
  if (given.segments) {
    return { categories: given.segments.map((one) => plain(one.label)), series: [{ name: "Value", values: given.segments.map((one) => one.value) }] };
  }
  const series = (given.series ?? []).map((one) => ({ name: plain(one.name), points: one.data ?? [] }));
  const categories = given.axis_config?.categories ?? [...new Set(series.flatMap((one) => one.points.map((point) => point.label)))];
  return {
    categories: categories.map((one) => plain(one?.label ?? one)),
    series: series.map((one) => ({
      name: one.name,
      values: categories.map((name, at) => (one.points.find((point) => point?.label === name) ?? one.points[at])?.value ?? null),
    })),
  };
}

function scale(series) {
  const all = series.flatMap((one) => one.values).filter(Number.isFinite);
  const most = Math.max(1, ...all), least = Math.min(0, ...all);
  return { most, least, y: (value) => TOP + ((most - value) / (most - least)) * (HEIGHT - TOP - BOTTOM) };
}

function frame(categories, { most, least, y }) {
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  const every = Math.ceil(categories.length / 8);
  return [
    svg("line", { class: "axis", x1: LEFT, x2: WIDTH, y1: y(Math.max(0, least)), y2: y(Math.max(0, least)) }),
    [most, least].map((value) => svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, String(Math.round(value * 100) / 100))),
    categories.map((name, at) => (at % every ? null : svg("text", { x: LEFT + step * (at + 0.5), y: HEIGHT - 12, "text-anchor": "middle" }, name.length > 12 ? `${name.slice(0, 11)}…` : name))),
  ];
}

function bars(categories, series) {
  const fit = scale(series);
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  const width = (step * 0.7) / Math.max(1, series.length);
  return [frame(categories, fit), series.map((one, nth) => one.values.map((value, at) => (Number.isFinite(value) ? svg("rect", {
    class: `tone-${nth % 6}`, x: LEFT + step * (at + 0.15) + width * nth, width: Math.max(2, width - 2),
    y: Math.min(fit.y(value), fit.y(0)), height: Math.abs(fit.y(0) - fit.y(value)),
  }) : null)))];
}

function lines(categories, series, filled) {
  const fit = scale(series);
  const step = (WIDTH - LEFT) / Math.max(1, categories.length);
  const x = (at) => LEFT + step * (at + 0.5);
  return [frame(categories, fit), series.map((one, nth) => {
    const points = one.values.map((value, at) => (Number.isFinite(value) ? `${x(at)},${fit.y(value)}` : null)).filter(Boolean);
    if (!points.length) return null;
    const area = `${x(0)},${fit.y(0)} ${points.join(" ")} ${x(one.values.length - 1)},${fit.y(0)}`;
    return [
      filled ? svg("polygon", { class: `area tone-${nth % 6}`, points: area }) : null,
      svg("polyline", { class: `line tone-${nth % 6}`, points: points.join(" "), "stroke-dasharray": DASHES[nth % 6] || null }),
    ];
  })];
}
