// One message, as one person sees it.

import { post } from "./api.js";
import { drawBlocks } from "./blocks/blocks.js";
import { messageSurface } from "./blocks/surface.js";
import { h } from "./dom.js";
import { drawFiles } from "./files.js";
import { forward } from "./forward.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { hour, moment, whole } from "./moments.js";
import { mrkdwn, plain, unescaped } from "./mrkdwn.js";
import { avatar, nameOf, person, zoneOf } from "./people.js";
import { USUAL, chooseEmoji, drawReactions, drawnEmoji } from "./reactions.js";
import { attachment } from "./shared.js";
import { choicesIn, reread } from "./store.js";

const NOTICES = new Set([
  "channel_join",
  "channel_leave",
  "channel_name",
  "channel_topic",
  "channel_purpose",
  "channel_archive",
  "channel_unarchive",
  "group_join",
  "group_leave",
  "pinned_item",
  "reminder_add",
]);

export const isNotice = (message) => NOTICES.has(message.subtype);

// {message, grouped, replies} for `seat` (user, ask(confirm), troubles, chosen) in `channel`.
export function drawMessage(entry, seat, channel) {
  const { message, grouped } = entry;
  if (isNotice(message)) return notice(message, seat);
  const kinds = `message ${grouped ? "grouped" : ""} ${message.is_ephemeral ? "whispered" : ""}`;
  const gutter = grouped ? h("span", { class: "gutter" }, time(message, seat)) : avatar(message.user, "", message.username);
  const words = h("div", { class: "message-words" });
  const element = h(
    "article",
    { class: kinds, "aria-label": spoken(message, seat) },
    whisper(message),
    gutter,
    words,
    message.is_ephemeral || message.subtype === "tombstone" ? null : tools(message, seat, channel, words),
  );
  fill(words, entry, seat, channel);
  return element;
}

function fill(words, { message, grouped, replies, inThread = false }, seat, channel) {
  words.replaceChildren(
    ...[
      grouped ? null : byline(message, seat),
      standing(message, inThread),
      body(message, seat, channel),
      drawReactions(message, seat.user, (name, present) => react(message, seat, channel, name, present)),
      trouble(message, seat),
      thread(replies, seat, channel),
    ].filter(Boolean),
  );
}

const author = (message) => message.username ?? nameOf(message.user);

const spoken = (message, seat) => `${author(message)}, ${hour(moment(message.ts), zoneOf(seat.user))}`;

function time(message, seat) {
  const zone = zoneOf(seat.user);
  const instant = moment(message.ts);
  return h("time", { datetime: instant.toISOString(), title: whole(instant, zone) }, hour(instant, zone));
}

function byline(message, seat) {
  const kind = message.bot_profile?.is_workflow_bot ? "Workflow" : message.bot_id || person(message.user)?.is_bot ? "App" : "";
  const badge = kind ? h("span", { class: "app-badge" }, kind) : null;
  return h("p", { class: "byline" }, h("span", { class: "author" }, author(message)), badge, time(message, seat));
}

// What Slack says above a message: that it is pinned, or which thread it was sent from.
function standing(message, inThread) {
  const lines = [
    message.pinned_to?.length ? [icon("pin"), "Pinned"] : null,
    message.root && !inThread ? [icon("reply"), h("span", null, `Replied to a thread: ${plain(message.root.text ?? "")}`)] : null,
  ].filter(Boolean);
  return lines.length ? h("div", { class: "message-standing" }, lines.map((line) => h("p", null, line))) : null;
}

const whisper = (message) =>
  message.is_ephemeral ? h("p", { class: "whisper" }, icon("eye"), "Only visible to you") : null;

function body(message, seat, channel) {
  const edited = message.edited
    ? h("span", { class: "edited", title: whole(moment(message.edited.ts), zoneOf(seat.user)) }, " (edited)")
    : null;
  const drawn = content(message, seat, channel);
  if (edited) (drawn.at(-1)?.querySelector(".line:last-child") ?? drawn.at(-1))?.append(edited);
  return h(
    "div",
    { class: message.subtype === "me_message" ? "message-body deed" : "message-body" },
    drawn,
    drawFiles(message, seat),
    (message.attachments ?? []).map((one) => attachment(one, seat, surface(message, seat, channel))),
  );
}

function content(message, seat, channel) {
  if (message.subtype === "tombstone") return words("_This message was deleted._", seat);
  if (message.subtype === "huddle_thread") return [huddle(message, seat, channel)];
  if (message.blocks?.length) return drawBlocks(message.blocks, surface(message, seat, channel));
  return words(message.text ?? "", seat);
}

const words = (text, seat) => (text ? [h("div", { class: "block-text" }, mrkdwn(text, seat.user))] : []);

