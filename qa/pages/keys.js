// Keys: "/" goes to the page's own field; the arrows go through what was found. Clicks on "Copy" copy: the address, or
// a quotation with its citation, which the button carries. A wording that is opened to be changed can be typed into.
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
    const writing = event.target.closest("input:not([type='checkbox']), textarea, select, [role='combobox'], [role='listbox'], [role='dialog']");
    if (event.key === "/" && !writing && field) {
      event.preventDefault();
      field.focus();
      return;
    }
    const by = event.shiftKey ? 0 : { ArrowDown: 1, ArrowUp: -1 }[event.key]; // with Shift, they select
    if (event.target.closest("[data-testid='stPopoverBody']")) return;
    const links = [...document.querySelectorAll(".st-key-hits a")];
    if (by && links.length && (!writing || event.target === field)) {
      event.preventDefault();
      if (by < 0 && document.activeElement === links[0] && field) field.focus();
      else step(links, by);
    }
  });
  const byHand = (text) => { // where the page came by plain http from another machine, there is no clipboard to write to
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest('[class*="st-key-change-"] button')) return;
    const enter = (tries) => {
      const field = document.querySelector('[data-testid="stPopoverBody"] [class*="st-key-wording-field-"] input');
      if (field && field.offsetParent) field.focus();
      else if (tries) setTimeout(enter, 50, tries - 1);
    };
    enter(20);
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    button.dataset.name ??= button.textContent; // pressed again meanwhile, it says something else
    const text = button.dataset.copy === "link" ? location.href : button.dataset.words;
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copied = byHand(text);
    }
    button.textContent = copied ? "Copied" : "The browser does not let it be copied";
    setTimeout(() => { button.textContent = button.dataset.name; }, 2000);
  });
})();
