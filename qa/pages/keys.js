// Keys: "/" goes to the page's own field; the arrows go through what was found. Clicks on "Copy the link" copy it.
(() => {
  if (window.quothKeys) return;
  window.quothKeys = true;
  const FIELDS = '[data-testid="stChatInputTextArea"], .st-key-words input, .st-key-filter input';
  const step = (links, by) => {
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : -1) : at + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = document.querySelector(FIELDS);
    const writing = event.target.closest("input, textarea, select, [role='combobox'], [role='listbox'], [role='dialog']");
    if (event.key === "/" && !writing && field) {
      event.preventDefault();
      field.focus();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...document.querySelectorAll(".st-key-hits a")];
    if (by && links.length && (!writing || event.target === field)) {
      event.preventDefault();
      if (by < 0 && document.activeElement === links[0] && field) field.focus();
      else step(links, by);
    }
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy='link']");
    if (!button) return;
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copy it from the address bar";
    }
    setTimeout(() => { button.textContent = words; }, 2000);
  });
})();
