// Inputs that are typed into: text, numbers, addresses.

import { h } from "../dom.js";
import { plain } from "../mrkdwn.js";

const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

export function drawTyped(block, element, surface, names, key) {
  const several = element.multiline || element.type === "rich_text_input";
  const drawn = h(several ? "textarea" : "input", {
    class: "typed",
    type: several ? null : "text",
    rows: several ? 4 : null,
    inputmode: MODES[element.type],
    autocomplete: "off",
    placeholder: element.placeholder ? plain(element.placeholder.text) : null,
    autofocus: element.focus_on_load,
    "data-key": key,
    ...names,
    value: shown(element, surface.valueOf(block, element)),
  });
  const given = () => value(element, drawn.value);
  drawn.addEventListener("input", () => surface.typing(block, element, given()));
  drawn.addEventListener("change", () => surface.typed(block, element, given()));
  drawn.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && surface.entered(block, element, given())) event.preventDefault();
  });
  return element.max_length ? h("span", { class: "counted" }, drawn, counter(drawn, element.max_length)) : drawn;
}

function counter(drawn, most) {
  const left = h("span", { class: "counter", "aria-hidden": "true" });
  const count = () => {
    left.textContent = most - drawn.value.length;
    left.classList.toggle("over", drawn.value.length > most);
  };
  drawn.addEventListener("input", count);
  count();
  return left;
}

function shown(element, stands) {
  if (element.type !== "rich_text_input") return stands?.value ?? "";
  const parts = stands?.rich_text_value?.elements ?? [];
  return parts.map((part) => (part.elements ?? []).map((piece) => piece.text ?? "").join("")).join("\n");
}

function value(element, text) {
  if (element.type !== "rich_text_input") return { value: text === "" ? null : text };
  if (!text) return { rich_text_value: null };
  const section = { type: "rich_text_section", elements: [{ type: "text", text }] };
  return { rich_text_value: { type: "rich_text", elements: [section] } };
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

// What Slack's client says of a number, e-mail or web address before it submits; the sandbox checks the rest.
export function complaint(element, text) {
  if (!text) return null;
  if (element.type === "email_text_input") return EMAIL.test(text) ? null : "Please enter a valid email address.";
  if (element.type === "url_text_input") return URL.canParse(text) ? null : "Please enter a valid URL.";
  return element.type === "number_input" ? wrongNumber(element, text) : null;
}

function wrongNumber(element, text) {
  if (!NUMBER.test(text)) return "Please enter a valid number.";
  if (!element.is_decimal_allowed && text.includes(".")) return "Please enter a whole number.";
  if (element.min_value !== undefined && Number(text) < Number(element.min_value))
    return `Please enter at least ${element.min_value}.`;
  if (element.max_value !== undefined && Number(text) > Number(element.max_value))
    return `Please enter no more than ${element.max_value}.`;
  return null;
}
