// Attachments of a message: what an app sends, what stands behind a link, what was forwarded.

import { drawBlocks } from "./blocks/blocks.js";
import { drawLegacyActions } from "./blocks/legacy.js";
import { h } from "./dom.js";
import { drawFiles } from "./files.js";
import { hour, moment } from "./moments.js";
import { link, mrkdwn } from "./mrkdwn.js";
import { zoneOf } from "./people.js";

export function attachment(one, seat, surface) {
  const element = h("div", { class: "attachment" });
  if (/^#?[0-9a-f]{6}$/i.test(one.color ?? ""))
    element.style.setProperty("--attachment", `#${one.color.replace("#", "")}`);
  element.append(...[author(one), title(one), ...words(one, seat)].filter(Boolean));
  element.append(...drawBlocks(one.blocks ?? [], surface), ...drawLegacyActions(one, surface));
  element.append(...drawFiles(one, seat), ...foot(one, seat));
  return element;
}

const author = (one) => (one.author_name ? h("p", { class: "attachment-author" }, one.author_name) : null);

function title(one) {
  if (!one.title) return null;
  return h("strong", null, one.title_link ? link(one.title_link, one.title) : one.title);
}

function words(one, seat) {
  const text = one.text ?? (one.blocks ? "" : (one.fallback ?? ""));
  return text ? mrkdwn(text, seat.user) : [];
}

function foot(one, seat) {
  if (!one.is_share) return [];
  return [h("p", { class: "attachment-foot" }, `${one.footer}, ${hour(moment(one.ts), zoneOf(seat.user))}`)];
}
