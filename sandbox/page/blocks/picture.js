// Images; one that cannot be loaded is told by its alternative text.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";

export function picture(block) {
  const title = block.title ? h("figcaption", null, plain(block.title.text)) : null;
  return h("figure", null, title, image(block, "block-picture"));
}

export function image(element, kind) {
  const shown = h("img", { class: kind, src: element.image_url ?? "", alt: element.alt_text });
  shown.addEventListener("error", () => shown.replaceWith(h("span", { class: `${kind} missing` }, element.alt_text)));
  return shown;
}
