"use strict";
(() => {
  const index = JSON.parse(document.getElementById("index").textContent);
  const cards = index.findings.map((_, n) => document.getElementById(`f${n + 1}`));
  const form = document.getElementById("filters");

  // A quote's link leads into a closed article: open what the target stands in.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (target.closest(".finding[hidden]") && form) form.reset();
    target.scrollIntoView({ block: target.matches("span") ? "center" : "start" });
  };
  addEventListener("hashchange", open);
  if (location.hash) open();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".side details:not([open]), #not-compared details:not([open])")];
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });

  if (!form) return;
  const fits = (finding, card, wanted) =>
    ["scope", "kind", "severity"].every((key) => !wanted[key] || finding[key] === wanted[key]) &&
    (wanted.outlet === "" || finding.outlets.includes(Number(wanted.outlet))) &&
    (!wanted.verdict || card.dataset.verdict === wanted.verdict); // only the page under review has one
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    index.findings.forEach((finding, n) => {
      cards[n].hidden = !fits(finding, cards[n], wanted);
      if (!cards[n].hidden) shown += 1;
    });
    for (const section of document.querySelectorAll(".scope"))
      section.hidden = !section.querySelector(".finding:not([hidden])");
    const all = shown === cards.length;
    document.getElementById("shown").textContent = all ? "" : `${shown} of ${cards.length} findings shown.`;
  };
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter(); // a reloaded page keeps its choices
})();
