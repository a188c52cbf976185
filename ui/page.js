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
  // What one view has changed in the archive shows in all of them.
  document.addEventListener("archive-changed", () => trigger("language", { lang: document.documentElement.lang }));
  watch("value", follow);
  follow();
}

function conversation(element, trigger, watch) {
  let current = "";
  let opener = null;
  let seen = "";
  let acted = "";
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
  // What a button of an answer has brought comes into view below it.
  const revealBelow = () => {
    const below = element.querySelectorAll(`[data-exchange="${acted}"] :is(.told, .why, .explained)`);
    [...below].at(-1)?.scrollIntoView({ block: "nearest" });
    acted = "";
  };
  const follow = () => {
    reveal();
    if (acted) revealBelow();
    keepFocus();
    markCurrent();
  };
  // A click anywhere on a card opens its article, unless the reader is selecting text to copy it.
  const opened = (target) => {
    const control = target.closest("[data-open]");
    if (control || String(window.getSelection())) return control;
    return target.closest("[data-card]")?.querySelector("[data-open]");
  };
  // What is copied or shared goes to the clipboard; browsers offer one only at addresses that count as safe.
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("nothing was copied");
  };
  const keep = async (button) => {
    const link = button.dataset.share && new URL(button.dataset.share, location.origin + location.pathname).href;
    const told = button.closest("[data-exchange]").querySelector(".told");
    told.textContent = "";
    await copy(link || button.dataset.copy).then(
      () => (told.textContent = button.dataset.done),
      () => (told.textContent = `${button.dataset.failed} ${link || ""}`),
    );
    button.focus();
  };
  const verbs = ["again", "edit", "explain", "useful", "useless"];
  const act = (button) => {
    if (!verbs.includes(button.dataset.do)) return;
    acted = button.closest("[data-exchange]").dataset.exchange;
    trigger(button.dataset.do, { of: Number(button.dataset.of) });
    if (button.dataset.do === "edit") document.querySelector("#composer textarea").focus();
  };
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target.closest(".why");
    if (form) trigger("reason", { of: Number(form.dataset.of), reason: form.elements.reason.value });
  });
  document.addEventListener("click", (event) => {
    const step = event.target.closest("#source [data-step]");
    if (step) [current, opener] = [step.dataset.step, null];
    if (step) markCurrent();
    // What was opened by its address is left behind with the conversation.
    if (event.target.closest("#clear")) history.replaceState(null, "", location.pathname + location.hash);
  });
  element.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (example) trigger("example", { position: Number(example.dataset.example) });
    const tool = event.target.closest("[data-do]");
    if (tool) act(tool);
    const kept = event.target.closest("[data-copy], [data-share]");
    if (kept) keep(kept);
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
  let way = null;
  // A newly opened article takes the focus and shows its quotation; a change of language alone moves nothing. The focus
  // stays on the way to the next quotation while there is one.
  const reveal = () => {
    const panel = element.querySelector("[data-opening]");
    if (!panel || panel.dataset.opening === seen) return;
    seen = panel.dataset.opening;
    const further = way && panel.querySelector(`[data-way="${way}"][data-step]`);
    (further || panel.querySelector("h2")).focus({ preventScroll: true });
    way = null;
    const quotation = panel.querySelector("mark.focus");
    if (quotation) quotation.scrollIntoView({ block: "center" });
    else panel.scrollIntoView({ block: "start" });
  };
  element.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) {
      way = step.dataset.way ?? null;
      trigger("step", { key: step.dataset.step });
    }
    const back = event.target.closest("[data-back]");
    const opening = back && `[data-open="${back.dataset.back}"]`;
    const control = back && (document.querySelector(`${opening}[data-opener]`) ?? document.querySelector(opening));
    control?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  });
  watch("value", reveal);
}
