// What a person does in the browser; the steps of browser_test.py. Fails with a message when something is not as it should be.
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";
import fs from "node:fs";

const facts = JSON.parse(process.argv[2]);
const require = createRequire(process.env.SHEAF_MODULES + "/");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: facts.chromium, args: ["--no-sandbox"] });

async function enter(settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  page.on("pageerror", (error) => { console.error(error); process.exitCode = 1; });
  page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) { console.error(message.text()); process.exitCode = 1; } });
  await page.goto(facts.address);
  assert.equal(new URL(page.url()).search, "", "the token leaves the address");
  return page;
}
/// The page's policy forbids what waitForFunction does, so the page is asked again and again from outside.
async function until(page, condition, argument) {
  for (let i = 0; i < 300; ++i) {
    if (await page.evaluate(condition, argument)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`it never came to this: ${condition}`);
}
/// A page that a finger has moved goes on for a while.
async function atRest(page) {
  const place = () => page.evaluate(() => `${scrollY} ${document.getElementById("paper").scrollTop}`);
  for (let before = "", now = await place(); now !== before; now = await place()) {
    before = now;
    await page.waitForTimeout(300);
  }
}
const status = (page) => page.locator("#status").innerText();
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };
const saved = async (page, action) => {
  await page.evaluate(() => { document.getElementById("status").dataset.old = "old"; });
  const answer = page.waitForResponse((response) => /\/(decide|undo)$/.test(response.url()));
  await action();
  const got = await answer;
  await until(page, () => !document.getElementById("status").dataset.old);
  return got.status();
};
async function openLetter(page, name) {
  for (let number = 1; number < 5; ++number) {
    await page.goto(new URL(`/letter/${number}`, facts.address).href);
    if ((await page.locator("main").innerText()).includes(name)) return;
  }
  assert.fail(`no letter ${name}`);
}
/// Where two words stand on the screen, when their page is brought there: the first `from`, and the first `to` behind it.
async function places(page, from, to) {
  const words = await page.evaluate(async ([from, to]) => {
    const letter = document.querySelector("main.desk").dataset.letter;
    for (const sheet of document.querySelectorAll(".sheet")) {
      const words = await (await fetch(`/letter/${letter}/page/${sheet.dataset.page}.json`)).json();
      const text = ([block, start, end]) => {
        const bytes = new TextEncoder().encode(document.querySelector(`#text [data-block="b${block}"]`).textContent);
        return new TextDecoder().decode(bytes.slice(start, end));
      };
      const all = words.map(text);
      for (let at = 0; at < all.length; ++at) {
        if (all[at] !== from) continue;
        const end = all.findIndex((word, i) => i >= at && word === to && i < at + 40);
        if (end < 0) continue;
        sheet.scrollIntoView({ block: "start" });
        const svg = sheet.querySelector("svg"), matrix = svg.getScreenCTM();
        const first = words[at], last = words[end];
        document.getElementById("paper").scrollTop += (first[4] * matrix.d) - 100;
        const now = svg.getScreenCTM();
        const middle = (word) => { const p = new DOMPoint((word[3] + word[5]) / 2, (word[4] + word[6]) / 2).matrixTransform(now); return [p.x, p.y]; };
        return [middle(first), middle(last)];
      }
    }
    return null;
  }, [from, to]);
  assert(words, `the words "${from} … ${to}" are on no page`);
  return words;
}
/// Drags over the words from one to the other.
async function mark(page, from, to) {
  const words = await places(page, from, to);
  await page.mouse.move(...words[0]);
  await page.mouse.down();
  await page.waitForSelector("rect.marked", { state: "attached" });
  await page.mouse.move(...words[1], { steps: 5 });
  await page.waitForTimeout(200);
  await page.mouse.up();
}

/// A record and a heading are rejected and taken back, and a heading is found from its words on the page.
async function rejectAndFind(page, press) {
  const demand = page.locator('.type[data-type="recommendation"] .record').first();
  const reject = async (card) => {
    assert.equal(await saved(page, () => press(card.locator("[data-do=reject]"))), 200);
    assert.match(await card.getAttribute("class"), /rejected/);
    assert.match(await card.locator("s").innerText(), /\w/);
    assert.equal(await saved(page, () => press(card.locator("[data-do=back]"))), 200);
    assert.doesNotMatch(await card.getAttribute("class"), /rejected/);
  };
  await reject(demand);
  const headings = page.locator(".many");
  await press(headings.locator("summary"));
  const heading = headings.locator(".record").last(), value = heading.locator(".value").first();
  await reject(heading);
  assert.equal(await headings.getAttribute("open"), "", "the headings stay unfolded");
  await press(value);
  await until(page, () => document.querySelector(".many .value.chosen") && document.querySelector("rect.chosen"));
  await press(headings.locator("summary"));
  const box = await page.locator("rect.chosen").first().boundingBox();
  await press({ click: () => page.mouse.click(box.x + 4, box.y + 4), tap: () => page.touchscreen.tap(box.x + 4, box.y + 4) });
  await until(page, () => document.querySelector(".many[open] .value.chosen"));
}

