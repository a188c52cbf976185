// Behaviour of the head of the page and of the parts that ask, all our own HTML. Each function gets what gradio hands to a custom HTML
// component: its element, `trigger` to call the server and `watch` to hear of a new value once it stands in the page.

function masthead(element, trigger, watch) {
  // The address says which view is shown (`#/check`); the first one is, where it names none that is offered.
  const route = () => {
    const links = [...element.querySelectorAll("[data-view]")];
    const named = location.hash.replace(/^#\//, "").split("/")[0];
    const view = (links.find((link) => link.dataset.view === named) ?? links[0])?.dataset.view ?? "ask";
    document.body.dataset.view = view;
    for (const link of links) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  const follow = () => {
    const lang = element.querySelector("[data-lang]")?.dataset.lang;
    if (lang) document.documentElement.lang = lang;
    route();
  };
  window.addEventListener("hashchange", route);
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (button) trigger("language", { lang: button.dataset.language });
  });
  watch("value", follow);
  follow();
}

function conversation(element, trigger, watch) {
  let current = "";
  let opener = null;
  let seen = "";
  const busy = () => element.querySelector('[data-state="pending"], [data-state="growing"]') !== null;
  const markCurrent = () => {
    for (const card of element.querySelectorAll("[data-card]")) {
      card.toggleAttribute("data-current", card.dataset.card === current);
    }
    for (const control of element.querySelectorAll("[data-open]")) {
      control.toggleAttribute("data-opener", control === opener);
    }
  };
  // A question, and the first of its answer, come into view; what is appended to the answer moves nothing.
  const reveal = () => {
    const latest = [...element.querySelectorAll("[data-exchange]")].at(-1);
    const state = latest ? `${latest.dataset.exchange} ${latest.dataset.state === "pending"}` : "";
    if (latest && state !== seen) latest.scrollIntoView({ block: "start" });
    seen = state;
  };
  // The buttons that ask and stop stand in the same place: the focus stays there when one takes the other's.
  const keepFocus = () => {
    const [gone, there] = busy() ? ["ask", "stop"] : ["stop", "ask"];
    if (document.activeElement?.id === gone) document.getElementById(there).focus();
  };
  const follow = () => {
    reveal();
    keepFocus();
    markCurrent();
  };
  // A click anywhere on a card opens its article, unless the reader is selecting text to copy it.
  const opened = (target) => {
    const control = target.closest("[data-open]");
    if (control || String(window.getSelection())) return control;
    return target.closest("[data-card]")?.querySelector("[data-open]");
  };
  element.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (example) trigger("example", { position: Number(example.dataset.example) });
    const control = opened(event.target);
    if (!control) return;
    opener = control;
    current = control.dataset.open;
    markCurrent();
    trigger("open", { key: current });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && busy()) document.getElementById("stop").click();
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
    const opening = back && `[data-open="${back.dataset.back}"]`;
    const control = back && (document.querySelector(`${opening}[data-opener]`) ?? document.querySelector(opening));
    control?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  });
  watch("value", reveal);
}
