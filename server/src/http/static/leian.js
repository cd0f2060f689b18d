// Keys for those who like them; every page works without this file.
"use strict";
(() => {
  const box = document.getElementById("q");
  const hits = Array.from(document.querySelectorAll(".hit-link"));
  const marks = Array.from(document.querySelectorAll(".reading .text mark"));
  let mark = -1;

  for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;

  const move = (step) => {
    const at = hits.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : hits.length - 1) : at + step;
    const link = hits[Math.min(Math.max(next, 0), hits.length - 1)];
    // A folded hit is opened, or the focus could not go there and not beyond.
    const fold = link.closest(".same > details");
    if (fold) fold.open = true;
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

  // A page that the reader goes back to is shown as it was left, with what was typed for
  // the next search: the box says again what its list was found for.
  addEventListener("pageshow", (event) => {
    const [how] = performance.getEntriesByType("navigation");
    if (event.persisted || how?.type === "back_forward") box?.form.reset();
  });

  // The outline says where the reader is. It scrolls by itself, never the page.
  const outline = document.querySelector(".outline");
  const lines = Array.from(document.querySelectorAll(".outline a"));
  const places = lines.map((line) => document.getElementById(line.hash.slice(1)));
  let current = null;
  let asked = false;

  // The last heading above the text in view; at the end of the page, where no
  // heading comes so far up, the one that was asked for.
  const reached = () => {
    const tops = places.map((place) => place?.getBoundingClientRect().top ?? Infinity);
    const target = lines.findIndex((line) => line.hash === location.hash);
    const atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 2;
    if (atEnd && tops[target] >= 0 && tops[target] < innerHeight) return lines[target];
    return lines[tops.findLastIndex((top) => top < 160)] ?? null;
  };

  const follow = () => {
    asked = false;
    const line = reached();
    if (line === current) return;
    current?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "location");
    current = line;
    if (line) outline.scrollTop = line.offsetTop - outline.clientHeight / 2;
  };

  if (lines.length) {
    const ask = () => {
      if (!asked) requestAnimationFrame(follow);
      asked = true;
    };
    addEventListener("scroll", ask, { passive: true });
    addEventListener("hashchange", ask);
    follow();
  }

  // An outline that covers the text on a small screen folds when it was used.
  for (const line of lines) {
    line.addEventListener("click", () => {
      const open = document.getElementById("outline-open");
      if (open) open.checked = false;
    });
  }
})();
