// What the production office does in Slack's administration: people's accounts, and the end of channels.

import { post } from "./api.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { person, resting } from "./people.js";
import { reread } from "./store.js";

const REST_SECONDS = 8 * 3600;

// Each: what stands when it is off, what when it is on, and the field of the person.
const CHANGES = [
  { field: "deleted", on: "Reactivate the account", off: "Deactivate the account", danger: true },
  { field: "is_restricted", on: "Make a full member", off: "Make a guest" },
  { field: "is_owner", on: "Take ownership away", off: "Make an owner" },
  { field: "is_stranger", on: "Bring into this company", off: "Move to another company" },
];

export function accountMenu(seat) {
  const user = seat.person;
  const items = () => {
    const one = person(user);
    const rests = resting(user);
    return [
      ...CHANGES.map(({ field, on, off, danger }) => ({
        text: one[field] ? on : off,
        danger: danger && !one[field],
        run: () => attempt("/user", { user, [field]: !one[field] }, seat.tell),
      })),
      {
        text: rests ? "Disturb again" : "Do not disturb for eight hours",
        run: () => attempt("/rest", { user, seconds: rests ? 0 : REST_SECONDS }, seat.tell),
      },
      { text: "Add a second account, a guest's", run: () => attempt("/user/second", { user, is_restricted: true }, seat.tell) },
      { text: "Add a person…", run: () => hire(seat) },
    ];
  };
  return menuButton({ class: "plain", "aria-label": "Account", "data-key": "account" }, icon("more"), items);
}

// Somebody new, also with an id of an Enterprise organisation or from another company.
async function hire(seat) {
  const kinds = [
    ["", "Full member"],
    ["is_restricted", "Guest"],
    ["W", "Member with a W id"],
    ["is_stranger", "From another company"],
  ];
  const given = await seat.form({
    title: "Add a person",
    agree: "Add",
    fields: [
      { name: "name", label: "Name" },
      { name: "kind", label: "Account", options: kinds },
    ],
  });
  if (!given) return;
  const handle = given.name.toLowerCase().replace(/[^a-z0-9]+/g, ".");
  const id = given.kind === "W" ? { id: `W0${handle.replaceAll(".", "").toUpperCase()}` } : {};
  const flag = given.kind.startsWith("is_") ? { [given.kind]: true } : {};
  await attempt("/user/add", { ...id, name: handle, real_name: given.name, ...flag }, seat.tell);
}

// What a person may do to a channel; Slack says no to who may not.
export function channelMenu(channel, seat) {
  const act = (path) => () => attempt(`/channel/${path}`, { channel: channel.id, user: seat.user }, seat.tell);
  const items = () => [
    { text: "Start a huddle", run: () => attempt("/huddle", { channel: channel.id, user: seat.user }, seat.tell) },
    { text: "Set a reminder…", run: () => remind(channel, seat) },
    { text: "Another app writes…", run: () => others(channel, seat, false) },
    { text: "A workflow writes…", run: () => others(channel, seat, true) },
    channel.is_archived
      ? { text: "Bring back from the archive", run: act("unarchive") }
      : { text: "Archive the channel", run: act("archive") },
    { text: channel.is_private ? "Make it public" : "Make it private", run: act("convert") },
    { text: "Share with another company", run: act("share") },
    { text: "Delete the channel", danger: true, run: act("delete") },
  ];
  return menuButton({ class: "plain", "aria-label": "Channel", "data-key": "channel" }, icon("more"), items);
}

async function remind(channel, seat) {
  const fields = [{ name: "text", label: "Of what" }];
  const given = await seat.form({ title: "Set a reminder", agree: "Set", fields });
  if (given) await attempt("/reminder", { channel: channel.id, user: seat.user, ...given }, seat.tell);
}

async function others(channel, seat, workflow) {
  const fields = [
    { name: "name", label: workflow ? "Name of the workflow" : "Name of the app" },
    { name: "text", label: "What it writes" },
  ];
  const given = await seat.form({ title: workflow ? "A workflow writes" : "Another app writes", agree: "Post", fields });
  if (given) await attempt("/app-message", { channel: channel.id, workflow, ...given }, seat.tell);
}

async function attempt(path, fields, told) {
  told("");
  try {
    await post(path, fields);
  } catch (problem) {
    told(problem.message);
  }
  await reread();
}
