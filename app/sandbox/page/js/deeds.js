// Does what a person does: tells the server, and draws what came of it.
import { apply, asked } from "./screen.js";

/** Sends a deed; `form` holds its fields. Returns whether the server took it. */
export const send = async (address, form, busy = []) => {
  busy.forEach((one) => { one.setAttribute("aria-busy", "true"); });
  form.set("screen", JSON.stringify(asked()));
  try {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(form) });
    if (!answer.ok) return false;
    await apply(await answer.json());
    return true;
  } catch {
    document.documentElement.toggleAttribute("data-offline", true);
    return false;
  } finally {
    busy.forEach((one) => { one.removeAttribute("aria-busy"); });
  }
};

/** Sends a deed of whoever is signed in. */
export const does = (name, form = new FormData(), busy = []) => send(`${document.body.dataset.here}/${name}`, form, busy);

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-deed]")) return;
  event.preventDefault();
  send(form.action, new FormData(form, submitter), [submitter ?? form]);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-deed-name]");
  if (button && !button.closest("[data-modal]")) does(button.dataset.deedName, new FormData(), [button]);
});
