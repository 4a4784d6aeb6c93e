// The way from a program back to the results that it was opened from.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { start } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const SEARCH = '/search/#near=Boise%2C+ID&f=payment.medicaid';
const names = (page) => page.$$eval('#list .card h3 a', (links) => links.map((link) => link.textContent));

test('a program that was opened from results leads back to them, and its address says nothing of the search', async () => {
  const page = await site.open(SEARCH, { reader: 'real' });
  await page.waitForSelector('#list .card');
  const listed = await names(page);
  await page.locator('#list .card h3 a').first().click();
  await page.waitForURL(/\/programs\/[^/]+\/$/);
  const back = page.getByRole('link', { name: 'Back to results' });
  assert.ok(await back.isVisible());
  await page.reload();
  assert.ok(await back.isVisible());
  await back.click();
  await page.waitForSelector('#list .card');
  assert.ok(page.url().endsWith(SEARCH), page.url());
  assert.deepEqual(await names(page), listed);
  await page.goBack();
  assert.ok(await back.isVisible());
  assert.deepEqual(page.wrong, []);
});

test('nothing is kept of the search in the browser beside its history', async () => {
  const page = await site.open(SEARCH, { reader: 'real' });
  await page.locator('#list .card h3 a').first().click();
  await page.waitForURL(/\/programs\/[^/]+\/$/);
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]), [[], [], '']);
});

test('a program that was opened otherwise has no such link', async () => {
  const page = await site.open(SEARCH, { reader: 'real' });
  const path = new URL(await page.locator('#list .card h3 a').first().evaluate((link) => link.href)).pathname;
  for (const address of [path, path + '#results=%E0%A4%A', path + '#nearby']) {
    const program = await site.open(address);
    assert.equal(await program.getByRole('link', { name: 'Back to results' }).count(), 0, address);
    assert.deepEqual(program.wrong, [], address);
  }
});
