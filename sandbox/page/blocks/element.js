// The interactive elements, by type. `names` are the ids of label, control, hint and error in an input block.

import { freshId, h } from "../dom.js";
import { plain } from "../mrkdwn.js";
import { drawButton, drawFeedback, drawIconButton, drawOverflow } from "./buttons.js";
import { drawCheckboxes, drawRadios } from "./choices.js";
import { drawDate, drawDateTime, drawTime } from "./dates.js";
import { drawFileInput } from "./file_input.js";
import { image } from "./picture.js";
import { drawSelect } from "./selects.js";
import { drawTyped } from "./typing.js";

const DRAW = {
  button: drawButton,
  workflow_button: drawButton,
  feedback_buttons: drawFeedback,
  icon_button: drawIconButton,
  overflow: drawOverflow,
  checkboxes: drawCheckboxes,
  radio_buttons: drawRadios,
  datepicker: drawDate,
  timepicker: drawTime,
  datetimepicker: drawDateTime,
  plain_text_input: drawTyped,
  number_input: drawTyped,
  email_text_input: drawTyped,
  url_text_input: drawTyped,
  rich_text_input: drawTyped,
  file_input: drawFileInput,
  image: (block, element) => image(element, "accessory-picture"),
};

export function drawElement(block, element, surface, names = null) {
  const draw = element.type.endsWith("_select") ? drawSelect : DRAW[element.type];
  if (!draw) return h("span", { class: "not-drawn" }, `not drawn: ${element.type}`);
  return draw(block, element, surface, named(element, names), `${block.block_id} ${element.action_id}`);
}

// The attributes by which assistive technology knows a control.
function named(element, names) {
  if (names) {
    return {
      id: names.control,
      "aria-labelledby": names.label,
      "aria-describedby": `${names.error} ${names.hint}`,
      "data-control": true,
    };
  }
  return { id: freshId("control"), "aria-label": spoken(element), "data-control": true };
}

const KINDS = {
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Choices",
  radio_buttons: "Choice",
};

function spoken(element) {
  if (element.placeholder) return plain(element.placeholder.text);
  return KINDS[element.type] ?? "Choose";
}
