// Before anything is painted: light or dark as chosen, whether another page of ours frames this one, and who is
// faster than our other files: what they send by Enter goes out as soon as those are there (see composer.js).
(() => {
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* nothing is kept then */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (window.top !== window) document.documentElement.dataset.framed = "";
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-composer]");
    if (!form || "ready" in form.dataset || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.dataset.early = "";
  });
})();
