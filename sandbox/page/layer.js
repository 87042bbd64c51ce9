// What lies over one seat: modals and confirm dialogs. The top one alone can be used, and keeps the focus.

import { focusable, h } from "./dom.js";

export function makeLayer(screen) {
  const element = h("div", { class: "layer", hidden: true });
  let isLocked = false;
  const arrange = () => {
    const sheets = [...element.children];
    element.hidden = isLocked || sheets.length === 0;
    screen.toggleAttribute("inert", !element.hidden);
    for (const [index, sheet] of sheets.entries()) {
      sheet.toggleAttribute("inert", index < sheets.length - 1);
      sheet.style.setProperty("--depth", String(sheets.length - 1 - index));
    }
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Tab") keepInside(element.lastElementChild, event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    element.lastElementChild?.escape?.();
  });
  return {
    element,
    put(sheet, before = null) {
      element.insertBefore(sheet, before);
      arrange();
    },
    take(sheet) {
      sheet.remove();
      arrange();
    },
    // A locked phone shows nothing of what is open on it.
    lock(locked) {
      if (locked === isLocked) return;
      isLocked = locked;
      arrange();
    },
    confirming: () => element.querySelector(".confirm"),
  };
}

function keepInside(sheet, event) {
  const stops = focusable(sheet);
  if (!stops.length) return;
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge && sheet.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}
