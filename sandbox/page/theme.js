// Light or dark: as the system has it, until somebody chooses.

import { read, write } from "./address.js";
import { button } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "sandbox.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => read("theme") || localStorage.getItem(KEY);
const isDark = () => (chosen() ? chosen() === "dark" : dark.matches);

function apply() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

export function themeButton() {
  const toggle = button("Dark", { class: "tool", onclick: () => set(isDark() ? "light" : "dark") });
  const draw = () => {
    apply();
    const label = isDark() ? "Light colours" : "Dark colours";
    toggle.replaceChildren(icon(isDark() ? "sun" : "moon"));
    toggle.setAttribute("aria-label", label);
    toggle.title = label;
  };
  const set = (theme) => {
    localStorage.setItem(KEY, theme);
    if (read("theme")) write("theme", theme);
    draw();
  };
  dark.addEventListener("change", draw);
  addEventListener("hashchange", draw);
  draw();
  return { element: toggle, update: () => null };
}
