// The input of a modal that takes files.

import { h } from "../dom.js";
import { handIn } from "../files.js";

const MOST_FILES = 10;

export function drawFileInput(block, element, surface, names, key) {
  const several = (element.max_files ?? MOST_FILES) > 1;
  const accept = (element.filetypes ?? []).map((kind) => `.${kind}`).join(",");
  const input = h("input", { type: "file", class: "typed", multiple: several, accept, "data-key": key, ...names });
  const list = h("ul", { class: "handed-in", "aria-label": "Files" });
  const show = () => {
    const files = surface.valueOf(block, element)?.files ?? [];
    list.replaceChildren(...files.map((file) => h("li", null, file.title)));
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, element.max_files ?? MOST_FILES);
    const files = await Promise.all(chosen.map((file) => handIn(file, surface.viewer)));
    await surface.typed(block, element, { files });
    show();
  });
  show();
  return h("div", { class: "file-input" }, input, list);
}
