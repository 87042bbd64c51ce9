// What a locked phone in this person's hand would have shown: the app's name and the message's text, nothing else.

import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { city, day, hour, shortDay } from "./moments.js";
import { app, avatar, zoneOf } from "./people.js";
import { closePopup, isOpenAt, openPopup } from "./popup.js";
import { now, store } from "./store.js";

const SHOWN_MILLISECONDS = 8000;
const LOCKED_SHOWS = 5;

const pushes = (user) => store.state.notifications.filter((one) => one.user === user);

// A notice that slides in over the seat, then only stands in the line of the bell.
export function lockscreenOf(seat) {
  const banner = h("div", { class: "banner", role: "status" });
  const line = h("div", { class: "bell-line" });
  const screen = h("section", { class: "locked", "aria-label": "Lock screen" });
  const lock = { seat, banner, line, screen, seen: null, timer: null };
  lock.update = () => update(lock);
  lock.forget = () => {
    lock.seen = null;
    banner.replaceChildren();
  };
  return lock;
}

function update(lock) {
  const all = pushes(lock.seat.user);
  const isNew = lock.seen !== null && all.length > lock.seen;
  lock.seen = all.length;
  if (isNew) show(lock, all.at(-1));
  drawLine(lock, all);
  if (lock.seat.place === "lock") drawLocked(lock, all);
}

function show(lock, push) {
  clearTimeout(lock.timer);
  lock.banner.replaceChildren(card(push, lock.seat.user));
  lock.banner.classList.remove("fading");
  lock.timer = setTimeout(() => {
    lock.banner.classList.add("fading");
    lock.timer = setTimeout(() => lock.banner.replaceChildren(), 600);
  }, SHOWN_MILLISECONDS);
}

function card(push, user) {
  const at = hour(new Date(push.at), zoneOf(user));
  const picture = push.app === app().name ? avatar(app().botUserId, "small") : icon("bell");
  return h(
    "div",
    { class: "push" },
    picture,
    h("p", { class: "push-words" }, h("strong", null, push.app), h("span", { class: "push-text" }, push.text)),
    h("time", null, at),
  );
}

function drawLine(lock, all) {
  const last = all.at(-1);
  redraw(lock.line, [lock.seat.user, last, all.length], () => {
    if (!last) return h("p", { class: "bell-empty" }, icon("bell"), "Locked phone: nothing yet");
    const words = [
      h("strong", null, last.app),
      h("span", { class: "bell-text" }, last.text),
      h("time", null, hour(new Date(last.at), zoneOf(lock.seat.user))),
    ];
    const label = `Locked phone, ${all.length} notifications, the last: ${last.app}: ${last.text}`;
    const opener = h(
      "button",
      {
        type: "button",
        class: "bell",
        "aria-expanded": "false",
        "aria-label": label,
        title: "What the locked phone showed",
        "data-key": "bell",
      },
      icon("bell"),
      words,
    );
    opener.addEventListener("click", () => (isOpenAt(opener) ? closePopup() : list(opener, all, lock.seat.user)));
    return opener;
  });
}

function list(opener, all, user) {
  const rows = all.toReversed().map((push) => h("li", null, card(push, user)));
  opener.setAttribute("aria-expanded", "true");
  openPopup(
    opener,
    h("ol", { class: "pushes", tabindex: 0, "aria-label": "What the locked phone showed, newest first" }, rows),
    {
      fits: true,
      onclose: () => opener.setAttribute("aria-expanded", "false"),
    },
  );
}

function drawLocked(lock, all) {
  const zone = zoneOf(lock.seat.user);
  redraw(lock.screen, [lock.seat.user, all, day(now(), zone)], () => [
    h("p", { class: "locked-day" }, shortDay(now(), zone)),
    h("p", { class: "locked-time", "data-time": zone }, hour(now(), zone)),
    h("p", { class: "locked-city" }, city(zone)),
    h(
      "div",
      { class: "locked-pushes" },
      all
        .slice(-LOCKED_SHOWS)
        .toReversed()
        .map((push) => card(push, lock.seat.user)),
    ),
    h(
      "button",
      { type: "button", class: "unlock", "data-key": "unlock", onclick: () => lock.seat.go("app") },
      icon("unlocked"),
      "Unlock",
    ),
  ]);
}
