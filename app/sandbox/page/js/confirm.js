// The question that a bot has asked before something is done.
const dialog = document.querySelector("#confirm");

/** Shows the question; resolves to whether the person says yes. */
export const confirmed = ({ title, html, confirm, deny, style }) => new Promise((answer) => {
  const [yes, no] = [dialog.querySelector("[data-confirm]"), dialog.querySelector("[data-deny]")];
  dialog.querySelector("#confirm-title").textContent = title;
  dialog.querySelector("#confirm-text").innerHTML = html; // escaped by the server
  yes.textContent = confirm;
  no.textContent = deny;
  yes.className = style;
  let said = false;
  yes.onclick = () => { said = true; dialog.close(); };
  no.onclick = () => dialog.close();
  dialog.onclose = () => answer(said);
  dialog.showModal();
  yes.focus();
});
