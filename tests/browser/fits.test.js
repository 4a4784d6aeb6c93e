// Every page fits the narrowest phone, larger text and fingers, and leaves the first screen to what people came for.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SITES } from './pages.js';
import { start } from './site.js';
import { walk } from './walk.js';

const sites = {};
before(async () => {
  for (const name of Object.keys(SITES)) sites[name] = await start(name);
});
after(() => Promise.all(Object.values(sites).map((site) => site.stop())));

// What reaches beyond the right edge of the window, unless something around it scrolls by itself.
const overflow = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1);
  return ['scrolls sideways, ' + document.documentElement.scrollWidth + ' of ' + width + ': ' + wide.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')];
};
// Text that is cut off by its own box.
const cut = () => [...document.querySelectorAll('main *, header *, footer *, aside *')]
  .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflowX) && !one.closest('.vh') && one.scrollWidth > one.clientWidth + 1)
  .map((one) => 'cuts ' + one.outerHTML.slice(0, 120));
const fits = async (page) => [...(await page.evaluate(overflow)), ...(await page.evaluate(cut))];

// What the guidelines ask a page to bear: lines 1.5, letters 0.12, words 0.16 and paragraphs 2 times the size of the text.
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';

const SIZES = {
  '320 px wide': [{ viewport: { width: 320, height: 640 } }, fits],
  '320 px wide with every menu and box open': [{ viewport: { width: 320, height: 640 } }, async (page) => {
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    return fits(page);
  }],
  'with the widest spacing of text': [{ viewport: { width: 320, height: 640 }, bypassCSP: true }, async (page) => {
    await page.addStyleTag({ content: SPACING });
    return fits(page);
  }],
  'zoomed to 200 %': [{ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, fits],
  'with letters twice as large': [{ viewport: { width: 640, height: 800 }, bypassCSP: true }, async (page) => {
    await page.addStyleTag({ content: 'html { font-size: 212.5% !important }' });
    return fits(page);
  }],
  '768 px wide': [{ viewport: { width: 768, height: 1024 } }, fits],
};

for (const [name, pages] of Object.entries(SITES)) {
  for (const [size, [options, look]] of Object.entries(SIZES)) test(`no page scrolls sideways or cuts text: ${name}, ${size}`, () => walk(sites[name], pages, options, look));

  test(`what is pressed is at least 24 px, and what matters 44 px: ${name}`, () => walk(sites[name], pages, { viewport: { width: 360, height: 640 }, hasTouch: true }, (page) => page.evaluate(() => {
    const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest('.vh') && !one.matches('.skip');
    const all = [...document.querySelectorAll('a[href], button, input, select, summary, [role=option]')].filter(shown);
    const wrong = [];
    for (const one of all) {
      // A link in the midst of a sentence is as high as its line; a box is pressed by its label as well.
      const inline = one.matches('a') && getComputedStyle(one).display === 'inline' && [...one.parentNode.childNodes].some((other) => other !== one && other.textContent.trim());
      const { width, height } = (one.closest('label') || one).getBoundingClientRect();
      const needed = one.matches('.btn, .call a, [data-save] button, .finder input, .finder button, .menu summary, select, .filters summary') ? 44 : 24;
      const size = Math.round(width) + ' x ' + Math.round(height) + ': ' + one.outerHTML.slice(0, 120);
      if (!inline && (height < needed - 0.5 || width < 24)) wrong.push(size);
    }
    return wrong;
  })));
}

test('the crisis strip takes two lines of a phone, and with the header a quarter of the screen at most', () =>
  walk(sites.demonstration, SITES.demonstration, { viewport: { width: 360, height: 640 } }, (page) => page.evaluate(() => {
    const strip = document.querySelector('[data-crisis]');
    const text = strip.querySelector('p');
    const style = getComputedStyle(text);
    const wrong = [];
    const lines = (text.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)) / parseFloat(style.lineHeight);
    if (lines > 2.6) wrong.push('the strip has ' + lines.toFixed(1) + ' lines');
    const end = strip.getBoundingClientRect().bottom;
    if (end > 640 * 0.25) wrong.push('header and strip end at ' + Math.round(end) + ' px');
    for (const href of ['tel:988', 'sms:988', 'tel:911']) if (!strip.querySelector('a[href="' + href + '"]')) wrong.push('the strip has no ' + href);
    return wrong;
  })));

test('the first screen of home has the whole search', () => walk(sites.demonstration, { home: '/' }, { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 }, async (page) => {
  await page.waitForSelector('.finder .btn');
  const { field, button, characters } = await page.evaluate(() => {
    const input = document.getElementById('where');
    const bottom = (one) => one.getBoundingClientRect().bottom;
    const label = document.querySelector('label[for=where]');
    return { field: bottom(input), button: bottom(document.querySelector('.finder .btn')), characters: label.checkVisibility() && input.size };
  });
  assert.ok(field <= 640 && button <= 640, field + ' and ' + button);
  assert.ok(characters >= 27);
}));

test('the first screen of a program has its name, its place, when it was confirmed, and the call', () =>
  walk(sites.demonstration, { program: SITES.demonstration.program, spanish: SITES.demonstration['program in Spanish'] }, { viewport: { width: 360, height: 640 } }, (page) => page.evaluate(() => {
    const wrong = [];
    for (const part of ['h1', '.who', '.verified', '.call-main a']) {
      const one = document.querySelector(part);
      if (!one || one.getBoundingClientRect().bottom > 640) wrong.push(part + ' ends at ' + (one && one.getBoundingClientRect().bottom));
    }
    const call = document.querySelector('.call-main a');
    if (!/^tel:\+1\d{10}$/.test(call.getAttribute('href')) || !/\d{3}-\d{3}-\d{4}/.test(call.textContent)) wrong.push(call.outerHTML);
    return wrong;
  })));

test('nothing moves once a page is shown', () => walk(sites.demonstration, SITES.demonstration, { viewport: { width: 360, height: 640 } }, async (page) => {
  await page.waitForLoadState('networkidle');
  const moved = await page.evaluate(() => new Promise((resolve) => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    // Less than a thousandth cannot be seen.
    setTimeout(() => resolve(seen.filter(({ value }) => value >= 0.001).map(({ value, sources }) => 'moves by ' + value.toFixed(3) + ': ' + sources.map(({ node }) => node && (node.outerHTML || node.textContent).slice(0, 80)).join(' | '))), 50);
  }));
  return moved;
}));
