// Lets time pass, and shows what happened meanwhile.
import { send } from "./deeds.js";
import { onDrawn } from "./screen.js";

const panel = document.querySelector("#happened");
const status = document.querySelector("[data-clock-status]");
const time = () => document.querySelector("[data-clock] time").textContent.trim();
let told = time();
let moving = Boolean(document.querySelector("[data-clock][data-moves]"));
let wanted = sessionStorage.getItem("happened") === "open" && !document.querySelector("[data-inspector]"); // there it would be in the way

const show = (open) => {
  wanted = open;
  const possible = open && panel.childElementCount > 0;
  panel.hidden = !possible;
  sessionStorage.setItem("happened", open ? "open" : "");
  document.querySelectorAll("[data-happened]").forEach((one) => one.setAttribute("aria-expanded", String(possible)));
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-clock]")) return;
  event.preventDefault();
  if (!submitter?.value || submitter.getAttribute("aria-disabled") === "true") return;
  wanted = true;
  send(form.action, new FormData(form, submitter), [submitter]);
});

document.addEventListener("click", (event) => {
  const { target, detail } = event;
  if (detail > 1 && target.closest("[data-clock] [name=step]")) event.preventDefault(); // two clicks of one hand are one
  if (target.closest("[data-happened]")) show(panel.hidden);
  if (target.closest("[data-happened-close]")) { show(false); document.querySelector("[data-happened]")?.focus(); }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || panel.hidden || document.querySelector("dialog[open]")) return;
  const within = panel.contains(document.activeElement);
  show(false);
  if (within) document.querySelector("[data-happened]")?.focus();
});

onDrawn(() => {
  const now = Boolean(document.querySelector("[data-clock][data-moves]"));
  if (!now && (moving || time() !== told)) {
    told = time();
    status.textContent = `It is ${told}. ${panel.querySelector(".sum")?.textContent ?? ""}`;
  }
  moving = now;
  show(wanted);
});

show(wanted);
