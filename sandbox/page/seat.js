// One seat: a person, and the screen they look at.

import { post } from "./api.js";
import { WATCH } from "./address.js";
import { confirmIn } from "./confirm.js";
import { conversationOf } from "./conversation.js";
import { button, freshId, h, redraw } from "./dom.js";
import { formIn } from "./form.js";
import { homeOf } from "./home.js";
import { icon } from "./icons.js";
import { makeLayer } from "./layer.js";
import { lockscreenOf } from "./lockscreen.js";
import { modalStack } from "./modal.js";
import { city, hour } from "./moments.js";
import { accountMenu } from "./office.js";
import { avatar, living, nameOf, person, resting, standing, tellingName, titleOf, zoneOf } from "./people.js";
import { drawSidebar } from "./sidebar.js";
import { now, store } from "./store.js";
import { watchOf, watched } from "./watch.js";

// `row` says what the row of seats does: changed(), remove(seat), isActive(seat), count().
export function makeSeat(spec, row) {
  const seat = {
    ...spec,
    row,
    chosen: new Map(),
    troubles: new Map(),
    drawn: new Map(),
    opener: null,
    isSeated: false,
  };
  const parts = skeleton();
  Object.assign(seat, { parts, element: parts.element, layer: makeLayer(parts.screen) });
  parts.device.append(seat.layer.element);
  give(seat);
  seat.talk = conversationOf(seat);
  seat.home = homeOf(seat);
  seat.watch = watchOf(seat);
  seat.lock = lockscreenOf(seat);
  seat.modals = modalStack(seat);
  parts.device.append(seat.lock.banner);
  parts.screen.addEventListener("focusin", (event) => remember(seat, event.target));
  return seat;
}

function skeleton() {
  const head = h("header", { class: "seat-head" });
  const bell = h("div", { class: "seat-bell" });
  const said = h("p", { class: "trouble", role: "alert", hidden: true });
  const status = h("div", { class: "status" });
  const side = h("nav", { class: "side" });
  const main = h("div", { class: "main" });
  const screen = h("div", { class: "screen" }, side, main);
  const device = h("div", { class: "device" }, status, screen);
  return {
    head,
    bell,
    status,
    side,
    main,
    screen,
    device,
    said,
    element: h("section", { class: "seat" }, head, bell, said, device),
  };
}

// What the parts of a seat ask of it.
function give(seat) {
  Object.defineProperties(seat, {
    user: { get: () => seat.person },
    name: { get: () => nameOf(seat.person) },
    isWatch: { get: () => seat.person === WATCH },
  });
  seat.form = (form) => formIn(seat.layer, form);
  seat.ask = (confirm) => confirmIn(seat.layer, confirm, seat.user);
  seat.isActive = () => seat.row.isActive(seat);
  seat.go = (place) => go(seat, place);
  seat.giveBackFocus = () => giveBackFocus(seat);
  seat.tell = (text) => {
    seat.parts.said.textContent = text;
    seat.parts.said.hidden = !text;
  };
  seat.trouble = (ts, text) => {
    if (text) seat.troubles.set(ts, text);
    else seat.troubles.delete(ts);
    seat.update();
  };
  seat.redrawMessage = (ts) => {
    seat.drawn.set(ts, (seat.drawn.get(ts) ?? 0) + 1);
    seat.update();
  };
  seat.update = () => update(seat);
}

function go(seat, place) {
  if (isOfApp(seat) && !isOfApp({ place })) post("/leave-app", { user: seat.user }).catch(() => null);
  seat.place = place;
  seat.awaits = false;
  seat.row.changed();
  openedApp(seat);
  if (!seat.parts.screen.contains(document.activeElement))
    seat.parts.screen.querySelector("[aria-current], .unlock, button")?.focus();
}

const isOfApp = ({ place }) => place === "home" || place === "app";

// As Slack does: the app hears that its Home, or its messages, were opened.
export function openedApp(seat) {
  const tab = { home: "home", app: "messages" }[seat.place];
  if (tab) post("/open-home", { user: seat.user, tab }).catch(() => null);
}

// Where the focus was, so that a modal that closes can give it back, even when the message was drawn anew.
function remember(seat, target) {
  seat.opener = { target, key: target.dataset.key, row: target.closest("[data-row]")?.dataset.row };
}

function giveBackFocus(seat) {
  const { target, key, row } = seat.opener ?? {};
  const within = row ? seat.parts.screen.querySelector(`[data-row="${CSS.escape(row)}"]`) : seat.parts.screen;
  const again = key ? within?.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  const back = target?.isConnected ? target : (again ?? seat.parts.screen.querySelector(".composer-box, .talk-log"));
  back?.focus({ preventScroll: true });
}

