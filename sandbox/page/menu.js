// A button that opens a menu.

import { h } from "./dom.js";
import { closePopup, isOpenAt, openPopup } from "./popup.js";

// `items` gives [{text, description?, run, danger?}] when the menu opens.
export function menuButton(attributes, content, items) {
  const opener = h(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes },
    content,
  );
  opener.addEventListener("click", () => (isOpenAt(opener) ? closePopup() : open(opener, items())));
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open(opener, items());
  });
  return opener;
}

function open(opener, items) {
  const rows = items.map((item) => row(opener, item));
  const list = h("div", { role: "menu", class: "menu", "aria-label": opener.getAttribute("aria-label") }, rows);
  opener.setAttribute("aria-expanded", "true");
  openPopup(opener, list, { width: 170, onclose: () => opener.setAttribute("aria-expanded", "false") });
  list.addEventListener("keydown", (event) => walk(event, rows, opener));
  rows[0]?.focus();
}

function row(opener, item) {
  const run = () => {
    closePopup();
    opener.focus();
    item.run();
  };
  const description = item.description ? h("span", { class: "option-description" }, item.description) : null;
  return h(
    "button",
    { type: "button", role: "menuitem", tabindex: -1, class: item.danger ? "danger" : null, onclick: run },
    item.text,
    description,
  );
}

function walk(event, rows, opener) {
  const at = rows.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  if (event.key === "Tab") {
    closePopup();
    opener.focus();
  } else if (event.key in steps) {
    event.preventDefault();
    rows[(steps[event.key] + rows.length) % rows.length].focus();
  }
}