const steps = {
  /// From a fresh archive to everything decided.
  async round() {
    const page = await enter();
    assert.match(await page.locator("h1").innerText(), /^1 letter needs a look$/);
    // By keyboard from the first page on.
    for (let i = 0; i < 12 && !await page.evaluate(() => document.activeElement.matches(".start")); ++i) await press(page, "Tab");
    await Promise.all([page.waitForURL(/letter/), press(page, "Enter")]);
    assert((await page.locator(".source").innerText()).includes(facts.doubtful));
    // The page of the letter is there as a picture.
    await until(page, () => document.querySelector(".sheet img").naturalWidth > 500);
    await page.screenshot({ path: `${facts.pictures}/doubtful.png` });
    // By keyboard: the doubt is settled, the record confirmed.
    await press(page, "d");
    assert.equal(await page.locator(".doubt.chosen").count(), 1);
    assert.equal(await saved(page, () => press(page, "s")), 200);
    await press(page, "n");
    assert.equal(await saved(page, () => press(page, "c")), 200);
    assert.match(await status(page), /Saved\. 1 of 1 record checked/);
    // Taken back, and done again.
    assert.equal(await saved(page, () => press(page, "u")), 200);
    assert.match(await status(page), /Taken back\. 0 of 1 record/);
    await press(page, "n");
    await saved(page, () => press(page, "c"));

    await openLetter(page, facts.sif);
    const second = page.locator('.type[data-type="judgement"] .record').nth(1);
    assert.match(await second.innerText(), /Requires improvement/);
    // Choosing a value shows where it stands on the page.
    await second.locator('[data-field="grade"]').click();
    await page.waitForSelector("rect.chosen", { state: "attached" });
    const box = await page.locator("rect.chosen").first().boundingBox();
    assert(box && box.width > 5 && box.width < 400, "the box is that of words");
    await page.screenshot({ path: `${facts.pictures}/chosen.png` });
    // And the other way round.
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await until(page, () => document.querySelector(".value.chosen"));
    // The grade is corrected by marking words.
    await second.locator('[data-field="grade"] button').click();
    await mark(page, "Good", "Good");
    assert.equal(await page.locator(".editor textarea").inputValue(), "Good");
    await page.screenshot({ path: `${facts.pictures}/marked.png` });
    await page.locator(".editor input[name=note]").fill("the summary says so");
    assert.equal(await saved(page, () => page.locator(".editor button[type=submit]").click()), 200);
    assert.match(await second.locator('[data-field="grade"]').innerText(), /Good[\s\S]*was: Requires improvement[\s\S]*corrected by Ada/);

    // A recommendation that was missed.
    const group = page.locator('.type[data-type="recommendation"]');
    const before = await group.locator(".record").count();
    await group.locator("button.add").click();
    await mark(page, "Children", "protection");
    await page.locator('.editor [name="field-modality"]').fill("should");
    assert.equal(await saved(page, () => page.locator(".editor button[type=submit]").click()), 200);
    assert.equal(await group.locator(".record").count(), before + 1);
    assert.equal(await group.locator(".record.added").count(), 1);

    // The rest by keyboard alone.
    let strokes = 0;
    await press(page, "n");
    for (;;) {
      ++strokes;
      assert(strokes < 200, "it comes to an end");
      const open = await page.locator('.type:not([data-type="heading"]) .record[data-checked=""]').count();
      if (open === 0) break;
      assert.equal(await saved(page, () => press(page, "c")), 200);
      await until(page, (open) => document.querySelectorAll('.type:not([data-type="heading"]) .record[data-checked=""]').length < open, open);
    }
    console.log(`${strokes} keys confirmed the rest`);
    await page.goto(new URL("/", facts.address).href);
    assert.equal(await page.locator("h1").innerText(), "Nothing needs a look");
    await page.goto(new URL("/trust", facts.address).href);
    assert.match(await page.locator("table").innerText(), /judgement\.grade/);
  },

  /// A heading, a missing record, a note, and all of it taken back.
  async hands() {
    const page = await enter();
    await openLetter(page, facts.sif);
    await until(page, () => document.querySelector(".sheet img").naturalWidth > 500);
    const headings = page.locator('.type[data-type="heading"]'), demands = page.locator('.type[data-type="recommendation"]');
    const undone = async (undo) => {
      assert.equal(await saved(page, undo), 200);
      assert.match(await status(page), /Taken back/);
    };
    await press(page, "h");
    assert.equal(await page.evaluate(() => document.activeElement.name), "paragraph");
    await press(page, "ArrowDown", "Tab");
    await page.keyboard.type("3");
    await press(page, "Tab");
    await page.keyboard.type("set like one");
    assert.equal(await saved(page, () => press(page, "Enter")), 200);
    assert.equal(await headings.locator(".record.added").count(), 1);
    assert.match(await headings.locator(".record.added").textContent(), /added by Ada.*set like one/s);
    await undone(() => press(page, "u"));
    assert.equal(await headings.locator(".record.added").count(), 0);
    // A record that is typed is bound to its words.
    const words = await page.evaluate(() => [...document.querySelectorAll("#text .paragraph [data-block]")]
      .map((one) => one.textContent).find((text, i, all) => text.length > 60 && all.filter((other) => other.includes(text)).length === 1));
    await page.evaluate(() => document.querySelector('.type[data-type="recommendation"] .value').focus());
    while (!await page.locator('.type[data-type="recommendation"] .value.chosen').count()) await press(page, "j");
    await press(page, "a");
    await page.keyboard.type(words);
    assert.equal(await saved(page, () => press(page, "Control+Enter")), 200);
    assert.notEqual(await demands.locator(".record.added").getAttribute("data-anchors"), "");
    await undone(() => press(page, "u"));
    await press(page, "n", "t");
    await page.keyboard.type("read twice");
    assert.equal(await saved(page, () => press(page, "Enter")), 200);
    assert.equal(await page.locator(".record .note").innerText(), "read twice");
    await undone(() => press(page, "u"));
    // By mouse.
    await headings.locator("button.add").click();
    await mark(page, "6", "June");  // of a paragraph; the title is a heading already
    assert.match(await page.locator(".editor .marks").innerText(), /^Marked: /);
    assert.equal(await saved(page, () => page.locator(".editor button[type=submit]").click()), 200);
    assert.equal(await headings.locator(".record.added").count(), 1);
    await undone(() => page.locator("[data-do=undo]").click());
    await rejectAndFind(page, (where) => where.click());
    await page.context().close();
  },

  /// The same on a phone, with one finger: what is tapped is decided, marked and found; a finger that drags moves the page.
  async touch() {
    const page = await enter({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await openLetter(page, facts.sif);
    await until(page, () => document.querySelector(".sheet img").naturalWidth > 500);
    const tap = (where) => where.tap();
    const submit = () => saved(page, () => tap(page.locator(".editor button[type=submit]")));
    const undone = async () => assert.equal(await saved(page, () => tap(page.locator("[data-do=undo]"))), 200);
    await rejectAndFind(page, tap);
    // A heading: one tap on a paragraph's words.
    const headings = page.locator('.type[data-type="heading"]');
    await tap(headings.locator("button.add"));
    assert(await page.evaluate(() => document.activeElement.matches("form.editor")), "no keyboard covers the page");
    const [first, last] = await places(page, "6", "June");
    await page.touchscreen.tap(...first);
    await until(page, () => /^Marked: /.test(document.querySelector(".editor .marks").textContent));
    await page.screenshot({ path: `${facts.pictures}/touch-heading.png` });
    assert.equal(await submit(), 200);
    assert.equal(await headings.locator(".record.added").count(), 1);
    await undone();
    // A value: the first word, and the last one. Between them the finger moves the page, and marks nothing.
    const record = page.locator('.type[data-type="judgement"] .record').nth(1);
    await tap(record.locator("[data-do=edit]").first());
    await page.touchscreen.tap(...(await places(page, "6", "June"))[0]);
    await until(page, () => /^Marked: 6$/.test(document.querySelector(".editor .marks").textContent));
    const top = await page.evaluate(() => document.getElementById("paper").scrollTop);
    const finger = await page.context().newCDPSession(page);
    const touch = (type, ...touchPoints) => finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", { x: 190, y: 300 });
    for (let moved = 10; moved <= 60; moved += 10) await touch("touchMove", { x: 190, y: 300 - moved });
    await touch("touchEnd");
    await until(page, (top) => document.getElementById("paper").scrollTop > top, top);
    await atRest(page);
    assert.equal(await page.locator(".editor .marks").innerText(), "Marked: 6");
    await page.touchscreen.tap(...(await places(page, "6", "June"))[1]);
    await until(page, () => /^Marked: 6 .*June$/.test(document.querySelector(".editor .marks").textContent));
    await page.screenshot({ path: `${facts.pictures}/touch-marked.png` });
    assert.equal(await submit(), 200);
    assert.match(await record.innerText(), /6[\s\S]*June[\s\S]*corrected by Ada/);
    await undone();
    // A doubt and a record, each by a tap.
    assert.equal(await saved(page, () => tap(record.locator("[data-do=confirm]"))), 200);
    await undone();
    await page.context().close();
  },

  /// Decisions that no longer fit: both values, keep and drop.
  async stale() {
    const page = await enter();
    await openLetter(page, facts.sif);
    const all = await page.locator(".stale").count();
    assert(all > 1);
    assert.match(await page.locator(".stale").first().innerText(), /the letter now/);
    await page.screenshot({ path: `${facts.pictures}/stale.png` });
    const kept = page.locator(".stale:has([data-do=keep])");
    if (await kept.count()) {
      assert.equal(await saved(page, () => kept.first().locator("[data-do=keep]").click()), 200);
      await until(page, (all) => document.querySelectorAll(".stale").length < all, all);
    }
    const left = await page.locator(".stale").count();
    assert.equal(await saved(page, () => page.locator(".stale [data-do=drop]").first().click()), 200);
    await until(page, (left) => document.querySelectorAll(".stale").length < left, left);
  },

  /// Two tabs: who has not seen the other's decision is told.
  async tabs() {
    const one = await enter();
    await openLetter(one, facts.sif);
    const other = await one.context().newPage();
    await other.goto(one.url());
    const card = (page) => page.locator('.type[data-type="judgement"] .record[data-checked=""]').first();
    const id = await card(one).getAttribute("data-record");
    const button = (page, action) => page.locator(`.record[data-record="${id}"] > .buttons [data-do=${action}]`);
    assert.equal(await saved(one, () => button(one, "confirm").click()), 200);
    assert.equal(await saved(other, () => button(other, "reject").click()), 409);
    assert.match(await status(other), /meanwhile Ada decided: confirmed/);
    assert.equal(await other.locator(`.record[data-record="${id}"].confirmed`).count(), 1);
  },

  /// The register, the search and the charts lead to letters.
  async archive() {
    const page = await enter();
    await page.getByRole("link", { name: "Letters" }).click();
    assert.match(await page.locator("h1").innerText(), /^3 letters$/);
    await page.locator("select[name=family]").selectOption("sif");
    await page.getByRole("button", { name: "Show" }).click();
    assert.match(await page.locator("h1").innerText(), /^1 letter$/);
    await page.goto(new URL("/search?words=children+adoption", facts.address).href);
    assert(await page.locator(".found mark").count() > 0);
    await page.locator(".found a").first().click();
    assert.match(page.url(), /\/letter\/\d+/);
    await page.goto(new URL("/charts", facts.address).href);
    assert(await page.locator("svg.chart rect").count() > 0);
    assert.equal(await page.locator("svg.chart").count(), await page.locator("section details table").count());
  },

  /// The pages that the output `html` writes: links of the contents unfold, and the sheets are printed for a look at them.
  async paper() {
    const page = await (await browser.newContext()).newPage();
    for (const [name, address] of Object.entries(facts.pages)) {
      await page.goto(address);
      const folded = await page.evaluate(() => [...document.querySelectorAll("details.fold:not([open]) > div[id]")].map((rows) => rows.id));
      assert(folded.length > 0, `${name} has folds`);
      const words = await page.evaluate(() => {
        const texts = [];
        for (const table of document.querySelectorAll(".facts"))
          for (const walk = document.createTreeWalker(table, NodeFilter.SHOW_TEXT); walk.nextNode();) texts.push(walk.currentNode.data);
        return texts.join("\n");
      });
      fs.writeFileSync(`${facts.pictures}/${name}.txt`, words);
      for (const format of ["A4", "Letter"]) await page.pdf({ path: `${facts.pictures}/${name}-${format}.pdf`, format });
      for (const id of folded) {
        await page.locator(`nav a[href="#${id}"]`).click();
        assert(await page.locator(`details[open] > #${id}`).count(), `the link to ${id} unfolds it`);
      }
    }
  },

  /// Every page, on a phone and on a desk, light and dark: axe finds nothing.
  async looks() {
    const faults = [];
    for (const colorScheme of ["light", "dark"])
      for (const width of [390, 1300]) {
        const page = await enter({ colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
        const paths = ["/", "/trust", "/letter/1", "/letter/2", "/letter/3", ...(facts.paths || [])];
        for (const path of paths) {
          await page.goto(new URL(path, facts.address).href);
          await page.waitForTimeout(300);
          const name = `${path.replace(/\W+/g, "-")}-${width}-${colorScheme}`;
          await page.screenshot({ path: `${facts.pictures}/page${name}.png` });
          // The policy forbids scripts of others, axe's, too: it comes in through the debugger.
          await page.evaluate(axe);
          const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map(
            (one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(" | ")}`));
          found.forEach((fault) => faults.push(`${name}: ${fault}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (wide > 1) faults.push(`${name}: the page is ${wide} pixels too wide`);
        }
        await page.context().close();
      }
    assert.deepEqual(faults, []);
  },
};

try {
  await steps[facts.step]();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
