// What is not found, cannot be loaded or is not allowed, told apart, always with a way on.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { hash, listed, start, told } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const PHONE = { viewport: { width: 360, height: 640 } };

test('an empty list names the filter to drop, with its number, and other ways on', async () => {
  const page = await site.open('/search/#near=long+beach&q=zzz&f=time.evening');
  assert.deepEqual(await told(page), ['Programs near Long Beach, CA', 'No programs match within 30 miles.']);
  assert.equal(await page.getAttribute('#alert', 'role'), 'alert');
  assert.deepEqual(await page.locator('.ways a').allInnerTexts(), ['Remove Evening (16 programs)', 'Look farther', 'Also show programs that did not say', 'See programs by video in California', 'See all programs in California']);
  assert.equal(await page.getByRole('link', { name: 'See all programs in California' }).evaluate((link) => link.pathname), '/locations/california/');
  assert.equal(await page.getByRole('link', { name: 'See programs by video in California' }).evaluate((link) => link.pathname), '/telehealth/california/');
  const numbers = await page.$$eval('#list .lines a', (links) => links.map((link) => link.getAttribute('href')));
  assert.ok(numbers.includes('tel:988') && numbers.includes('tel:+18006624357'), numbers.join());
  await page.locator('.ways a').first().click();
  await page.waitForURL((url) => !url.hash.includes('evening'));
  assert.equal(hash(page), '#near=long beach&q=zzz');
});

test('an empty list within a distance offers the next distance', async () => {
  const page = await site.open('/search/#near=long+beach&q=zzz&r=25');
  await listed(page);
  assert.equal(await page.locator('.ways a').first().innerText(), 'Within 50 miles');
  await page.locator('.ways a').first().click();
  await page.waitForURL(/r=50/);
});

for (const [near, said] of [['nowhere', 'We found no place called “nowhere”.'], ['99999', 'We do not know the ZIP code 99999.'], ['09001', 'This is a military mail address.']]) {
  test(`a place that is not known is told at the field: ${near}`, async () => {
    const page = await site.open('/search/#near=' + near, PHONE);
    await page.waitForSelector('#where[aria-invalid=true]');
    assert.ok((await page.innerText('#where-error')).startsWith(said));
    assert.ok((await page.getAttribute('#where', 'aria-describedby')).split(' ').includes('where-error'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'where');
    assert.ok(await page.isVisible('#browse'));
    assert.equal(await page.locator('.card').count(), 0);
    await page.fill('#where', 'long beach');
    await page.press('#where', 'Enter');
    await listed(page);
    assert.equal(await page.getAttribute('#where', 'aria-invalid'), 'false');
    assert.equal(await page.textContent('#where-error'), '');
  });
}

test('what is no place can be searched for as words', async () => {
  const page = await site.open('/search/#near=evening');
  await page.getByRole('link', { name: 'Look for “evening” in names and needs instead' }).click();
  await listed(page);
  assert.equal(hash(page), '#q=evening');
});

for (const [kind, said] of [['load', 'could not be loaded'], ['version', 'has changed since'], ['damaged', 'could not be read']]) {
  test(`an index that fails is told from an empty list: ${kind}`, async () => {
    const page = await site.open('/search/?fail=' + kind + '#near=long+beach');
    await page.waitForSelector('#retry');
    assert.ok((await page.innerText('#alert')).includes(said));
    assert.ok(await page.isVisible('#browse'));
    assert.equal(await page.textContent('#count'), '');
    await Promise.all([page.waitForEvent('load'), page.click('#retry')]);
    await page.waitForSelector('#retry');
    assert.equal(hash(page), '#near=long beach');
    assert.deepEqual(page.wrong, []);
  });
}

test('a reader that does not come is told as well', async () => {
  const page = await site.open();
  await page.route(/\/assets\/search\/index\.[0-9a-f]+\.js$/, (route) => route.abort());
  await page.goto(site.url('/search/#near=long+beach'));
  await page.waitForSelector('#retry');
  assert.ok((await page.innerText('#alert')).includes('could not be loaded'));
});

const location = (point) => ({ geolocation: point, permissions: ['geolocation'] });

for (const path of ['/', '/search/']) {
  test(`the location is rounded, asked for by a press only, and searched for: from ${path}`, async () => {
    const page = await site.open(path, location({ latitude: 33.77123, longitude: -118.19345 }));
    await page.getByRole('button', { name: 'Use my location' }).click();
    await page.waitForURL('**/search/#*');
    assert.equal(hash(page), '#near=33.75,-118.20');
    assert.equal((await told(page))[0], 'Programs near you');
    assert.equal(await page.inputValue('#where'), 'My location');
    const query = await page.evaluate(() => window.asked[0]);
    assert.deepEqual(query.here, { lat: 33.75, lon: -118.2 });
    assert.equal(query.where, '');
    // The filters keep it.
    await page.check('[value="time.evening"]');
    await page.locator('#filters button').first().click();
    await page.waitForURL(/evening/);
    assert.equal(hash(page), '#near=33.75,-118.20&f=time.evening');
    // Other words in its place end it.
    await page.fill('#where', 'long beach');
    await page.press('#where', 'Enter');
    await page.waitForURL(/long/);
    assert.equal(hash(page), '#near=long beach&f=time.evening');
  });
}

test('a location in more detail than ours is no location', async () => {
  const page = await site.open('/search/#near=33.7712,-118.1934');
  await page.waitForSelector('#where[aria-invalid=true]');
  assert.equal((await page.evaluate(() => window.asked[0])).here, undefined);
});

test('a denied location is told at the field', async () => {
  const page = await site.open('/search/');
  await page.getByRole('button', { name: 'Use my location' }).click();
  await page.waitForFunction(() => document.querySelector('#where-error').textContent);
  assert.ok((await page.innerText('#where-error')).startsWith('Your browser did not share a location.'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'where');
  assert.equal(hash(page), '');
});

test('nothing asks for the location by itself', async () => {
  const page = await site.open();
  await page.addInitScript(() => {
    window.located = 0;
    navigator.geolocation.getCurrentPosition = navigator.geolocation.watchPosition = () => window.located++;
  });
  for (const path of ['/', '/search/', '/search/#near=33.75,-118.20']) {
    await page.goto(site.url(path));
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.located), 0);
  }
});

