// The app's Home, as one person sees it.

import { drawBlocks } from "./blocks/blocks.js";
import { viewSurface } from "./blocks/surface.js";
import { backButton, tabs } from "./conversation.js";
import { h, redraw } from "./dom.js";
import { app, avatar } from "./people.js";
import { unreadElsewhere } from "./sidebar.js";
import { store } from "./store.js";

export function homeOf(seat) {
  const head = h("header", { class: "talk-head" });
  const body = h("div", { class: "home-body", tabindex: 0, role: "group", "aria-label": "Home" });
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const home = { seat, head, body, trouble, surface: null, view: null };
  home.element = h("section", { class: "talk" }, head, body, trouble);
  home.update = () => update(home);
  return home;
}

function update(home) {
  const { seat } = home;
  const elsewhere = unreadElsewhere(seat.user, "home");
  redraw(home.head, [seat.user, elsewhere], () => [
    backButton(seat, elsewhere),
    avatar(app().botUserId, "small"),
    h("div", { class: "talk-title" }, h("h2", null, app().name)),
    tabs(seat),
  ]);
  const view = store.state.homes[seat.user];
  redraw(home.body, [seat.user, view?.id, view?.hash], () =>
    view ? draw(home, view) : h("p", { class: "empty" }, "The app shows nothing here yet."),
  );
}

function draw(home, view) {
  if (home.view !== view.id) home.surface = viewSurface(where(home), view.id);
  home.view = view.id;
  home.surface.forgetAllBut(view.blocks);
  home.surface.stands = view.state?.values ?? {};
  return drawBlocks(view.blocks, home.surface);
}

function where(home) {
  const say = (text) => {
    home.trouble.textContent = text;
    home.trouble.hidden = !text;
  };
  return { viewer: home.seat.user, ask: home.seat.ask, trouble: say, redraw: () => home.update() };
}
