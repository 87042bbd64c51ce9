// Pickers of dates and times. They tell the app once, when a person has finished, not at every digit.

import { h } from "../dom.js";
import { city, fromWall, wall } from "../moments.js";
import { zoneOf } from "../people.js";

const PAUSE_MILLISECONDS = 600;

export function drawDate(block, element, surface, names, key) {
  const value = surface.valueOf(block, element)?.selected_date ?? "";
  return picker({ ...names, type: "date", value, "data-key": key }, (text) =>
    surface.change(block, element, { selected_date: text || null }),
  );
}

export function drawTime(block, element, surface, names, key) {
  const value = surface.valueOf(block, element)?.selected_time ?? "";
  const drawn = picker({ ...names, type: "time", value, "data-key": key }, (text) =>
    surface.change(block, element, { selected_time: text || null }),
  );
  return element.timezone ? h("span", { class: "picker-row" }, drawn, zone(element.timezone)) : drawn;
}

// Unix seconds on the wire, the person's own zone on the screen.
export function drawDateTime(block, element, surface, names, key) {
  const at = surface.valueOf(block, element)?.selected_date_time;
  const where = zoneOf(surface.viewer);
  const value = at ? wall(new Date(at * 1000), where) : "";
  const drawn = picker({ ...names, type: "datetime-local", value, "data-key": key }, (text) =>
    surface.change(block, element, { selected_date_time: text ? fromWall(text, where).getTime() / 1000 : null }),
  );
  return h("span", { class: "picker-row" }, drawn, zone(where));
}

const zone = (name) => h("span", { class: "zone" }, city(name));

function picker(attributes, changed) {
  const drawn = h("input", { class: "typed picker", ...attributes });
  let told = drawn.value;
  let waiting = null;
  const tell = () => {
    clearTimeout(waiting);
    if (drawn.value === told) return;
    told = drawn.value;
    changed(told);
  };
  drawn.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, PAUSE_MILLISECONDS);
  });
  drawn.addEventListener("blur", tell);
  drawn.settle = tell;
  return drawn;
}
