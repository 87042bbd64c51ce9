// A confirm dialog over one seat.

import { freshId, h } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { textObject } from "./blocks/text.js";

// Resolves to true when the person confirms.
export function confirmIn(layer, confirm, viewer) {
  return new Promise((resolve) => {
    const back = document.activeElement;
    const names = { title: freshId("confirm"), text: freshId("confirm") };
    const answer = (yes) => {
      layer.take(dialog);
      back?.focus?.();
      resolve(yes);
    };
    const deny = h("button", { type: "button", class: "tap", onclick: () => answer(false) }, plain(confirm.deny.text));
    const agree = h(
      "button",
      {
        type: "button",
        class: `tap ${confirm.style === "danger" ? "danger" : "primary"} filled`,
        onclick: () => answer(true),
      },
      plain(confirm.confirm.text),
    );
    const dialog = h(
      "div",
      { class: "sheet confirm", role: "alertdialog", "aria-labelledby": names.title, "aria-describedby": names.text },
      h("h2", { class: "sheet-title", id: names.title }, plain(confirm.title.text)),
      h("div", { class: "sheet-body block-text", id: names.text }, textObject(confirm.text, viewer)),
      h("footer", { class: "sheet-foot" }, deny, agree),
    );
    dialog.escape = () => answer(false);
    layer.put(dialog);
    deny.focus();
  });
}
