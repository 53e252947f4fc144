// The desk of `sheaf review`: choosing, marking, deciding, by mouse, touch and keys. Pages come from the server whole; this
// script only puts parts of them in place of others.
(() => {
  const desk = document.querySelector("main.desk");
  if (!desk) return;
  const { ranges, boxes, within, element, wish, input } = parts;
  const letter = desk.dataset.letter;
  const readOnly = !desk.dataset.form;
  const paper = document.getElementById("paper");
  const text = document.getElementById("text");
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const values = () => document.getElementById("values");

  // ---- Words on pages -------------------------------------------------------------------------------------

  const pages = new Map(); // words by page number: promises
  const wordsOf = (page) => {
    if (!pages.has(page))
      pages.set(page, fetch(`/letter/${letter}/page/${page}.json`).then((answer) => (answer.ok ? answer.json() : [])).catch(() => []));
    return pages.get(page);
  };
  const clear = (kind) => all(`.sheet rect.${kind}`).forEach((rect) => rect.remove());
  const draw = (kind, page, [left, top, right, bottom]) => {
    const svg = find(`#p${page} svg`);
    if (!svg) return;
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top, class: kind }))
      rect.setAttribute(name, value);
    svg.append(rect);
  };
  let turn = 0; // what was asked for last is drawn, whatever answers first
  const show = async (kind, marks, list) => {
    const mine = ++turn, wanted = ranges(marks || ""), places = boxes(list), found = [];
    // The boxes of whole blocks at once, those of words when they are known.
    clear(kind);
    places.forEach(({ page, box }) => draw(kind, page, box));
    if (kind === "chosen" && places.length) bring(places[0].page, places[0].box);
    for (const page of new Set(places.map((place) => place.page))) {
      const words = (await wordsOf(page)).filter((word) => wanted.some((range) => within(word, range)));
      if (words.length) words.forEach((word) => found.push([page, word.slice(3)]));
      else places.filter((place) => place.page === page).forEach((place) => found.push([page, place.box]));
    }
    if (mine !== turn && kind === "chosen") return;
    clear(kind);
    found.forEach(([page, box]) => draw(kind, page, box));
    highlight(kind, wanted);
    if (kind === "chosen" && found.length) bring(found[0][0], found[0][1]);
  };
  // ---- The letter's text ----------------------------------------------------------------------------------

  const bytes = new TextEncoder();
  const blockText = (block) => (find(`[data-block="b${block}"]`, text) || {}).textContent || "";
  const toUnits = (string, offset) => new TextDecoder().decode(bytes.encode(string).slice(0, offset)).length;
  const slice = ({ block, start, end }) => new TextDecoder().decode(bytes.encode(blockText(block)).slice(start, end));
  const highlight = (kind, wanted) => {
    if (!window.Highlight) return;
    const marks = wanted.flatMap((range) => {
      const span = find(`[data-block="b${range.block}"]`, text);
      if (!span || !span.firstChild) return [];
      const made = new Range();
      made.setStart(span.firstChild, toUnits(span.textContent, range.start));
      made.setEnd(span.firstChild, toUnits(span.textContent, range.end));
      return [made];
    });
    CSS.highlights.set(kind, new Highlight(...marks));
    if (marks.length && !text.hidden && kind === "chosen") {
      const at = marks[0].getBoundingClientRect(), frame = text.getBoundingClientRect();
      if (at.top < frame.top || at.bottom > frame.bottom) text.scrollTop += at.top - frame.top - frame.height / 3;
    }
  };

  // ---- The page -------------------------------------------------------------------------------------------

  const bring = (page, box) => {
    const sheet = find(`#p${page}`);
    if (!paper || paper.hidden || !sheet) return;
    const svg = find("svg", sheet), scale = sheet.clientWidth / svg.viewBox.baseVal.width;
    const top = sheet.offsetTop - paper.offsetTop + box[1] * scale, bottom = sheet.offsetTop - paper.offsetTop + box[3] * scale;
    if (top < paper.scrollTop || bottom > paper.scrollTop + paper.clientHeight) paper.scrollTop = top - paper.clientHeight / 3;
    const left = box[0] * scale;
    if (left < paper.scrollLeft || box[2] * scale > paper.scrollLeft + paper.clientWidth) paper.scrollLeft = left - 30;
  };
  const currentPage = () => {
    const middle = paper.scrollTop + paper.clientHeight / 3;
    const sheets = all(".sheet", paper);
    return sheets.findLast((sheet) => sheet.offsetTop - paper.offsetTop <= middle) || sheets[0];
  };
  const showNumber = () => {
    const sheet = paper && currentPage();
    if (sheet) document.getElementById("page-number").textContent = `${sheet.dataset.page} / ${all(".sheet", paper).length}`;
  };
  const goTo = (sheet) => sheet && (paper.scrollTop = sheet.offsetTop - paper.offsetTop);
  const sizes = [50, 75, 100, 140, 200, 300]; // per cent of the room
  let size = 2, turned = 0;
  const resize = (step) => {
    size = Math.min(sizes.length - 1, Math.max(0, size + step));
    all(".sheet", paper).forEach((sheet) => {
      sheet.style.width = `${sizes[size]}%`;
      const picture = find("img", sheet), address = picture.getAttribute("src").split("?")[0];
      const wanted = sizes[size] > 100 ? `${address}?fine` : address;
      if (picture.getAttribute("src") !== wanted) picture.setAttribute("src", wanted);
    });
  };

  // ---- Choosing -------------------------------------------------------------------------------------------

  let chosen = null; // a value or a doubt
  const rows = () => all(".value, .doubt, .stale", values()).filter((row) => !row.closest("details:not([open])"));
  const key = (row) => row && [row.closest("[data-record]")?.dataset.record, row.dataset.field, row.dataset.code, row.dataset.message].join("|");
  const choose = (row, focus = true) => {
    if (chosen) chosen.classList.remove("chosen");
    chosen = row;
    if (!row) return;
    row.classList.add("chosen");
    if (focus) row.focus({ preventScroll: true }), row.scrollIntoView({ block: "nearest" });
    show("chosen", row.dataset.anchors, row.dataset.boxes);
    if (row.dataset.page > 0 && !row.dataset.boxes) goTo(find(`#p${row.dataset.page}`));
  };
  const move = (step) => {
    const list = rows(), at = list.indexOf(chosen);
    choose(list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + step))]);
  };
  const nextIn = (list, from = chosen) => {
    const order = rows(), at = order.indexOf(from);
    return list.find((row) => order.indexOf(row) > at) || list[0];
  };
  const open = () => all(".type:not([data-type=heading]) .record", values()).filter((record) => !record.dataset.checked).map((record) => find(".value", record)).filter(Boolean);

  // ---- Deciding -------------------------------------------------------------------------------------------

  const say = (message, alarming) => {
    const status = document.getElementById("status");
    find("strong", status)?.remove();
    status.prepend(element("strong", { class: alarming ? "alarm" : "done" }, message), " ");
  };
  // What is asked for is done one after the other: a key that is pressed while a decision is sent waits for the answer.
  const waiting = [];
  let working = false;
  const later = async (work) => {
    waiting.push(work);
    if (working) return;
    working = true;
    while (waiting.length) await waiting.shift()();
    working = false;
  };
  const send = async (what, form, after) => {
    const answer = await fetch(`/letter/${letter}/${what}`, { method: "POST", body: form, headers: { "X-Sheaf-Form": desk.dataset.form } })
      .catch(() => null);
    if (!answer) return say("Not saved: the server does not answer.", true);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("values");
    const message = fresh && find(".progress strong", fresh)?.textContent;
    if (!fresh) return say(`Not saved: ${find("main", page)?.textContent || answer.status}`, true);
    if (editor && answer.status === 400) return say(message, true);
    const many = find(".many", values())?.open;
    const kept = key(chosen), top = values().scrollTop, typed = editor?.elements.value?.value;
    leave();
    values().replaceWith(document.adoptNode(fresh));
    chosen = null;
    if (many && find(".many", values())) find(".many", values()).open = true;
    values().scrollTop = top;
    const again = rows().find((row) => key(row) === kept);
    showDoubts();
    choose((answer.ok && after && after(again)) || again || null);
    if (answer.ok || typed === undefined || !again) return;
    // Somebody else was faster: what was typed is still there.
    edit(again);
    editor.elements.value.value = typed;
  };
  const subject = (card) => ({ record: card.dataset.record, type: card.closest(".type").dataset.type, base: card.dataset.base });
  const onwards = (again) => open()[0] && nextIn(open(), again);
  const actions = {
    confirm: (at) => at.card && !at.card.dataset.checked && send("decide", wish("confirmed", subject(at.card)), onwards),
    reject: (at) => at.card && send("decide", wish("rejected", subject(at.card)), onwards),
    back: (at) => {
      if (!at.card) return;
      const own = at.row?.classList.contains("checked") ? { field: at.row.dataset.field, base: at.row.dataset.base } : {};
      if (at.button) delete own.field, delete own.base;
      return send("decide", wish("none", { ...subject(at.card), ...own }));
    },
    value: (at) => at.row?.dataset.field && send("decide", wish("confirmed", { ...subject(at.card), field: at.row.dataset.field, base: at.row.dataset.base }), (again) => nextIn(rows(), again)),
    settle: (at) => at.doubt && send("decide", wish("settled", doubtOf(at.doubt)), (again) => nextIn(all(".doubt:not(.settled)", values()), again)),
    unsettle: (at) => at.doubt && send("decide", wish("none", doubtOf(at.doubt))),
    keep: (at) => at.stale && send("decide", wish("keep", staleOf(at.stale))),
    drop: (at) => at.stale && send("decide", wish("none", staleOf(at.stale))),
    undo: () => send("undo", wish("none")),
    note: (at) => (at.doubt || at.card) && annotate(at),
    edit: (at) => at.row?.dataset.field && edit(at.row),
    add: (at) => add(at.section),
    heading: () => add(find(".type[data-type=heading]", values())),
    // What the letter does not say, or what was not found: of the chosen record, or of the first one.
    absent: (at) => {
      const folded = find(".absent", at.card || values());
      if (!folded) return;
      folded.open = true;
      choose(find(".value", folded));
    },
    help: () => document.getElementById("keys").showModal(),
    "page-before": () => goTo(currentPage()?.previousElementSibling),
    "page-next": () => goTo(currentPage()?.nextElementSibling),
    larger: () => resize(1),
    smaller: () => resize(-1),
    turn: () => {
      turned = (turned + 1) % 4;
      [1, 2, 3].forEach((quarter) => paper.classList.toggle(`turned-${quarter}`, quarter === turned));
    },
    text: () => {
      if (!paper) return;
      text.hidden = !text.hidden;
      paper.hidden = !text.hidden;
      const button = find("[data-do=text]");
      button.textContent = text.hidden ? "Text" : "Pages";
      if (chosen) show("chosen", chosen.dataset.anchors, chosen.dataset.boxes);
    },
  };
  const doubtOf = (doubt) => ({ code: doubt.dataset.code, message: doubt.dataset.message, page: doubt.dataset.page, base: doubt.dataset.base });
  const staleOf = (stale) => ({ record: stale.dataset.record, type: stale.dataset.type, field: stale.dataset.field, base: stale.dataset.base });
  const writing = ["confirm", "reject", "back", "value", "settle", "unsettle", "keep", "drop", "undo", "edit", "add", "heading", "note"];
  const act = (action, from, button = false) => {
    if (readOnly && writing.includes(action)) return undefined;
    return actions[action]?.({
      row: from?.closest(".value"), card: from?.closest(".record"), doubt: from?.closest(".doubt"), stale: from?.closest(".stale"),
      section: from?.closest(".type"), button,
    });
  };

  // ---- The form -------------------------------------------------------------------------------------------

  let editor = null, marks = [];
  const leave = () => {
    if (!editor) return;
    editor.remove();
    editor = null;
    marks = [];
    from = null;
    paper?.classList.remove("marking");
    clear("marked");
    highlight("marked", []);
  };
  const finish = (form, place, label, submit) => {
    form.append(
      element("label", {}, "Note", element("input", { name: "note", autocomplete: "off" })),
      element("p", { class: "marks", "aria-live": "polite" }, "Mark the words on the page, or type."),
      element("div", { class: "buttons" }, element("button", { type: "submit" }, label), element("button", { type: "button", "data-leave": "" }, "Cancel")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      later(submit);
    });
    find("[data-leave]", form).addEventListener("click", () => { leave(); chosen?.focus(); });
    form.tabIndex = -1;
    place.append(form);
    editor = form;
    paper?.classList.add("marking");
    // A keyboard on the screen would cover the page: it comes when somebody taps on a field.
    (matchMedia("(pointer: coarse)").matches ? form : find("textarea, input, select", form)).focus();
    form.scrollIntoView({ block: "nearest" });
  };
  const edit = (row) => {
    leave();
    choose(row, false);
    const card = row.closest(".record");
    const form = element("form", { class: "editor" }, element("label", {}, find(".name", row).textContent, input(row.dataset.kind, row.dataset.value)));
    finish(form, row, "Save", () => {
      const added = card.dataset.checked === "added";
      const extra = { ...subject(card), note: form.elements.note.value, marks: marks.join(",") };
      const value = form.elements.value.value;
      if (!added) return send("decide", wish("corrected", { ...extra, field: row.dataset.field, base: row.dataset.base, value }), onwards);
      // An added record is given anew as a whole.
      if (!marks.length) extra.marks = card.dataset.anchors;
      const wanted = wish("added", extra);
      all(".value", card).forEach((one) => wanted.append(`field-${one.dataset.field}`, one === row ? value : one.dataset.value));
      return send("decide", wanted);
    });
  };
  /// A doubt is settled, a record confirmed (or what it was decided to be) with a note.
  const annotate = ({ doubt, card }) => {
    leave();
    finish(element("form", { class: "editor" }), doubt || card, doubt ? "Settle" : "Save", () => {
      const note = editor.elements.note.value;
      if (doubt) return send("decide", wish("settled", { ...doubtOf(doubt), note }));
      const verdict = card.dataset.checked === "rejected" ? "rejected" : "confirmed";
      return send("decide", wish(verdict, { ...subject(card), note }), onwards);
    });
  };
  const add = (section) => {
    if (!section) return;
    leave();
    const form = document.getElementById(`add-${section.dataset.type}`).content.firstElementChild.cloneNode(true);
    finish(form, section, "Add", () => {
      const wanted = wish("added", { type: section.dataset.type, note: form.elements.note.value, marks: marks.join(",") });
      new FormData(form).forEach((value, name) => name.startsWith("field-") && wanted.append(name, value));
      return send("decide", wanted, section.dataset.type === "heading" ? null : onwards);
    });
    if (section.dataset.type !== "heading") return;
    // For hands without a pointer: the paragraphs that may be one.
    form.dataset.whole = "";
    const list = element("select", { name: "paragraph" }, element("option", { value: "" }, "choose, or mark on the page"));
    all("[data-block]", text).filter((span) => !span.closest(".heading, .furniture") && span.textContent.length <= 200)
      .forEach((span) => list.append(element("option", { value: span.dataset.block.slice(1) }, span.textContent)));
    list.addEventListener("change", () => takeMarks(list.value ? [{ block: Number(list.value) }] : []));
    form.prepend(element("label", {}, "Paragraph", list));
    if (document.activeElement !== form) list.focus();
  };

  // ---- Marking --------------------------------------------------------------------------------------------

  const takeMarks = (wanted) => {
    // A heading is whole paragraphs.
    if (editor.dataset.whole !== undefined)
      wanted = [...new Set(wanted.map(({ block }) => block))].map((block) => ({ block, start: 0, end: bytes.encode(blockText(block)).length }));
    marks = wanted.map(({ block, start, end }) => `b${block}:${start}-${end}`);
    if (editor.elements.paragraph) editor.elements.paragraph.value = wanted[0]?.block ?? "";
    const words = wanted.map(slice).join(" ");
    find(".marks", editor).textContent = words ? `Marked: ${words}` : "Mark the words on the page, or type.";
    const target = editor.elements.value || editor.elements["field-text"] || find("textarea", editor);
    if (target?.tagName === "TEXTAREA") target.value = words, target.rows = Math.min(8, 1 + Math.floor(words.length / 50));
    highlight("marked", wanted);
  };
  let from = null; // the word at which marking began: [page, position among the page's words]
  const wordAt = async (event, sheet) => {
    const words = await wordsOf(Number(sheet.dataset.page));
    const svg = find("svg", sheet), point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let best = -1, distance = 12; // points
    words.forEach(([, , , left, top, right, bottom], i) => {
      const away = Math.hypot(Math.max(left - point.x, 0, point.x - right), Math.max(top - point.y, 0, point.y - bottom));
      if (away < distance) [best, distance] = [i, away];
    });
    return { words, at: best, point };
  };
  const markUpTo = (page, words, a, b) => {
    const list = words.slice(Math.min(a, b), Math.max(a, b) + 1);
    clear("marked");
    list.forEach((word) => draw("marked", page, word.slice(3)));
    const wanted = [];
    for (const [block, start, end] of list) {
      const last = wanted[wanted.length - 1];
      if (last && last.block === block) last.end = end;
      else wanted.push({ block, start, end });
    }
    takeMarks(wanted);
  };
  // The mouse marks by dragging. A finger that drags moves the page, so it taps on the first word and on the last one.
  let pressed = false, touching = false;
  const press = async (event, sheet) => {
    pressed = true;
    const { words, at } = await wordAt(event, sheet);
    if (at < 0 || !editor) return;
    const page = Number(sheet.dataset.page);
    if (from && from.page === page && from.once) {
      markUpTo(page, words, from.at, at);
      from = null;
      pressed = false;
    } else {
      from = { page, at, once: !pressed };  // it may be released already
      markUpTo(page, words, at, at);
    }
  };
  const release = () => {
    // A word that was only pressed waits for the last one.
    if (from && pressed) from = from.last === undefined || from.last === from.at ? { ...from, once: true } : null;
    pressed = false;
  };
  paper?.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest(".sheet");
    touching = event.pointerType === "touch";
    if (!editor || touching || !sheet || event.button !== 0) return;
    event.preventDefault();
    press(event, sheet);
  });
  paper?.addEventListener("pointermove", async (event) => {
    const sheet = event.target.closest(".sheet");
    if (!editor || !pressed || !from || !sheet || Number(sheet.dataset.page) !== from.page) return;
    const start = from, { words, at } = await wordAt(event, sheet);
    if (at >= 0 && editor && start === from && at !== start.last) {
      start.last = at;
      markUpTo(start.page, words, start.at, at);
    }
  });
  addEventListener("pointerup", release);
  // The other way round: from a place on the page to its value.
  paper?.addEventListener("click", async (event) => {
    const sheet = event.target.closest(".sheet");
    if (editor && sheet && touching) return press(event, sheet).then(release);
    if (editor || !sheet) return;
    const page = Number(sheet.dataset.page), { words, at, point } = await wordAt(event, sheet);
    const inside = ({ page: on, box }) => on === page && point.x >= box[0] && point.x <= box[2] && point.y >= box[1] && point.y <= box[3];
    const hits = (list) => list.filter((row) => at >= 0 && ranges(row.dataset.anchors || "").some((range) => within(words[at], range)));
    const hit = hits(rows()), folded = hit.length ? [] : hits(all(".many:not([open]) .value", values()));
    if (folded.length) find(".many", values()).open = true;
    const list = hit.length ? hit : folded.length ? folded : rows().filter((row) => boxes(row.dataset.boxes).some(inside));
    const length = (row) => ranges(row.dataset.anchors || "").reduce((sum, range) => sum + range.end - range.start, 0);
    list.sort((a, b) => length(a) - length(b));
    if (list.length) choose(list[(list.indexOf(chosen) + 1) % list.length]);
  });
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!editor || text.hidden || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const wanted = all("[data-block]", text).filter((span) => range.intersectsNode(span) && span.firstChild).map((span) => {
      const string = span.textContent;
      const start = range.startContainer === span.firstChild ? range.startOffset : 0;
      const end = range.endContainer === span.firstChild ? range.endOffset : string.length;
      const length = (units) => bytes.encode(string.slice(0, units)).length;
      return { block: Number(span.dataset.block.slice(1)), start: length(start), end: length(end) };
    }).filter(({ start, end }) => start < end);
    if (wanted.length) takeMarks(wanted);
  });

  // ---- Keys and clicks ------------------------------------------------------------------------------------

  const keys = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    n: () => choose(nextIn(open())), d: () => choose(nextIn(all(".doubt:not(.settled), .stale", values()))),
    c: "confirm", v: "value", e: "edit", Enter: "edit", x: "reject", a: "add", h: "heading", m: "absent", s: "settle", t: "note", b: "back", u: "undo",
    "[": "page-before", "]": "page-next", "+": "larger", "=": "larger", "-": "smaller", r: "turn", w: "text", "?": "help",
    g: () => document.getElementById("next-letter")?.click(), q: () => document.getElementById("to-queue").click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && editor) return leave(), chosen?.focus();
    if (event.key === "Enter" && event.ctrlKey && editor) return editor.requestSubmit();
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]") || target.closest("input, textarea, select")) return;
    const own = target.closest("button, a, summary, .paper, .text");
    if (own && ["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    const what = keys[event.key];
    if (!what) return;
    event.preventDefault();
    later(() => (typeof what === "string" ? act(what, chosen) : what()));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) return later(() => act(button.dataset.do, button, true));
    const link = event.target.closest("[data-goto]");
    if (link) event.preventDefault(), goTo(find(`#p${link.dataset.goto}`));
    const row = event.target.closest(".value, .doubt, .stale");
    if (row && !event.target.closest(".editor, a") && !editor) choose(row);
  });
  const showDoubts = () => {
    clear("doubtful");
    all(".doubt:not(.settled)", values()).forEach((doubt) => boxes(doubt.dataset.boxes).forEach(({ page, box }) => draw("doubtful", page, box)));
  };
  paper?.addEventListener("scroll", showNumber, { passive: true });
  showNumber();
  showDoubts();
  const wantedRow = location.hash.startsWith("#r-") && document.getElementById(location.hash.slice(1));
  choose((wantedRow && find(".value", wantedRow)) || rows()[0] || null);
})();
