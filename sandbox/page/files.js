// Files under a message, each with a way to have it; and sending one.

import { post } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

const STEP = 1024;
const UNITS = ["bytes", "kB", "MB"];
const PIECE = 8192;

export const drawFiles = (message, seat) => (message.files ?? []).map((file) => row(file, seat));

function row(file, seat) {
  if (file.mode === "tombstone") return h("p", { class: "file gone" }, icon("file"), "This file was deleted.");
  if (file.subtype === "slack_audio") return clip(file);
  const address = `/_control/file/${file.id}?user=${encodeURIComponent(seat.user)}`;
  return h(
    "a",
    { class: "file", href: address, download: file.name, "aria-label": `Download ${file.title}` },
    icon("file"),
    h("span", { class: "file-words" }, h("strong", null, file.title), h("span", null, facts(file))),
    icon("download"),
  );
}

// A voice clip is shown with what Slack heard in it; there is no sound in it here.
function clip(file) {
  const seconds = Math.round(file.duration_ms / 1000);
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const heard = file.transcription?.preview?.content;
  return h(
    "div",
    { class: "file clip" },
    icon("microphone"),
    h(
      "span",
      { class: "file-words" },
      h("strong", null, `Voice clip, ${length}`),
      h("span", null, heard ? `“${heard}”` : "No transcript"),
    ),
  );
}

const facts = (file) => `${file.pretty_type} · ${readableSize(file.size)}`;

function readableSize(bytes) {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(STEP)), UNITS.length - 1);
  return `${Number((bytes / STEP ** power).toPrecision(3))} ${UNITS[power]}`;
}

// `to` is {channel, user, text, threadTs, broadcast}.
export async function sendFile(file, to) {
  return post("/file", { ...to, ...(await read(file)) });
}

// For an input of a modal: the app may read it, and it stands in no conversation.
export async function handIn(file, user) {
  return (await post("/view/file", { user, ...(await read(file)) })).file;
}

async function read(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return { name: file.name, content: btoa(binary) };
}
