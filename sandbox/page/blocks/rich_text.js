// rich_text: what people's own messages are made of.

import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { dated } from "../moments.js";
import { channelMention, emojiElement, link, mention } from "../mrkdwn.js";
import { zoneOf } from "../people.js";

const PARTS = {
  rich_text_section: (part, viewer) => h("div", { class: "line" }, pieces(part.elements, viewer)),
  rich_text_quote: (part, viewer) => h("blockquote", null, pieces(part.elements, viewer)),
  rich_text_preformatted: (part, viewer) => h("pre", { class: "code", tabindex: 0 }, pieces(part.elements, viewer)),
  rich_text_list: list,
};

const PIECES = {
  text: (piece) => styled(piece, broken(piece.text)),
  link: (piece) => styled(piece, link(piece.url, piece.text)),
  user: (piece, viewer) => styled(piece, mention(piece.user_id, "", viewer)),
  usergroup: (piece) => h("span", { class: "mention" }, `@${piece.usergroup_id}`),
  channel: (piece) => styled(piece, channelMention(piece.channel_id)),
  broadcast: (piece) => h("span", { class: "mention loud" }, `@${piece.range}`),
  emoji: (piece) => {
    const letter = emoji(piece.name, piece.skin_tone ?? 0);
    return letter ? styled(piece, emojiElement(piece.name, letter)) : `:${piece.name}:`;
  },
  color: (piece) => piece.value,
  date: (piece, viewer) => dated(new Date(piece.timestamp * 1000), piece.format ?? "{date}", zoneOf(viewer)),
};

export function richText(block, viewer) {
  return block.elements.map((part) => PARTS[part.type]?.(part, viewer) ?? `not drawn: ${part.type}`);
}

const pieces = (elements, viewer) =>
  (elements ?? []).flatMap((piece) => PIECES[piece.type]?.(piece, viewer) ?? `not drawn: ${piece.type}`);

function list(part, viewer) {
  const rows = part.elements.map((item) => h("li", null, pieces(item.elements, viewer)));
  const start = part.offset ? { start: part.offset + 1 } : null;
  const element = h(part.style === "ordered" ? "ol" : "ul", start, rows);
  element.classList.add(`indent-${Math.min(part.indent ?? 0, 4)}`);
  return element;
}

const broken = (text) => text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(piece, content) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (piece.style?.[name] ? h(tag, null, inner) : inner),
    content,
  );
}
