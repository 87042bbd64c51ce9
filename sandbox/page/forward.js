// Forwarding a message to another conversation of the same person.

import { post } from "./api.js";
import { appChannel, app } from "./people.js";
import { places } from "./sidebar.js";
import { reread } from "./store.js";

export async function forward(message, seat, channel) {
  const { channels, direct } = places(seat.user);
  const own = appChannel(seat.user);
  const options = [
    ["app", app().name],
    ...[...channels, ...direct].map((one) => [one.id, one.kind === "direct" ? one.title : `# ${one.title}`]),
  ].filter(([id]) => id !== channel && !(id === "app" && own?.id === channel));
  if (!options.length) {
    seat.trouble(message.ts, "There is no other conversation to forward it to.");
    return;
  }
  const given = await seat.form({
    title: "Forward message",
    agree: "Forward",
    fields: [
      { name: "to", label: "To", options },
      { name: "text", label: "A few words", optional: true },
    ],
  });
  if (!given) return;
  try {
    await post("/forward", { channel, user: seat.user, ts: message.ts, to: given.to, text: given.text });
  } catch (problem) {
    seat.trouble(message.ts, problem.message);
  }
  await reread();
}
