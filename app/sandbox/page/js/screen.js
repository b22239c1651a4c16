// What is on the screen: says what this browser has, and puts into place what it lacks.
const body = document.body.dataset;
let revision = Number(body.revision);

const regions = () => [...document.querySelectorAll("[data-region]")];
const pieces = () => [...document.querySelectorAll(".piece")];

/** Returns what this browser shows, for the server to answer with the difference. */
export const asked = (more = {}) => ({
  place: body.place ?? "",
  line: body.line ?? "",
  thread: body.thread ?? "",
  since: document.querySelector("[data-stream=main]")?.dataset.since ?? "",
  seen: !document.hidden,
  revision,
  have: Object.fromEntries([
    ...regions().map((one) => [one.dataset.region, one.dataset.key]),
    ...pieces().map((one) => [one.dataset.id, one.dataset.key]),
  ]),
  ...more,
});

// -- keeping one's place ----------------------------------------------------------------------------------

const NAMES = ["data-press", "data-choose", "data-deed-name", "href", "id", "name"];

/** Remembers where the focus is inside an element, so that it can be there again after a change. */
const focusIn = (element) => {
  const now = document.activeElement;
  if (!now || now === element || !element.contains(now)) return () => {};
  const name = NAMES.find((one) => now.hasAttribute(one));
  const isBox = now.type === "checkbox" || now.type === "radio";
  const same = (one) => (name ? one.getAttribute(name) === now.getAttribute(name) : one.textContent === now.textContent);
  const alike = () => [...element.querySelectorAll(now.tagName)].filter((one) => same(one) && (!isBox || one.value === now.value));
  const at = alike().indexOf(now);
  const caret = [now.selectionStart, now.selectionEnd];
  return () => {
    const there = alike()[at] ?? alike()[0] ?? element.closest("[tabindex]");
    if (!there || there === document.activeElement) return;
    there.focus({ preventScroll: true });
    if (caret[0] != null && there.setSelectionRange) try { there.setSelectionRange(...caret); } catch { /* it has no caret */ }
  };
};

const viewOf = (element) => element.querySelector("[data-view]")?.dataset.view;

/** Remembers what was typed since the server last saw it; another view is another form. */
const typedIn = (element) => {
  const view = viewOf(element);
  const typed = [...element.querySelectorAll("[data-typed]")].map((one) => [one.name, one.value, one.checked, one.type]);
  return () => {
    if (viewOf(element) !== view) return;
    for (const [name, value, checked, type] of typed) {
      for (const one of element.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (type === "checkbox" || type === "radio") { if (one.value === value) one.checked = checked; else continue; }
        else one.value = value;
        one.dataset.typed = "";
      }
    }
  };
};

const opened = (element) => {
  const open = [...element.querySelectorAll("details")].map((one) => one.open);
  return () => [...element.querySelectorAll("details")].forEach((one, at) => { if (open[at]) one.open = true; });
};

export const fill = (element, html) => {
  const again = [opened(element), typedIn(element), focusIn(element)];
  const [top, inner] = [element.scrollTop, element.querySelector(".body")?.scrollTop];
  element.innerHTML = html;
  again.forEach((one) => one());
  element.scrollTop = top;
  if (inner) element.querySelector(".body")?.scrollTo(0, inner);
};

// -- letting a press end ------------------------------------------------------------------------------------

const LONGEST = 5000; // milliseconds: whoever holds on for longer means something else
let over = null; // while somebody presses: a promise of the end
let end = () => {};

const begins = () => {
  end();
  const mine = new Promise((done) => { end = () => { if (over === mine) over = null; done(); }; });
  over = mine;
  setTimeout(end, LONGEST);
};
// The browser says "click" only if what was pressed is still there at the end, and it says so just after the end.
const ends = () => setTimeout(end);

document.addEventListener("pointerdown", ({ target }) => {
  if (!target.closest?.("select")) begins(); // an open list keeps the end to itself
}, true);
document.addEventListener("keydown", ({ key, repeat }) => { if (key === " " && !repeat) begins(); }, true);
["pointerup", "pointercancel", "keyup"].forEach((one) => document.addEventListener(one, ends, true));
window.addEventListener("blur", ends);

/** Waits while somebody presses: a button that is drawn anew under the finger would not hear it. */
const atRest = async () => { while (over) await over; };

// -- drawing ----------------------------------------------------------------------------------------------

const drawn = [];
/** Calls back after every change: what changed are the names of regions. */
export const onDrawn = (tell) => drawn.push(tell);

/** Forgets that anything was typed in here: the server is told. */
export const told = (element) => element.querySelectorAll("[data-typed]").forEach((one) => { delete one.dataset.typed; });

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
export const toEnd = (log) => { log.scrollTop = log.scrollHeight; };

const stream = (log, { items, since, more }) => {
  const [atEnd, height, top] = [isAtEnd(log), log.scrollHeight, log.scrollTop];
  const older = log.dataset.since !== since && log.dataset.since;
  const have = new Map([...log.querySelectorAll(".piece")].map((one) => [one.dataset.id, one]));
  let before = log.querySelector(".older");
  for (const [id, key, html] of items) {
    let piece = have.get(id);
    have.delete(id);
    if (!piece) {
      piece = Object.assign(document.createElement("div"), { className: "piece" });
      piece.dataset.id = id;
    }
    if (piece.dataset.key !== key && html !== undefined) fill(piece, html);
    if (html !== undefined) piece.dataset.key = key;
    if (before.nextElementSibling !== piece) before.after(piece);
    before = piece;
  }
  for (const gone of have.values()) gone.remove();
  log.dataset.since = since;
  log.querySelector(".older").hidden = !more;
  if (older) log.scrollTop = top + log.scrollHeight - height;
  else if (atEnd) toEnd(log);
  below(log);
};

/** Offers the way down to whoever reads further up. */
export const below = (log) => { if (log.nextElementSibling?.matches(".newest")) log.nextElementSibling.hidden = isAtEnd(log); };

/** Puts into place what the server sent, unless something newer is there already. */
export const apply = async (answer) => {
  await atRest();
  if (answer.boot !== body.boot) { location.reload(); return; }
  if (answer.revision < revision) return;
  revision = answer.revision;
  for (const [name, [key, html]] of Object.entries(answer.regions)) {
    const region = document.querySelector(`[data-region="${name}"]`);
    if (!region || region.dataset.key === key) continue;
    fill(region, html);
    region.dataset.key = key;
  }
  for (const [name, one] of Object.entries(answer.streams)) {
    const log = document.querySelector(`[data-stream="${name}"]`);
    if (log) stream(log, one);
  }
  drawn.forEach((tell) => tell(Object.keys(answer.regions)));
};

document.addEventListener("input", ({ target }) => { if (target.name) target.dataset.typed = ""; });
