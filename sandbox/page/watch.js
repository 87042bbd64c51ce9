// A seat that is nobody's: it watches who comes into a channel and who goes.

import { freshId, h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { drawMembers } from "./members.js";
import { hour, moment } from "./moments.js";
import { avatar, channel as channelOf, living, nameOf, newestChannel, person, teamZone } from "./people.js";
import { messagesOf } from "./store.js";

export const watched = (place) => (place === "newest" ? newestChannel() : channelOf(place));

export function watchOf(seat) {
  const parts = {
    head: h("header", { class: "watch-head" }),
    members: h("div", { class: "watch-members" }),
    passing: h("div", { class: "passing", role: "log", tabindex: 0, "aria-label": "Who came and went" }),
  };
  const watch = { seat, parts, by: null, line: h("div", { class: "bell-line" }) };
  watch.element = h("section", { class: "watch" }, parts.head, parts.members, parts.passing);
  watch.update = () => update(watch);
  return watch;
}

function update(watch) {
  const { seat, parts } = watch;
  const one = watched(seat.place);
  if (!one) {
    redraw(parts.head, ["none"], () => null);
    redraw(parts.members, ["none"], () =>
      h("p", { class: "empty" }, icon("lock"), "No such channel yet. It appears here when the app opens one."),
    );
    redraw(parts.passing, ["none"], () => null);
    drawLine(watch, null);
    return;
  }
  const passing = comingAndGoing(messagesOf(one.id, null) ?? []);
  const people = one.members.filter((user) => living().some((alive) => alive.id === user));
  if (!people.includes(watch.by)) watch.by = people[0] ?? null;
  drawHead(watch, one, people);
  drawLine(watch, passing.at(-1));
  drawMembers(parts.members, one, { by: watch.by, since: since(passing) });
  redraw(parts.passing, passing, () => [
    h("h2", { class: "side-label" }, "Came and went"),
    h("ol", { class: "passages" }, passing.toReversed().map(passage)),
  ]);
}

function drawHead(watch, one, people) {
  redraw(
    watch.parts.head,
    [one.id, one.name, one.topic?.value, one.is_archived, one.is_private, people, watch.by],
    () => [
      h(
        "div",
        { class: "talk-title" },
        h("h2", null, icon(one.is_private ? "lock" : "hash"), one.name),
        one.topic?.value ? h("p", { class: "topic" }, one.topic.value) : null,
      ),
      one.is_archived ? h("span", { class: "app-badge" }, "Archived") : people.length ? acting(watch, people) : null,
    ],
  );
}

function acting(watch, people) {
  const id = freshId("by");
  const choose = (event) => {
    watch.by = event.target.value;
    watch.update();
  };
  const pick = h(
    "select",
    { id, class: "typed", "data-key": "by", onchange: choose },
    people.map((user) => h("option", { value: user, selected: user === watch.by }, nameOf(user))),
  );
  return h("p", { class: "acting" }, h("label", { for: id }, "acting as"), pick);
}

// The last who came or went, in the place where other seats show their locked phone.
function drawLine(watch, last) {
  redraw(watch.line, last ?? null, () => {
    if (!last) return h("p", { class: "bell-empty" }, icon("people"), "Nobody came or went yet");
    const words = h(
      "span",
      { class: "bell-text" },
      h("strong", null, nameOf(last.user)),
      last.came ? " came in" : " went",
    );
    return h(
      "p",
      { class: `bell-empty ${last.came ? "" : "went"}`, role: "status" },
      icon("people"),
      words,
      h("time", null, last.at),
    );
  });
}

// {user, came, at, by}, oldest first
function comingAndGoing(messages) {
  return messages
    .filter((message) => /_(join|leave)$/.test(message.subtype ?? ""))
    .map((message) => ({
      user: message.user,
      came: message.subtype.endsWith("_join"),
      at: hour(moment(message.ts), teamZone()),
      by: message.inviter ?? null,
    }));
}

const since = (passing) => Object.fromEntries(passing.filter((one) => one.came).map((one) => [one.user, one.at]));

function passage(one) {
  // Whom the app let in is expected; who was brought by somebody stands out.
  const by =
    one.by && !person(one.by)?.is_bot ? h("span", { class: "member-title" }, ` added by ${nameOf(one.by)}`) : null;
  return h(
    "li",
    { class: one.came ? "came" : "went" },
    h("time", null, one.at),
    avatar(one.user, "small"),
    h("span", null, h("strong", null, nameOf(one.user)), one.came ? " came in" : " went", by),
  );
}
