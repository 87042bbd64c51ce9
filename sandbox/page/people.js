// Names, initials and colours of people, and where they are found in the state.

import { h } from "./dom.js";
import { store } from "./store.js";

const SLACKBOT = "USLACKBOT";
// Each is dark enough for white letters (contrast of at least 4.5 to 1).
const COLOURS = [
  "#17666b",
  "#7a4a8c",
  "#9a4f2c",
  "#33639c",
  "#5d6b1f",
  "#a03b5c",
  "#4a5a78",
  "#7d5b12",
  "#2f7048",
  "#6a4fb0",
];

export const app = () => store.state.apps[0];

export function person(id) {
  return store.state.users.find((one) => one.id === id);
}

export function living() {
  return store.state.users.filter((one) => !one.is_bot && !one.deleted);
}

export function nameOf(id) {
  if (id === SLACKBOT) return "Slackbot";
  const found = person(id);
  return found?.real_name ?? found?.profile?.real_name ?? id;
}

// Two accounts of one person are told apart by their handles.
export function tellingName(id) {
  const name = nameOf(id);
  const same = store.state.users.filter((one) => nameOf(one.id) === name);
  return same.length > 1 ? `${name} (@${person(id).name})` : name;
}

export const resting = (id) => Boolean(store.state.resting?.[id]);

export const handleOf = (id) => person(id)?.name ?? nameOf(id);

export const titleOf = (id) => person(id)?.profile?.title ?? "";

// What sets somebody apart: Slack marks it at their name.
export function standing(id) {
  const one = person(id);
  if (one?.deleted) return "Deactivated account";
  if (one?.is_stranger) return "From another company";
  if (one?.is_ultra_restricted || one?.is_restricted) return "Guest";
  return "";
}

export function zoneOf(id) {
  return person(id)?.tz ?? teamZone();
}

// The workspace itself has no zone: it is where most of its people are.
export function teamZone() {
  if (store.state.team.tz) return store.state.team.tz;
  const counts = new Map();
  for (const one of living()) counts.set(one.tz, (counts.get(one.tz) ?? 0) + 1);
  return [...counts].sort((first, second) => second[1] - first[1])[0]?.[0] ?? "UTC";
}

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0].toUpperCase())
    .join("");
}

function colour(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length];
}

// `name` is that of somebody who is no user, such as another app.
export function avatar(id, size = "", name = null) {
  const robot = name !== null || id === SLACKBOT || person(id)?.is_bot;
  const element = h(
    "span",
    { class: `avatar ${size} ${robot ? "robot" : ""}`, "aria-hidden": "true" },
    initials(name ?? nameOf(id)),
  );
  if (!robot) element.style.setProperty("--avatar", colour(id));
  return element;
}

export function channel(id) {
  return store.state.channels.find((one) => one.id === id);
}

export function appChannel(user) {
  return store.state.channels.find(
    (one) => one.is_im && one.members.includes(user) && one.members.includes(app().botUserId),
  );
}

// A newest channel is the last private one that the app is in.
export function newestChannel() {
  const sets = store.state.channels.filter(
    (one) => !one.is_im && one.is_private && (one.members.includes(app().botUserId) || one.creator === app().botUserId),
  );
  return sets.sort((first, second) => second.created - first.created || (second.id > first.id ? 1 : -1))[0];
}

export function channelTitle(one, viewer) {
  if (!one.is_im) return one.name;
  const other = one.members.find((member) => member !== viewer) ?? viewer;
  return nameOf(other);
}
