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

// Two thumbs; the app hears the value of the one that was tapped.
export function drawFeedback(block, element, surface, names, key) {
  const one = (given, sign) => {
    const drawn = h(
      "button",
      {
        type: "button",
        class: "tap",
        "data-key": `${key} ${given.value}`,
        "aria-label": given.accessibility_label ?? plain(given.text.text),
        title: plain(given.text.text),
      },
      sign,
    );
    drawn.addEventListener("click", () => surface.act(block, element, { value: given.value }, drawn));
    return drawn;
  };
  return h("span", { class: "feedback" }, one(element.positive_button, "👍"), one(element.negative_button, "👎"));
}

export function drawIconButton(block, element, surface, names, key) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(surface.viewer)) return h("span");
  return drawButton(block, element, surface, names, key);
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
