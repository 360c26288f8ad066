// SPDX-License-Identifier: Apache-2.0
//
// usage: node report.mjs REPORT.html [DIRECTORY]
// Opens the report in Chromium as its readers do: wide and narrow, light and dark, by keyboard, without script, on
// paper. With DIRECTORY, leaves a screenshot of each view there. Prints what is amiss and ends with 1 if anything is.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const [, , file, shots] = process.argv;
const address = pathToFileURL(file).href;
const problems = [];
const check = (holds, what) => {
  if (!holds)
    problems.push(what);
};

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});

async function open(view, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => problems.push(`${view}: the console says: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${view}: ${error.message}`));
  page.on("request", (request) => check(request.url() === address, `${view}: it asked for ${request.url()}`));
  await page.goto(address);
  return page;
}

for (const [view, width, colorScheme] of
       [["wide", 1280, "light"], ["wide-dark", 1280, "dark"], ["narrow", 360, "light"], ["narrow-dark", 360, "dark"]]) {
  // axe is put in from outside, which the page's own policy forbids: it is checked by the other views.
  const page = await open(view, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(overflow <= 0, `${view}: the page is ${overflow} pixels too wide`);
  const covered = await page.evaluate(() => {
    const [nav, main] = ["nav", "main"].map((name) => document.querySelector(name).getBoundingClientRect());
    return nav.right > main.left && nav.left < main.right && nav.bottom > main.top && nav.top < main.bottom;
  });
  check(!covered, `${view}: the contents lie over the report`);
  if (shots)
    await page.screenshot({ path: `${shots}/${view}.png`, fullPage: true });
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  // Ten thousand items of one kind look alike: axe goes through them in one view.
  if (view !== "wide" && await page.locator("details li").count() > 5000) {
    await page.context().close();
    continue;
  }
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
  }));
  check(found.passes.length > 10, `${view}: axe checked next to nothing`);
  for (const violation of found.violations)
    problems.push(`${view}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
  await page.context().close();
}

// The policy holds: a script that got in would not run.
const page = await open("use", { viewport: { width: 1280, height: 900 } });
const visible = () => page.locator("article.control:visible").count();
const all = await page.locator("article.control").count();
check(all > 0 && await visible() === all, "not all controls are shown at first");
const first = page.locator("#filter input[type=checkbox]").first();
const outcome = await first.getAttribute("value");
const of_outcome = await page.locator(`article.control[data-outcome="${outcome}"]`).count();
await first.focus();
await page.keyboard.press("Space");
check(await visible() === all - of_outcome, `without ${outcome} there are ${await visible()} controls`);
await page.keyboard.press("Space");
const id = await page.locator("article.control .id").last().innerText();
await page.fill("#words", `  ${id.toUpperCase()} `);
check(await visible() >= 1 && await visible() < all, `the words '${id}' show ${await visible()} controls`);
check((await page.innerText("#shown")).includes(`of ${all} controls shown`), "the number shown is not said");
await page.fill("#words", "no control has these words");
check(await visible() === 0, "words that no control has show some");
const anchor = await page.locator("article.control").first().getAttribute("id");
await page.evaluate((to) => { location.hash = to; }, anchor);
await page.waitForFunction((to) => document.getElementById(to).offsetParent !== null, anchor);
check(await visible() === all, "a link to a control that was filtered out does not bring it back");
for (const target of await page.locator("a[href^='#']").evaluateAll((links) => links.map((one) => one.hash.slice(1))))
  check(await page.evaluate((to) => document.getElementById(decodeURIComponent(to)) !== null, target),
        `a link leads to #${target}, which does not exist`);
const folded = page.locator("article.finding details").first();
if (await folded.count() > 0) {
  await folded.locator("summary").focus();
  await page.keyboard.press("Enter");
  check(await folded.evaluate((one) => one.open), "exceptions are not unfolded by the keyboard");
}

// However much there is to show, typing is answered at once: the time until the next picture is ready.
const answered = await page.evaluate(async () => {
  const words = document.getElementById("words");
  const times = [];
  for (const text of ["e", "ex", "exc", ""]) {
    const start = performance.now();
    words.value = text;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    times.push(performance.now() - start);
  }
  return Math.max(...times);
});
check(answered < 1000, `the filter took ${answered.toFixed(0)} ms to answer`);
const items = await page.locator("article.finding details li").count();

// On paper: everything is unfolded, and no filter hides a control.
await page.fill("#words", "no control has these words");
await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
await page.emulateMedia({ media: "print" });
check(await visible() === all, "print leaves out what the filter hides");
check(await page.locator("details:not([open])").count() === 0, "print leaves something folded");
check(await page.locator("nav:visible, #filter:visible").count() === 0, "print shows navigation");
const pdf = await page.pdf({ format: "A4", path: shots ? `${shots}/print.pdf` : undefined });
check(pdf.length > 10000, "the printed report is next to empty");
await page.context().close();

const plain = await open("without script", { javaScriptEnabled: false });
check(await plain.locator("article.control:visible").count() === all, "without script not all controls can be read");
check(await plain.locator("#filter:visible").count() === 0, "without script there is a filter that does nothing");
await browser.close();

console.log(problems.length > 0 ? problems.join("\n")
            : `${file}: ${all} controls, ${items} exceptions shown, the filter answers in ${answered.toFixed(0)} ms, nothing amiss`);
process.exit(problems.length > 0 ? 1 : 0);
