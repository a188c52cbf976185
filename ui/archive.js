// Behaviour of the view of the archive. Each function gets what gradio hands to a custom HTML component: its element,
// `trigger` to call the server, `watch` to hear of a new value once it stands in the page, `upload` to send a file.

// What was removed, and its undoing: an offer is taken back when its time is up. The other views hear of every change.
function archiveRemoved(element, trigger, watch) {
  let seen = element.querySelector("[data-changes]")?.dataset.changes ?? "0";
  let offered = 0;
  let timer = 0;
  const follow = () => {
    const changes = element.querySelector("[data-changes]")?.dataset.changes ?? "0";
    if (Number(changes) > Number(seen)) document.dispatchEvent(new Event("archive-changed"));
    seen = changes;
    // Whoever has just removed something finds the way back at once.
    const undos = element.querySelectorAll("[data-undo]");
    if (undos.length > offered) undos[0].focus();
    offered = undos.length;
    clearTimeout(timer);
    const left = [...element.querySelectorAll("[data-left]")].map((removal) => Number(removal.dataset.left));
    if (left.length) timer = setTimeout(() => trigger("expire", {}), Math.min(...left) * 1000 + 500);
  };
  element.addEventListener("click", (event) => {
    const undo = event.target.closest("[data-undo]");
    if (undo) trigger("undo", { number: Number(undo.dataset.undo) });
  });
  watch("value", follow);
}

function archiveSearch(element, trigger, watch) {
  const form = () => element.querySelector("form");
  const search = () => trigger("search", { fields: Object.fromEntries(new FormData(form())) });
  // A choice somebody has made stays in its box; the server says which one holds.
  const follow = () => {
    for (const select of element.querySelectorAll("select[data-value]")) select.value = select.dataset.value;
  };
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  element.addEventListener("change", (event) => {
    if (event.target.closest(".facets")) search();
  });
  element.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-unset]");
    if (!chip) return;
    for (const name of chip.dataset.unset.split(" ")) {
      form().elements[name].value = name === "standing" ? "readable" : "";
    }
    search();
    form().elements.query.focus();
  });
  watch("value", follow);
}

function archiveFinds(element, trigger, watch) {
  element.addEventListener("click", (event) => {
    const control = event.target.closest("[data-open]");
    if (control) trigger("open", { number: Number(control.dataset.open) });
    if (event.target.closest("[data-more]")) trigger("more", {});
  });
}

function archiveArticle(element, trigger, watch) {
  let seen = "";
  // A newly opened article takes the focus and shows the passage that was found; a change of language moves nothing.
  const reveal = () => {
    const panel = element.querySelector("[data-opening]");
    if (!panel && seen) element.closest("#archive-beside").scrollTop = 0;
    if (!panel) seen = "";
    if (!panel || panel.dataset.opening === seen) return;
    seen = panel.dataset.opening;
    panel.querySelector("h2").focus({ preventScroll: true });
    const passage = panel.querySelector("mark.focus");
    if (passage) passage.scrollIntoView({ block: "center" });
    else panel.scrollIntoView({ block: "start" });
  };
  const leave = (number) => {
    const opener = document.querySelector(`#archiveFinds [data-open="${number}"]`);
    (opener ?? document.getElementById("archive-query"))?.focus();
  };
  const remove = (number) => {
    element.querySelector("dialog").close();
    trigger("remove", { number: Number(number) });
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { open, close, remove: removed } = button.dataset;
    if (open) trigger("open", { number: Number(open) });
    if (close) trigger("close", {});
    if (close) leave(close);
    if ("askRemove" in button.dataset) element.querySelector("dialog").showModal();
    if ("cancel" in button.dataset) element.querySelector("dialog").close();
    if (removed) remove(removed);
  });
  watch("value", reveal);
}

function archiveUpkeep(element, trigger, watch, upload) {
  const drop = () => element.querySelector(".drop");
  const busy = () => element.querySelector("[data-busy]") !== null || sending;
  let sending = false;
  const say = (text) => (element.querySelector(".sending").textContent = text);
  // Why a file is not sent at all; the server looks again at those that are.
  const trouble = (file, position) => {
    const { endings, most, bytes } = drop().dataset;
    const ending = /\.[^.]*$/.exec(file.name.toLowerCase())?.[0] ?? "";
    if (position >= Number(most)) return "too_many";
    if (!endings.split(" ").includes(ending)) return "wrong_type";
    return file.size > Number(bytes) ? "too_large" : null;
  };
  // A file is sent under a name nobody can guess: its own goes beside it.
  const sent = async (file) => {
    const random = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("");
    const ending = /\.[^.]*$/.exec(file.name)[0].toLowerCase();
    const { path } = await upload(new File([file], `${random}${ending}`));
    return path;
  };
  const add = async (files) => {
    if (busy() || !files.length) return;
    sending = true;
    const told = [];
    for (const [position, file] of [...files].entries()) {
      say(drop().dataset.sending.replace("{done}", position).replace("{count}", files.length));
      const why = trouble(file, position);
      const path = why ? null : await sent(file).catch(() => null);
      told.push({ name: file.name, path, trouble: why });
    }
    sending = false;
    say("");
    trigger("files", { files: told });
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("choose" in button.dataset) element.querySelector("input[type=file]").click();
    if (button.dataset.work && !busy()) trigger("work", { name: button.dataset.work });
    if (button.dataset.open) trigger("open", { number: Number(button.dataset.open) });
  });
  element.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    add([...event.target.files]);
    event.target.value = "";
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.address;
    if (busy() || !field.value.trim()) return;
    trigger("address", { address: field.value });
    field.value = "";
  });
  const over = (event, inside) => {
    if (!event.target.closest?.("#view-archive")) return;
    event.preventDefault();
    drop()?.toggleAttribute("data-over", inside && Boolean(event.target.closest(".drop")));
  };
  const view = element.closest("#view-archive") ?? element;
  view.addEventListener("dragover", (event) => over(event, true));
  view.addEventListener("dragleave", (event) => over(event, false));
  view.addEventListener("drop", (event) => {
    over(event, false);
    if (event.target.closest(".drop")) add([...event.dataTransfer.files]);
  });
}
