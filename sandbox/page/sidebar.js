// A person's list of channels and direct messages, with what they have not read.

import { h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { app, appChannel, avatar, channelTitle } from "./people.js";
import { store, unread } from "./store.js";

// The places of a person: {id, title, kind, channel?}
export function places(user) {
  const channels = store.state.channels.filter((one) => one.members.includes(user) && !one.is_archived);
  const dm = appChannel(user);
  const others = channels.filter((one) => one.is_im && one !== dm);
  const byName = (first, second) => first.title.localeCompare(second.title);
  return {
    channels: channels
      .filter((one) => !one.is_im)
      .map((one) => entry(one, user))
      .sort(byName),
    direct: others.map((one) => entry(one, user)).sort(byName),
    app: { id: "app", title: app().name, channel: dm, kind: "app" },
  };
}

const entry = (channel, user) => ({
  id: channel.id,
  title: channelTitle(channel, user),
  channel,
  kind: channel.is_im ? "direct" : channel.is_private ? "private" : "public",
});

export function unreadElsewhere(user, place) {
  const { channels, direct, app: own } = places(user);
  return [...channels, ...direct, own]
    .filter((one) => one.id !== place && one.channel)
    .reduce((sum, one) => sum + unread(user, one.channel).count, 0);
}

export function drawSidebar(host, seat) {
  const all = places(seat.user);
  const marks = [...all.channels, ...all.direct, all.app].map((one) => [
    one.id,
    one.title,
    one.kind,
    one.channel && unread(seat.user, one.channel),
  ]);
  const here = seat.place === "home" ? "app" : seat.place;
  redraw(host, [seat.user, here, marks], () => [
    h("p", { class: "workspace" }, store.state.team.name),
    group("Channels", all.channels, seat, here),
    group("Direct messages", all.direct, seat, here),
    group("Apps", [all.app], seat, here),
  ]);
}

function group(label, entries, seat, here) {
  if (!entries.length) return null;
  const rows = entries.map((one) => h("li", null, row(one, seat, one.id === here)));
  return [h("h2", { class: "side-label" }, label), h("ul", { class: "side-list" }, rows)];
}

function row(one, seat, isHere) {
  const { new: fresh, count } = one.channel ? unread(seat.user, one.channel) : { new: false, count: 0 };
  const marked = fresh && !isHere;
  const badge =
    marked && count ? h("span", { class: "badge" }, count, h("span", { class: "unseen" }, " unread")) : null;
  return h(
    "button",
    {
      type: "button",
      class: `side-row ${marked ? "fresh" : ""}`,
      "aria-current": isHere ? "page" : null,
      "data-key": `place ${one.id}`,
      onclick: () => seat.go(one.id),
    },
    sign(one),
    h("span", { class: "side-title" }, one.title),
    badge ?? (marked ? h("span", { class: "unseen" }, " unread") : null),
  );
}

function sign(one) {
  if (one.kind === "app") return avatar(app().botUserId, "small");
  if (one.kind === "direct")
    return avatar(one.channel.members.find((member) => member.startsWith("USLACKBOT")) ?? one.channel.user, "small");
  return icon(one.kind === "private" ? "lock" : "hash");
}
