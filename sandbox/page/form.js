// A small form over one seat, for acts that need a few words.

import { freshId, h } from "./dom.js";

// `fields`: [{name, label, options?: [[value, text]], optional?}]. Resolves to {name: value}, or null when dropped.
export function formIn(layer, { title, fields, agree }) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const id = freshId("form");
    const controls = fields.map((field) => [field.name, control(field)]);
    const end = (values) => {
      layer.take(dialog);
      back?.focus?.();
      resolve(values);
    };
    const send = (event) => {
      event.preventDefault();
      end(Object.fromEntries(controls.map(([name, one]) => [name, one.value.trim()])));
    };
    const drop = h("button", { type: "button", class: "tap", onclick: () => end(null) }, "Cancel");
    const go = h("button", { type: "submit", class: "tap primary filled" }, agree);
    const rows = fields.map((field, index) => row(field, controls[index][1]));
    const dialog = h(
      "div",
      { class: "sheet confirm", role: "dialog", "aria-labelledby": id },
      h("h2", { class: "sheet-title", id }, title),
      h(
        "form",
        { class: "sheet-form", onsubmit: send },
        h("div", { class: "sheet-body" }, rows),
        h("footer", { class: "sheet-foot" }, drop, go),
      ),
    );
    dialog.escape = () => end(null);
    layer.put(dialog);
    controls[0][1].focus();
  });
}

function control({ options, optional = false }) {
  if (!options) return h("input", { type: "text", class: "typed", id: freshId("field"), required: !optional });
  return h(
    "select",
    { class: "typed", id: freshId("field") },
    options.map(([value, text]) => h("option", { value }, text)),
  );
}

const row = (field, one) =>
  h(
    "div",
    { class: "field form-field" },
    h(
      "label",
      { class: "label", for: one.id },
      field.label,
      field.optional ? h("span", { class: "optional" }, " (optional)") : null,
    ),
    one,
  );
