// Without scripts everything that can be read or called is there, and nothing is there that would not answer.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SITES } from './pages.js';
import { start } from './site.js';
import { visitor, walk } from './walk.js';

const sites = {};
before(async () => {
  for (const name of Object.keys(SITES)) sites[name] = await start(name);
});
after(() => Promise.all(Object.values(sites).map((site) => site.stop())));
const OFF = { javaScriptEnabled: false, viewport: { width: 360, height: 640 } };

for (const [name, pages] of Object.entries(SITES)) {
  test(`no control is dead without scripts: ${name}`, () => walk(sites[name], pages, OFF, (page) => page.evaluate(() => {
    const wrong = [];
    for (const one of document.querySelectorAll('form, button, input, select, textarea, [role=combobox], [aria-busy=true]')) if (one.checkVisibility()) wrong.push('dead: ' + one.outerHTML.slice(0, 120));
    if (document.querySelector('main').innerText.trim().length < 100) wrong.push('no content');
    return wrong;
  })));
}

test('one gets from home to a call without scripts', async () => {
  const page = await visitor(sites.demonstration, OFF);
  await page.goto(sites.demonstration.url('/'));
  await page.locator('.menu summary').click();
  await page.locator('.menu').getByRole('link', { name: 'Programs by state' }).click();
  await page.locator('main').getByRole('link', { name: 'California' }).click();
  await page.locator('main').getByRole('link', { name: 'Long Beach' }).first().click();
  assert.match(await page.locator('.card .call a').first().getAttribute('href'), /^tel:\+1\d{10}$/);
  await page.locator('.card h3 a').first().click();
  assert.match(await page.locator('.call-main a').getAttribute('href'), /^tel:\+1\d{10}$/);
  await page.context().close();
});

test('the search page lists every state without scripts, and waits for nothing', async () => {
  const page = await visitor(sites.demonstration, OFF);
  await page.goto(sites.demonstration.url('/locations/'));
  const states = await page.locator('main .places a').allTextContents();
  await page.goto(sites.demonstration.url('/search/'));
  assert.ok(states.length > 20);
  assert.deepEqual((await page.locator('#browse section').first().locator('a').allTextContents()), states);
  await page.context().close();
});
