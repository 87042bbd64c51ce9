// A text object: {type: "plain_text" | "mrkdwn", text}.

import { h } from "../dom.js";
import { mrkdwn, plain } from "../mrkdwn.js";

export function textObject(object, viewer) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, viewer);
  return h("span", { class: "plain-words" }, plain(object.text, object.emoji !== false));
}
