// Starts the page.

import { clockBar, tick } from "./clock.js";
import { h, redraw } from "./dom.js";
import { listen } from "./live.js";
import { logButton } from "./log.js";
import { app } from "./people.js";
import { addSeatButton, seatFromAddress, updateSeats } from "./seats.js";
import { reread, store, subscribe } from "./store.js";
import { themeButton } from "./theme.js";
import { tourButton } from "./tour.js";

const theme = themeButton();
const clock = clockBar();
const tools = [addSeatButton(), tourButton(), logButton(), theme];
const link = h("p", { class: "connection", role: "status" });
const brand = h(
  "h1",
  { class: "brand" },
  h("img", { src: "/page/icon.svg", alt: "", width: 28, height: 28 }),
  h("span", null, "Sandbox"),
);
document.getElementById("bar").replaceChildren(
  brand,
  clock.element,
  link,
  h(
    "div",
    { class: "tools" },
    tools.map((tool) => tool.element),
  ),
);

// An app behind a request URL holds no connection open.
function connection() {
  if (store.lost) return ["lost", "Sandbox not reachable"];
  if (app().mode === "http") return ["on", `${app().name} over HTTP`];
  return store.state.connections ? ["on", `${app().name} connected`] : ["off", `${app().name} not connected`];
}

function update() {
  if (!store.state) return;
  redraw(link, connection(), () => [h("span", { class: `dot ${connection()[0]}` }), h("span", null, connection()[1])]);
  clock.update();
  updateSeats();
  tick();
  for (const tool of tools) tool.update();
}

await reread();
subscribe(update);
if (store.state) seatFromAddress();
update();
listen();
setInterval(() => {
  if (!store.state) return;
  tick();
  clock.update();
}, 1000);
