// Where a person types. A line that begins with "/" is a command.

import { post } from "./api.js";
import { button, freshId, h, redraw } from "./dom.js";
import { sendFile } from "./files.js";
import { icon } from "./icons.js";
import { app } from "./people.js";
import { reread } from "./store.js";

const PACE = 2.5;

const drafts = new Map();

// `to` is {channel (null: the app's DM, not yet begun), title, closed: why nobody can write here, or null, thread}
export function drawComposer(host, seat, to) {
  redraw(host, [seat.user, to], () =>
    to.closed ? h("p", { class: "composer-closed" }, to.closed) : composer(seat, to),
  );
}

function composer(seat, to) {
  const key = `${seat.user} ${to.channel ?? "app"}`;
  const box = h("textarea", {
    rows: 1,
    class: "composer-box",
    "data-key": "composer",
    "aria-label": `Message ${to.title} as ${seat.name}`,
    placeholder: `Message ${to.title}`,
    value: drafts.get(key) ?? "",
  });
  const said = h("p", { class: "trouble", role: "alert", hidden: true });
  const commands = h("p", { class: "commands", hidden: true });
  const grow = () => {
    drafts.set(key, box.value);
    box.style.setProperty("height", "auto");
    box.style.setProperty("height", `${Math.min(box.scrollHeight, 140)}px`);
    suggest(commands, box, grow);
  };
  const send = () => deliver(seat, to, box, said, grow);
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  return [
    said,
    commands,
    to.thread ? answering(seat, to) : null,
    h("div", { class: "composer-row" }, attach(seat, to, box, said, grow), clip(seat, to, box, said, grow), box, button("Send", { class: "plain send", onclick: send }, icon("send"))),
  ];
}

function answering(seat, to) {
  const drop = button("Do not answer in the thread", { class: "plain small", onclick: seat.answerNobody }, icon("close"));
  const id = freshId("also");
  const keep = (event) => {
    seat.alsoHere = event.target.checked;
  };
  const also = h("input", { type: "checkbox", id, checked: Boolean(seat.alsoHere), "data-key": "also", onchange: keep });
  const label = to.isDirect ? "Also send as direct message" : `Also send to ${to.title}`;
  return h(
    "div",
    { class: "answering" },
    h("p", null, "Answering in a thread", drop),
    h("p", { class: "also" }, also, h("label", { for: id }, label)),
  );
}

// Where what is sent goes.
const target = (seat, to) => ({
  channel: to.channel,
  user: seat.user,
  threadTs: to.thread,
  broadcast: Boolean(to.thread && seat.alsoHere),
});

// What is said in a clip is typed here, and is what Slack hears in it.
function clip(seat, to, box, said, grow) {
  const record = async () => {
    const fields = [{ name: "transcript", label: "What is said", optional: true }];
    const given = await seat.form({ title: "Record a voice clip", agree: "Send", fields });
    if (!given) return;
    const seconds = Math.max(1, Math.round(given.transcript.split(/\s+/).length / PACE));
    await trying(seat, box, said, grow, (text) => post("/voice-clip", { ...target(seat, to), ...given, text, seconds }));
  };
  return button("Record a voice clip", { class: "plain attach", "data-key": "clip", onclick: record }, icon("microphone"));
}

// A file goes at once, with the words typed so far.
function attach(seat, to, box, said, grow) {
  const chooser = h("input", { type: "file", hidden: true, "aria-label": `File for ${to.title}` });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    if (!file) return;
    await trying(seat, box, said, grow, (text) => sendFile(file, { ...target(seat, to), text }));
    chooser.value = "";
  });
  const opener = button(
    "Attach a file",
    { class: "plain attach", "data-key": "attach", onclick: () => chooser.click() },
    icon("plus"),
  );
  return [opener, chooser];
}

// The commands that the app declared and that begin as what was typed.
function suggest(host, box, grow) {
  const typed = box.value.split(/\s/)[0];
  const known =
    box.value === typed && typed.startsWith("/")
      ? ["/me", ...(app().commands ?? [])].filter((one) => one.startsWith(typed) && one !== typed)
      : [];
  host.hidden = !known.length;
  const take = (name) => {
    box.value = `${name} `;
    box.focus();
    grow();
  };
  host.replaceChildren(
    ...known.map((name) => h("button", { type: "button", class: "command", onclick: () => take(name) }, name)),
  );
}

async function deliver(seat, to, box, said, grow) {
  if (!box.value.trim()) return;
  await trying(seat, box, said, grow, (text) =>
    text.startsWith("/") && !text.startsWith("/me ")
      ? command(seat, to, text)
      : post("/message", { ...target(seat, to), text }),
  );
}

async function trying(seat, box, said, grow, act) {
  const text = box.value.trim();
  box.value = "";
  grow();
  said.hidden = true;
  seat.follow();
  try {
    await act(text);
  } catch (problem) {
    said.textContent = problem.message;
    said.hidden = false;
    box.value ||= text;
    grow();
  }
  await reread();
}

function command(seat, to, text) {
  const [name, ...rest] = text.split(" ");
  return post("/command", { channel: to.channel, user: seat.user, command: name, text: rest.join(" ").trim() });
}
