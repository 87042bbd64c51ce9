// A list or menu that opens at a control and lies above everything.

import { h } from "./dom.js";

const GAP = 4;
const EDGE = 8;
let opened = null;

// `fits`: no wider than the control. `host` is where it stands in the document, so that focus traps and screen readers find it beside its control.
export function openPopup(anchor, content, { onclose, width = null, fits = false, host = anchor.parentElement } = {}) {
  closePopup();
  const popup = h("div", { class: "popup", popover: "manual" }, content);
  host.append(popup);
  popup.showPopover();
  opened = { anchor, popup, onclose, width, fits };
  place();
  return popup;
}

export function closePopup() {
  if (!opened) return;
  const { popup, onclose } = opened;
  opened = null;
  popup.remove();
  onclose?.();
}

export const isOpenAt = (anchor) => opened?.anchor === anchor;

export function place() {
  if (!opened) return;
  const { anchor, popup, width, fits } = opened;
  if (!anchor.isConnected) {
    closePopup();
    return;
  }
  const box = anchor.getBoundingClientRect();
  popup.style.setProperty("min-width", `${width ?? box.width}px`);
  if (fits) popup.style.setProperty("max-width", `${box.width}px`);
  const size = popup.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP - EDGE;
  const up = size.height > below && box.top - GAP > below;
  const top = up ? Math.max(EDGE, box.top - GAP - size.height) : box.bottom + GAP;
  popup.style.setProperty("top", `${top}px`);
  popup.style.setProperty("left", `${Math.max(EDGE, Math.min(box.left, innerWidth - size.width - EDGE))}px`);
}

document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.popup.contains(event.target) && !opened.anchor.contains(event.target)) closePopup();
});
// Capturing: an Escape that closes a list must not close the modal under it as well.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !opened) return;
    event.preventDefault();
    event.stopPropagation();
    const { anchor, popup } = opened;
    const inside = popup.contains(document.activeElement);
    closePopup();
    if (inside) anchor.focus();
  },
  true,
);
addEventListener("resize", closePopup);
document.addEventListener(
  "scroll",
  (event) => {
    if (opened && !opened.popup.contains(event.target)) place();
  },
  true,
);
