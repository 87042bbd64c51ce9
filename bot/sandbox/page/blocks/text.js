// A text object: {type: "plain_text" | "mrkdwn", text}.

import { mrkdwn, plain } from "../mrkdwn.js";

export function textObject(object, viewer) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, viewer) : plain(object.text, object.emoji !== false);
}
