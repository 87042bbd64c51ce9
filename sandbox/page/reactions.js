// Emoji under messages: those that stand there, and the way to another one.

import { h } from "./dom.js";
import { emoji, emojiLike } from "./emoji.js";
import { nameOf } from "./people.js";
import { closePopup, openPopup } from "./popup.js";

export const USUAL = ["+1", "white_check_mark", "eyes"];

export const drawnEmoji = (name) => emoji(name) ?? `:${name}:`;

// `react(name, present)` puts one there, or takes it back.
export function drawReactions(message, viewer, react) {
  if (!message.reactions?.length) return null;
  return h(
    "p",
    { class: "reactions" },
    message.reactions.map((one) => reaction(one, message, viewer, react)),
  );
}

function reaction(one, message, viewer, react) {
  const own = one.users.includes(viewer);
  return h(
    "button",
    {
      type: "button",
      class: "reaction",
      title: one.users.map(nameOf).join(", "),
      "aria-label": `${one.name}, ${one.count}`,
      "aria-pressed": String(own),
      "data-key": `reaction ${message.ts} ${one.name}`,
      onclick: () => react(one.name, !own),
    },
    `${drawnEmoji(one.name)} ${one.count}`,
  );
}

// Any emoji, found by its name.
export function chooseEmoji(anchor, chosen) {
  const box = h("input", { type: "text", class: "typed", "aria-label": "Name of the emoji", placeholder: "Find an emoji" });
  const found = h("div", { class: "emoji-found" });
  const take = (name) => {
    closePopup();
    chosen(name);
  };
  const show = () => {
    const rows = emojiLike(box.value).map(({ name, letter }) =>
      h("button", { type: "button", class: "emoji-choice", title: name, "aria-label": name, onclick: () => take(name) }, letter),
    );
    found.replaceChildren(...rows);
  };
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    found.querySelector("button")?.click();
  });
  show();
  openPopup(anchor, h("div", { class: "emoji-picker" }, box, found), { width: 250 });
  box.focus();
}
