// The keyboard, the drawer on a phone, light and dark, and the page's own small dialogs.
import { write } from "./composer.js";

const root = document.documentElement;
const isTyping = (target) => target.matches?.("input, textarea, select, [contenteditable]");
const links = () => [...document.querySelectorAll("#sidebar nav a")];

const step = (by) => {
  const all = links();
  const at = all.findIndex((one) => one.getAttribute("aria-current"));
  all.at((at + by) % all.length)?.click();
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.altKey && (key === "ArrowDown" || key === "ArrowUp")) { event.preventDefault(); step(key === "ArrowDown" ? 1 : -1); return; }
  if (target.closest?.("#sidebar nav") && (key === "ArrowDown" || key === "ArrowUp")) {
    const all = links();
    event.preventDefault();
    all.at((all.indexOf(target) + (key === "ArrowDown" ? 1 : -1)) % all.length).focus();
    return;
  }
  if (key === "Escape" && !document.querySelector("dialog[open]")) {
    drawer(false);
    document.querySelectorAll("details.multi[open], details.switch[open], details.members[open]").forEach((one) => {
      one.open = false;
      one.querySelector("summary").focus();
    });
  }
  if (isTyping(target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (key === "?") { event.preventDefault(); document.querySelector("#shortcuts").showModal(); }
  if (key === "/") { event.preventDefault(); write("/"); }
});

const drawer = (open) => {
  const button = document.querySelector("[data-drawer]");
  if (!button || (button.getAttribute("aria-expanded") === "true") === open) return;
  button.setAttribute("aria-expanded", String(open));
  root.toggleAttribute("data-drawer-open", open);
  if (open) document.querySelector("#sidebar nav a")?.focus(); else button.focus();
};

const theme = () => root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-drawer]")) drawer(!root.hasAttribute("data-drawer-open"));
  else if (root.hasAttribute("data-drawer-open") && !target.closest("#sidebar")) drawer(false);
  if (target.closest("[data-theme-switch]")) {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  }
  const [opens, closes] = [target.closest("[data-opens]"), target.closest("[data-closes]")];
  if (opens) document.getElementById(opens.dataset.opens).showModal();
  if (closes) document.getElementById(closes.dataset.closes).close();
});

// What one chooses here, the frames of the page follow.
addEventListener("storage", ({ key, newValue }) => { if (key === "theme" && newValue) root.dataset.theme = newValue; });

document.addEventListener("change", ({ target }) => { if (target.matches("[data-goes]")) location.href = target.value; });
