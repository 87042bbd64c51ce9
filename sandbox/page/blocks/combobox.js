// A field that opens a list to choose from (the combobox pattern of the ARIA Authoring Practices).

import { button, freshId, h } from "../dom.js";
import { icon } from "../icons.js";
import { closePopup, isOpenAt, openPopup, place } from "../popup.js";

// {names, placeholder, several, most, clearable, least, chosen, search(typed), changed(entries, control)}
export function combobox(options) {
  const box = { ...options, chosen: [...options.chosen], entries: [], at: -1, list: null, told: null };
  box.told = ids(box);
  box.field = h("input", {
    class: "combo-field",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    placeholder: options.placeholder,
    ...options.names,
  });
  box.chips = h("span", { class: "chips" });
  box.clear = button("Clear", { class: "combo-clear", hidden: true, onclick: () => choose(box, []) }, icon("close"));
  box.element = h(
    "span",
    { class: `combo ${box.several ? "several" : ""}` },
    box.chips,
    box.field,
    box.clear,
    icon("chevron"),
  );
  listenTo(box);
  draw(box);
  return box.element;
}

const ids = (box) => box.chosen.map((entry) => entry.id).join("\n");

function listenTo(box) {
  box.element.addEventListener("pointerdown", (event) => {
    if (event.target.closest("button, .popup") || event.target === box.field) return;
    event.preventDefault();
    box.field.focus();
    if (!isOpenAt(box.element)) open(box);
  });
  box.field.addEventListener("click", () => isOpenAt(box.element) || open(box));
  box.field.addEventListener("input", () => (isOpenAt(box.element) ? fill(box) : open(box, box.field.value)));
  box.field.addEventListener("keydown", (event) => pressed(box, event));
  box.field.addEventListener("blur", () =>
    setTimeout(() => isOpenAt(box.element) && document.activeElement !== box.field && closePopup()),
  );
}

function draw(box) {
  const [first] = box.chosen;
  box.field.value = !box.several && first ? first.text : "";
  box.field.placeholder = box.several && first ? "" : box.placeholder;
  box.clear.hidden = box.several || !box.clearable || !first;
  const chips = box.several ? box.chosen.map((entry) => chip(box, entry)) : [];
  box.chips.replaceChildren(...chips);
}

function chip(box, entry) {
  const remove = button(
    `Remove ${entry.text}`,
    {
      onclick: () =>
        choose(
          box,
          box.chosen.filter((one) => one !== entry),
        ),
    },
    icon("close"),
  );
  return h("span", { class: "chip" }, entry.text, remove);
}

function open(box, typed = "") {
  box.list = h("div", { role: "listbox", id: freshId("list"), class: "options", "aria-label": box.placeholder });
  if (box.several) box.list.setAttribute("aria-multiselectable", "true");
  box.field.setAttribute("aria-expanded", "true");
  box.field.setAttribute("aria-controls", box.list.id);
  if (!typed) box.field.value = "";
  openPopup(box.element, box.list, { host: box.element, onclose: () => closed(box) });
  fill(box);
}

function closed(box) {
  box.field.setAttribute("aria-expanded", "false");
  box.field.removeAttribute("aria-controls");
  box.field.removeAttribute("aria-activedescendant");
  draw(box);
  tell(box);
}

// A multi-select tells the app once, when its list closes.
function tell(box) {
  if (ids(box) === box.told) return;
  box.told = ids(box);
  box.changed(box.chosen, box.field);
}

async function fill(box) {
  const typed = box.field.value;
  if (typed.length < box.least) {
    box.list.replaceChildren(h("p", { class: "nothing" }, `Type at least ${box.least} characters.`));
    return;
  }
  const groups = await box.search(typed).catch(() => []);
  if (!isOpenAt(box.element) || box.field.value !== typed) return;
  box.entries = groups.flatMap((group) => group.entries);
  const rows = groups.map((group) => section(box, group));
  box.list.replaceChildren(...(box.entries.length ? rows : [h("p", { class: "nothing" }, "Nothing fits.")]));
  const chosen = box.entries.findIndex((entry) => entry.id === box.chosen[0]?.id);
  move(box, typed || box.several ? 0 : Math.max(0, chosen));
  place();
}

function section(box, group) {
  const rows = group.entries.map((entry) => row(box, entry));
  if (!group.label) return h("div", { role: "presentation" }, rows);
  return h(
    "div",
    { role: "group", "aria-label": group.label },
    h("p", { class: "group-label", "aria-hidden": "true" }, group.label),
    rows,
  );
}

function row(box, entry) {
  const chosen = box.chosen.some((one) => one.id === entry.id);
  const description = entry.description ? h("span", { class: "option-description" }, entry.description) : null;
  const words = h("span", { class: "option-words" }, entry.text, description);
  const drawn = h(
    "div",
    { role: "option", id: freshId("option"), class: "option", "aria-selected": String(chosen) },
    entry.picture,
    words,
    chosen ? icon("check") : null,
  );
  drawn.addEventListener("pointerdown", (event) => event.preventDefault());
  drawn.addEventListener("click", () => pick(box, entry));
  return drawn;
}

function move(box, index) {
  const rows = [...box.list.querySelectorAll("[role=option]")];
  if (!rows.length) return;
  box.at = (index + rows.length) % rows.length;
  for (const [number, one] of rows.entries()) one.classList.toggle("at", number === box.at);
  box.field.setAttribute("aria-activedescendant", rows[box.at].id);
  rows[box.at].scrollIntoView({ block: "nearest" });
}

function pick(box, entry) {
  const has = box.chosen.some((one) => one.id === entry.id);
  if (!box.several) choose(box, [entry]);
  else if (has)
    choose(
      box,
      box.chosen.filter((one) => one.id !== entry.id),
    );
  else if (box.chosen.length < box.most) choose(box, [...box.chosen, entry]);
}

function choose(box, entries) {
  box.chosen = entries;
  if (box.several && isOpenAt(box.element)) {
    const at = box.at;
    draw(box);
    fill(box).then(() => move(box, at));
  } else if (isOpenAt(box.element)) closePopup();
  else {
    draw(box);
    tell(box);
  }
  box.field.focus();
}

function pressed(box, event) {
  const isOpen = isOpenAt(box.element);
  if (event.key === "Tab" && isOpen) closePopup();
  if (event.key === "Backspace" && box.several && !box.field.value && box.chosen.length)
    choose(box, box.chosen.slice(0, -1));
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    if (isOpen) move(box, box.at + steps[event.key]);
    else open(box);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (isOpen && box.entries[box.at]) pick(box, box.entries[box.at]);
    else if (!isOpen) open(box);
  }
}
