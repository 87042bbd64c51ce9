// Everything the sandbox received, did and would have pushed to a phone, newest first.

import { get } from "./api.js";
import { read, write } from "./address.js";
import { button, h, redraw, redrawRows } from "./dom.js";
import { icon } from "./icons.js";
import { onLog } from "./live.js";
import { seconds } from "./moments.js";
import { nameOf, teamZone } from "./people.js";

const SHOWN = 150;
const KINDS = {
  api_call: "API call",
  event: "event",
  interaction: "interaction",
  command: "command",
  push_held: "held back",
  push: "phone",
  socket: "socket",
  http: "HTTP",
  fault: "fault",
  refused: "refused",
};
const host = document.getElementById("log");
const entries = new Map();
const filter = { kind: "", text: "" };
let last = 0;
let reading = false;
let again = false;

const isOpen = () => !host.hidden;

export function logButton() {
  const label = h("span", { class: "tool-label" }, "Log");
  const toggle = button(
    "Log",
    { class: "tool", "aria-expanded": String(isOpen()), "aria-controls": "log", onclick: () => setOpen(host.hidden) },
    icon("list"),
    label,
  );
  const setOpen = (open) => {
    host.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    write("drawer", open ? "log" : "");
    if (open) readLog();
  };
  build(() => {
    setOpen(false);
    toggle.focus();
  });
  onLog(() => isOpen() && readLog());
  let begun = false;
  const update = () => {
    if (!begun && read("drawer") === "log") setOpen(true);
    else if (isOpen()) readLog();
    begun = true;
  };
  return { element: toggle, update };
}

const rows = h("div", { class: "log-rows", tabindex: 0, role: "group", "aria-label": "Entries, newest first" });
const count = h("p", { class: "log-count", role: "status" });

function build(close) {
  const options = [
    h("option", { value: "" }, "Everything"),
    ...Object.entries(KINDS).map(([kind, text]) => h("option", { value: kind }, text)),
  ];
  const kind = h(
    "select",
    { class: "typed", "aria-label": "Kind of entry", onchange: (event) => refilter({ kind: event.target.value }) },
    options,
  );
  const text = h("input", {
    class: "typed",
    type: "search",
    "aria-label": "Words in the log",
    placeholder: "Filter: method, person, channel, words",
    oninput: (event) => refilter({ text: event.target.value.toLowerCase() }),
  });
  const away = button("Close the log", { class: "plain", onclick: close }, icon("close"));
  host.replaceChildren(h("header", { class: "drawer-head" }, h("h2", null, "Log"), kind, text, count, away), rows);
  host.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
}

function refilter(change) {
  Object.assign(filter, change);
  draw();
}

async function readLog() {
  again = reading;
  if (reading) return;
  reading = true;
  // An entry's outcome is added later, so the last few are read once more.
  const answer = await get(`/log?after=${Math.max(0, last - 20)}`).catch(() => null);
  const fresh = answer?.log ?? [];
  if (answer && last && fresh.length === 0) entries.clear();
  for (const entry of fresh) entries.set(entry.n, entry);
  last = fresh.at(-1)?.n ?? 0;
  reading = false;
  draw();
  if (again) readLog();
}

function draw() {
  const fits = (entry) =>
    (!filter.kind || entry.kind === filter.kind) &&
    (!filter.text || JSON.stringify(entry).toLowerCase().includes(filter.text));
  const found = [...entries.values()].filter(fits).reverse();
  const shown = found.slice(0, SHOWN);
  redraw(count, [shown.length, found.length], () =>
    found.length > SHOWN
      ? `The newest ${SHOWN} of ${found.length}`
      : `${found.length} ${found.length === 1 ? "entry" : "entries"}`,
  );
  redrawRows(rows, shown, {
    key: (entry) => String(entry.n),
    signature: (entry) => [entry.n, entry.response],
    build: drawEntry,
  });
}

function drawEntry(entry) {
  const outcome =
    entry.response?.ok === false ? entry.response.error : entry.response?.acknowledged === false ? "no answer" : "";
  const summary = h(
    "summary",
    null,
    h("time", null, seconds(new Date(entry.at), teamZone())),
    h("span", { class: `kind kind-${entry.kind}` }, KINDS[entry.kind] ?? entry.kind),
    h("span", { class: "log-what" }, entry.method ?? entry.name ?? entry.what ?? ""),
    h("span", { class: "log-whom" }, whom(entry)),
    outcome ? h("span", { class: "log-wrong" }, outcome) : null,
  );
  const details = h("details", { class: "entry" }, summary);
  // The whole of it is only written out when somebody looks.
  details.addEventListener(
    "toggle",
    () =>
      details.open &&
      details.childElementCount === 1 &&
      details.append(h("pre", { tabindex: 0 }, JSON.stringify(entry, null, 2))),
  );
  return details;
}

function whom(entry) {
  if (entry.kind.startsWith("push")) return `${nameOf(entry.user)}: ${entry.app}: ${entry.text}`;
  const request = entry.request ?? {};
  const user = entry.user ?? request.user?.id ?? request.user_id ?? request.event?.user ?? request.user;
  const channel = entry.channel ?? request.channel?.id ?? request.event?.channel ?? request.channel;
  const parts = [
    typeof user === "string" ? nameOf(user) : "",
    typeof channel === "string" ? channel : "",
    request.actions?.[0]?.action_id ?? request.view?.callback_id ?? "",
  ];
  return parts.filter(Boolean).join(" · ");
}
