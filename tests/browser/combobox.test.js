// The field for a place with a keyboard, a pointer, and without its suggestions.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { hash, listed, start } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const options = (page) => page.locator('#where-list [role=option]');
const field = (page) => page.locator('#where');
const active = (page) => page.evaluate(() => {
  const option = document.getElementById(document.getElementById('where').getAttribute('aria-activedescendant'));
  return option && option.getAttribute('aria-selected') === 'true' ? option.textContent : null;
});
const type = async (page, text) => {
  await field(page).pressSequentially(text);
  await options(page).first().waitFor();
};

for (const path of ['/', '/search/']) {
  const on = path === '/' ? 'on the home page' : 'on the search page';

  test(`typing opens suggestions and arrows move through them ${on}`, async () => {
    const page = await site.open(path);
    assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
    await type(page, 'long');
    assert.deepEqual(await options(page).allTextContents(), ['Long Beach, CA', 'Longmont, CO', 'Long Branch, NJ']);
    assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
    assert.equal(await active(page), null);
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(page), 'Long Beach, CA');
    await page.keyboard.press('ArrowUp');
    assert.equal(await active(page), 'Long Branch, NJ');
    await page.keyboard.press('ArrowDown');
    assert.equal(await active(page), 'Long Beach, CA');
    assert.equal(await page.locator('#where-list [aria-selected=true]').count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'where');
    assert.deepEqual(page.wrong, []);
  });

  test(`the first Enter takes a suggestion and the second searches ${on}`, async () => {
    const page = await site.open(path);
    await type(page, 'longm');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.equal(await field(page).inputValue(), 'Longmont, CO');
    assert.equal(await options(page).count(), 0);
    assert.equal(new URL(page.url()).pathname + hash(page), path);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/#*');
    assert.equal(hash(page), '#near=Longmont,_CO'.replace('_', ' '));
    await listed(page);
    assert.equal(await page.textContent('h1'), 'Programs near Longmont, CO');
  });

  test(`Escape closes and keeps the text, and clears it when pressed again ${on}`, async () => {
    const page = await site.open(path);
    await type(page, 'long');
    await page.keyboard.press('Escape');
    assert.equal(await field(page).inputValue(), 'long');
    assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
    await page.keyboard.press('Escape');
    assert.equal(await field(page).inputValue(), '');
  });

  test(`Tab leaves the field as it was typed ${on}`, async () => {
    const page = await site.open(path);
    await type(page, 'long');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    assert.equal(await field(page).inputValue(), 'long');
    assert.equal(await page.locator('#where-list').isVisible(), false);
    assert.notEqual(await page.evaluate(() => document.activeElement.id), 'where');
  });
}

test('Enter searches for what was typed when no suggestion is marked', async () => {
  const page = await site.open('/');
  await type(page, 'long');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/#near=long');
});

test('a suggestion can be pressed', async () => {
  const page = await site.open('/search/');
  await type(page, 'long');
  await options(page).nth(1).click();
  assert.equal(await field(page).inputValue(), 'Longmont, CO');
  assert.equal(await page.locator('#where-list').isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'where');
});

test('the number of suggestions is said once typing pauses, politely', async () => {
  const page = await site.open('/search/');
  await page.evaluate(() => {
    window.said = [];
    const status = document.getElementById('where-status');
    new MutationObserver(() => status.textContent && window.said.push(status.textContent)).observe(status, { childList: true });
  });
  assert.equal(await page.getAttribute('#where-status', 'role'), 'status');
  await field(page).pressSequentially('long', { delay: 40 });
  await page.waitForFunction(() => window.said.length);
  await page.waitForTimeout(900);
  assert.deepEqual(await page.evaluate(() => window.said), ['3 suggestions']);
});

test('a closed list opens with an arrow', async () => {
  const page = await site.open('/search/');
  await type(page, 'long');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await options(page).first().waitFor();
});

test('the field works without suggestions when the index cannot be loaded', async () => {
  const page = await site.open('/?fail=load');
  await field(page).pressSequentially('long');
  await page.waitForTimeout(300);
  assert.equal(await options(page).count(), 0);
  assert.equal(await page.locator('#where-list').isVisible(), false);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search/#near=long');
  assert.deepEqual(page.wrong, []);
});

test('nothing is loaded for the field before it is used', async () => {
  const page = await site.open('/');
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/search/'))), false);
});

test('guides and the page for missing addresses have the field, too', async () => {
  for (const path of ['/guides/what-is-an-iop/', '/404.html']) {
    const page = await site.open(path);
    await field(page).fill('90802');
    await field(page).press('Enter');
    await page.waitForURL('**/search/#near=90802');
    assert.deepEqual(page.wrong, []);
  }
});

test('the field is the first control after the header and in view on a small phone', async () => {
  const page = await site.open('/', { viewport: { width: 360, height: 640 } });
  const box = await field(page).boundingBox();
  assert.ok(box.y + box.height <= 640, JSON.stringify(box));
  const first = await page.evaluate(() => document.querySelector('main').querySelector('a[href],button,input,select').id);
  assert.equal(first, 'where');
  assert.ok(await page.getByLabel('City, state or ZIP code').isVisible());
  assert.equal(await field(page).getAttribute('placeholder'), null);
});