test('without scripts the states are listed and no dead control is shown', async () => {
  for (const path of ['/', '/search/', '/404.html', '/guides/what-is-an-iop/']) {
    const page = await site.open(path, { javaScriptEnabled: false });
    for (const control of await page.locator('input, select, button, [role=search]').all()) assert.equal(await control.isVisible(), false, path);
    if (path !== '/guides/what-is-an-iop/') assert.ok(await page.getByRole('heading', { name: 'Browse by state' }).isVisible(), path);
    assert.ok((await page.locator('main a[href*="locations/"]').count()) > 0, path);
  }
  const page = await site.open('/search/', { javaScriptEnabled: false });
  assert.equal(await page.locator('main summary:visible').count(), 0);
});

test('a small phone has no sideways scroll, folded filters, and everything within reach', async () => {
  for (const part of ['', '#near=long+beach', '#near=long+beach&f=payment.medicaid,time.evening&silent=1&r=100', '#near=long+beach&q=' + 'w'.repeat(190), '#near=springfield', '#near=nowhere', '#near=long+beach&q=zzz&f=time.evening']) {
    for (const language of ['', '/es']) {
      const page = await site.open(language + '/search/' + part, { viewport: { width: 320, height: 640 } });
      await page.waitForTimeout(250);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, language + part);
      assert.equal(await page.evaluate(() => document.querySelector('#panel').open), false);
      await page.click('#panel > summary');
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, 'filters of ' + language + part);
      const small = await page.$$eval('#filters .box, #filters button, #filters summary, #filters select, .chip, .pages a, .ways a', (all) =>
        all.filter((one) => one.offsetParent && one.getBoundingClientRect().height < 40).map((one) => one.outerHTML.slice(0, 90)));
      assert.deepEqual(small, []);
    }
  }
});

test('a list folds the fields of a small phone and leaves them within reach', async () => {
  const page = await site.open('/search/#near=long+beach', PHONE);
  await listed(page);
  assert.equal(await page.isVisible('#where'), false);
  await page.getByText('Change the place or the words').click();
  assert.ok(await page.isVisible('#where'));
  const wide = await site.open('/search/#near=long+beach');
  await listed(wide);
  assert.ok(await wide.isVisible('#where'));
  assert.equal(await wide.isVisible('#again > summary'), false);
});
