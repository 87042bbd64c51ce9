// Slack's own markup (docs.slack.dev/messaging/formatting-message-text), drawn as elements and text nodes only.

import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { dated, whole } from "./moments.js";
import { channel, handleOf, person, zoneOf } from "./people.js";

const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const LIST = /^(\s*)(?:[•◦▪-]|(\d{1,3})[.)])\s+(.*)$/;
const SAFE = /^(https?:|mailto:|tel:)/i;

export const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export const plain = (text, withShortcodes = true) => (withShortcodes ? withEmoji(unescaped(text)) : unescaped(text));

// `viewer` is who reads it: dates are in their zone, a mention of them stands out.
export function mrkdwn(text, viewer) {
  const parts = text.split("```");
  // A fence without an end is no fence.
  if (parts.length % 2 === 0) parts.push(`${parts.splice(-2, 1)[0]}\`\`\`${parts.pop()}`);
  return parts.flatMap((part, index) => (index % 2 ? [fence(part)] : lines(part, viewer)));
}

const fence = (text) => h("pre", { class: "code", tabindex: 0 }, unescaped(text.replace(/^\n|\n$/g, "")));

function lines(text, viewer) {
  const drawn = [];
  let rest = text.replace(/^\n+|\n+$/g, "").split("\n");
  while (rest.length && (text.trim() || rest.length > 1)) {
    const [taken, element] = quote(rest, viewer) ?? list(rest, viewer) ?? paragraph(rest, viewer);
    drawn.push(element);
    rest = rest.slice(taken);
  }
  return drawn;
}

const quoted = (line) => line.match(/^(?:&gt;|>)(?!(?:&gt;|>){2})\s?(.*)$/)?.[1];

function quote(rest, viewer) {
  const whole = rest[0].match(/^(?:&gt;|>){3}\s?(.*)$/);
  if (whole) return [rest.length, h("blockquote", null, broken([whole[1], ...rest.slice(1)], viewer))];
  const taken = run(rest, (line) => quoted(line) !== undefined);
  return taken ? [taken, h("blockquote", null, broken(rest.slice(0, taken).map(quoted), viewer))] : null;
}

function list(rest, viewer) {
  const isOrdered = (line) => line.match(LIST)?.[2] !== undefined;
  const taken = run(rest, (line) => LIST.test(line) && isOrdered(line) === isOrdered(rest[0]));
  if (!taken) return null;
  const items = rest.slice(0, taken).map((line) => line.match(LIST));
  const ordered = isOrdered(rest[0]);
  const rows = items.map((item) => h("li", ordered ? { value: item[2] } : null, inline(item[3], viewer)));
  return [taken, h(ordered ? "ol" : "ul", null, rows)];
}

function paragraph(rest, viewer) {
  const special = (line) => quoted(line) !== undefined || LIST.test(line) || /^(?:&gt;|>){3}/.test(line);
  const taken = Math.max(
    1,
    run(rest, (line) => !special(line)),
  );
  return [taken, h("div", { class: "line" }, broken(rest.slice(0, taken), viewer))];
}

function run(rest, holds) {
  const end = rest.findIndex((line) => !holds(line));
  return end < 0 ? rest.length : end;
}

const broken = (rows, viewer) => rows.flatMap((row, index) => [index ? h("br") : null, inline(row, viewer)]);

function inline(text, viewer) {
  const found = [];
  let words = "";
  let at = 0;
  while (at < text.length) {
    const token =
      code(text, at) ??
      reference(text, at, viewer) ??
      shortcode(text, at) ??
      marked(text, at, viewer) ??
      bare(text, at);
    if (token) {
      found.push(unescaped(words), token.element);
      words = "";
      at = token.end;
    } else {
      words += text[at];
      at += 1;
    }
  }
  return [...found, unescaped(words)].filter((one) => one !== "");
}

function code(text, at) {
  const found = text.slice(at).match(/^`([^`\n]+)`/);
  return found && { element: h("code", null, unescaped(found[1])), end: at + found[0].length };
}

function shortcode(text, at) {
  const found = text.slice(at).match(/^:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/);
  const letter = found && emoji(found[1], Number(found[2] ?? 0));
  return letter
    ? {
        element: emojiElement(found[1], letter),
        end: at + found[0].length,
      }
    : null;
}

export const emojiElement = (name, letter) =>
  h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, letter);

function marked(text, at, viewer) {
  const mark = text[at];
  if (!MARKS[mark] || WORD.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark)
    return null;
  const end = closing(text, at, mark);
  return end < 0 ? null : { element: h(MARKS[mark], null, inline(text.slice(at + 1, end), viewer)), end: end + 1 };
}

function closing(text, at, mark) {
  for (let end = text.indexOf(mark, at + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (!/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? "")) return end;
  }
  return -1;
}

function bare(text, at) {
  if (WORD.test(text[at - 1] ?? "")) return null;
  const found = text.slice(at).match(/^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)]/);
  return found && { element: link(unescaped(found[0])), end: at + found[0].length };
}

function reference(text, at, viewer) {
  const found = text.slice(at).match(/^<([^<>\n]+)>/);
  if (!found) return null;
  const [target, ...label] = found[1].split("|");
  return { element: referred(target, unescaped(label.join("|")), viewer), end: at + found[0].length };
}

function referred(target, label, viewer) {
  if (target.startsWith("@")) return mention(target.slice(1), label, viewer);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label, viewer);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@group");
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  return link(unescaped(target), label);
}

export function mention(id, label, viewer) {
  const name = person(id) ? handleOf(id) : label || id;
  return h("span", { class: id === viewer ? "mention self" : "mention" }, `@${name}`);
}

export const channelMention = (id, label = "") =>
  h("span", { class: "mention" }, `#${channel(id)?.name ?? (label || id)}`);

// Other schemes (javascript:, data:) are shown as what they are: text.
export function link(url, label = "") {
  if (!SAFE.test(url)) return label ? `${label} (${url})` : url;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label || url);
}

function date(target, fallback, viewer) {
  const [, ts, pattern, url] = target.split("^");
  const instant = new Date(Number(ts) * 1000);
  if (Number.isNaN(instant.getTime())) return fallback;
  const zone = zoneOf(viewer);
  const time = h(
    "time",
    { datetime: instant.toISOString(), title: whole(instant, zone) },
    dated(instant, pattern ?? "{date}", zone),
  );
  return url && SAFE.test(url) ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, time) : time;
}
