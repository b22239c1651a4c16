// Shows each payload to and from the bot as it goes by, without moving what one reads.
const main = document.querySelector("[data-inspector]");
const list = main.querySelector("[data-payloads]");
const wishes = main.querySelector("[data-wishes]");
const counts = main.querySelector("[data-counts]");
const EVERY = 1000; // milliseconds
const MOST = 600; // lines that are kept on the page
let newest = Number(main.dataset.after); // 0: all is to be asked for anew
let asking = 0;
let waits = false;

const wished = () => new URLSearchParams([...new FormData(wishes)].filter(([, value]) => value));

const look = async () => {
  const [turn, after] = [asking += 1, newest];
  waits = true;
  try {
    const wish = wished();
    wish.set("after", after);
    const answer = await fetch(`/inspector/lines?${wish}`);
    if (!answer.ok) return;
    const said = await answer.json();
    if (turn === asking) draw(after, said);
  } catch { /* it is asked again soon */ } finally {
    if (turn === asking) waits = false;
  }
};

const draw = (after, { newest: now, lines, counts: said }) => {
  if (counts.innerHTML.trim() !== said.trim()) counts.innerHTML = said;
  newest = now;
  if (after === 0) { list.innerHTML = lines; return; }
  if (!lines.trim()) return;
  const [top, height] = [list.scrollTop, list.scrollHeight];
  list.insertAdjacentHTML("afterbegin", lines);
  if (top > 0) list.scrollTop = top + list.scrollHeight - height;
  while (list.childElementCount > MOST && !list.lastElementChild.querySelector("[open]")) list.lastElementChild.remove();
};

const show = async (details) => {
  const place = details.open && details.querySelector("[data-json]");
  if (!place || place.dataset.shown) return;
  place.dataset.shown = "yes";
  const answer = await fetch(place.dataset.json);
  place.innerHTML = answer.ok ? await answer.text() : "<p>This payload is no longer kept.</p>";
};
list.addEventListener("toggle", ({ target }) => show(target), true);
list.querySelectorAll("details[open]").forEach(show); // somebody may have been faster than this file

const again = () => {
  history.replaceState(null, "", `?${wished()}`);
  newest = 0;
  look();
};
let later = 0;
wishes.addEventListener("input", () => { clearTimeout(later); later = setTimeout(again, 150); });
wishes.addEventListener("submit", (event) => { event.preventDefault(); again(); });

// Somebody, or the browser by itself, may have chosen before we came.
if (`${wished()}` !== `${new URLSearchParams([...new URLSearchParams(location.search)].filter(([, value]) => value))}`) again();
setInterval(() => { if (!document.hidden && !waits) look(); }, EVERY);
