// The control API (sandbox/control.py says what there is).

export class Refused extends Error {
  constructor(answer, status) {
    super(answer.message ?? answer.error ?? "The sandbox refused.");
    this.answer = answer;
    this.status = status;
  }
}

export const get = (path) => ask(path, { cache: "no-store" });

export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

async function ask(path, options) {
  let response;
  try {
    response = await fetch(`/_control${path}`, options);
  } catch {
    throw new Refused({ message: "The sandbox does not answer. Is it still running?" }, 0);
  }
  const answer = await response.json().catch(() => ({ message: `The sandbox answered ${response.status}.` }));
  if (!response.ok) throw new Refused(answer, response.status);
  return answer;
}