function update(seat) {
  const { parts } = seat;
  parts.element.className = `seat ${seat.size} ${seat.isWatch ? "watching" : ""} at-${/^[CDG]0/.test(seat.place) ? "talk" : seat.place}`;
  parts.element.setAttribute("aria-label", seat.isWatch ? "Channel watched" : `${seat.name}, ${seat.size}`);
  parts.side.setAttribute("aria-label", `Conversations of ${seat.name}`);
  drawHead(seat);
  if (seat.isWatch) {
    show(seat, seat.watch);
    return;
  }
  drawStatus(seat);
  seat.layer.lock(seat.place === "lock");
  drawSidebar(parts.side, seat);
  show(
    seat,
    seat.place === "home"
      ? seat.home
      : seat.place === "lock"
        ? { element: seat.lock.screen, update: () => null }
        : seat.talk,
  );
  seat.lock.update();
  seat.modals.update(store.state.views[seat.user] ?? []);
}

function show(seat, part) {
  const { main, bell } = seat.parts;
  const line = seat.isWatch ? seat.watch.line : seat.lock.line;
  if (bell.firstElementChild !== line) bell.replaceChildren(line);
  if (seat.place !== "list" && main.firstElementChild !== part.element) main.replaceChildren(part.element);
  main.hidden = seat.place === "list" && seat.size === "phone";
  if (!main.hidden) part.update();
}

function drawStatus(seat) {
  const zone = zoneOf(seat.user);
  const rests = resting(seat.user);
  redraw(seat.parts.status, [zone, rests], () => [
    h("span", { class: "status-time", "data-time": zone }, hour(now(), zone)),
    rests ? h("span", { class: "status-rest" }, icon("moon"), "Do not disturb") : null,
    h("span", { class: "status-city" }, city(zone)),
  ]);
}

function drawHead(seat) {
  const away = seat.isWatch || living().some((one) => one.id === seat.person) ? [] : [person(seat.person)];
  const people = [...living(), ...away].map((one) => [one.id, tellingName(one.id)]);
  const channels = store.state.channels.filter((one) => !one.is_im).map((one) => [one.id, one.name]);
  const title = seat.isWatch ? watched(seat.place)?.purpose?.value || "Who comes and goes" : standing(seat.person) || titleOf(seat.person);
  redraw(seat.parts.head, [seat.person, seat.size, seat.place, title, people, channels, seat.row.count()], () => [
    seat.isWatch ? h("span", { class: "avatar eye" }, icon("eye")) : avatar(seat.person),
    picker(seat, title, people, channels),
    h("div", { class: "seat-tools" }, tools(seat)),
  ]);
}

function picker(seat, title, people, channels) {
  const id = freshId("person");
  const option = (value, text) => h("option", { value, selected: value === chosen(seat) }, text);
  const pick = h(
    "select",
    { id, class: "person-pick", "data-key": "person", onchange: (event) => choose(seat, event.target.value) },
    [
      h(
        "optgroup",
        { label: "People" },
        people.map(([one, name]) => option(one, name)),
      ),
      h(
        "optgroup",
        { label: "Watch a channel" },
        option(`${WATCH} newest`, "Newest closed set"),
        channels.map(([one, name]) => option(`${WATCH} ${one}`, `# ${name}`)),
      ),
    ],
  );
  return h(
    "div",
    { class: "person" },
    h("label", { for: id, class: "unseen" }, "Whose seat"),
    pick,
    h("p", { class: "person-title", title }, title),
  );
}

const chosen = (seat) => (seat.isWatch ? `${WATCH} ${seat.place}` : seat.person);

function choose(seat, value) {
  const [first, place] = value.split(" ");
  seat.person = first;
  seat.place = place ?? "app";
  seat.awaits = false;
  seat.lock.forget();
  seat.tell("");
  seat.chosen.clear();
  seat.troubles.clear();
  seat.modals.update([]);
  seat.row.changed();
}

function tools(seat) {
  const size = (name) =>
    button(
      name === "phone" ? "Phone size" : "Desktop size",
      {
        class: "plain",
        "aria-pressed": String(seat.size === name),
        "data-key": name,
        onclick: () => resize(seat, name),
      },
      icon(name),
    );
  const locked = seat.place === "lock";
  const lock = button(
    locked ? "Unlock the phone" : "Lock the phone",
    {
      class: "plain",
      "aria-pressed": String(locked),
      "data-key": "lock",
      onclick: () => go(seat, locked ? "app" : "lock"),
    },
    icon(locked ? "lock" : "unlocked"),
  );
  const away =
    seat.row.count() > 1
      ? button(
          `Take this seat away`,
          { class: "plain", "data-key": "away", onclick: () => seat.row.remove(seat) },
          icon("close"),
        )
      : null;
  const account = accountMenu(seat);
  return [...(seat.isWatch ? [] : [size("phone"), size("desktop"), lock, account]), away];
}

function resize(seat, size) {
  seat.size = size;
  if (size === "desktop" && seat.place === "list") seat.place = "app";
  seat.row.changed();
}

export const isKnown = (spec) => spec.person === WATCH || Boolean(person(spec.person));
