// Collecting without leaving the page, notes at a place, order by dragging. Every form
// works without this file.
"use strict";
(() => {
  const count = () => document.querySelector(".desk-count");

  const toggle = async (form) => {
    const button = form.querySelector("button");
    const out = form.elements.out;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.json();
      out.value = said.collected ? "1" : "";
      button.textContent = said.collected ? "已收藏" : "收藏";
      button.setAttribute("aria-pressed", String(said.collected));
      // Without a case one was made, which the head of the page does not know yet.
      if (!count()) location.reload();
      else count().textContent = said.count;
    } catch {
      form.submit();
    } finally {
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll("form.collect")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      toggle(form);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
    const hit = document.activeElement?.closest(".hit");
    if (event.key === "x") {
      const form = (hit ?? document.querySelector(".kept"))?.querySelector("form.collect");
      if (form) {
        event.preventDefault();
        toggle(form);
      }
    } else if (event.key === "o" && hit) {
      event.preventDefault();
      hit.querySelector(".hit-link")?.click();
    }
  });

  // A note belongs to the section that was read last, by its heading in the outline.
  const place = document.querySelector("[data-place]");
  if (place) {
    const said = document.querySelector("[data-place-said]");
    const choose = () => {
      const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
      const section = target?.closest(".text section[id]");
      if (!section) return;
      place.value = target.matches("p[id], .para") && target.id !== "near" ? target.id : section.id;
      const heading = section.querySelector("h2, .number")?.textContent.trim();
      said.textContent = heading ? `记在“${heading}”` : "";
    };
    addEventListener("hashchange", choose);
    choose();
  }

  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const before = button.textContent;
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "已复制";
      } catch {
        prompt("复制这段引用：", button.dataset.copy);
      }
      setTimeout(() => { button.textContent = before; }, 2000);
    });
  }

  // Sizes of the text, kept for this browser.
  const tools = document.querySelector(".reading-tools");
  if (tools) {
    const text = document.querySelector(".reading .text");
    const sizes = [0.9, 1, 1.15, 1.3, 1.5];
    let at = 1;
    try {
      at = Number(localStorage.getItem("leian-size") ?? 1);
    } catch { /* Storage may be switched off. */ }
    const set = (to) => {
      at = Math.min(Math.max(to, 0), sizes.length - 1);
      text.style.fontSize = `${sizes[at]}em`;
      try {
        localStorage.setItem("leian-size", String(at));
      } catch { /* As above. */ }
    };
    tools.hidden = false;
    if (text && at !== 1) set(at);
    for (const button of tools.querySelectorAll("[data-size]")) {
      button.addEventListener("click", () => set(at + Number(button.dataset.size)));
    }
  }

  // Order by dragging; the buttons do the same.
  for (const list of document.querySelectorAll("[data-order]")) {
    const form = document.getElementById(list.dataset.order);
    let dragged = null;
    for (const item of list.children) {
      const handle = item.querySelector(".drag");
      handle.hidden = false;
      handle.addEventListener("pointerdown", () => { item.draggable = true; });
      handle.addEventListener("pointerup", () => { item.draggable = false; });
      item.addEventListener("dragstart", () => {
        dragged = item;
        item.classList.add("dragged");
      });
      item.addEventListener("dragend", () => {
        item.draggable = false;
        item.classList.remove("dragged");
        for (const one of list.children) one.classList.remove("over");
      });
      item.addEventListener("dragover", (event) => {
        if (!dragged || dragged === item) return;
        event.preventDefault();
        item.classList.add("over");
      });
      item.addEventListener("dragleave", () => item.classList.remove("over"));
      item.addEventListener("drop", (event) => {
        event.preventDefault();
        if (!dragged || dragged === item) return;
        const places = Array.from(list.children, (one) => one.dataset.at);
        const from = places.indexOf(dragged.dataset.at);
        const to = places.indexOf(item.dataset.at);
        places.splice(to, 0, ...places.splice(from, 1));
        form.elements.order.value = places.join(",");
        form.submit();
      });
    }
  }
})();
