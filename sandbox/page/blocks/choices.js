// Checkboxes and radio buttons.

import { freshId, h } from "../dom.js";
import { textObject } from "./text.js";

export function drawCheckboxes(block, element, surface, names, key) {
  const chosen = (surface.valueOf(block, element)?.selected_options ?? []).map((option) => option.value);
  const boxes = rows(element, "checkbox", chosen, surface, key);
  return group("group", names, boxes, () => {
    const selected = element.options.filter((option, index) => input(boxes[index]).checked);
    return surface.change(block, element, { selected_options: selected }, boxes[0]);
  });
}

export function drawRadios(block, element, surface, names, key) {
  const chosen = [surface.valueOf(block, element)?.selected_option?.value];
  const boxes = rows(element, "radio", chosen, surface, key);
  return group("radiogroup", names, boxes, () => {
    const selected = element.options.find((option, index) => input(boxes[index]).checked) ?? null;
    return surface.change(block, element, { selected_option: selected }, boxes[0]);
  });
}

const input = (row) => row.querySelector("input");

function rows(element, type, chosen, surface, key) {
  const name = freshId("choice");
  return element.options.map((option, index) => {
    const box = h("input", { type, name, checked: chosen.includes(option.value), "data-key": `${key} ${index}` });
    const description = option.description
      ? h("span", { class: "option-description" }, textObject(option.description, surface.viewer))
      : null;
    return h(
      "label",
      { class: "choice" },
      box,
      h("span", null, h("span", { class: "choice-text" }, textObject(option.text, surface.viewer)), description),
    );
  });
}

function group(role, names, boxes, changed) {
  // A label's "for" only reaches single controls: a group is named by aria-labelledby, and focused by its first box.
  const attributes = { role, class: "choices", "data-control": true, "aria-label": names["aria-label"] };
  const drawn = h(
    "div",
    { ...attributes, "aria-labelledby": names["aria-labelledby"], "aria-describedby": names["aria-describedby"] },
    boxes,
  );
  drawn.addEventListener("change", changed);
  drawn.focus = () => input(boxes[0]).focus();
  return drawn;
}
