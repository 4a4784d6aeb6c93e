// On paper: what helps away from the screen, and nothing else.

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DEMONSTRATION } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

let site;
before(async () => (site = await start()));
after(() => site.stop());

// The number of sheets of US letter paper.
const sheets = async (page) => (await page.pdf({ format: 'Letter' })).toString('latin1').match(/\/Type\s*\/Page\b/g).length;

test('a program is printed on one sheet', async () => {
  const page = await visitor(site);
  const wrong = [];
  for (const language of ['', 'es/']) {
    // The longest ones; shorter ones fit all the more.
    const programs = readdirSync(join(site.folder, language, 'programs')).map((slug) => `/${language}programs/${slug}/`);
    const size = (path) => statSync(join(site.folder, path, 'index.html')).size;
    for (const path of programs.sort((a, b) => size(b) - size(a)).slice(0, 6)) {
      await page.goto(site.url(path));
      const count = await sheets(page);
      if (count !== 1) wrong.push(path + ' takes ' + count + ' sheets');
    }
  }
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test('what can only be pressed is not printed, what is needed away from the screen is', async () => {
  const page = await visitor(site, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  await page.goto(site.url(DEMONSTRATION.program));
  const main = await page.locator('body').innerText();
  for (const part of ['562-555-0101', '318 East Seventh Street', '6:00', 'Last verified', 'https://waypost.example.org/programs/pelican-quay-evening-iop/', '988']) assert.ok(main.includes(part), 'not printed: ' + part);
  for (const path of [DEMONSTRATION.program, DEMONSTRATION.home, DEMONSTRATION.city, DEMONSTRATION.search]) {
    await page.goto(site.url(path));
    const printed = await page.evaluate(() => [...document.querySelectorAll('nav, .exit, .menu, .skip, button, input, select, form, .bar')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120)));
    assert.deepEqual(printed, [], path);
  }
  await page.context().close();
});

test('a search is printed with its list and without its form', async () => {
  const page = await visitor(site);
  await page.goto(site.url('/search/#near=90802'));
  await page.waitForSelector('#list .card');
  await page.emulateMedia({ media: 'print' });
  const printed = await page.evaluate(() => [...document.querySelectorAll('button, input, select, form, .chips')].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 120)));
  assert.deepEqual(printed, []);
  assert.ok(await page.locator('#list .card').first().isVisible());
  assert.ok(await page.isVisible('#count'));
  await page.context().close();
});

test('programs side by side are printed with all their columns, in black on white, and with nothing to press', async () => {
  for (const colorScheme of ['light', 'dark']) {
    // As wide as a sheet of letter paper between its margins.
    const page = await visitor(site, { viewport: { width: 725, height: 960 }, colorScheme });
    await page.goto(site.url(DEMONSTRATION.city));
    const slugs = await page.$$eval('.cards h3 a', (links) => links.slice(0, 4).map((link) => new URL(link.href).pathname.split('/')[2]));
    assert.equal(slugs.length, 4);
    await page.goto(site.url('/compare/#ids=' + slugs.join(',')));
    await page.waitForSelector('#compare-table:not([hidden])');
    await page.emulateMedia({ media: 'print' });
    const wrong = await page.evaluate(() => {
      const found = [];
      const shown = (one) => one.checkVisibility();
      const width = document.documentElement.clientWidth;
      const table = document.getElementById('compare-table');
      if (table.rows[0].cells.length !== 5) found.push('columns: ' + table.rows[0].cells.length);
      for (const cell of table.querySelectorAll('th, td')) {
        const { left, right } = cell.getBoundingClientRect();
        if (!shown(cell) || right - left < 60 || right > width + 1 || left < 0 || cell.scrollWidth > cell.clientWidth + 1) found.push('cut: ' + cell.textContent.slice(0, 60));
      }
      if (getComputedStyle(table.rows[1]).display !== 'table-row') found.push('stacked');
      for (const one of document.querySelectorAll('button, input, select, form, nav, .exit, .skip, .tools')) if (shown(one)) found.push('to press: ' + one.outerHTML.slice(0, 100));
      for (const one of [document.documentElement, ...document.querySelectorAll('body *')].filter(shown)) {
        const { color, backgroundColor } = getComputedStyle(one);
        if (!/^rgba?\((0, 0, 0|51, 51, 51)/.test(color)) found.push('not black: ' + color + ' ' + one.outerHTML.slice(0, 80));
        if (!/, 0\)$|^rgb\(255, 255, 255\)$/.test(backgroundColor)) found.push('not on white: ' + one.outerHTML.slice(0, 80));
      }
      return found;
    });
    assert.deepEqual(wrong, []);
    const [name] = await page.$$eval('#compare-table thead a', (links) => links.map((link) => link.textContent));
    assert.ok((await page.locator('body').innerText()).includes(name));
    await page.context().close();
  }
});

test('no result is torn in two by the edge of a sheet', () => walk(site, { city: DEMONSTRATION.city, state: DEMONSTRATION.state, home: '/' }, {}, async (page) => {
  await page.emulateMedia({ media: 'print' });
  return page.$$eval('.card', (cards) => cards.filter((card) => !/avoid/.test(getComputedStyle(card).breakInside)).map((card) => card.innerText));
}));
