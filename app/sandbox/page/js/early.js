// Before anything is painted: light or dark as chosen, whether another page of ours frames this one, and who is
// faster than our other files: what they send goes out as soon as those are there (see composer.js).
(() => {
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* nothing is kept then */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (window.top !== window) document.documentElement.dataset.framed = "";
  const tooEarly = ({ target }) => {
    const form = target.closest?.("[data-composer]");
    return form && !("ready" in form.dataset) ? form : null;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.name !== "text" || !tooEarly(event)) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = tooEarly(event);
    if (!form) return;
    event.preventDefault();
    if (form.elements.text.value.trim()) form.dataset.early = ""; // an older draft, put there in a moment, is not meant
  });
})();
