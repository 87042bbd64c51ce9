// The story in a few steps, each done for real. The server knows the steps and which are done, so it can be left at any time.

import { get, post } from "./api.js";
import { read, write } from "./address.js";
import { button, h, redraw } from "./dom.js";
import { icon } from "./icons.js";
import { showSeats } from "./seats.js";
import { reread } from "./store.js";

const host = document.getElementById("tour");
let tour = null;
let isAbsent = false;
let busy = false;
let trouble = "";

export function tourButton() {
  const label = h("span", { class: "tool-label" }, "Tour");
  const toggle = button(
    "Tour",
    { class: "tool", hidden: true, "aria-controls": "tour", onclick: () => setOpen(host.hidden) },
    icon("flag"),
    label,
  );
  const setOpen = (open) => {
    host.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    write("tour", open ? "" : "off");
  };
  const update = async () => {
    if (isAbsent) return;
    tour = await get("/tour").catch((problem) => {
      isAbsent = problem.status === 404;
      return isAbsent ? null : tour;
    });
    if (!tour?.steps.length) tour = null;
    toggle.hidden = !tour;
    const wanted = Boolean(tour) && read("tour") !== "off";
    if (host.hidden === wanted) host.hidden = !wanted;
    toggle.setAttribute("aria-expanded", String(wanted));
    if (tour) draw(() => setOpen(false), toggle);
  };
  return { element: toggle, update };
}

const number = (id) => tour.steps.findIndex((step) => step.id === id);

function draw(stop, toggle) {
  redraw(host, [tour, busy, trouble], () => {
    const at = tour.steps[number(tour.current)];
    const leave = () => {
      stop();
      toggle.focus();
    };
    return [
      h(
        "ol",
        { class: "tour-steps" },
        tour.steps.map((step, index) =>
          h(
            "li",
            { class: step.done ? "done" : "", "aria-current": step === at ? "step" : null },
            mark(step, index),
            h("span", { class: "tour-title" }, step.title),
          ),
        ),
      ),
      at
        ? words(at)
        : h(
            "div",
            { class: "tour-words" },
            h(
              "p",
              { role: "status" },
              h("strong", null, "That is the whole story."),
              " Go on by yourself: every seat is real.",
            ),
          ),
      at
        ? h(
            "button",
            {
              type: "button",
              class: "tap primary filled",
              "data-key": "perform",
              disabled: busy,
              "aria-busy": busy ? "true" : null,
              onclick: () => perform(at, stop, toggle),
            },
            busy ? "Doing it…" : "Do this step",
          )
        : null,
      button("Stop the tour", { class: "plain", "data-key": "stop", onclick: leave }, icon("close")),
    ];
  });
}

const mark = (step, index) =>
  h(
    "span",
    { class: "tour-mark" },
    step.done ? icon("check") : index + 1,
    h("span", { class: "unseen" }, step.done ? " done: " : ": "),
  );

function words(step) {
  const problem = trouble ? h("p", { class: "trouble", role: "alert" }, trouble) : null;
  return h(
    "div",
    { class: "tour-words" },
    h("p", { role: "status" }, h("strong", null, step.title), " ", step.text),
    problem,
  );
}

async function perform(step, stop, toggle) {
  busy = true;
  trouble = "";
  // A step may name the seats from which it is best seen.
  if (step.seats) showSeats(step.seats);
  draw(stop, toggle);
  try {
    await post(`/tour/${encodeURIComponent(step.id)}`);
  } catch (problem) {
    trouble = problem.message;
  }
  busy = false;
  tour = await get("/tour").catch(() => tour);
  draw(stop, toggle);
  await reread();
}
