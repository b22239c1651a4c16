// The modal on top of the stack: opens and closes as the server says, keeps what is typed, leads to what is wrong.
import { does } from "./deeds.js";
import { onDrawn } from "./screen.js";

const dialog = document.querySelector("#modal");
let opener = null;
let shown = "";

/** Returns what stands in the fields around an element; nothing outside of modals and Home. */
export const fieldsOf = (element) => {
  const form = element.closest("form[data-fields]");
  const said = form ? new FormData(form) : new FormData();
  said.delete("value");
  return said;
};

/** Says that the bot is at work, if this is in a modal; returns what ends it. */
export const working = (element) => {
  const sign = element.closest("[data-modal]")?.querySelector(".working");
  if (!sign) return () => {};
  const later = setTimeout(() => { sign.hidden = false; }, 250);
  return () => { clearTimeout(later); if (sign.isConnected) sign.hidden = true; };
};

const deed = async (name, button) => {
  const form = button.closest("form");
  if (form.hasAttribute("aria-busy")) return;
  const done = working(button);
  const said = new FormData(form);
  form.querySelectorAll("[data-typed]").forEach((one) => { delete one.dataset.typed; });
  await does(name, said, [button, form]);
  done();
};

const focusFirst = () => {
  const wrong = dialog.querySelector(".wrong :is(input:not([type=hidden]), select, textarea)");
  const first = dialog.querySelector(".body :is(input:not([type=hidden]), select, textarea)");
  (wrong ?? first ?? dialog.querySelector("h2"))?.focus();
};

const look = () => {
  const view = dialog.querySelector("form")?.dataset.view ?? "";
  if (view && !dialog.open) {
    opener ??= document.activeElement;
    dialog.showModal();
  }
  if (!view && dialog.open) {
    dialog.close();
    if (opener?.isConnected) opener.focus(); else document.querySelector("[data-composer] textarea")?.focus();
    opener = null;
  }
  if (view && (view !== shown || dialog.querySelector(".wrong") && !dialog.querySelector(".wrong :focus"))) focusFirst();
  shown = view;
};

if (dialog) {
  onDrawn((changed) => { if (changed.includes("modal")) look(); });
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    const close = dialog.querySelector("footer [data-deed-name=close]");
    if (close) deed("close", close);
  });
  dialog.addEventListener("submit", (event) => { event.preventDefault(); deed("submit", event.submitter ?? event.target.elements[0]); });
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-deed-name]");
    if (button) deed(button.dataset.deedName, button);
  });
  dialog.addEventListener("input", ({ target }) => {
    const most = Number(target.dataset.most);
    if (!most) return;
    let count = target.parentElement.querySelector(".left");
    if (!count) { count = document.createElement("p"); count.className = "left hint"; target.after(count); }
    const left = most - target.value.length;
    count.hidden = left > Math.max(most * 0.2, 20);
    count.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
  });
  look();
}
