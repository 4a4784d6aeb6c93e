// What is asked stands behind the # of the address: kept by reload, back, forward and copies, and harmless when it is junk.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { hash, listed, start, told } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const FULL = '#near=long+beach&q=yoga&f=payment.medicaid,time.evening&r=50&sort=name&silent=1&exact=1';

const shown = async (page) => ({
  address: hash(page),
  told: await told(page),
  where: await page.inputValue('#where'),
  words: await page.inputValue('#words'),
  boxes: await page.$$eval('#filters .group :checked', (boxes) => boxes.map((box) => box.value)),
  radius: await page.inputValue('#radius'),
  silent: await page.isChecked('#silent'),
  names: await page.$$eval('.card h3 a', (links) => links.map((link) => link.textContent)),
});
// What the reader was asked last; JSON leaves out what is not there.
const asked = async (page) => JSON.parse(await page.evaluate(() => JSON.stringify(window.asked[window.asked.length - 1])));

test('every part of the state is read from the address and handed to the reader', async () => {
  const page = await site.open('/search/' + FULL);
  const before = await shown(page);
  assert.equal(before.where, 'long beach');
  assert.equal(before.words, 'yoga');
  assert.deepEqual(before.boxes, ['payment.medicaid', 'time.evening']);
  assert.equal(before.radius, '50');
  assert.equal(before.silent, true);
  const query = await asked(page);
  assert.deepEqual(query, {
    text: 'yoga', where: 'long beach', filters: { payment: ['medicaid'], time: ['evening'] }, silent: true, radius: 50,
    wider: 0, sort: 'name', page: 0, exact: true,
  });
  await page.reload();
  assert.deepEqual(await shown(page), before);
  const copy = await site.open('/search/' + new URL(page.url()).hash);
  assert.deepEqual(await shown(copy), before);
});

test('back and forward show the lists again', async () => {
  const page = await site.open('/search/#near=long+beach');
  const first = await shown(page);
  await page.check('[value="payment.medicaid"]');
  await page.locator('#filters button').first().click();
  await page.waitForURL(/medicaid/);
  await page.waitForSelector('.chip');
  const second = await shown(page);
  assert.notDeepEqual(second.names, first.names);
  await page.goBack();
  await page.waitForSelector('.chip', { state: 'detached' });
  assert.deepEqual(await shown(page), first);
  await page.goForward();
  await page.waitForSelector('.chip');
  assert.deepEqual(await shown(page), second);
});

test('the form writes the address it can be read from', async () => {
  const page = await site.open('/search/');
  await page.fill('#where', '  long beach ');
  await page.fill('#words', 'yoga & tea #1 = 100%');
  await page.check('[value="payment.medicaid"]');
  await page.selectOption('#radius', '25');
  await page.press('#words', 'Enter');
  await listed(page);
  assert.equal(hash(page), '#near=long beach&q=yoga & tea #1 = 100%&f=payment.medicaid&r=25');
  assert.equal((await asked(page)).text, 'yoga & tea #1 = 100%');
  await page.reload();
  assert.equal(await page.inputValue('#words'), 'yoga & tea #1 = 100%');
});

test('unknown keys and values are left out', async () => {
  const page = await site.open('/search/#near=long+beach&view=map&f=payment.medicaid,payment.gold,x,__proto__.y,payment.medicaid&r=7&wider=-1&sort=price&page=two&silent=yes&exact=0&near=elsewhere');
  await listed(page);
  assert.deepEqual(await asked(page), {
    text: '', where: 'long beach', filters: { payment: ['medicaid'] }, silent: false, radius: null, wider: 0, sort: '', page: 0, exact: false,
  });
  assert.deepEqual(page.wrong, []);
});

test('junk behind the # does no harm', async () => {
  const long = 'x'.repeat(10000);
  const junk = ['#%E0%A4%A', '#=&=&&==', '#near=' + long, '#q=' + 'word '.repeat(1000), '#f=' + 'payment.medicaid,'.repeat(900), '#' + long, '#page=99999999999999999999&q=a', '#q=%00%01%1F', '#q=😀😀👩‍👩‍👧', '#q=<script>alert(1)</script>', '#near="><img src=x onerror=alert(1)>', '#constructor=1&__proto__=2&toString=3', '#page=0&r=NaN&wider=Infinity'];
  for (const part of junk) {
    const page = await site.open('/search/' + part);
    await page.waitForFunction(() => document.querySelector('#count').textContent !== 'Searching');
    await page.waitForTimeout(50);
    assert.deepEqual(page.wrong, [], part.slice(0, 60));
    assert.equal(await page.locator('main script:not([type]), main img').count(), 0, part.slice(0, 60));
    const read = await page.evaluate(() => window.asked && window.asked[0]);
    if (read) assert.ok(read.text.length <= 200 && read.where.length <= 200);
  }
});

test('a page beyond the last is the last', async () => {
  const page = await site.open('/search/#f=format.in-person&page=77');
  await listed(page);
  assert.match(await page.textContent('#count'), /Page 3 of 3$/);
});

test('the link to the main part does not end the search', async () => {
  const page = await site.open('/search/#near=long+beach');
  const before = await shown(page);
  await page.focus('.skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  assert.deepEqual(await shown(page), before);
});

test('the other language shows the same search', async () => {
  const page = await site.open('/search/' + FULL);
  await listed(page);
  await page.click('.langs a');
  await page.waitForURL('**/es/search/#*');
  assert.equal(hash(page), decodeURIComponent(FULL.replace(/\+/g, ' ')));
  assert.equal((await told(page))[0], 'Programas cerca de Long Beach, CA');
});

test('an empty search shows the states', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  assert.equal(await page.isVisible('#browse'), false);
  await page.fill('#where', '');
  await page.press('#where', 'Enter');
  await page.waitForSelector('#browse', { state: 'visible' });
  assert.equal(await page.textContent('h1'), 'Find programs');
  assert.equal(await page.locator('.card').count(), 0);
});