function huddle(message, seat, channel) {
  const ended = message.room?.has_ended;
  const end = () => act(message, seat, "/huddle", { channel, user: seat.user, ts: message.ts });
  const leave = ended ? null : h("button", { type: "button", class: "tap", onclick: end }, "End the huddle");
  return h("p", { class: "huddle" }, icon("headphones"), ended ? "A huddle happened" : "A huddle started", leave);
}

function surface(message, seat, channel) {
  const key = `${channel} ${message.ts}`;
  const where = {
    viewer: seat.user,
    ask: seat.ask,
    trouble: (text) => seat.trouble(message.ts, text),
    redraw: () => seat.redrawMessage(message.ts),
  };
  const made = seat.chosen.get(key) ?? messageSurface(where, channel, message.ts);
  made.where = where;
  made.stands = choicesIn(channel, message.ts, seat.user);
  seat.chosen.set(key, made);
  return made;
}

const react = (message, seat, channel, name, present) =>
  act(message, seat, "/reaction", { channel, user: seat.user, ts: message.ts, name, present });

function trouble(message, seat) {
  const text = seat.troubles.get(message.ts);
  return text ? h("p", { class: "trouble", role: "alert" }, icon("warning"), text) : null;
}

function thread(replies, seat, channel) {
  if (!replies?.length) return null;
  const label = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const rows = replies.map((message) => drawMessage({ message, grouped: false, replies: [], inThread: true }, seat, channel));
  const open = seat.thread === replies[0].thread_ts;
  return h("details", { class: "thread", open }, h("summary", null, label), rows);
}

function notice(message, seat) {
  const words = message.text.startsWith(`<@${message.user}>`)
    ? message.text.slice(`<@${message.user}>`.length)
    : ` ${message.text}`;
  const kind = message.subtype.endsWith("_join") ? "came" : message.subtype.endsWith("_leave") ? "went" : "";
  return h(
    "article",
    { class: `notice ${kind}`, "aria-label": spoken(message, seat) },
    avatar(message.user, "small"),
    h(
      "p",
      null,
      h("strong", null, nameOf(message.user)),
      mrkdwn(words, seat.user).flatMap((line) => [...line.childNodes]),
    ),
    time(message, seat),
  );
}

// What Slack shows at the corner of a message: reactions, the thread and, for one's own, changes.
function tools(message, seat, channel, words) {
  const pinned = Boolean(message.pinned_to?.length);
  const items = () => [
    ...USUAL.map((name) => ({
      text: `React with ${drawnEmoji(name)}`,
      run: () => react(message, seat, channel, name, true),
    })),
    { text: "Another emoji…", run: () => chooseEmoji(menu, (name) => react(message, seat, channel, name, true)) },
    { text: "Reply in thread", run: () => seat.answer(message) },
    { text: "Forward…", run: () => forward(message, seat, channel) },
    {
      text: pinned ? "Take the pin off" : "Pin to the conversation",
      run: () => act(message, seat, "/pin", { channel, user: seat.user, ts: message.ts, present: !pinned }),
    },
    ...(message.user === seat.user ? changes(message, seat, channel, words) : []),
  ];
  const menu = menuButton(
    { class: "plain own-menu", "aria-label": "Message actions", "data-key": `own ${message.ts}` },
    icon("more"),
    items,
  );
  return menu;
}

function changes(message, seat, channel, words) {
  const remove = () => act(message, seat, "/delete-message", { channel, user: seat.user, ts: message.ts });
  return [
    { text: "Edit message", run: () => edit(message, seat, channel, words) },
    { text: "Delete message", danger: true, run: remove },
  ];
}

async function act(message, seat, path, fields) {
  try {
    await post(path, fields);
  } catch (problem) {
    seat.trouble(message.ts, problem.message);
  }
  await reread();
}

function edit(message, seat, channel, words) {
  const before = [...words.childNodes];
  const box = h("textarea", { class: "typed", rows: 2, "aria-label": "Edit message", value: readable(message.text) });
  const cancel = () => words.replaceChildren(...before);
  const save = async () => {
    cancel();
    await act(message, seat, "/edit-message", { channel, user: seat.user, ts: message.ts, text: box.value });
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
  });
  const buttons = [
    h("button", { type: "button", class: "tap", onclick: cancel }, "Cancel"),
    h("button", { type: "button", class: "tap primary filled", onclick: save }, "Save"),
  ];
  words.replaceChildren(box, h("p", { class: "edit-foot" }, buttons));
  box.focus();
}

// What a person typed, from the text it became: mentions back to handles.
const readable = (text) =>
  unescaped(
    text
      .replace(/<@(\w+)(?:\|[^>]*)?>/g, (all, id) => `@${person(id)?.name ?? id}`)
      .replace(/<#\w+\|([^>]*)>/g, "#$1")
      .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1"),
  );
