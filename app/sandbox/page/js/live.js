// Waits for something to change, and draws it. Sleeps while nobody looks.
import { apply, asked } from "./screen.js";

const { live } = document.body.dataset;
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
let waiting = null;

const once = async () => {
  waiting = new AbortController();
  const answer = await fetch(live, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked()), signal: waiting.signal,
  });
  if (answer.status === 404) location.href = "/";
  if (answer.ok) await apply(await answer.json());
  return answer.ok;
};

/** Goes on for as long as the page is open. */
export const live_on = async () => {
  let wait = 50;
  for (;;) {
    if (document.hidden) await new Promise((done) => { document.addEventListener("visibilitychange", done, { once: true }); });
    try {
      wait = await once() ? 50 : 2000;
    } catch (error) {
      wait = error.name === "AbortError" ? 50 : Math.min(wait * 2, 4000);
    }
    document.documentElement.toggleAttribute("data-offline", wait > 1500);
    await pause(wait);
  }
};

/** Asks anew at once, with what the browser has now. */
export const ask_again = () => waiting?.abort();

document.addEventListener("visibilitychange", () => { if (document.hidden) ask_again(); });
