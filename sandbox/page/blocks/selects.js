// Every select: what may be chosen, what is chosen, and how Slack writes it down.

import { store } from "../store.js";
import { avatar, channelTitle, nameOf, titleOf } from "../people.js";
import { plain } from "../mrkdwn.js";
import { combobox } from "./combobox.js";

// Kind of select: the field its value stands in, and whether whole options or bare ids stand there.
const KINDS = {
  static: { one: "selected_option", several: "selected_options", whole: true },
  external: { one: "selected_option", several: "selected_options", whole: true },
  users: { one: "selected_user", several: "selected_users" },
  conversations: { one: "selected_conversation", several: "selected_conversations" },
  channels: { one: "selected_channel", several: "selected_channels" },
};

export function drawSelect(block, element, surface, names, key) {
  const several = element.type.startsWith("multi_");
  const name = element.type.replace("multi_", "").replace("_select", "");
  const kind = KINDS[name];
  const field = several ? kind.several : kind.one;
  const entryOf = kind.whole ? optionEntry : (id) => idEntry(name, id, surface.viewer);
  const stands = surface.valueOf(block, element)?.[field];
  const written = (entries) => entries.map((entry) => (kind.whole ? entry.option : entry.id));
  return combobox({
    names: { ...names, "data-key": key },
    placeholder: element.placeholder
      ? plain(element.placeholder.text)
      : several
        ? "Choose options"
        : "Choose an option",
    several,
    most: element.max_selected_items ?? Infinity,
    clearable: Boolean(block.optional),
    least: name === "external" ? (element.min_query_length ?? 3) : 0,
    chosen: [stands].flat().filter(Boolean).map(entryOf),
    search: (typed) => find(name, block, element, surface, typed),
    changed: (entries, control) =>
      surface.change(block, element, { [field]: several ? written(entries) : (written(entries)[0] ?? null) }, control),
  });
}

const optionEntry = (option) => ({
  id: option.value,
  text: plain(option.text.text),
  description: option.description && plain(option.description.text),
  option,
});

function idEntry(name, id, viewer) {
  if (name === "users") return { id, text: nameOf(id), description: titleOf(id), picture: avatar(id, "small") };
  const channel = store.state.channels.find((one) => one.id === id);
  const title = channel ? channelTitle(channel, viewer) : id;
  return { id, text: channel?.is_im === false || channel?.name ? `# ${title}` : title };
}

// Groups of entries, [{label, entries}], that match what was typed.
async function find(name, block, element, surface, typed) {
  if (name === "external") return groups(await surface.suggest(block, element, typed));
  const all = name === "static" ? groups(element) : [{ label: null, entries: ids(name, element, surface.viewer) }];
  const wanted = typed.trim().toLowerCase();
  const fits = (entry) => `${entry.text} ${entry.description ?? ""}`.toLowerCase().includes(wanted);
  return all
    .map((group) => ({ ...group, entries: group.entries.filter(fits) }))
    .filter((group) => group.entries.length);
}

function groups({ options, option_groups: several }) {
  if (!several) return [{ label: null, entries: (options ?? []).map(optionEntry) }];
  return several.map((group) => ({ label: plain(group.label.text), entries: group.options.map(optionEntry) }));
}

// A users_select shows everyone visible, guests and apps included, as Slack's does.
function ids(name, element, viewer) {
  if (name === "users")
    return store.state.users.filter((one) => !one.deleted).map((one) => idEntry(name, one.id, viewer));
  const include = name === "channels" ? ["public"] : (element.filter?.include ?? ["public", "private", "im", "mpim"]);
  return store.state.channels
    .filter(
      (one) =>
        !one.is_archived && include.includes(kindOf(one)) && (kindOf(one) === "public" || one.members.includes(viewer)),
    )
    .map((one) => idEntry(name, one.id, viewer));
}

function kindOf(channel) {
  if (channel.is_im) return "im";
  if (channel.is_mpim) return "mpim";
  return channel.is_private ? "private" : "public";
}
