// A citation shows what it leads to: on hover, on focus, on the first tap. Without
// this file the link simply leads there.
"use strict";
(() => {
  const links = document.querySelectorAll(".reading a.cite");
  if (!links.length) return;
  const WAIT = 220;
  const pieces = new Map();
  let shown = null;
  let timer = 0;
  let touched = false;

  const box = document.createElement("aside");
  box.className = "preview";
  box.id = "preview";
  box.hidden = true;
  box.setAttribute("aria-label", "所引条文");
  document.body.append(box);

  const load = (href) => {
    if (!pieces.has(href)) {
      const asked = fetch(`/preview?of=${encodeURIComponent(href)}`)
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)));
      asked.catch(() => pieces.delete(href));
      pieces.set(href, asked);
    }
    return pieces.get(href);
  };

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };

  // Below the link, or above where there is no room; inside the page at both sides.
  // A telephone has the box at its lower edge, by the style sheet.
  const place = (link) => {
    const at = link.getClientRects()[0];
    if (getComputedStyle(box).position === "fixed") {
      const hidden = at.bottom + 12 - box.getBoundingClientRect().top;
      if (hidden > 0) scrollBy({ top: hidden });
      return;
    }
    const wide = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, wide - box.offsetWidth - 8));
    const below = at.bottom + 6 + box.offsetHeight <= innerHeight || at.top < box.offsetHeight;
    const top = below ? at.bottom + 6 : at.top - 6 - box.offsetHeight;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    shown = link;
    load(link.getAttribute("href")).then((piece) => {
      if (shown !== link) return;
      box.innerHTML = piece;
      box.hidden = false;
      link.setAttribute("aria-describedby", "preview");
      place(link);
    }, () => {
      if (shown === link) hide();
    });
  };

  const soon = (action) => {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  };

  for (const link of links) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") soon(() => show(link));
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") soon(hide);
    });
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType !== "mouse";
    });
    link.addEventListener("focus", () => {
      if (!touched && link.matches(":focus-visible")) show(link);
    });
    link.addEventListener("blur", () => soon(hide));
    link.addEventListener("click", (event) => {
      if (!touched || (shown === link && !box.hidden)) return;
      event.preventDefault();
      show(link);
    });
  }

  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") soon(hide);
  });
  box.addEventListener("focusin", () => clearTimeout(timer));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.hidden && !event.target.closest(".preview, a.cite")) hide();
  });
})();
