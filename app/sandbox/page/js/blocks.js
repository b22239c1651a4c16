// Buttons, menus and boxes in messages, in Home and in modals.
import { does } from "./deeds.js";
import { confirmed } from "./confirm.js";
import { busyIn, fieldsOf } from "./modal.js";
import { told } from "./screen.js";

const act = async (name, what, values, element) => {
  if (element.dataset.ask && !await confirmed(JSON.parse(element.dataset.ask))) return false;
  const form = fieldsOf(element);
  form.set(name, what);
  values.forEach((one) => form.append("value", one));
  told(element.closest("form[data-fields]") ?? element);
  const done = busyIn(element);
  await does(name, form, [element]);
  done();
  return true;
};

// -- buttons and the menu behind … ------------------------------------------------------------------------

const closeMenus = () => document.querySelectorAll("[data-menu][aria-expanded=true]").forEach((one) => {
  one.setAttribute("aria-expanded", "false");
  one.nextElementSibling.hidden = true;
});

const openMenu = (button, at = 0) => {
  closeMenus();
  button.setAttribute("aria-expanded", "true");
  const menu = button.nextElementSibling;
  menu.hidden = false;
  menu.classList.toggle("up", button.getBoundingClientRect().bottom + menu.offsetHeight > innerHeight);
  [...menu.children].at(at).focus();
};

document.addEventListener("click", ({ target }) => {
  const menu = target.closest("[data-menu]");
  const wasOpen = menu?.getAttribute("aria-expanded") === "true";
  closeMenus();
  if (menu && !wasOpen) openMenu(menu);
  const button = target.closest("[data-press]");
  if (!button || button.hasAttribute("aria-busy")) return;
  if (button.dataset.url && button.dataset.url !== "#") window.open(button.dataset.url, "_blank", "noopener,noreferrer");
  act("press", button.dataset.press, [], button);
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (target.matches?.("[data-menu]") && ["ArrowDown", "ArrowUp"].includes(key)) {
    event.preventDefault();
    openMenu(target, key === "ArrowUp" ? -1 : 0);
    return;
  }
  const menu = target.closest?.("[role=menu]");
  if (!menu) return;
  const items = [...menu.children];
  const at = items.indexOf(target.closest("[role=menuitem]"));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (next !== undefined) { event.preventDefault(); items.at(next % items.length).focus(); }
  if (key === "Escape" || key === "Tab") {
    if (key === "Escape") { event.preventDefault(); event.stopPropagation(); }
    closeMenus();
    menu.previousElementSibling.focus();
  }
}, true);

// -- menus, boxes and pickers outside of input blocks: they act at once ------------------------------------

const values = (chooser) => [...chooser.querySelectorAll("[name^='value:']")]
  .filter((one) => one.type !== "checkbox" && one.type !== "radio" || one.checked).map((one) => one.value).filter(Boolean);
let later = 0;

const choose = async (chooser) => {
  const now = values(chooser);
  told(chooser);
  if (!await act("choose", chooser.dataset.choose, now, chooser)) chooser.querySelectorAll("select").forEach((one) => {
    one.selectedIndex = [...one.options].findIndex((option) => option.defaultSelected);
  });
};

document.addEventListener("change", ({ target }) => {
  const chooser = target.closest("[data-choose]");
  if (!chooser || target.matches(".narrow") || chooser.dataset.kind.startsWith("multi_")) return;
  clearTimeout(later);
  const typing = target.matches("input[type=date], input[type=time], input[type=datetime-local]");
  if (!typing) { choose(chooser); return; }
  // A date is typed digit by digit, and each digit is a change: wait until the hand rests.
  if (target.value && !/^0/.test(target.value.slice(0, target.type === "time" ? 0 : 1))) later = setTimeout(() => choose(chooser), 700);
});

document.addEventListener("toggle", ({ target }) => {
  const chooser = target.matches?.("details.multi") && target.closest("[data-choose]");
  if (!chooser) return;
  const now = values(chooser).join("\n");
  if (target.open) chooser.dataset.before = now;
  else if (chooser.dataset.before !== undefined && chooser.dataset.before !== now) choose(chooser);
}, true);

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest?.("details.multi[open]");
  if (!open) return;
  event.preventDefault();
  event.stopPropagation();
  open.open = false;
  open.querySelector("summary").focus();
}, true);

document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("details.multi[open], details.switch[open], details.members[open]").forEach((one) => {
    if (!one.contains(target)) one.open = false;
  });
});

document.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches?.(".narrow")) event.preventDefault(); });

document.addEventListener("change", ({ target }) => {
  const said = target.closest(".many")?.parentElement.querySelector(".chosen");
  if (!said) return;
  const boxes = [...said.parentElement.querySelectorAll(".many input:checked")];
  said.replaceChildren(...boxes.flatMap((one) => {
    const name = Object.assign(document.createElement("span"), { textContent: one.nextElementSibling.firstChild.textContent.trim() });
    return [name, " "];
  }));
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches(".narrow")) return;
  const wanted = target.value.toLowerCase();
  target.parentElement.querySelectorAll(".many .box").forEach((one) => { one.hidden = !one.textContent.toLowerCase().includes(wanted); });
});
