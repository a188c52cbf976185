// Behaviour of the parts that check a text. Each function gets what gradio hands to a custom HTML component: its element,
// `trigger` to call the server and `watch` to hear of a new value once it stands in the page.

function checktext(element, trigger, watch) {
  let shown = "";
  let here = 0;
  let halted = 0;
  const marks = () => [...element.querySelectorAll("[data-claim]")];
  const running = () => element.querySelector('[data-stage="running"]') !== null;
  const opened = () => document.querySelector("#checkclaim [data-subject]")?.dataset.subject;
  // One mark at a time can be reached by Tab; arrow keys lead from one to the next.
  const follow = () => {
    const all = marks();
    here = Math.min(here, Math.max(all.length - 1, 0));
    all.forEach((mark, index) => {
      mark.tabIndex = index === here ? 0 : -1;
      mark.setAttribute("aria-pressed", String(opened() === `claim-${mark.dataset.claim}`));
    });
  };
  const count = () => {
    const text = element.querySelector("textarea");
    const hint = element.querySelector("#check-count");
    if (!text || !hint) return;
    const length = String([...text.value].length).replace(/\B(?=(\d{3})+$)/g, hint.dataset.thousands);
    hint.textContent = hint.dataset.said.replace("{count}", length);
  };
  // The form gives way to the text and back: the focus goes to what has come.
  const settle = () => {
    const form = element.querySelector("form");
    const next = form ? "form" : (element.querySelector("[data-check]")?.dataset.check ?? "");
    if (next !== shown && shown !== "") {
      const target = form ? form.querySelector("textarea") : element.querySelector("h2");
      if (document.body.dataset.view === "check") target?.focus();
      here = 0;
    }
    shown = next;
    const waiting = element.querySelector(".beginning");
    if (waiting) waiting.textContent = "";
    count();
    follow();
  };
  const check = (form) => {
    element.querySelector(".beginning").textContent = element.querySelector(".beginning").dataset.said;
    trigger("check", { text: form.elements.text.value, as_of: form.elements.as_of.value });
  };
  const step = (key, index, last) =>
    ({ ArrowRight: index + 1, ArrowDown: index + 1, j: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1 })[key] ??
    { k: index - 1, Home: 0, End: last }[key];
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    check(event.target);
  });
  element.addEventListener("input", count);
  element.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    const all = marks();
    const index = all.indexOf(event.target);
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = step(event.key, index, all.length - 1);
    if (event.key === " ") event.target.click();
    else if (next === undefined) return;
    event.preventDefault();
    if (!all[next]) return;
    here = next;
    follow();
    all[next].focus();
  });
  element.addEventListener("click", (event) => {
    const control = event.target.closest("a, button");
    if (!control) return;
    const { claim, export: form } = control.dataset;
    if (claim !== undefined) {
      event.preventDefault();
      here = marks().indexOf(control);
      trigger("choose", { position: claim });
    }
    if (form !== undefined) trigger("export", { form });
    if ("halt" in control.dataset) {
      halted = event.timeStamp;
      trigger("halt");
    }
    // Not for the second click of somebody who clicked the button that stops, in the same place, twice.
    if ("edit" in control.dataset && event.timeStamp - halted > 600) trigger("edit");
    if ("resume" in control.dataset) trigger("resume");
    if ("fresh" in control.dataset) trigger("fresh");
    if ("keepAll" in control.dataset) trigger("collect");
  });
  document.addEventListener("keydown", (event) => {
    const here = document.body.dataset.view === "check";
    if (event.key === "Escape" && !event.isComposing && here && running()) trigger("halt");
  });
  document.addEventListener("claimopened", () => {
    const position = marks().findIndex((mark) => opened() === `claim-${mark.dataset.claim}`);
    if (position >= 0) here = position;
    follow();
  });
  watch("value", settle);
  settle();
}

