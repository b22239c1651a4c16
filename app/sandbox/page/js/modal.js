// The modal on top of the stack: opens and closes as the server says, keeps what is typed, leads to what is wrong.
import { does } from "./deeds.js";
import { onDrawn, told } from "./screen.js";

const dialog = document.querySelector("#modal");
let opener = null;
let shown = "";

/** Returns what stands in the fields around an element; nothing outside of modals and Home. */
export const fieldsOf = (element) => {
  const form = element.closest("form[data-fields]");
  return form ? new FormData(form) : new FormData();
};

const sign = () => {
  const words = dialog.querySelector(".working");
  if (words) words.textContent = dialog.hasAttribute("data-busy") ? "Working…" : "";
};

/** Says that the bot is at work, if this is in a modal; returns what ends it. */
export const busyIn = (element) => {
  if (!element.closest("[data-modal]")) return () => {};
  dialog.setAttribute("data-waiting", "");
  const later = setTimeout(() => { dialog.setAttribute("data-busy", ""); sign(); }, 250);
  return () => {
    clearTimeout(later);
    dialog.removeAttribute("data-busy");
    dialog.removeAttribute("data-waiting");
    sign();
  };
};

const deed = async (name, button) => {
  const form = button.closest("form");
  if (name === "submit" && dialog.hasAttribute("data-waiting")) return;
  const done = busyIn(button);
  const said = new FormData(form);
  told(form);
  await does(name, said, [button]);
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
    if (opener?.isConnected) opener.focus(); else (document.querySelector("main [data-composer] textarea") ?? document.querySelector("#main")).focus();
    opener = null;
  }
  if (view && (view !== shown || dialog.querySelector(".wrong") && !dialog.querySelector(".wrong :focus"))) focusFirst();
  shown = view;
  sign();
};

if (dialog) {
  onDrawn((changed) => { if (changed.includes("modal")) look(); });
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    const close = dialog.querySelector("footer [data-deed-name=close]");
    if (close) deed("close", close);
  });
  // A second Escape closes a dialog whatever one says; then the server has to know.
  dialog.addEventListener("close", () => {
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
