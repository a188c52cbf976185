// Behaviour of the view of quality. Each function gets what gradio hands to a custom HTML component: its element,
// `trigger` to call the server and `watch` to hear of a new value once it stands in the page.

function quality_report(element, trigger, watch) {
  let here = false;
  // The report and the feedback are read whenever somebody comes to the view; the first value says that it is offered.
  const arrive = () => {
    const named = location.hash.replace(/^#\//, "").split("/")[0] === "quality" && element.childElementCount > 0;
    if (named && !here) trigger("refresh", {});
    here = named;
  };
  window.addEventListener("hashchange", arrive);
  watch("value", arrive);
}

function quality_inbox(element, trigger, watch) {
  const picked = new Set();
  const boxes = () => [...element.querySelectorAll("[data-pick]")];
  // What is ticked stays so while the list changes around it; the button says how many that is.
  const follow = () => {
    const there = new Set(boxes().map((box) => box.dataset.pick));
    for (const id of picked) if (!there.has(id)) picked.delete(id);
    for (const box of boxes()) box.checked = picked.has(box.dataset.pick);
    const save = element.querySelector("[data-cases]");
    if (!save) return;
    save.textContent = picked.size ? save.dataset.some.replace("{count}", picked.size) : save.dataset.all;
  };
  element.addEventListener("change", (event) => {
    const { filter, pick } = event.target.dataset;
    if (filter) trigger("choose", { name: filter, value: event.target.value });
    if (pick && event.target.checked) picked.add(pick);
    else if (pick) picked.delete(pick);
    follow();
  });
  element.addEventListener("click", (event) => {
    const settle = event.target.closest("[data-settle]");
    if (settle) trigger("settle", { id: Number(settle.dataset.settle), to: settle.dataset.to });
    if (event.target.closest("[data-more]")) trigger("more", {});
  });
  watch("value", follow);
}

function quality_handed(element, trigger, watch) {
  let tab = null;
  // The window is opened by the click itself, or the browser would not allow it; what it shows comes later.
  const openTab = (button) => {
    tab = window.open("", "_blank");
    if (!tab) return;
    tab.document.title = button.dataset.title;
    tab.document.documentElement.lang = document.documentElement.lang;
    tab.document.body.textContent = button.dataset.loading;
  };
  // The report holds text of articles: it gets a frame of no origin, in which no script runs and nothing is fetched.
  const showPage = (html) => {
    if (!tab || tab.closed) return;
    if (!html) {
      tab.close();
      return;
    }
    const rule = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
    const frame = tab.document.createElement("iframe");
    frame.setAttribute("sandbox", "");
    frame.title = tab.document.title;
    frame.style.cssText = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0;";
    frame.srcdoc = rule + html;
    tab.document.body.replaceChildren(frame);
    tab = null;
  };
  const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#quality_report [data-page]");
    if (opener) {
      openTab(opener);
      trigger("open", {});
    }
    if (event.target.closest("#quality_inbox [data-cases]")) {
      const boxes = [...document.querySelectorAll("#quality_inbox [data-pick]:checked")];
      trigger("cases", { ids: boxes.map((box) => Number(box.dataset.pick)) });
    }
  });
  watch("value", () => {
    const { kind, name, text } = element.querySelector("[data-kind]")?.dataset ?? {};
    if (kind === "page") showPage(text);
    if (kind === "cases" && text) save(name, text);
    element.querySelector("[data-kind]")?.removeAttribute("data-text");
  });
}
