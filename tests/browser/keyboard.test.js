// Every page can be walked with the keyboard alone, and one always sees where one is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMONSTRATION } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

let site;
before(async () => (site = await start()));
after(() => site.stop());

// The element with the focus: what it is, whether a ring is drawn around it, and whether it can be seen.
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  // Some of it lies within the window and under nothing else.
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  return {
    name: (one.getAttribute('href') || one.id || one.tagName) + ' ' + one.textContent.trim().slice(0, 40),
    order: [...document.querySelectorAll('*')].indexOf(one),
    ring: parseFloat(style.outlineWidth) >= 3 && style.outlineStyle === 'solid' && style.boxShadow !== 'none',
    colors: [style.outlineColor, style.boxShadow].map((text) => /rgba?\(([\d., ]+)\)/.exec(text)).map((match) => match && match[1].split(',').map(Number)),
    seen: points.some((point) => point && (one.contains(point) || point.contains(one) && point.matches('label, .field'))),
  };
});
const luminance = (rgb) => rgb.slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (one, other) => ((a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))(luminance(one), luminance(other));

test('the first stop of every page is the link to its content, and it works', () =>
  walk(site, DEMONSTRATION, { viewport: { width: 360, height: 640 } }, async (page) => {
    await page.keyboard.press('Tab');
    const wrong = [];
    const first = await page.evaluate(() => {
      const one = document.activeElement;
      const box = one.getBoundingClientRect();
      return { href: one.getAttribute('href'), shown: box.left >= 0 && box.top >= 0 && box.width > 24 };
    });
    if (first.href !== '#main' || !first.shown) wrong.push('first: ' + JSON.stringify(first));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => {
      const one = document.activeElement;
      return one.closest('main, footer') !== null && !one.closest('header, .bar, .crisis');
    });
    if (!inside) wrong.push('the next stop is not in the content');
    return wrong;
  }));

for (const [type, options] of [['home', {}], ['program', {}], ['home', { colorScheme: 'dark' }], ['search', {}], ['city in Spanish', {}]]) {
  test(`all stops of a page come in its order, with a ring, and none is hidden: ${type}${options.colorScheme ? ', dark' : ''}`, async () => {
    const page = await visitor(site, { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce', ...options });
    await page.goto(site.url(DEMONSTRATION[type]));
    await page.waitForLoadState('networkidle');
    const expected = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, summary')].filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.disabled).length);
    for (const key of ['Tab', 'Shift+Tab']) {
      const stops = [];
      await page.evaluate(() => document.activeElement.blur());
      for (;;) {
        await page.keyboard.press(key);
        const stop = await focused(page);
        // After the last one comes the first again.
        if (!stop || (stops.length && stop.order === stops[0].order)) break;
        stops.push(stop);
      }
      assert.ok(stops.length === expected, `${stops.length} stops for ${expected} controls`);
      const order = stops.map((stop) => stop.order);
      assert.deepEqual(order, order.slice().sort((a, b) => (key === 'Tab' ? a - b : b - a)));
      for (const stop of stops) {
        assert.ok(stop.ring, 'no ring: ' + stop.name);
        assert.ok(stop.seen, key + ' is hidden: ' + stop.name);
        // Two colors of which one has 3 to 1 on any background at all.
        assert.ok(ratio(...stop.colors) >= 9, 'the ring: ' + stop.colors);
      }
    }
    await page.context().close();
  });
}

test('the menu opens, is walked and closes by keyboard', async () => {
  const page = await visitor(site, { viewport: { width: 360, height: 640 } });
  await page.goto(site.url('/'));
  await page.locator('.menu summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.closest('.menu nav') && document.activeElement.getAttribute('href')), /search/);
  await page.locator('.menu summary').focus();
  await page.keyboard.press('Space');
  assert.equal(await page.isVisible('.menu nav'), false);
  await page.context().close();
});
