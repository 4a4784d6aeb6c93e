// The page with the real reader and the demonstration's own index: what goes over the network, and what happens when it
// does not come as it should.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { hash, listed, start, told } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const open = (path, options) => site.open(path, { reader: 'real', ...options });
const names = (page) => page.$$eval('#list .card h3 a', (links) => links.map((link) => link.textContent));
const miles = (page) => page.$$eval('#list section:first-of-type .miles', (all) => all.map((one) => Number(one.textContent.match(/\d+/)[0])));
const isIndex = (kind) => (path) => new RegExp('/search/index/' + kind + '\\d*-[0-9a-f]{6}\\.bin$').test(path);

test('programs near a ZIP code are listed by distance and lead to their pages', async () => {
  const page = await open('/search/#near=90802');
  const [heading, count] = await told(page);
  assert.match(heading, /^Programs near .*90802|^Programs near Long Beach/);
  assert.match(count, /^\d+ programs? within \d+ miles?/);
  const near = await miles(page);
  assert.ok(near.length > 3);
  assert.deepEqual(near, near.slice().sort((a, b) => a - b));
  const [first] = await names(page);
  await page.locator('#list .card h3 a').first().click();
  await page.waitForURL('**/programs/**');
  assert.equal(await page.textContent('h1'), first);
  await page.goBack();
  await listed(page);
  assert.equal(hash(page), '#near=90802');
  assert.deepEqual(page.wrong, []);
});

test('filters, words and all pages work together, and counts agree with lists', async () => {
  const page = await open('/search/#near=90802&r=100');
  await listed(page);
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-facet=payment] .box .n').textContent));
  const number = await page.locator('.box', { has: page.locator('[value="payment.medicaid"]') }).locator('.n').innerText();
  await page.check('[value="payment.medicaid"]');
  await page.waitForFunction((number) => new RegExp('^Show ' + number + ' programs?$').test(document.querySelector('#filters button').textContent), number);
  await page.locator('#filters button').first().click();
  await page.waitForURL(/medicaid/);
  await page.waitForSelector('.chip');
  assert.match((await told(page))[1], new RegExp('^' + number + ' programs? within 100 miles'));
  for (const payment of await page.$$eval('#list section:first-of-type .card', (all) => all.map((one) => one.innerText))) assert.match(payment, /Medicaid|more/);
  assert.deepEqual(page.wrong, []);
});

test('nothing of a search is in any request, and nothing is kept', async () => {
  const page = await open('/', { viewport: { width: 360, height: 640 } });
  const outside = [];
  page.context().on('request', (request) => request.url().startsWith(site.server.origin) || outside.push(request.url()));
  site.server.requests.length = 0;
  await page.locator('#where').pressSequentially('90802');
  await page.locator('#where').press('Enter');
  await page.waitForURL('**/search/#near=90802');
  await listed(page);
  await page.goto(site.url('/search/#near=90802&q=sekretword&f=payment.medicaid&r=100'));
  await page.reload();
  await listed(page);
  await page.goto(site.url('/search/#near=33.75,-118.20'));
  await page.reload();
  await listed(page);
  assert.ok(site.server.requests.length > 10);
  for (const { url, headers } of site.server.requests) {
    const sent = url + JSON.stringify(headers);
    for (const part of ['90802', 'sekret', 'medicaid', '33.7', '118.', '?', '#']) assert.equal(url.includes(part), false, part + ' in ' + url);
    assert.equal(sent.includes('sekret') || sent.includes('near='), false, sent);
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }
  assert.deepEqual(outside, []);
  assert.deepEqual(await page.context().cookies(), []);
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]);
  assert.deepEqual(kept, [0, 0, 0, 0]);
  assert.deepEqual(page.wrong, []);
});

test('no file is asked for twice by one search', async () => {
  site.server.requests.length = 0;
  const page = await open('/search/#near=90802&f=payment.medicaid&q=group');
  await page.waitForFunction(() => document.querySelector('#count').textContent !== 'Searching');
  await page.waitForTimeout(300);
  const urls = site.server.requests.map(({ url }) => url).filter((url) => url !== '/favicon.ico');
  assert.deepEqual(urls.filter((url, i) => urls.indexOf(url) !== i), []);
  assert.deepEqual(page.wrong, []);
});

test('strange searches end in an answer', async () => {
  for (const words of ['<script>alert(1)</script>', '😀 👩‍👩‍👧', 'word '.repeat(1000), '%', '"', '\\', 'a'.repeat(200), '-1', '....', 'toString constructor __proto__']) {
    for (const key of ['q', 'near']) {
      const page = await open('/search/#' + new URLSearchParams({ [key]: words }));
      await page.waitForFunction(() => document.querySelector('#count').textContent !== 'Searching');
      await page.waitForFunction(() => document.querySelector('#count').textContent || document.querySelector('#alert').textContent || document.querySelector('#where-error').textContent);
      assert.equal(await page.locator('#retry').count(), 0, words.slice(0, 40));
      assert.deepEqual(page.wrong, [], words.slice(0, 40));
      await site.tidy();
    }
  }
});

const failing = async (spoil) => {
  site.server.spoil = spoil;
  const page = await open('/search/#near=90802&f=payment.medicaid');
  await page.waitForSelector('#retry');
  assert.ok(await page.isVisible('#browse'));
  assert.equal(await page.locator('.card').count(), 0);
  return page;
};

for (const kind of ['m', 'wen', 'z', 'g', 'c']) {
  test(`a damaged file is told, and a new try finds the repaired one: ${kind}`, async () => {
    const is = isIndex(kind);
    const page = await failing((path, bytes) => (is(path) ? Buffer.concat([bytes.subarray(0, 1), Buffer.from(bytes.subarray(1)).reverse()]) : undefined));
    assert.ok((await page.innerText('#alert')).includes('could not be read'));
    site.server.spoil = null;
    await page.click('#retry');
    await listed(page);
    assert.match((await told(page))[1], /programs? within/);
  });

  test(`a file that does not come is told: ${kind}`, async () => {
    const is = isIndex(kind);
    const page = await failing((path) => (is(path) ? null : undefined));
    assert.ok((await page.innerText('#alert')).includes('could not be loaded'));
    site.server.spoil = null;
    await page.click('#retry');
    await listed(page);
  });
}

test('an index of another format asks to load the page again', async () => {
  const is = isIndex('m');
  const page = await failing((path, bytes) => {
    if (!is(path)) return undefined;
    const plain = bytes[0] === 0x57 ? inflateRawSync(bytes.subarray(1)) : bytes.subarray(1);
    return Buffer.concat([Buffer.from('w'), Buffer.from(plain.toString('latin1').replace('"v":1', '"v":9'), 'latin1')]);
  });
  assert.ok((await page.innerText('#alert')).includes('has changed since'));
});

test('files that went with a newer publication ask to load the page again', async () => {
  const page = await failing((path) => (/\/search\/index\//.test(path) ? 404 : undefined));
  assert.ok((await page.innerText('#alert')).includes('has changed since'));
});
