// Behaviour of the filters of a question and of what may be asked next. Each function gets what gradio hands to a custom HTML
// component: its element, `trigger` to call the server and `watch` to hear of a new value once it stands in the page.

function filters(element, trigger, watch) {
  let acted = false;
  const details = () => element.querySelector("details");
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const entered = Object.fromEntries(new FormData(event.target));
    acted = true;
    details().open = false;
    trigger("choose", entered);
    details().querySelector("summary").focus();
  });
  element.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-drop]");
    if (!chip) return;
    acted = true;
    trigger("drop", { name: chip.dataset.drop });
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details().open) return;
    event.stopPropagation();
    details().open = false;
    details().querySelector("summary").focus();
  });
  // Where something was wrong the form stands open, and the focus is in it; else it is on what opens it.
  watch("value", () => {
    const wrong = element.querySelector(".problem") !== null;
    details().open = wrong;
    for (const field of element.querySelectorAll("[name]")) {
      const given = field.tagName === "SELECT" ? [...field.options].find((each) => each.defaultSelected) : null;
      field.value = field.tagName === "SELECT" ? (given?.value ?? "") : field.defaultValue;
    }
    if (acted) (wrong ? element.querySelector("input") : details().querySelector("summary")).focus();
    acted = false;
  });
}

function further(element, trigger) {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-further]");
    if (button) trigger("choose", { of: Number(button.dataset.of), position: Number(button.dataset.further) });
  });
}
