"use strict";
(() => {
  const el = (id) => document.getElementById(id);
  const cards = [...document.querySelectorAll(".scope .finding")];
  const boxes = new Map([...document.querySelectorAll("[data-finding]")].map((box) => [box.dataset.finding, box]));
  const filters = el("filters");
  let state = JSON.parse(el("state").textContent);
  for (const card of cards) card.tabIndex = -1;

  // Everything people wrote goes in as text, never as markup.
  const make = (tag, text = "", within = null) => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (within) within.append(made);
    return made;
  };
  const withdrawal = (line, within) => {
    const button = make("button", "withdraw", within);
    button.type = "button";
    button.className = "plain";
    button.setAttribute("aria-label", `Withdraw: ${line.text}`);
    button.addEventListener("click", () => send({ what: "withdraw", of: line.decision }, "Withdrawn."));
  };

  const showFinding = (id, box) => {
    const now = state.findings[id] ?? { verdict: "open", text: "", notes: [] };
    box.closest(".finding").dataset.verdict = now.verdict;
    box.querySelector(".verdict").textContent = now.text;
    for (const button of box.querySelectorAll("[aria-pressed]"))
      button.setAttribute("aria-pressed", String(button.dataset.do === now.verdict));
    box.querySelector("[data-do=reopen]").hidden = now.verdict === "open";
    const notes = box.querySelector(".notes");
    notes.replaceChildren();
    for (const note of now.notes) withdrawal(note, make("li", `${note.text} `, notes));
  };
  const showAdded = () => {
    const list = el("added");
    if (!list) return;
    list.replaceChildren();
    for (const each of state.added) {
      const item = make("li", "", list);
      make("b", each.question, item);
      for (const [source, words] of each.quotes) {
        const quote = make("blockquote", "", item);
        make("mark", words, quote);
        make("span", ` ${source}`, quote).className = "meta";
      }
      const by = make("p", `${each.text}. `, item);
      by.className = "meta";
      withdrawal({ decision: each.decision, text: each.question }, by);
    }
  };
  const show = () => {
    for (const [id, box] of boxes) showFinding(id, box);
    for (const place of document.querySelectorAll("[data-of]")) {
      place.replaceChildren();
      for (const line of state.claims[place.dataset.of] ?? []) withdrawal(line, make("span", `${line.text} `, place));
    }
    showAdded();
    el("counts").textContent = boxes.size ? `${boxes.size} findings: ${state.counts}` : "No findings to review.";
    el("problems").replaceChildren(...state.problems.map((text) => make("li", text)));
    if (filters) filters.dispatchEvent(new Event("change"));
  };

  // What was said last stays to be read; a screen reader hears it once.
  let hush = 0;
  const say = (text) => {
    el("said").textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => (el("said").textContent = ""), 8000);
  };

  // Returns what is wrong, or nothing. A decision counts when the server says that it is on the disk.
  const send = async (asked, done, error = null) => {
    const who = el("who").value.trim();
    if (!who) {
      el("who").focus();
      say("Say who reviews first.");
      return "Say who reviews first, at the top of the page.";
    }
    let problem = "";
    try {
      const answer = await fetch("decisions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...asked, who }),
      });
      const said = await answer.json();
      if (answer.ok) {
        state = said.state;
        show();
        say(done);
      } else problem = said.message;
    } catch {
      problem = "Not saved: the review server does not answer. Is it still running?";
    }
    if (problem && error) error.textContent = problem;
    else if (problem) say(problem);
    return problem;
  };

  // One dialog for a reason, a note or a correction.
  const dialog = el("say");
  const form = dialog.querySelector("form");
  let submit = null;
  const ask = (title, about, label, yes, { required = false, reasons = false, claim = null }, then) => {
    form.reset();
    form.querySelector(".error").textContent = "";
    el("say-title").textContent = title;
    el("say-about").textContent = about;
    el("say-label").textContent = label;
    el("say-yes").textContent = yes;
    form.elements.why.required = required;
    el("reasons").hidden = !reasons;
    el("say-claim").hidden = !claim;
    if (claim) {
      form.elements.speaker.value = claim.speaker;
      form.elements.number.value = claim.number;
    }
    submit = then;
    dialog.showModal();
    (claim ? form.elements.speaker : form.elements.why).focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await submit(form.elements.why.value.trim(), form.querySelector(".error")))) dialog.close();
  });
  el("say-no").addEventListener("click", () => dialog.close());
  el("reasons").addEventListener("click", (event) => {
    if (!event.target.matches("button")) return;
    form.elements.why.value = event.target.textContent;
    form.elements.why.focus();
  });
  form.elements.why.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  const question = (box) => box.closest(".finding").querySelector("h3").textContent;
  const decide = (box, what) => {
    const finding = box.dataset.finding;
    if (what === "reopen" && box.querySelector("[data-do=reopen]").hidden) return say("It is open.");
    if (what === "dismiss")
      ask("Dismiss this finding", question(box), "Reason", "Dismiss", { required: true, reasons: true }, (why, error) =>
        send({ what, finding, why }, "Dismissed.", error));
    else if (what === "note")
      ask("Note on this finding", question(box), "Note", "Keep", { required: true }, (why, error) =>
        send({ what, finding, why }, "Noted.", error));
    else {
      const done = { accept: "Accepted.", follow_up: "Marked for follow-up.", reopen: "Open again." };
      send({ what, finding }, done[what]).then(() => {
        if (document.activeElement === document.body || document.activeElement?.hidden) box.closest(".finding").focus();
      });
    }
  };
  const correct = (button) => {
    const { claim, speaker, number } = button.dataset;
    const quote = button.closest("figure, li").querySelector("mark, q").textContent;
    ask("Correct this claim", quote, "Remark, if any", "Correct", { claim: { speaker, number } }, async (why, error) => {
      const was = { speaker, number };
      const changed = ["speaker", "number"].filter((field) => form.elements[field].value.trim() !== was[field]);
      if (!changed.length) {
        error.textContent = "Nothing is changed yet.";
        return error.textContent;
      }
      for (const field of changed) {
        const now = form.elements[field].value.trim();
        const problem = await send({ what: "correct", claim, field, now, why }, "Corrected.", error);
        if (problem) return problem;
      }
      return "";
    });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.do) decide(button.closest("[data-finding]"), button.dataset.do);
    else if (button.dataset.claim) correct(button);
    else if (button.dataset.passage) take(button.dataset.passage);
  });

  // Words marked in an article become a passage of what was missed.
  const add = el("add");
  const words = () => {
    const selection = getSelection();
    if (!add || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.parentElement?.closest(".text");
    if (!start || start !== range.endContainer.parentElement?.closest(".text")) return null;
    const part = range.cloneContents();
    for (const ours of part.querySelectorAll("sup, s > b")) ours.remove(); // numbers and reasons are the page's
    const text = [...(part.querySelector("p") ? part.querySelectorAll("p") : [part])].map((p) => p.textContent.trim()).join("\n");
    return text ? { article: start.closest("[data-article]").dataset.article, text } : null;
  };
  const take = (place) => {
    const marked = words();
    if (!marked) return;
    add.elements[`article${place}`].value = marked.article;
    add.elements[`quote${place}`].value = marked.text;
    getSelection().removeAllRanges();
    say(`${place === "1" ? "First" : "Second"} passage taken.`);
    if (add.elements.quote1.value && add.elements.quote2.value) {
      el("missed").scrollIntoView();
      add.elements.question.focus();
    }
  };
  document.addEventListener("selectionchange", () => {
    const marked = words();
    el("marked").hidden = !marked;
    if (marked) el("marked-words").textContent = `“${marked.text}”`;
  });
  add?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { kind, scope, question, why, article1, quote1, article2, quote2 } = Object.fromEntries(new FormData(add));
    const passages = [{ article: article1, quote: quote1 }, { article: article2, quote: quote2 }];
    const error = add.querySelector(".error");
    error.textContent = "";
    if (!(await send({ what: "add", question, kind, scope, passages, why }, "Added.", error))) add.reset();
  });

  const step = (by) => {
    const shown = cards.filter((card) => card.offsetParent);
    const here = shown.indexOf(document.activeElement.closest(".finding"));
    const next = shown[here < 0 ? (by > 0 ? 0 : shown.length - 1) : here + by];
    if (!next) return say(by > 0 ? "That was the last finding." : "That was the first finding.");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  const acts = { a: "accept", d: "dismiss", f: "follow_up", n: "note", u: "reopen" };
  document.addEventListener("keydown", (event) => {
    if (!el("keys").checked || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const key = event.key;
    const card = document.activeElement.closest(".scope .finding");
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "m" && add) add.elements.quote1.focus();
    else if ((key === "1" || key === "2") && words()) take(key);
    else if (card && acts[key]) decide(card.querySelector("[data-finding]"), acts[key]);
    else if (card && key === "c") card.querySelector("[data-claim]")?.click();
    else return;
    event.preventDefault();
  });

  // Another reviewer may be at work: look when the page is looked at.
  const refresh = async () => {
    if (document.hidden || dialog.open) return;
    try {
      const now = await (await fetch("state")).json();
      if (now.size === state.size) return;
      state = now;
      show();
    } catch {
      // the next decision says that the server is gone
    }
  };
  setInterval(refresh, 5000);
  addEventListener("focus", refresh);
  show();
})();
