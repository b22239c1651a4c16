for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => {
    for (const one of document.querySelectorAll("details.m")) one.open = Boolean(button.dataset.open);
  });
}
