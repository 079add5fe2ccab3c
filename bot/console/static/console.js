// Keys for people who work here all day. Everything on the pages works without this file.
"use strict";
(() => {
  const $ = (query, root = document) => root.querySelector(query);
  const rows = () => [...document.querySelectorAll("table[data-keys] tbody tr")];
  const at = () => $("table[data-keys] tr.at");
  const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, dialog") !== null;

  function choose(row, scroll = true) {
    if (!row) return;
    at()?.classList.remove("at");
    row.classList.add("at");
    if (scroll) row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const now = all.indexOf(at());
    choose(all[Math.min(Math.max(now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by, 0), all.length - 1)]);
  }

  function press(key) {
    const target = (at() && $(`[data-key="${key}"]`, at())) ?? $(`[data-key="${key}"]`);
    if (!target) return false;
    if (target.tagName === "DETAILS") {
      document.querySelectorAll("details.pop[open]").forEach((other) => other !== target && (other.open = false));
      target.open = true;
      $("textarea, input:not([type=hidden])", target)?.focus();
    } else if (key === "c" || "now" in target.dataset) { // changes nothing, or can be taken back
      target.click();
    } else {
      target.focus(); // a decision takes a second key: Enter
    }
    return true;
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => at() && (step(1), true),
    ArrowUp: () => at() && (step(-1), true),
    Enter: () => at() && $("a", at())?.click(),
    u: () => { location.href = $('.top nav a[aria-current="page"]')?.href ?? "/"; },
    "/": () => { ($("[data-first]") ?? $("main input:enabled:not([type=hidden])"))?.focus(); },
    "?": () => $("#keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const open = $("details.pop[open]");
      if (open) { open.open = false; $("summary", open).focus(); }
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    const found = keys[event.key];
    if (found ? found() !== null && (found !== keys.Enter || at()) : press(event.key)) event.preventDefault();
  });

  // A value and the words that it was read from light up together.
  function light(fields, on) {
    for (const node of document.querySelectorAll("mark[data-fields]"))
      if (node.dataset.fields.split(" ").some((field) => fields.includes(field))) node.classList.toggle("on", on);
    for (const node of document.querySelectorAll("[data-field]"))
      if (fields.includes(node.dataset.field)) node.classList.toggle("lit", on);
  }
  const fieldsOf = (node) => node.dataset?.fields?.split(" ") ?? (node.dataset?.field ? [node.dataset.field] : []);
  const marked = (node) => node.closest?.("mark[data-fields], [data-field]") ?? $(`[id="${node.closest?.("a.from")?.hash.slice(1) ?? ""}"]`);
  for (const [event, on] of [["focusin", true], ["focusout", false], ["mouseover", true], ["mouseout", false]])
    document.addEventListener(event, (e) => {
      const node = marked(e.target);
      if (node) light(fieldsOf(node), on);
    });

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-fields]");
    if (mark) document.getElementById(fieldsOf(mark)[0])?.focus();
    const draft = event.target.closest("[data-draft]");
    if (draft) {
      event.preventDefault();
      const text = $("textarea", draft.closest("form"));
      text.value = draft.dataset.draft;
      text.focus();
    }
    const box = event.target.closest(".part summary input");
    if (box) box.closest("details").open = box.checked;
    for (const open of document.querySelectorAll("details.pop[open]:not(.down)"))
      if (!open.contains(event.target)) open.open = false;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "refusal") event.target.scrollIntoView({ block: "center" });
  });
  const named = new URLSearchParams(location.search).get("at");
  if (named) choose(rows().find((row) => row.dataset.id === named));
})();
