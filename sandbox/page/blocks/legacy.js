// Buttons and menus of attachments, from before there were blocks.

import { h } from "../dom.js";
import { menuButton } from "../menu.js";

const SAFE = /^https?:/i;
const words = (text) => ({ type: "plain_text", text });

export function drawLegacyActions(attachment, surface) {
  if (!attachment.actions?.length) return [];
  const drawn = attachment.actions.map((action) => drawAction(attachment, action, surface));
  return [h("div", { class: "block-actions" }, drawn)];
}

function drawAction(attachment, action, surface) {
  const label = { class: `tap ${action.style ?? ""}`, "data-key": `${attachment.id} ${action.id}` };
  if (action.type === "select") {
    const items = () =>
      (action.options ?? []).map((option) => ({
        text: option.text,
        description: option.description,
        run: () => tap(attachment, action, option.value, surface, menu),
      }));
    const menu = menuButton(label, action.text, items);
    return menu;
  }
  const button = h("button", { type: "button", ...label }, action.text);
  button.addEventListener("click", () => {
    if (!action.url) tap(attachment, action, action.value, surface, button);
    else if (SAFE.test(action.url)) open(action.url, "_blank", "noopener,noreferrer");
  });
  return button;
}

async function tap(attachment, action, value, surface, control) {
  if (action.confirm && !(await surface.where.ask(asked(action.confirm)))) return;
  await surface.tell({ name: action.name, value, attachment_id: attachment.id }, control);
}

// The old confirmation in the fields of the new one.
const asked = ({ title, text, ok_text: yes, dismiss_text: no }) => ({
  title: words(title ?? "Are you sure?"),
  text: words(text ?? ""),
  confirm: words(yes ?? "Okay"),
  deny: words(no ?? "Cancel"),
});
