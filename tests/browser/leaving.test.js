// The way out: the page is gone at once, Back does not lead into the site again, and a later visit works as ever.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from './site.js';
import { visitor } from './walk.js';

let site;
before(async () => (site = await start()));
after(() => site.stop());

const AWAY = 'https://www.weather.gov/';
const VISITED = ['/', '/locations/california/', '/programs/pelican-quay-evening-iop/'];

const visit = async (options) => {
  const page = await visitor(site, options);
  await page.context().route(AWAY + '**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Weather</title>Weather' }));
  for (const path of VISITED) await page.goto(site.url(path));
  return page;
};
const away = (page) => page.waitForURL(AWAY + '**');

for (const [how, leave] of Object.entries({
  'the link': (page) => page.locator('[data-exit]').click(),
  'the link by keyboard': (page) => page.locator('[data-exit]').press('Enter'),
  'Shift three times': async (page) => {
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
  },
})) {
  test(`Back keeps leaving: ${how}`, async () => {
    const page = await visit();
    await page.evaluate(() => sessionStorage.setItem('saved', 'something'));
    await Promise.all([away(page), leave(page)]);
    for (let step = 0; step < 2; step++) {
      await page.goBack({ waitUntil: 'commit' }).catch(() => {});
      await away(page);
      assert.ok(page.url().startsWith(AWAY), page.url());
    }
    // A visit that is meant shows the page, and nothing is left of the one before.
    await page.goto(site.url('/'));
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).visibility), 'visible');
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await page.goto(site.url('/locations/'));
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, '/');
    await page.context().close();
  });
}

test('Shift between letters, or pressed slowly, does not leave', async () => {
  const page = await visit();
  for (const key of ['Shift', 'a', 'Shift', 'b', 'Shift']) await page.keyboard.press(key);
  await page.keyboard.press('Shift');
  await page.clock.install();
  await page.clock.fastForward(6000);
  await page.keyboard.press('Shift');
  assert.ok(page.url().startsWith(site.server.origin));
  await page.context().close();
});

test('without scripts the way out is a plain link', async () => {
  const page = await visit({ javaScriptEnabled: false });
  await page.locator('[data-exit]').click();
  await away(page);
  await page.context().close();
});

test('the way out stays in its corner wherever one has scrolled', async () => {
  const page = await visit({ viewport: { width: 360, height: 640 } });
  const before = await page.locator('[data-exit]').boundingBox();
  await page.evaluate(() => scrollTo(0, 1500));
  assert.deepEqual(await page.locator('[data-exit]').boundingBox(), before);
  assert.ok(before.x > 180 && before.y < 40, JSON.stringify(before));
  await page.context().close();
});
