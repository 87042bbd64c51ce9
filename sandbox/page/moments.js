// Instants in somebody's time zone.

const formats = new Map();

function format(options, zone) {
  const key = `${JSON.stringify(options)} ${zone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }));
  return formats.get(key);
}

const HOUR = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "long", day: "numeric", month: "long" };
const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };
const YEAR = { day: "numeric", month: "long", year: "numeric" };

export const moment = (ts) => new Date(Number(ts) * 1000);
export const hour = (instant, zone) => format(HOUR, zone).format(instant);
export const day = (instant, zone) => format(DAY, zone).format(instant);
export const shortDay = (instant, zone) => format(SHORT_DAY, zone).format(instant);
export const whole = (instant, zone) => `${day(instant, zone)}, ${hour(instant, zone)} (${city(zone)})`;
export const seconds = (instant, zone) => format({ ...HOUR, second: "2-digit" }, zone).format(instant);
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");

// 2026-03-15T22:10 as a wall clock in `zone` shows it.
export function wall(instant, zone) {
  const parts = format({ year: "numeric", month: "2-digit", day: "2-digit", ...HOUR }, zone).formatToParts(instant);
  const of = (type) => parts.find((part) => part.type === type).value;
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

// The instant at which a wall clock in `zone` shows `text`; an hour that a change of the clocks skips moves on.
export function fromWall(text, zone) {
  const target = Date.parse(`${text}Z`);
  let guess = target;
  for (let round = 0; round < 3; round += 1) guess += target - Date.parse(`${wall(new Date(guess), zone)}Z`);
  return new Date(guess);
}

const DATE_TOKENS = {
  date_num: (instant, zone) => wall(instant, zone).slice(0, 10),
  date: (instant, zone) => format(YEAR, zone).format(instant),
  date_short: (instant, zone) => shortDay(instant, zone),
  date_long: (instant, zone) =>
    `${format({ weekday: "long" }, zone).format(instant)}, ${format(YEAR, zone).format(instant)}`,
  time: hour,
  time_secs: seconds,
};

// Slack's {date_short} at {time}; a token that is not known here stays as it is.
export function dated(instant, pattern, zone) {
  return pattern.replace(/\{(\w+)\}/g, (token, name) => {
    const draw = DATE_TOKENS[name.replace("_pretty", "")];
    return draw ? draw(instant, zone) : token;
  });
}
