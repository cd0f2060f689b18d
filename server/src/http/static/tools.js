// Keys and small helps on the page of checked citations; it works without them.
"use strict";
(() => {
  const form = document.querySelector(".check-form");
  const marks = Array.from(document.querySelectorAll(".cited[id]"));
  let at = -1;

  // A file that is too large is refused before it is sent.
  form?.querySelector("[type=file]").addEventListener("change", (event) => {
    const field = event.target;
    const most = Number(form.dataset.mostBytes);
    const size = field.files[0]?.size ?? 0;
    const much = `文件超过 ${Math.floor(most / 1048576)} MiB，请分开核验`;
    field.setCustomValidity(size > most ? much : "");
    field.reportValidity();
  });

  const shown = (mark) => document.getElementById(mark.hash.slice(1))?.offsetParent != null;

  const show = (mark) => {
    for (const one of document.querySelectorAll(".cited.here, .card.here")) one.classList.remove("here");
    const card = document.getElementById(mark.hash.slice(1));
    mark.classList.add("here");
    card?.classList.add("here");
    at = marks.indexOf(mark);
    // The list of cards scrolls by itself, the page to the place in the text.
    const list = card?.parentElement;
    if (list && list.scrollHeight > list.clientHeight) list.scrollTop = card.offsetTop - 8;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  };

  const turn = (step) => {
    const visible = marks.filter(shown);
    if (!visible.length) return;
    const next = step > 0
      ? visible.find((mark) => marks.indexOf(mark) > at) ?? visible[0]
      : visible.findLast((mark) => marks.indexOf(mark) < at) ?? visible.at(-1);
    show(next);
  };

  document.addEventListener("keydown", (event) => {
    if (!marks.length || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio]), textarea, select")) return;
    if (event.key !== "n" && event.key !== "p") return;
    event.preventDefault();
    turn(event.key === "n" ? 1 : -1);
  });

  // Choosing a verdict goes to its first place.
  for (const choice of document.querySelectorAll(".filter-row input")) {
    choice.addEventListener("change", () => {
      at = -1;
      const first = document.getElementById(`m${choice.dataset.first}`);
      if (first) show(first);
      choice.focus({ preventScroll: true });
    });
  }

  // On a wide page the card stands beside the text, so the page need not jump.
  for (const mark of marks) {
    mark.addEventListener("click", (event) => {
      const list = document.querySelector(".cards");
      if (!list || getComputedStyle(list).position !== "sticky") return;
      event.preventDefault();
      show(mark);
    });
  }
})();
