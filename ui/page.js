// Behaviour of the three parts of the page that are our own HTML. Each function gets what gradio hands to a custom HTML
// component: its element, `trigger` to call the server and `watch` to hear of a new value once it stands in the page.

function masthead(element, trigger, watch) {
  const follow = () => {
    const lang = element.querySelector("[data-lang]")?.dataset.lang;
    if (lang) document.documentElement.lang = lang;
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (button) trigger("language", { lang: button.dataset.language });
  });
  watch("value", follow);
  follow();
}

function conversation(element, trigger, watch) {
  let current = "";
  let seen = "";
  const markCurrent = () => {
    for (const card of element.querySelectorAll("[data-card]")) {
      card.toggleAttribute("data-current", card.dataset.card === current);
    }
  };
  const follow = () => {
    const latest = [...element.querySelectorAll("[data-exchange]")].at(-1);
    const state = latest ? `${latest.dataset.exchange} ${latest.dataset.state}` : "";
    if (latest && state !== seen) latest.scrollIntoView({ block: "start" });
    seen = state;
    markCurrent();
  };
  // A click anywhere on a card opens its article, unless the reader is selecting text to copy it.
  const opened = (target) => {
    const control = target.closest("[data-open]");
    if (control) return control.dataset.open;
    return String(window.getSelection()) ? undefined : target.closest("[data-card]")?.dataset.card;
  };
  element.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (example) trigger("example", { position: Number(example.dataset.example) });
    const key = opened(event.target);
    if (!key) return;
    current = key;
    markCurrent();
    trigger("open", { key });
  });
  watch("value", follow);
}

function source(element, trigger, watch) {
  let seen = "";
  // A newly opened article takes the focus and shows its quotation; a change of language alone moves nothing.
  const reveal = () => {
    const panel = element.querySelector("[data-opening]");
    if (!panel || panel.dataset.opening === seen) return;
    seen = panel.dataset.opening;
    panel.querySelector("h2").focus({ preventScroll: true });
    const quotation = panel.querySelector("mark.focus");
    if (quotation) quotation.scrollIntoView({ block: "center" });
    else panel.scrollIntoView({ block: "start" });
  };
  element.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    const control = back && document.querySelector(`[data-open="${back.dataset.back}"]`);
    control?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  });
  watch("value", reveal);
}
