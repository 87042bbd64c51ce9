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
  const [head, ...rows] = block.rows;
  const aligned = (index) => block.column_settings?.[index]?.align;
  const cells = (row, tag) =>
    row.map((cell, index) =>
      h(tag, { class: aligned(index), scope: tag === "th" ? "col" : null }, content(cell, viewer)),
    );
  return h(
    "div",
    { class: "scrolled", tabindex: 0, role: "group", "aria-label": "Table" },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, cells(head, "th"))),
      h(
        "tbody",
        null,
        rows.map((row) => h("tr", null, cells(row, "td"))),
      ),
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