function checkclaim(element, trigger, watch) {
  let seen = "";
  let stepped = "";
  let told = "";
  const drafts = new Map();
  // What somebody was writing belongs to one claim: another one, or what has been saved, starts empty.
  const refresh = () => {
    for (const form of element.querySelectorAll("form")) {
      const before = drafts.get(form.className);
      if (before !== undefined && before !== form.dataset.draft) form.reset();
      drafts.set(form.className, form.dataset.draft);
    }
  };
  // A newly opened claim takes the focus, unless somebody walks from one to the next with a button.
  const reveal = () => {
    refresh();
    document.dispatchEvent(new Event("claimopened"));
    const panel = element.querySelector("[data-opening]");
    if (!panel) return;
    const done = panel.querySelector(".done");
    if (done && done.textContent !== told) done.scrollIntoView({ block: "nearest" });
    told = done?.textContent ?? "";
    if (panel.dataset.opening === seen) return;
    seen = panel.dataset.opening;
    const button = stepped && panel.querySelector(`[data-step="${stepped}"]:not(:disabled)`);
    stepped = "";
    panel.scrollIntoView({ block: "start" });
    (button || panel.querySelector("h2")).focus({ preventScroll: true });
  };
  const backToText = () => {
    const subject = element.querySelector("[data-subject]")?.dataset.subject ?? "";
    const [kind, number] = subject.split("-");
    const origin = document.querySelector(
      kind === "record" ? `#checkdesk [data-record="${number}"]` : `#checktext [data-claim="${number}"]`,
    );
    origin?.scrollIntoView({ block: "center" });
    origin?.focus({ preventScroll: true });
  };
  const opened = (target) => {
    const control = target.closest("button");
    if (control || target.closest("a") || String(window.getSelection())) return control;
    return target.closest("[data-card]")?.querySelector("[data-quote]");
  };
  element.addEventListener("click", (event) => {
    const control = opened(event.target);
    if (!control) return;
    const { claim, record, quote, step } = control.dataset;
    if (claim !== undefined) {
      stepped = step ?? "";
      trigger("choose", { position: claim });
    }
    if (record !== undefined) trigger("record", { number: record });
    if (quote !== undefined) trigger("quote", { number: quote });
    if ("back" in control.dataset) backToText();
    if ("keep" in control.dataset) trigger("keep");
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    if (event.target.matches(".rating")) trigger("rate", { ...given, useful: event.submitter?.value ?? "" });
    else trigger("decide", given);
  });
  watch("value", reveal);
  refresh();
}

function checksource(element, trigger, watch) {
  let seen = "";
  let closing = "";
  // A newly opened article takes the focus and shows its quotation; a closed one gives the focus back.
  const reveal = () => {
    const panel = element.querySelector("[data-opening]");
    if (!panel) {
      if (closing) document.querySelector(`#checkclaim [data-quote="${closing}"]`)?.focus();
      closing = "";
      return;
    }
    if (panel.dataset.opening === seen) return;
    seen = panel.dataset.opening;
    panel.querySelector("h2").focus({ preventScroll: true });
    (panel.querySelector("mark.focus") ?? panel).scrollIntoView({ block: "center" });
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-close]");
    if (!button) return;
    closing = button.dataset.close;
    trigger("close");
  });
  watch("value", reveal);
}

function checkdesk(element, trigger, watch) {
  const only = () => element.querySelector('[data-only-open][aria-pressed="true"]') !== null;
  // The desk belongs to all: it is read anew whenever somebody comes to this view.
  const look = () => {
    if (document.body.dataset.view === "check") trigger("look", { only_open: String(only()) });
  };
  new MutationObserver(look).observe(document.body, { attributes: true, attributeFilter: ["data-view"] });
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.record !== undefined) trigger("record", { number: button.dataset.record });
    if ("onlyOpen" in button.dataset) trigger("look", { only_open: String(!only()) });
  });
  look();
}

function checkfile(element, trigger, watch) {
  let saved = "";
  watch("value", () => {
    const file = element.querySelector("[data-download]");
    if (!file || file.dataset.download === saved) return;
    saved = file.dataset.download;
    const bytes = Uint8Array.from(atob(file.dataset.content), (char) => char.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.dataset.type }));
    link.download = file.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
