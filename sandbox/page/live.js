// Hearing that something changed: by the stream, or by asking every two seconds where the stream does not come through.

import { get } from "./api.js";
import { reread, store } from "./store.js";

const POLL_MILLISECONDS = 2000;
let source = null;
let polling = null;
const logListeners = new Set();

export function onLog(listener) {
  logListeners.add(listener);
}

export function listen() {
  source?.close();
  const from = store.state?.version ?? 0;
  let isFirst = true;
  source = new EventSource(`/_control/stream?after=${from}`);
  source.onmessage = (message) => heard(JSON.parse(message.data));
  source.onerror = startPolling;
  source.onopen = () => {
    stopPolling();
    if (!isFirst) reopened(from);
    isFirst = false;
  };
}

// A sandbox that was started anew counts from the beginning, so the stream has to as well.
async function reopened(from) {
  await reread();
  if (store.state.version < from) listen();
}

function heard(change) {
  if (change.type === "log") for (const listener of logListeners) listener();
  else reread({ channel: change.channel ?? "" });
}

function startPolling() {
  polling ??= setInterval(poll, POLL_MILLISECONDS);
}

function stopPolling() {
  clearInterval(polling);
  polling = null;
}

async function poll() {
  const before = store.state?.version ?? 0;
  const version = await get("/state").then(
    (state) => state.version,
    () => null,
  );
  if (version === null) {
    store.lost = true;
    reread();
    return;
  }
  if (version !== before || store.lost) await reread();
  for (const listener of logListeners) listener();
  if (source.readyState === EventSource.CLOSED || version < before) listen();
}
