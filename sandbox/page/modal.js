// A person's stack of modals, over their seat only.

import { post } from "./api.js";
import { drawBlocks, showErrors } from "./blocks/blocks.js";
import { viewSurface } from "./blocks/surface.js";
import { complaint } from "./blocks/typing.js";
import { button, focusable, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { reread } from "./store.js";

// `seat` gives user, layer, ask(confirm), isActive() and giveBackFocus().
export function modalStack(seat) {
  const sheets = new Map();
  return {
    update(views) {
      const standing = new Set(views.map((view) => view.id));
      const before = top(sheets);
      for (const [id, sheet] of sheets) {
        if (standing.has(id)) continue;
        sheet.surface.isGone = true;
        seat.layer.take(sheet.element);
        sheets.delete(id);
      }
      views.forEach((view, depth) => draw(seat, sheets, view, depth));
      const after = top(sheets);
      if (after !== before && seat.isActive()) after ? focusFirst(after) : seat.giveBackFocus();
    },
  };
}

const top = (sheets) => [...sheets.values()].at(-1);

function draw(seat, sheets, view, depth) {
  let sheet = sheets.get(view.id);
  if (!sheet) {
    sheet = newSheet(seat, view);
    sheets.set(view.id, sheet);
    seat.layer.put(sheet.element, seat.layer.confirming());
  }
  if (sheet.hash !== view.hash) fill(seat, sheet, view, depth);
}

function newSheet(seat, view) {
  const sheet = { id: view.id, title: freshId("modal"), hash: null, errors: {}, busy: false };
  sheet.form = h("form", { class: "sheet-form", novalidate: true });
  sheet.element = h(
    "div",
    { class: "sheet", role: "dialog", "aria-labelledby": sheet.title, tabindex: -1 },
    sheet.form,
  );
  sheet.trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const where = {
    viewer: seat.user,
    ask: seat.ask,
    trouble: (text) => complain(sheet, text),
    touched: (block) => forgive(sheet, block),
    redraw: () => fill(seat, sheet, sheet.view, sheet.depth),
  };
  sheet.surface = viewSurface(where, view.id);
  sheet.form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(seat, sheet);
  });
  sheet.element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(seat, sheet);
  });
  return sheet;
}

function fill(seat, sheet, view, depth) {
  const inside = sheet.element.contains(document.activeElement);
  const key = inside ? document.activeElement.dataset.key : null;
  Object.assign(sheet, { hash: view.hash, view, depth, errors: {} });
  sheet.surface.forgetAllBut(view.blocks);
  sheet.surface.stands = view.state.values;
  sheet.body = h(
    "div",
    { class: "sheet-body", tabindex: 0, role: "group", "aria-labelledby": sheet.title },
    drawBlocks(view.blocks, sheet.surface),
    sheet.trouble,
  );
  sheet.element.escape = () => close(seat, sheet, false);
  sheet.form.replaceChildren(head(seat, sheet, view, depth), sheet.body, foot(seat, sheet, view));
  if (inside)
    (key ? (sheet.element.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? sheet.element) : sheet.element).focus();
}

function head(seat, sheet, view, depth) {
  const back =
    depth > 0 ? button("Back", { class: "plain", onclick: () => close(seat, sheet, false) }, icon("back")) : null;
  const away = button(
    "Close this window",
    { class: "plain", onclick: () => close(seat, sheet, depth > 0) },
    icon("close"),
  );
  return h(
    "header",
    { class: "sheet-head" },
    back,
    h("h2", { class: "sheet-title", id: sheet.title }, plain(view.title.text)),
    away,
  );
}

function foot(seat, sheet, view) {
  const label = view.close ? plain(view.close.text) : view.submit ? "Cancel" : "Close";
  const away = h(
    "button",
    { type: "button", class: "tap", "data-key": "close", onclick: () => close(seat, sheet, false) },
    label,
  );
  const send = view.submit
    ? h(
        "button",
        { type: "submit", class: "tap primary filled", "data-key": "submit", disabled: view.submit_disabled === true },
        plain(view.submit.text),
      )
    : null;
  return h("footer", { class: "sheet-foot" }, away, send);
}

function complain(sheet, text) {
  sheet.trouble.textContent = text;
  sheet.trouble.hidden = !text;
}

function forgive(sheet, block) {
  if (!sheet.errors[block]) return;
  delete sheet.errors[block];
  showErrors(sheet.body, sheet.errors);
}

function mind(sheet, errors) {
  sheet.errors = { ...errors };
  const first = showErrors(sheet.body, sheet.errors);
  first?.focus();
  first?.scrollIntoView({ block: "nearest" });
}

function complaints(sheet) {
  const found = {};
  for (const block of sheet.view.blocks) {
    if (block.type !== "input") continue;
    const text = sheet.surface.valueOf(block, block.element)?.value;
    const wrong = complaint(block.element, text);
    if (wrong) found[block.block_id] = wrong;
  }
  return found;
}

async function submit(seat, sheet) {
  if (sheet.busy || !sheet.view.submit) return;
  for (const picker of sheet.element.querySelectorAll(".picker")) picker.settle();
  const wrong = complaints(sheet);
  if (Object.keys(wrong).length) {
    mind(sheet, wrong);
    return;
  }
  await whileBusy(sheet, async () => {
    await sheet.surface.queue;
    const answer = await post("/view/submit", { user: seat.user, viewId: sheet.id, values: sheet.surface.filled() });
    if (answer.errors) mind(sheet, answer.errors);
    else if (answer.shown) complain(sheet, answer.shown);
  });
}

const close = (seat, sheet, all) =>
  whileBusy(sheet, () => post("/view/close", { user: seat.user, viewId: sheet.id, all }));

async function whileBusy(sheet, work) {
  if (sheet.busy) return;
  sheet.busy = true;
  sheet.element.classList.add("loading");
  sheet.element.setAttribute("aria-busy", "true");
  complain(sheet, "");
  try {
    await work();
  } catch (problem) {
    complain(sheet, problem.message);
  }
  sheet.busy = false;
  sheet.element.classList.remove("loading");
  sheet.element.removeAttribute("aria-busy");
  await reread();
}

function focusFirst(sheet) {
  const stops = focusable(sheet.body).filter((stop) => stop !== sheet.body);
  const first = stops.find((stop) => stop.autofocus) ?? stops.find((stop) => stop.matches("input, textarea"));
  (first ?? sheet.element).focus({ preventScroll: true });
}
