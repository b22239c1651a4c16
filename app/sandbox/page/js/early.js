// Before anything is painted: light or dark as chosen, and whether another page of ours frames this one.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* nothing is kept then */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (window.top !== window) document.documentElement.dataset.framed = "";
})();
