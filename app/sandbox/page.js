// Keeps the page as the workspace is, without moving what one reads or losing what one types.
(() => {
  const regions = (page) => new Map([...page.querySelectorAll("[data-region]")].map((one) => [one.dataset.region, one]));
  const typing = (region) => region.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");

  const fill = (region, next) => {
    if (region.dataset.key === next.dataset.key) return;
    if (typing(region) && region.dataset.region !== "modal") return;
    const atEnd = region.scrollHeight - region.scrollTop - region.clientHeight < 40;
    const top = region.scrollTop;
    region.innerHTML = next.innerHTML;
    region.dataset.key = next.dataset.key;
    region.scrollTop = atEnd ? region.scrollHeight : top;
  };

  const toEnd = () => document.querySelectorAll(".stream").forEach((one) => { one.scrollTop = one.scrollHeight; });

  const draw = (html) => {
    // Styles and scripts of the fetched page carry another nonce, and this page has its own already.
    const next = new DOMParser().parseFromString(html.replace(/<(style|script)[\s\S]*?<\/\1>/g, ""), "text/html");
    const [now, then] = [regions(document), regions(next)];
    if ([...now.keys()].join() !== [...then.keys()].join()) {
      document.querySelector("main").replaceWith(next.querySelector("main").cloneNode(true));
      toEnd();
    }
    for (const [name, region] of regions(document)) if (then.has(name)) fill(region, then.get(name));
  };

  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href);
    if (answer.ok) draw(await answer.text());
  };

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    event.preventDefault();
    if (submitter?.dataset.ask && !window.confirm(submitter.dataset.ask)) return;
    const body = new URLSearchParams(new FormData(form, submitter));
    if (submitter) submitter.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      draw(await answer.text());
    } finally {
      if (submitter) submitter.disabled = false;
    }
    form.querySelectorAll(".say input").forEach((one) => one.select());
  });

  toEnd();
  setInterval(() => look().catch(() => {}), 1500);
})();
