// Starts everything. No library, no build: these files are what runs.
import { apply, asked, below, toEnd } from "./screen.js";
import { ask_again, live_on } from "./live.js";
import "./deeds.js";
import "./modal.js";
import "./blocks.js";
import { write } from "./composer.js";
import "./keys.js";
import "./clock.js";

document.querySelectorAll(".stream").forEach((log) => {
  const line = log.querySelector("[data-id=new]");
  if (line && log.scrollHeight - line.offsetTop > log.clientHeight) log.scrollTop = line.offsetTop - log.offsetTop - 40;
  else toEnd(log);
  below(log);
  log.addEventListener("scroll", () => below(log), { passive: true });
});

document.addEventListener("click", ({ target }) => {
  const name = target.closest("[data-newest]")?.dataset.newest;
  if (name) toEnd(document.querySelector(`[data-stream="${name}"]`));
});

document.addEventListener("click", async ({ target }) => {
  if (!target.closest("[data-older]")) return;
  const { live } = document.body.dataset;
  const answer = await fetch(live, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked({ older: true, revision: -1 })),
  });
  if (answer.ok) await apply(await answer.json());
  ask_again();
});

if (document.body.dataset.place && !document.body.dataset.thread && matchMedia("(hover: hover) and (min-width: 44rem)").matches
  && window.top === window && !document.querySelector("dialog[open]")) write();
if (document.body.dataset.thread) document.querySelector("aside.thread textarea")?.focus();
document.documentElement.dataset.ready = ""; // from here on every press is heard
live_on();
