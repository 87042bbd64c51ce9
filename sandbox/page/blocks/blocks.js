// Block Kit, drawn. A surface (message, modal or Home; see surface.js) says what stands in the inputs and what a tap does.

import { freshId, h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { drawElement } from "./element.js";
import { image, picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { alert, dataTable, markdown, table } from "./reading.js";
import { textObject } from "./text.js";

const DRAW = {
  actions,
  alert: (block, surface) => alert(block, surface.viewer),
  context,
  card,
  carousel,
  container,
  context_actions: actions,
  data_table: (block, surface) => dataTable(block, surface.viewer),
  divider: () => h("hr"),
  header: (block) => h("h3", { class: "block-header" }, plain(block.text.text)),
  image: (block) => picture(block),
  input,
  markdown: (block, surface) => markdown(block, surface.viewer),
  rich_text: (block, surface) => h("div", { class: "block-rich-text" }, richText(block, surface.viewer)),
  section,
  table: (block, surface) => table(block, surface.viewer),
};

export const drawBlocks = (blocks, surface) => blocks.map((block) => drawBlock(block, surface));

function drawBlock(block, surface) {
  const draw = DRAW[block.type];
  const drawn = draw ? draw(block, surface) : notDrawn(block.type);
  drawn.classList.add("block", `block-${block.type}`);
  drawn.dataset.block = block.block_id;
  return drawn;
}

const notDrawn = (type) => h("p", { class: "not-drawn" }, `not drawn: ${type}`);

function section(block, surface) {
  const text = block.text ? h("div", { class: "block-text" }, textObject(block.text, surface.viewer)) : null;
  const fields = block.fields?.length
    ? h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "block-text" }, textObject(field, surface.viewer))),
      )
    : null;
  const accessory = block.accessory
    ? h("div", { class: "accessory" }, drawElement(block, block.accessory, surface))
    : null;
  return h("div", null, h("div", { class: "section-words" }, text, fields), accessory);
}

function card(block, surface) {
  const words = (part, kind) => (part ? h("div", { class: kind }, textObject(part, surface.viewer)) : null);
  const head =
    block.icon || block.title || block.subtitle
      ? h(
          "div",
          { class: "card-head" },
          block.icon ? image(block.icon, "card-icon") : null,
          h("div", null, words(block.title, "card-title"), words(block.subtitle, "card-subtitle")),
        )
      : null;
  const taps = block.actions?.length ? h("div", { class: "card-actions" }, elementsOf(block.actions, block, surface)) : null;
  const hero = block.hero_image ? image(block.hero_image, "card-hero") : null;
  return h("div", null, hero, head, words(block.body, "block-text"), taps);
}

function carousel(block, surface) {
  return h("div", { tabindex: 0, role: "group", "aria-label": "Cards" }, drawBlocks(block.elements, surface));
}

function container(block, surface) {
  const title = block.rich_text_title ? richText(block.rich_text_title, surface.viewer) : plain(block.title.text);
  const subtitle = block.subtitle
    ? h("span", { class: "card-subtitle" }, textObject(block.subtitle, surface.viewer))
    : null;
  const head = [
    block.icon ? image(block.icon, "card-icon") : null,
    h("span", null, h("strong", null, title), subtitle),
  ];
  const inside = drawBlocks(block.child_blocks, surface);
  if (!block.is_collapsible) return h("div", null, h("div", { class: "card-head" }, head), inside);
  const open = !block.default_collapsed;
  return h("div", null, h("details", { open }, h("summary", { class: "card-head" }, head), inside));
}

const elementsOf = (elements, block, surface) => elements.map((element) => drawElement(block, element, surface));

function context(block, surface) {
  const parts = block.elements.map((element) =>
    element.type === "image"
      ? h("img", { class: "context-image", src: element.image_url, alt: element.alt_text })
      : h("span", { class: "context-text" }, textObject(element, surface.viewer)),
  );
  return h("div", null, parts);
}

function actions(block, surface) {
  return h(
    "div",
    null,
    elementsOf(block.elements, block, surface),
  );
}

// The label names the control; hint and error describe it.
function input(block, surface) {
  const names = {
    label: freshId("label"),
    control: freshId("control"),
    hint: freshId("hint"),
    error: freshId("error"),
  };
  const label = [plain(block.label.text), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const control = drawElement(block, block.element, surface, names);
  const hint = block.hint ? h("p", { class: "hint", id: names.hint }, plain(block.hint.text)) : null;
  const error = h("p", { class: "error", id: names.error, role: "alert" });
  return h(
    "div",
    { class: "field" },
    h("label", { class: "label", id: names.label, for: names.control }, label),
    control,
    error,
    hint,
  );
}

// Puts errors under the inputs of `host`, takes older ones away, and gives the first control that has one.
export function showErrors(host, errors) {
  let first = null;
  for (const field of host.querySelectorAll(".field")) {
    const text = errors[field.dataset.block] ?? "";
    field.querySelector(".error").textContent = text;
    const control = field.querySelector("[data-control]");
    control?.toggleAttribute("aria-invalid", Boolean(text));
    if (text && control) {
      control.setAttribute("aria-invalid", "true");
      first ??= control;
    }
  }
  return first;
}
