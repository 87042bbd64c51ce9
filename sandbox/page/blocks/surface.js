// Where blocks stand: in a message, a modal or a Home. It keeps what a person chose and tells the app of it.

import { post } from "../api.js";
import { reread } from "../store.js";

const OPTION = { initial: "initial_option", field: "selected_option" };
const OPTIONS = { initial: "initial_options", field: "selected_options" };
const INITIAL = {
  static_select: OPTION,
  external_select: OPTION,
  radio_buttons: OPTION,
  checkboxes: OPTIONS,
  multi_static_select: OPTIONS,
  multi_external_select: OPTIONS,
  users_select: { initial: "initial_user", field: "selected_user" },
  multi_users_select: { initial: "initial_users", field: "selected_users" },
  conversations_select: { initial: "initial_conversation", field: "selected_conversation" },
  multi_conversations_select: { initial: "initial_conversations", field: "selected_conversations" },
  channels_select: { initial: "initial_channel", field: "selected_channel" },
  multi_channels_select: { initial: "initial_channels", field: "selected_channels" },
  datepicker: { initial: "initial_date", field: "selected_date" },
  timepicker: { initial: "initial_time", field: "selected_time" },
  datetimepicker: { initial: "initial_date_time", field: "selected_date_time" },
  rich_text_input: { initial: "initial_value", field: "rich_text_value" },
  file_input: { initial: "initial_files", field: "files" },
};
const TYPED = { initial: "initial_value", field: "value" };

// A block and those within it.
const everyBlock = (block) => [block, ...(block.child_blocks ?? []).flatMap(everyBlock)];

const keyOf = (block, element) => `${block.block_id} ${element.action_id}`;

// `where` gives the viewer, ask(confirm) and trouble(text); `send(action)` brings an action to the app.
class Surface {
  constructor(where, send, suggestion) {
    Object.assign(this, { where, send, suggestion, viewer: where.viewer, values: new Map(), stands: {} });
    this.queue = Promise.resolve();
  }

  valueOf(block, element) {
    const kept = this.values.get(keyOf(block, element));
    if (kept?.type === element.type) return kept.value;
    const { initial, field } = INITIAL[element.type] ?? TYPED;
    return this.stands[block.block_id]?.[element.action_id] ?? { [field]: element[initial] };
  }

  keep(block, element, value) {
    this.values.set(keyOf(block, element), {
      type: element.type,
      value,
      block: block.block_id,
      action: element.action_id,
    });
    this.where.touched?.(block.block_id);
  }

  // What was typed or chosen here, as /view/submit takes it.
  filled() {
    const values = {};
    for (const { block, action, value } of this.values.values()) values[block] = { ...values[block], [action]: value };
    return values;
  }

  // Blocks were replaced: what a person filled in stays only where the same input still stands.
  forgetAllBut(blocks) {
    const elements = blocks.flatMap(everyBlock).flatMap((block) =>
      [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])]
        .filter(Boolean)
        .map((element) => [keyOf(block, element), element.type]),
    );
    const standing = new Map(elements);
    for (const [key, { type }] of this.values) if (standing.get(key) !== type) this.values.delete(key);
  }

  // A tap on a button, or a choice that the app hears of at once.
  async act(block, element, extra, control) {
    if (element.confirm && !(await this.where.ask(element.confirm))) return false;
    await this.tell({ action_id: element.action_id, block_id: block.block_id, ...extra }, control);
    return true;
  }

  async change(block, element, value, control) {
    const before = this.values.get(keyOf(block, element));
    this.keep(block, element, value);
    if (await this.act(block, element, value, control)) return;
    if (before) this.values.set(keyOf(block, element), before);
    else this.values.delete(keyOf(block, element));
    this.where.redraw?.();
  }

  typing(block, element, value) {
    this.keep(block, element, value);
    if (dispatches(block, element, "on_character_entered")) this.act(block, element, value);
  }

  // Left an input: what stands in it goes into the view's state, unless the app would hear of it only on Enter.
  typed(block, element, value) {
    this.keep(block, element, value);
    if (!block.dispatch_action && this.stateful) this.act(block, element, value);
  }

  entered(block, element, value) {
    if (!dispatches(block, element, "on_enter_pressed")) return false;
    this.keep(block, element, value);
    this.act(block, element, value);
    return true;
  }

  suggest(block, element, typed) {
    const action = { action_id: element.action_id, block_id: block.block_id };
    return post("/suggest", { ...this.suggestion, user: this.viewer, action, value: typed }).then(
      (answer) => answer.response ?? {},
    );
  }

  // One after the other, so that an app sees what was filled in before the button was tapped.
  tell(action, control) {
    this.queue = this.queue.then(() => this.deliver(action, control));
    return this.queue;
  }

  // Leaving the last input of a modal that was just sent must not reach for the modal again.
  async deliver(action, control) {
    if (this.isGone) return;
    control?.classList.add("busy");
    control?.setAttribute("aria-busy", "true");
    this.where.trouble("");
    try {
      const answer = await this.send(action);
      if (answer.acknowledged === false)
        this.where.trouble(answer.shown ?? "We had some trouble connecting. Try again?");
    } catch (problem) {
      this.where.trouble(problem.message);
    }
    control?.classList.remove("busy");
    control?.removeAttribute("aria-busy");
    await reread();
  }
}

function dispatches(block, element, trigger) {
  if (!block.dispatch_action || element.multiline) return false;
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(trigger);
}

export function messageSurface(where, channel, ts) {
  const send = (action) => post("/interact", { channel, messageTs: ts, user: where.viewer, action });
  return new Surface(where, send, { channel, messageTs: ts });
}

export function viewSurface(where, viewId) {
  const send = (action) => post("/view/interact", { user: where.viewer, viewId, action });
  const surface = new Surface(where, send, { viewId });
  surface.stateful = true;
  return surface;
}
