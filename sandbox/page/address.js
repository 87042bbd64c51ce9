// Seats, and what else one sees, stand in the address: #seats=U0OLA:phone:app,U0MIA:desktop:C0…&drawer=log

export const SIZES = ["phone", "desktop"];
export const MOST_SEATS = 4;
export const LEAST_SEATS = 1;
// A seat of nobody: it watches a channel.
export const WATCH = "channel";

function fields() {
  const pairs = location.hash
    .slice(1)
    .split("&")
    .filter(Boolean)
    .map((pair) => pair.split("="));
  return new Map(pairs.map(([name, ...value]) => [name, decodeURIComponent(value.join("="))]));
}

export function readSeats() {
  const text = fields().get("seats") ?? "";
  const seats = text
    .split(",")
    .filter(Boolean)
    .map((one) => {
      const [person, size, place] = one.split(":");
      return {
        person,
        size: SIZES.includes(size) ? size : "phone",
        place: place || (person === WATCH ? "newest" : "app"),
      };
    });
  return seats.slice(0, MOST_SEATS);
}

export const writeSeats = (seats) =>
  write("seats", seats.map((one) => `${one.person}:${one.size}:${one.place}`).join(","));

export const read = (name) => fields().get(name) ?? "";

export function write(name, value) {
  const all = fields();
  if (value) all.set(name, value);
  else all.delete(name);
  const text = [...all].map(
    ([key, one]) => `${key}=${encodeURIComponent(one).replace(/%3A/g, ":").replace(/%2C/g, ",")}`,
  );
  history.replaceState(null, "", text.length ? `#${text.join("&")}` : location.pathname + location.search);
}
