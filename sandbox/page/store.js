// What was last read from the sandbox, and who wants to know when it changed.

import { get } from "./api.js";

const listeners = new Set();
const conversations = new Map();
let asked = new Set();
let wanted = null;
let reading = null;

export const store = { state: null, skew: 0, lost: false };

export function subscribe(listener) {
  listeners.add(listener);
}

function tell() {
  asked = new Set();
  for (const listener of listeners) listener();
  for (const key of conversations.keys()) if (!asked.has(key)) conversations.delete(key);
}

// The messages of a channel as `user` sees them (null: only what is in the channel); read when first asked for.
export function messagesOf(channel, user) {
  const key = `${channel} ${user ?? ""}`;
  asked.add(key);
  if (!conversations.has(key)) {
    conversations.set(key, { channel, user, messages: null });
    reread({ channel });
  }
  return conversations.get(key).messages;
}

// Reads the state and the open conversations of `channel` (every open one when none is given), once at a time.
export function reread({ channel = null } = {}) {
  wanted ??= new Set();
  wanted.add(channel);
  reading ??= readAll().finally(() => {
    reading = null;
    if (wanted) reread({ channel: [...wanted][0] });
  });
  return reading;
}

async function readAll() {
  // Changes come in bursts: what arrives within this moment is read together.
  await new Promise((resolve) => setTimeout(resolve, 15));
  while (wanted) {
    const channels = wanted;
    wanted = null;
    try {
      await Promise.all([readState(), ...open(channels).map(readMessages)]);
      store.lost = false;
    } catch {
      store.lost = true;
    }
    tell();
  }
}

function open(channels) {
  const all = [...conversations.values()];
  return channels.has(null) ? all : all.filter((one) => channels.has(one.channel));
}

async function readState() {
  const state = await get("/state");
  if (store.state && state.version < store.state.version) forgetReadMarks();
  store.state = state;
  store.skew = Date.parse(state.clock.now) - Date.now();
}

async function readMessages(one) {
  const query = one.user ? `?user=${encodeURIComponent(one.user)}` : "";
  one.messages = await get(`/messages/${encodeURIComponent(one.channel)}${query}`).then(
    (answer) => answer.messages.map((message) => withoutChoices(message, one)),
    (problem) => {
      if (problem.status === 400) return [];
      throw problem;
    },
  );
}

// What a person chose in a message stands apart from it: a choice draws nothing anew.
const choices = new Map();

function withoutChoices({ state, ...message }, { channel, user }) {
  choices.set(`${user} ${channel} ${message.ts}`, state?.values ?? {});
  return message;
}

export const choicesIn = (channel, ts, user) => choices.get(`${user} ${channel} ${ts}`) ?? {};

export const now = () => new Date(Date.now() + store.skew);

// Who read what up to where. It outlives a reload, but not a sandbox that began anew.
const MARKS = "sandbox.read";
const marks = JSON.parse(sessionStorage.getItem(MARKS) ?? "{}");

export function markRead(user, channel) {
  const latest = store.state.channels.find((one) => one.id === channel)?.latest;
  if (!latest || marks[`${user} ${channel}`] === latest) return;
  marks[`${user} ${channel}`] = latest;
  sessionStorage.setItem(MARKS, JSON.stringify(marks));
}

function forgetReadMarks() {
  for (const key of Object.keys(marks)) delete marks[key];
  sessionStorage.removeItem(MARKS);
}

// {new: something was said, count: how often the phone would have lit up}
export function unread(user, channel) {
  const mark = Number(marks[`${user} ${channel.id}`] ?? 0);
  const pushes = store.state.notifications.filter((one) => one.user === user && one.channel === channel.id);
  return { new: Number(channel.latest ?? 0) > mark, count: pushes.filter((one) => Number(one.ts) > mark).length };
}
