// Blocks that are only read: markdown, tables, alerts.

import { h } from "../dom.js";
import { mrkdwn } from "../mrkdwn.js";
import { richText } from "./rich_text.js";
import { textObject } from "./text.js";

// Markdown's own marks turned into Slack's; what goes beyond them is shown as written.
export function markdown(block, viewer) {
  const text = block.text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/^#{1,6}\s+(.*)$/gm, "**$1**")
    .replace(/(?<![*\w])\*(?=[^\s*])([^*\n]+)\*(?![*\w])/g, "_$1_")
    .replace(/\*\*([^*\n]+)\*\*/g, "*$1*")
    .replace(/~~([^~\n]+)~~/g, "~$1~")
    .replace(/^(\s*)[*+]\s+/gm, "$1• ")
    .replace(/\[([^\]\n]+)\]\((https?:[^\s)]+)\)/g, "<$2|$1>");
  return h("div", { class: "block-text" }, mrkdwn(text, viewer));
}

export function table(block, viewer) {
  const aligned = (index) => block.column_settings?.[index]?.align;
  return grid(block.rows, { label: "Table", aligned, viewer });
}

// Slack shows a page of it; here all of it is scrolled.
export function dataTable(block, viewer) {
  const rowHead = block.row_header_column_index ?? null;
  const aligned = (index) => (block.rows[1][index].type === "raw_number" ? "right" : null);
  return grid(block.rows, { label: block.caption, caption: block.caption, aligned, rowHead, viewer });
}

function grid([head, ...rows], { label, caption = null, aligned, rowHead = null, viewer }) {
  const headCells = head.map((cell, index) => h("th", { class: aligned(index), scope: "col" }, content(cell, viewer)));
  const cells = (row) =>
    row.map((cell, index) =>
      index === rowHead
        ? h("th", { scope: "row" }, content(cell, viewer))
        : h("td", { class: aligned(index) }, content(cell, viewer)),
    );
  const body = rows.map((row) => h("tr", null, cells(row)));
  return h(
    "div",
    { class: "scrolled", tabindex: 0, role: "group", "aria-label": label },
    h(
      "table",
      null,
      caption ? h("caption", null, caption) : null,
      h("thead", null, h("tr", null, headCells)),
      h("tbody", null, body),
    ),
  );
}

function content(cell, viewer) {
  if (cell.type === "rich_text") return richText(cell, viewer);
  return cell.text === undefined ? String(cell.value ?? "") : String(cell.text);
}

export function alert(block, viewer) {
  return h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, textObject(block.text, viewer));
}
