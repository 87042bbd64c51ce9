// The row of seats. It stands in the address, so that it survives a reload and can be handed on.

import { MOST_SEATS, WATCH, readSeats, write, writeSeats } from "./address.js";
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { living, newestChannel } from "./people.js";
import { isKnown, makeSeat, openedApp } from "./seat.js";
import { store } from "./store.js";

const USUAL = ["U0OLA", "U0MIA", "U0ADA"];
const host = document.getElementById("seats");
let seats = [];
let active = null;

const row = {
  changed() {
    writeSeats(seats);
    updateSeats();
  },
  remove(seat) {
    seats = seats.filter((one) => one !== seat);
    seat.element.remove();
    seats.at(-1).element.querySelector("select").focus();
    row.changed();
  },
  isActive: (seat) => active === seat,
  count: () => seats.length,
};

// A person may be written as id or handle. Who awaits the newest closed set looks at the app until then.
function known(spec) {
  const byHandle = store.state.users.find((one) => one.name === spec.person);
  const byName = store.state.channels.find((one) => one.name && one.name === spec.place);
  const awaits = spec.person !== WATCH && spec.place === "newest";
  return { ...spec, awaits, person: byHandle?.id ?? spec.person, place: awaits ? "app" : (byName?.id ?? spec.place) };
}

function arrive(seat) {
  const newest = newestChannel();
  if (!seat.awaits || !newest?.members.includes(seat.user)) return;
  Object.assign(seat, { awaits: false, place: newest.id });
  writeSeats(seats);
}

function usual() {
  const people = living().map((one) => one.id);
  const found = USUAL.filter((id) => people.includes(id));
  return (found.length === USUAL.length ? found : people.slice(0, 3)).map((person) => ({
    person,
    size: "phone",
    place: "app",
  }));
}

export function seatFromAddress() {
  const specs = readSeats().map(known).filter(isKnown);
  seats = (specs.length ? specs : usual()).map((spec) => makeSeat(spec, row));
  host.replaceChildren(...seats.map((seat) => seat.element));
  updateSeats();
  for (const seat of seats) if (seat.place === "home" && !store.state.homes[seat.user]) openedApp(seat);
}

export function showSeats(text) {
  write("seats", text);
  seatFromAddress();
}

export function updateSeats() {
  if (!store.state) return;
  host.dataset.count = seats.length;
  for (const seat of seats) {
    arrive(seat);
    seat.update();
  }
}

function addSeat() {
  const taken = seats.map((seat) => seat.person);
  const next = seats.some((seat) => seat.isWatch) ? living().find((one) => !taken.includes(one.id))?.id : WATCH;
  const seat = makeSeat(
    { person: next ?? living()[0].id, size: "phone", place: next === WATCH ? "newest" : "app" },
    row,
  );
  seats.push(seat);
  host.append(seat.element);
  row.changed();
  seat.element.querySelector("select").focus();
}

export function addSeatButton() {
  const label = h("span", { class: "tool-label" }, "Add seat");
  const add = button("Add a seat", { class: "tool", onclick: addSeat }, icon("plus"), label);
  const update = () => {
    add.disabled = seats.length >= MOST_SEATS;
  };
  return { element: add, update };
}

// Which seat a person last did something in: a modal that opens takes the focus only there.
for (const kind of ["focusin", "pointerdown"]) {
  document.addEventListener(kind, (event) => {
    const within = seats.find((seat) => seat.element.contains(event.target));
    if (within) active = within;
    else if (kind === "pointerdown" || event.target !== document.body) active = null;
  });
}

// F6 goes from seat to seat, as among the parts of a desktop program, also out of a modal.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F6" || !seats.length) return;
  event.preventDefault();
  const at = seats.indexOf(active);
  const next =
    seats[(at + (event.shiftKey ? seats.length - 1 : 1) + (at < 0 && event.shiftKey ? 1 : 0)) % seats.length];
  const sheet = next.layer.element.lastElementChild;
  (sheet ?? next.element.querySelector(".composer-box") ?? next.element.querySelector("select")).focus();
  active = next;
});

addEventListener("hashchange", () => store.state && seatFromAddress());
