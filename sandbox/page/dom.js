// Building and redrawing elements. Text always becomes a text node: nothing anyone wrote is read as markup.

let lastId = 0;

export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) give(element, name, value);
  element.append(...nodes(children));
  return element;
}

function give(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

const drawn = new WeakMap();

// Draws anew only when `signature` changed, and keeps the focus where it was (by data-key).
export function redraw(host, signature, build) {
  const wanted = JSON.stringify(signature);
  if (drawn.get(host) === wanted) return false;
  drawn.set(host, wanted);
  const key = focusedKey(host);
  host.replaceChildren(...nodes([build()]));
  if (key !== null) host.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  return true;
}

function focusedKey(host) {
  const focused = document.activeElement;
  return host.contains(focused) && focused !== host ? focused.getAttribute("data-key") : null;
}

// Puts one row for each item, in order; a row is built anew only when its signature changed.
export function redrawRows(host, items, { key, signature, build }) {
  const old = new Map([...host.children].map((row) => [row.dataset.row, row]));
  let place = host.firstElementChild;
  for (const item of items) {
    let row = old.get(key(item));
    old.delete(key(item));
    const wanted = JSON.stringify(signature(item));
    if (!row || drawn.get(row) !== wanted) {
      const fresh = build(item);
      fresh.dataset.row = key(item);
      drawn.set(fresh, wanted);
      if (row) {
        if (place === row) place = fresh;
        swap(row, fresh);
      }
      row = fresh;
    }
    if (place === row) place = place.nextElementSibling;
    else host.insertBefore(row, place);
  }
  for (const row of old.values()) row.remove();
}

function swap(row, fresh) {
  const key = focusedKey(row);
  row.replaceWith(fresh);
  if (key !== null) fresh.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

export function focusable(host) {
  return [...host.querySelectorAll(FOCUSABLE)].filter(
    (element) => !element.disabled && !element.closest("[inert]") && element.getClientRects().length > 0,
  );
}

export function button(label, attributes, ...children) {
  return h("button", { type: "button", "aria-label": label, title: label, ...attributes }, ...children);
}
