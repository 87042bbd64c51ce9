// One conversation as one person sees it: its head, its messages with the newest at the bottom, and where to type.

import { drawComposer } from "./composer.js";
import { button, h, redraw, redrawRows } from "./dom.js";
import { icon } from "./icons.js";
import { drawMembers } from "./members.js";
import { drawMessage, isNotice } from "./message.js";
import { channelMenu } from "./office.js";
import { day, moment } from "./moments.js";
import { app, appChannel, avatar, channel as channelOf, channelTitle, nameOf, zoneOf } from "./people.js";
import { unreadElsewhere } from "./sidebar.js";
import { markRead, messagesOf } from "./store.js";

const GROUPED_SECONDS = 300;
const NEAR_PIXELS = 48;

// Keeps what is drawn between two updates of one seat.
export function conversationOf(seat) {
  const parts = {
    head: h("header", { class: "talk-head" }),
    log: h("div", { class: "talk-log", role: "log", tabindex: 0 }),
    members: h("div", { class: "talk-members", hidden: true }),
    foot: h("footer", { class: "composer" }),
  };
  const talk = { seat, parts, shown: null, follows: true, membersOpen: false };
  parts.log.addEventListener("scroll", () => {
    const { scrollHeight, scrollTop, clientHeight } = parts.log;
    talk.follows = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  });
  seat.follow = () => {
    talk.follows = true;
  };
  // A log that gets shorter or narrower keeps its newest message in sight.
  new ResizeObserver(() => keepUp(talk)).observe(parts.log);
  // Answering a message goes into its thread, until the conversation is left or the answer is dropped.
  seat.answer = (message) => {
    seat.thread = message.thread_ts ?? message.ts;
    seat.alsoHere = false;
    talk.update();
    parts.foot.querySelector(".composer-box")?.focus();
  };
  seat.answerNobody = () => {
    seat.thread = null;
    seat.alsoHere = false;
    talk.update();
    parts.foot.querySelector(".composer-box")?.focus();
  };
  talk.element = h("section", { class: "talk" }, parts.head, parts.members, parts.log, parts.foot);
  talk.update = () => update(talk);
  return talk;
}

function update(talk) {
  const { seat, parts } = talk;
  const isApp = seat.place === "app";
  const one = isApp ? appChannel(seat.user) : channelOf(seat.place);
  const inside = isApp || one?.members.includes(seat.user);
  const title = isApp ? app().name : one ? channelTitle(one, seat.user) : "Not here";
  if (talk.shown !== `${seat.user} ${seat.place}`) begin(talk);
  parts.log.setAttribute("aria-label", `Messages in ${title}`);
  drawHead(talk, one, title, isApp, inside);
  parts.members.hidden = !talk.membersOpen || !one || isApp;
  if (!parts.members.hidden) drawMembers(parts.members, one, { by: seat.user });
  const known = inside && one ? messagesOf(one.id, seat.user) : [];
  if (inside && known) drawLog(talk, one, known);
  else if (!inside) redraw(parts.log, ["outside", seat.place], () => outside(seat, one));
  if (inside && one) markRead(seat.user, one.id);
  drawComposer(parts.foot, seat, {
    channel: one?.id ?? null,
    title: one && !one.is_im ? `#${title}` : title,
    closed: closedReason(seat, one, isApp, inside),
    thread: seat.thread,
    isDirect: isApp || Boolean(one?.is_im),
  });
}

function begin(talk) {
  const { seat, parts } = talk;
  talk.shown = `${seat.user} ${seat.place}`;
  talk.follows = true;
  talk.membersOpen = false;
  seat.thread = null;
  redraw(parts.log, ["new", talk.shown], () => null);
}

function outside(seat, one) {
  const text = one
    ? `${nameOf(seat.user)} is not in this channel, and sees nothing of it.`
    : "This conversation does not exist.";
  return h("p", { class: "empty" }, icon("lock"), text);
}

function closedReason(seat, one, isApp, inside) {
  if (!inside) return "You are not in this conversation.";
  if (one?.is_archived) return "This channel is archived.";
  if (!isApp && one.is_im && one.members.includes("USLACKBOT")) return "Slackbot only speaks.";
  return null;
}

