// What the production office does in Slack's administration: people's accounts, and the end of channels.

import { post } from "./api.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { person } from "./people.js";
import { reread } from "./store.js";

// Each: what stands when it is off, what when it is on, and the field of the person.
const CHANGES = [
  { field: "deleted", on: "Reactivate the account", off: "Deactivate the account", danger: true },
  { field: "is_restricted", on: "Make a full member", off: "Make a guest" },
  { field: "is_owner", on: "Take ownership away", off: "Make an owner" },
  { field: "is_stranger", on: "Bring into this company", off: "Move to another company" },
];

// `told(text)` says what could not be done.
export function accountMenu(user, told) {
  const items = () => {
    const one = person(user);
    return CHANGES.map(({ field, on, off, danger }) => ({
      text: one[field] ? on : off,
      danger: danger && !one[field],
      run: () => attempt("/user", { user, [field]: !one[field] }, told),
    }));
  };
  return menuButton({ class: "plain", "aria-label": "Account", "data-key": "account" }, icon("more"), items);
}

// What a person may do to a channel; Slack says no to who may not.
export function channelMenu(channel, user, told) {
  const act = (path) => () => attempt(`/channel/${path}`, { channel: channel.id, user }, told);
  const items = () => [
    channel.is_archived
      ? { text: "Bring back from the archive", run: act("unarchive") }
      : { text: "Archive the channel", run: act("archive") },
    { text: channel.is_private ? "Make it public" : "Make it private", run: act("convert") },
    { text: "Share with another company", run: act("share") },
    { text: "Delete the channel", danger: true, run: act("delete") },
  ];
  return menuButton({ class: "plain", "aria-label": "Channel", "data-key": "channel" }, icon("more"), items);
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
