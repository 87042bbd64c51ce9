// Buttons and the overflow menu.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { plain } from "../mrkdwn.js";

const SAFE = /^https?:/i;

export function drawButton(block, element, surface, names, key) {
  const drawn = h(
    "button",
    { type: "button", class: `tap ${element.style ?? ""}`, "data-key": key, "aria-label": element.accessibility_label },
    plain(element.text.text),
  );
  drawn.addEventListener("click", () => {
    if (element.url && SAFE.test(element.url)) open(element.url, "_blank", "noopener,noreferrer");
    surface.act(block, element, {}, drawn);
  });
  return drawn;
}

export function drawOverflow(block, element, surface, names, key) {
  const items = () =>
    element.options.map((option) => ({
      text: plain(option.text.text),
      description: option.description && plain(option.description.text),
      run: () => {
        if (option.url && SAFE.test(option.url)) open(option.url, "_blank", "noopener,noreferrer");
        surface.act(block, element, { selected_option: option }, drawn);
      },
    }));
  const drawn = menuButton(
    { class: "tap overflow", "aria-label": "More actions", "data-key": key },
    icon("more"),
    items,
  );
  return drawn;
}