function drawHead(talk, one, title, isApp, inside) {
  const { seat, parts } = talk;
  const elsewhere = unreadElsewhere(seat.user, seat.place);
  const facts = [
    seat.user,
    seat.place,
    title,
    one?.members.length,
    one?.topic?.value,
    one?.is_archived,
    one?.is_private,
    inside,
    elsewhere,
    talk.membersOpen,
  ];
  redraw(parts.head, facts, () => [
    backButton(seat, elsewhere),
    isApp ? avatar(app().botUserId, "small") : one?.is_im ? null : icon(one?.is_private ? "lock" : "hash"),
    h(
      "div",
      { class: "talk-title" },
      h("h2", null, title),
      one?.topic?.value ? h("p", { class: "topic" }, one.topic.value) : null,
    ),
    isApp ? tabs(seat) : null,
    one && !one.is_im ? membersButton(talk, one) : null,
    one && !one.is_im && inside ? channelMenu(one, seat) : null,
  ]);
}

export function backButton(seat, elsewhere) {
  const badge = elsewhere ? h("span", { class: "badge" }, elsewhere) : null;
  return button(
    elsewhere ? `All conversations, ${elsewhere} unread` : "All conversations",
    { class: "plain back", "data-key": "back", onclick: () => seat.go("list") },
    icon("back"),
    badge,
  );
}

export function tabs(seat) {
  const tab = (place, text) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        "aria-current": seat.place === place ? "page" : null,
        "data-key": `tab ${place}`,
        onclick: () => seat.go(place),
      },
      text,
    );
  return h(
    "nav",
    { class: "tabs", "aria-label": `${app().name} for ${seat.name}` },
    tab("home", "Home"),
    tab("app", "Messages"),
  );
}

function membersButton(talk, one) {
  const toggle = () => {
    talk.membersOpen = !talk.membersOpen;
    talk.update();
  };
  const count = one.members.length;
  return button(
    `${count} members`,
    { class: "plain count", "aria-expanded": String(talk.membersOpen), "data-key": "members", onclick: toggle },
    icon("people"),
    count,
  );
}

function drawLog(talk, one, messages) {
  const { seat, parts } = talk;
  const rows = arranged(messages, zoneOf(seat.user));
  if (!rows.length) {
    redraw(parts.log, ["empty", seat.place, Boolean(one)], () => h("p", { class: "empty" }, "No messages yet."));
    return;
  }
  redraw(parts.log, ["rows", talk.shown], () => null);
  redrawRows(parts.log, rows, {
    key: (row) => row.key,
    signature: (row) => [row, seat.troubles.get(row.message?.ts), seat.drawn.get(row.message?.ts), zoneOf(seat.user)],
    build: (row) => (row.message ? drawMessage(row, seat, one.id) : h("p", { class: "day" }, h("span", null, row.day))),
  });
  keepUp(talk);
}

function keepUp({ follows, parts }) {
  if (follows) parts.log.scrollTop = parts.log.scrollHeight;
}

// Days, and messages grouped under one name, oldest first; replies stand under their message.
function arranged(messages, zone) {
  const replies = Map.groupBy(messages.filter(isReply), (message) => message.thread_ts);
  const rows = [];
  let before = null;
  for (const message of messages.filter((one) => !isReply(one) || one.subtype === "thread_broadcast")) {
    const date = day(moment(message.ts), zone);
    if (!before || date !== day(moment(before.ts), zone)) {
      rows.push({ key: `day ${message.ts}`, day: date });
      before = null;
    }
    rows.push({ key: message.ts, message, grouped: belongs(message, before), replies: replies.get(message.ts) ?? [] });
    before = message;
  }
  return rows;
}

const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function belongs(message, before) {
  if (!before || isNotice(message) || isNotice(before) || message.is_ephemeral || before.is_ephemeral) return false;
  if (message.username !== before.username || message.subtype === "huddle_thread") return false;
  return message.user === before.user && Number(message.ts) - Number(before.ts) < GROUPED_SECONDS;
}
