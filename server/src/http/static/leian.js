// Keys for those who like them; every page works without this file.
"use strict";
(() => {
  const box = document.getElementById("q");
  const hits = Array.from(document.querySelectorAll(".hit-link"));
  const marks = Array.from(document.querySelectorAll(".reading .text mark"));
  let mark = -1;

  const move = (step) => {
    const at = hits.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : at + step;
    const link = hits[Math.min(Math.max(next, 0), hits.length - 1)];
    link.focus({ preventScroll: true });
    link.closest(".hit").scrollIntoView({ block: "nearest" });
  };

  const turn = (step) => {
    if (mark >= 0) marks[mark].classList.remove("here");
    mark = (mark + step + marks.length) % marks.length;
    marks[mark].classList.add("here");
    marks[mark].scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "Escape" && event.target === box) box.blur();
    if (typing) return;
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if ((event.key === "j" || event.key === "k") && hits.length) {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    } else if ((event.key === "n" || event.key === "p") && marks.length) {
      event.preventDefault();
      turn(event.key === "n" ? 1 : mark < 0 ? 0 : -1);
    }
  });

  // An outline that covers the text on a small screen folds when it was used.
  for (const link of document.querySelectorAll(".outline a")) {
    link.addEventListener("click", () => {
      const open = document.getElementById("outline-open");
      if (open) open.checked = false;
    });
  }
})();
