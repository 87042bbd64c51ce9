// Who is in a channel: adding, removing and leaving, as somebody.

import { post } from "./api.js";
import { button, freshId, h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, living, nameOf, person, standing, titleOf } from "./people.js";
import { reread } from "./store.js";

// `by` is the person who acts; `since` tells when somebody came, by user id.
export function drawMembers(host, channel, { by, since = {} }) {
  const facts = [channel.id, channel.members, channel.is_archived, by, since, living().map((one) => [one.id, standing(one.id)])];
  redraw(host, facts, () => {
    const said = h("p", { class: "trouble", role: "alert", hidden: true });
    const act = (path, fields) => attempt(said, path, { channel: channel.id, ...fields });
    const rows = channel.members.map((user) => row(user, since[user], actFor(channel, by, user, act)));
    return [h("ul", { class: "members" }, rows), channel.is_archived || !by ? null : adder(channel, by, act), said];
  });
}

function row(user, since, action) {
  const words = h(
    "span",
    { class: "member-words" },
    h("span", { class: "member-name" }, nameOf(user)),
    h("span", { class: "member-title" }, person(user)?.is_bot ? "App" : standing(user) || titleOf(user)),
  );
  return h(
    "li",
    { class: "member" },
    avatar(user, "small"),
    words,
    since ? h("span", { class: "member-since" }, since) : null,
    action,
  );
}

function actFor(channel, by, user, act) {
  if (channel.is_archived || !by) return null;
  if (user === by)
    return button(
      "Leave this channel",
      { class: "plain small", "data-key": `leave ${user}`, onclick: () => act("/channel/leave", { user }) },
      "Leave",
    );
  return button(
    `Remove ${nameOf(user)}`,
    { class: "plain small", "data-key": `remove ${user}`, onclick: () => act("/channel/remove", { user, by }) },
    icon("close"),
  );
}

function adder(channel, by, act) {
  const outside = living().filter((one) => !channel.members.includes(one.id));
  const id = freshId("add");
  const pick = h(
    "select",
    { id, class: "typed", "data-key": "add who" },
    outside.map((one) => h("option", { value: one.id }, nameOf(one.id))),
  );
  const add = h(
    "button",
    { type: "button", class: "tap", "data-key": "add", onclick: () => act("/channel/add", { user: pick.value, by }) },
    "Add",
  );
  return h("p", { class: "adder" }, h("label", { for: id, class: "unseen" }, "Person to add"), pick, add);
}

async function attempt(said, path, fields) {
  said.hidden = true;
  try {
    await post(path, fields);
  } catch (problem) {
    said.textContent = problem.message;
    said.hidden = false;
  }
  await reread();
}
