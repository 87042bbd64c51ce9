// Emoji by name, as Slack has them; a name that no emoji has stays as it was written.

const names = await fetch("/page/emoji.json").then((answer) => answer.json());
const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];
const EMOJI = new Map(Object.entries(names).flatMap(([letter, all]) => all.split(" ").map((name) => [name, letter])));
const MOST_FOUND = 24;

// `+1`, `+1::skin-tone-3`, or the tone apart.
export function emoji(name, tone = Number(name.split("::skin-tone-")[1] ?? 0)) {
  const letter = EMOJI.get(name.split("::")[0]);
  if (!letter || !tone) return letter;
  const [first, ...rest] = [...letter];
  return [first, TONES[tone - 2], ...(rest[0] === "\ufe0f" ? rest.slice(1) : rest)].join("");
}

export function withEmoji(text) {
  return text.replace(
    /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/g,
    (code, name, tone) => emoji(name, Number(tone ?? 0)) ?? code,
  );
}

// [{name, letter}] whose names begin with what was typed, or hold it.
export function emojiLike(typed) {
  const wanted = typed.trim().toLowerCase().replaceAll(" ", "_");
  const own = Object.entries(names).map(([letter, all]) => ({ letter, all, name: all.split(" ")[0] }));
  const first = own.filter((one) => one.all.split(" ").some((name) => name.startsWith(wanted)));
  const others = own.filter((one) => !first.includes(one) && one.all.includes(wanted));
  return [...first, ...others].slice(0, MOST_FOUND);
}
