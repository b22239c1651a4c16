// Writing: Enter sends, / offers the app's commands, a draft stays with its conversation.
import { does, send } from "./deeds.js";
import { toEnd } from "./screen.js";

const grow = (field) => { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 200)}px`; };

const options = (field) => {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  return list ? [...list.children].filter((one) => !one.hidden) : [];
};

const mark = (field, chosen) => {
  options(field).forEach((one) => one.setAttribute("aria-selected", String(one === chosen)));
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id); else field.removeAttribute("aria-activedescendant");
};

const offer = (field, show) => {
  const list = document.getElementById(field.getAttribute("aria-controls"));
  if (!list) return;
  const said = field.value;
  const open = show && said.startsWith("/") && !said.includes(" ") && !said.includes("\n");
  [...list.children].forEach((one) => { one.hidden = !one.dataset.command.startsWith(said); });
  const found = open ? options(field) : [];
  list.hidden = !found.length;
  mark(field, found[0]);
};

const take = (field, option) => {
  field.value = `${option.dataset.command} `;
  offer(field, false);
  field.focus();
};

const chosen = (field) => options(field).find((one) => one.getAttribute("aria-selected") === "true");
const isOpen = (field) => document.getElementById(field.getAttribute("aria-controls"))?.hidden === false;

const onKey = (event, field) => {
  const { key } = event;
  if (event.isComposing) return;
  if (isOpen(field)) {
    const list = options(field);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) { event.preventDefault(); mark(field, list.at((list.indexOf(chosen(field)) + step) % list.length)); return; }
    if (key === "Escape") { event.preventDefault(); event.stopPropagation(); offer(field, false); return; }
    if (key === "Tab" || key === "Enter" && field.value !== chosen(field)?.dataset.command) {
      event.preventDefault();
      take(field, chosen(field));
      return;
    }
  }
  if (key === "Enter" && !event.shiftKey) { event.preventDefault(); field.form.requestSubmit(); }
};

document.querySelectorAll("[data-composer]").forEach((form) => {
  const field = form.elements.text;
  const draft = `draft ${document.body.dataset.here} ${form.elements.place.value} ${form.elements.thread?.value ?? ""}`;
  field.value ||= sessionStorage.getItem(draft) ?? ""; // somebody may have begun before we came
  grow(field);
  field.addEventListener("input", () => { grow(field); offer(field, true); sessionStorage.setItem(draft, field.value); });
  field.addEventListener("keydown", (event) => onKey(event, field));
  field.addEventListener("blur", () => setTimeout(() => offer(field, false), 150));
  form.querySelector(".commands").addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); take(field, option); }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.value.trim() || form.hasAttribute("aria-busy")) return;
    offer(field, false);
    const [said, sent] = [field.value, new FormData(form)];
    field.value = "";
    grow(field);
    const taken = await send(form.action, sent, [form]);
    if (!taken) field.value = said;
    sessionStorage.setItem(draft, field.value);
    const log = form.previousElementSibling;
    if (log?.matches(".stream")) toEnd(log);
  });
  form.dataset.ready = "";
  if ("early" in form.dataset) form.requestSubmit();
});

/** Puts the caret where one writes. */
export const write = (begin = "") => {
  const field = document.querySelector("main [data-composer] textarea");
  if (!field) return;
  field.focus();
  if (begin && !field.value) { field.value = begin; offer(field, true); }
};

if (document.body.dataset.place === "home") does("home");
