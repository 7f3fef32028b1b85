// Whether a screen fits its page: nothing scrolls sideways or is cut off, and what is pressed is large enough for a finger.

import assert from "node:assert/strict";

/** The sizes that screens are looked at in: a phone, a tablet, a desk. */
export const SIZES = [["phone", 360, 780], ["tablet", 800, 1280], ["desk", 1440, 900]];

/** The least side of what is pressed, in pixels. */
const TARGET = 44;

/** In the page: what does not fit, of what lies uppermost. */
function misfits(least) {
  const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const called = (one) => {
    const words = (one.getAttribute("aria-label") ?? one.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `${one.localName}${one.className && typeof one.className === "string" ? `.${one.className.split(" ")[0]}` : ""} “${words}”`;
  };
  const found = [];
  if (document.scrollingElement.scrollWidth > innerWidth) found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest(".hidden, [aria-hidden='true']");
  for (const one of top.querySelectorAll("*")) {
    if (!(one instanceof HTMLElement) || one.clientWidth <= 1 || one.scrollWidth <= one.clientWidth + 1 || !seen(one)) continue;
    const { overflowX, textOverflow } = getComputedStyle(one);
    // What keys scroll too is meant to.
    if (overflowX === "visible" || textOverflow === "ellipsis" || one.localName === "input" || one.tabIndex === 0) continue;
    found.push(`${called(one)} holds ${one.scrollWidth} in ${one.clientWidth}`);
  }
  for (const menu of top.querySelectorAll("[role=menu]")) {
    if (menu.scrollHeight > menu.clientHeight + 1 && menu.clientHeight < innerHeight / 3) found.push(`${called(menu)} is ${menu.clientHeight} high`);
  }
  // What is read at a glance is not cut in the middle of a word.
  for (const one of top.querySelectorAll("h1, h2, h3, b, button, a, label, summary, th, dt, .notice span")) {
    if (!seen(one)) continue;
    for (const text of one.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE) continue;
      for (const { index, 0: word } of text.data.matchAll(/[\p{L}\d]+/gu)) {
        const range = new Range();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (tops.size > 1) found.push(`${called(one)} breaks “${word}”`);
      }
    }
  }
  /** How far it can be touched: a tick with the words beside it. */
  const touched = (one) => {
    const label = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : null;
    const { width, height, left, right } = (label ?? one).getBoundingClientRect();
    const reach = one.matches(".reach") ? least : 0;
    return { width: Math.max(width, reach), height: Math.max(height, reach), left, right };
  };
  for (const one of top.querySelectorAll("a[href], button, input, select, textarea, summary, [role=menuitem], [role=option]")) {
    if (!seen(one) || one.matches("[type=file]")) continue;
    // A link in a sentence is as high as its line (WCAG 2.2, 2.5.8).
    if (one.localName === "a" && getComputedStyle(one).display === "inline") continue;
    const { width, height, left, right } = touched(one);
    if (width < least || height < least) found.push(`${called(one)} is ${Math.round(width)} × ${Math.round(height)}`);
    if (left < -1 || right > innerWidth + 1) found.push(`${called(one)} lies from ${Math.round(left)} to ${Math.round(right)}`);
  }
  return found;
}

/** Looks at a screen in every size; `look` may do more in each. */
export async function fits(page, screen, look = async () => {}) {
  const before = page.viewportSize();
  const bad = [];
  for (const [name, width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    bad.push(...(await page.evaluate(misfits, TARGET)).map((text) => `${name}: ${text}`));
    await look(name);
  }
  await page.setViewportSize(before);
  if (process.env.VERBAND_MISFITS) bad.forEach((text) => console.log(`      ${screen}, ${text}`));
  else assert.deepEqual(bad, [], screen);
}
