// The sandbox's clock: what it says, and what moves it.

import { post } from "./api.js";
import { button, h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { city, fromWall, hour, shortDay, wall } from "./moments.js";
import { teamZone } from "./people.js";
import { closePopup, isOpenAt, openPopup } from "./popup.js";
import { now, reread, store } from "./store.js";

const STEPS = [
  ["+15 min", 900],
  ["+1 h", 3600],
  ["+1 day", 86400],
];

export function clockBar() {
  const face = h("p", { class: "clock-face" });
  const due = h("div", { class: "clock-due" });
  const said = h("p", { class: "trouble", role: "alert", hidden: true });
  const move = (fields) => moveClock(fields, said);
  const steps = STEPS.map(([text, seconds]) =>
    h(
      "button",
      {
        type: "button",
        class: seconds === 86400 ? "step whole-day" : "step",
        "aria-label": `Move the clock: ${text}`,
        onclick: () => move({ advanceSeconds: seconds }),
      },
      text,
    ),
  );
  const to = h(
    "button",
    {
      type: "button",
      class: "step",
      "aria-expanded": "false",
      onclick: () => (isOpenAt(to) ? closePopup() : askWhen(to, move)),
    },
    "To…",
  );
  const call = h("button", { type: "button", class: "step to-call", hidden: true }, "To call");
  call.addEventListener("click", () => move({ to: new Date(store.state.call.dueAt).toISOString() }));
  const element = h(
    "div",
    { class: "clock", role: "group", "aria-label": "Clock" },
    icon("clock"),
    face,
    h("div", { class: "steps" }, steps, call, to),
    due,
    said,
  );
  return { element, update: () => update(face, due, call, move) };
}

async function moveClock(fields, said) {
  said.hidden = true;
  try {
    await post("/clock", fields);
  } catch (problem) {
    said.textContent = problem.message;
    said.hidden = false;
  }
  await reread();
}

function update(face, due, call, move) {
  const zone = teamZone();
  const words = [shortDay(now(), zone), hour(now(), zone), city(zone)];
  redraw(face, words, () => [
    h("span", { class: "clock-day" }, words[0]),
    " ",
    h("strong", null, words[1]),
    " ",
    h("span", { class: "clock-zone" }, words[2]),
  ]);
  const next = [store.state.clock.next ?? store.state.next ?? []].flat()[0];
  const onSet = store.state.call ? new Date(store.state.call.dueAt) : null;
  call.hidden = !onSet;
  if (onSet) call.setAttribute("aria-label", `Move the clock to the call: ${shortDay(onSet, zone)} ${hour(onSet, zone)}`);
  due.hidden = !next;
  redraw(due, next ?? null, () => (next ? nextDue(next, move) : null));
}

// {dueAt, what}, where the server knows of something.
function nextDue(next, move) {
  const at = new Date(next.dueAt);
  const when = `Next due ${shortDay(at, teamZone())} ${hour(at, teamZone())}`;
  return [
    h(
      "p",
      { class: "due-words", title: `${when}: ${next.what}` },
      h("span", { class: "due-label" }, when),
      h("span", { class: "due-what" }, next.what),
    ),
    button(
      "To the next thing due",
      { class: "step strong", "data-key": "due", onclick: () => move({ to: at.toISOString() }) },
      h("span", { class: "wide" }, "To the next thing due"),
      h("span", { class: "narrow" }, "Go"),
    ),
  ];
}

function askWhen(opener, move) {
  const zone = teamZone();
  const field = h("input", {
    type: "datetime-local",
    class: "typed",
    "aria-label": `Date and time in ${city(zone)}`,
    value: wall(now(), zone),
  });
  const form = h(
    "form",
    { class: "when" },
    field,
    h("button", { type: "submit", class: "tap primary filled" }, "Set the clock"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    closePopup();
    opener.focus();
    if (field.value) move({ to: fromWall(field.value, zone).toISOString() });
  });
  opener.setAttribute("aria-expanded", "true");
  openPopup(opener, form, { onclose: () => opener.setAttribute("aria-expanded", "false") });
  field.focus();
}

// Every clock on the page that shows a zone's time.
export function tick() {
  for (const face of document.querySelectorAll("[data-time]")) face.textContent = hour(now(), face.dataset.time);
}
