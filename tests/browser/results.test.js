// The list: what each state of an answer looks like, and what can be done with it.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { hash, listed, start, texts, told } from './site.js';

let site;
before(async () => (site = await start()));
afterEach(() => site.tidy());
after(() => site.stop());

const names = (page, part = '#list') => page.$$eval(part + ' .card h3 a', (links) => links.map((link) => link.textContent));
const headings = (page) => page.$$eval('#list h2', (all) => all.map((one) => one.textContent));
const focused = (page) => page.waitForFunction(() => document.activeElement.id === 'title');

test('the heading restates the search and the line below counts', async () => {
  const page = await site.open('/search/#near=long+beach');
  assert.deepEqual(await told(page), ['Programs near Long Beach, CA', '16 programs within 30 miles']);
  assert.equal(await page.getAttribute('#count', 'role'), 'status');
  assert.equal(await page.title(), 'Programs near Long Beach, CA | Waypost');
  assert.equal(await page.locator('h1').count(), 1);
  assert.deepEqual(page.wrong, []);
});

test('a result has number, name, distance, city, facts, phone and day of confirmation', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  const card = page.locator('#list ol .card').nth(2);
  assert.deepEqual(await texts(card.locator('h3')), ['Result 3. Program O2']);
  assert.equal(await card.locator('h3 a').getAttribute('href'), '/programs/program-2/#results=' + encodeURIComponent(new URL(page.url()).hash.slice(1)));
  const text = await card.innerText();
  for (const part of ['Under 5 miles away.', 'Long Beach, CA', 'Alder Creek Health', 'Payment', 'Last verified August 1, 2026']) assert.ok(text.includes(part), part + ' in ' + text);
  assert.equal(await card.locator('.call a').getAttribute('href'), 'tel:+15625550102');
  assert.deepEqual(await texts(card.locator('.call a')), ['Call 562-555-0102, Program O2']);
  const cards = page.locator('#list ol .card');
  assert.equal(await cards.nth(3).locator('.call a').count(), 0);
  assert.equal(await cards.nth(4).locator('.call a').getAttribute('href'), 'tel:+15625550104;ext=12');
  assert.ok((await cards.nth(5).innerText()).includes('About 10 miles away.'));
  assert.ok((await cards.nth(5).innerText()).includes('closed for now'));
  assert.ok((await cards.nth(6).innerText()).includes('more than a year ago'));
  assert.ok((await cards.nth(7).innerText()).includes('waiting list'));
  assert.ok((await cards.nth(8).innerText()).includes('Full for now'));
});

test('filters wait for the button, which tells the number', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  const before = hash(page);
  await page.check('[value="payment.medicaid"]');
  await page.check('[value="payment.medicare"]');
  await page.check('[value="time.evening"]');
  const button = page.locator('#filters button').first();
  await page.waitForFunction(() => document.querySelector('#filters button').textContent === 'Show 4 programs');
  assert.equal(hash(page), before);
  await button.click();
  await focused(page);
  assert.equal(hash(page), '#near=long beach&f=payment.medicaid,payment.medicare,time.evening');
  assert.deepEqual(await told(page), ['Programs near Long Beach, CA', '4 programs within 30 miles']);
});

test('applied filters are chips that can be removed one by one or all at once', async () => {
  const page = await site.open('/search/#near=long+beach&f=payment.medicaid,time.evening&silent=1&r=50');
  await listed(page);
  assert.deepEqual(await texts(page.locator('#chips a')), ['Remove Medicaid ×', 'Remove Evening ×', 'Remove Within 50 miles ×', 'Remove Also show programs that did not say ×', 'Clear all']);
  await page.locator('#chips a').first().click();
  await focused(page);
  assert.equal(hash(page), '#near=long beach&f=time.evening&r=50&silent=1');
  assert.equal(await page.isChecked('[value="payment.medicaid"]'), false);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await page.waitForFunction(() => !document.querySelector('.chip'));
  assert.equal(hash(page), '#near=long beach');
});

test('what was understood from the words is shown and can be removed', async () => {
  const page = await site.open('/search/#near=long+beach&q=evening+DBT');
  await listed(page);
  assert.deepEqual(await texts(page.locator('#chips a')), ['Remove Evening ×', 'Remove “dbt” ×', 'Clear all']);
  await page.locator('#chips a').first().click();
  await focused(page);
  assert.equal(hash(page), '#near=long beach&q=DBT');
});

test('terms tell how many there are under the other groups', async () => {
  const page = await site.open('/search/#near=long+beach&f=payment.medicaid');
  await listed(page);
  const number = (value) => page.locator(`[value="${value}"]`).locator('xpath=..').locator('.n');
  await page.waitForFunction(() => document.querySelector('[value="payment.medicaid"]').parentNode.textContent.includes('8'));
  assert.equal(await number('payment.medicaid').innerText(), '8');
  assert.equal(await number('payment.medicare').innerText(), '4');
  assert.equal(await number('time.evening').innerText(), '3');
  assert.equal(await page.locator('[data-facet=payment] > summary .n').innerText(), '(1)');
  assert.equal(await page.locator('[data-facet=time] [data-silent]').innerText(), '');
  assert.equal(await page.locator('[data-facet=payment] [data-silent]').innerText(), '5 programs did not say.');
});

test('a term without programs stays, named as such and not to be chosen', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  const box = page.locator('[data-facet=focus] .box', { has: page.locator('[value="focus.eating-disorder"]') });
  await page.click('[data-facet=focus] > summary');
  await page.waitForFunction(() => document.querySelector('[value="focus.eating-disorder"]').disabled === false);
  await page.goto(site.url('/search/#near=long+beach&q=first+left+out'));
  await page.waitForFunction(() => document.querySelector('[value="focus.eating-disorder"]').disabled);
  assert.match(await box.innerText(), /\(none\)$/);
  assert.ok(await box.isVisible());
});

test('a group that makes no difference is folded and says so', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  await page.waitForFunction(() => !document.querySelector('[data-facet=format]').open);
  assert.equal(await page.locator('[data-facet=format] > summary').innerText(), (await page.textContent('[data-facet=format] legend')) + ' (no difference here)');
});

test('lists have twenty programs a page, with numbered links and a title', async () => {
  const page = await site.open('/search/#f=format.in-person');
  assert.deepEqual(await told(page), ['All programs', '45 programs. Page 1 of 3']);
  assert.equal((await names(page)).length, 20);
  assert.deepEqual(await texts(page.locator('.pages a')), ['Page 1', 'Page 2', 'Page 3']);
  assert.deepEqual(await texts(page.locator('.pages [aria-current=page]')), ['Page 1']);
  await page.locator('.pages a').nth(2).click();
  await focused(page);
  assert.equal(hash(page), '#f=format.in-person&page=3');
  assert.equal(await page.title(), 'All programs, page 3 | Waypost');
  assert.equal((await names(page)).length, 5);
  assert.equal(await page.locator('#list ol').getAttribute('start'), '41');
  assert.ok((await texts(page.locator('.card h3')))[0].startsWith('Result 41.'));
});

test('a new filter begins at the first page', async () => {
  const page = await site.open('/search/#f=format.in-person&page=3');
  await listed(page);
  await page.check('[value="time.evening"]');
  await page.locator('#filters button').last().click();
  await focused(page);
  assert.equal(hash(page), '#f=time.evening,format.in-person');
});

test('lists near a place can be sorted by name', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  assert.equal(await page.locator('.sort strong').innerText(), 'distance');
  const near = await names(page);
  await page.click('.sort a');
  await focused(page);
  assert.equal(hash(page), '#near=long beach&sort=name');
  assert.deepEqual(await names(page, '#list section:first-of-type'), near.slice(0, 16).sort());
  assert.equal(await page.locator('.sort strong').innerText(), 'name');
});

test('the list says how far it looked and can look farther', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  assert.ok((await page.innerText('.farther')).startsWith('We looked 30 miles around.'));
  await page.click('.farther a');
  await focused(page);
  assert.equal(hash(page), '#near=long beach&wider=1');
  assert.equal((await told(page))[1], '31 programs within 60 miles. Page 1 of 2');
});

test('a distance can be chosen', async () => {
  const page = await site.open('/search/#near=long+beach');
  await listed(page);
  assert.deepEqual(await texts(page.locator('#radius option')), ['As far as needed', '5 miles', '10 miles', '25 miles', '50 miles', '100 miles']);
  await page.selectOption('#radius', '10');
  await page.locator('#filters button').first().click();
  await focused(page);
  assert.equal((await told(page))[1], '6 programs within 10 miles');
  assert.ok((await names(page)).length >= 6);
});

test('close matches, programs by video, names and guides have headings of their own', async () => {
  let page = await site.open('/search/#near=long+beach&f=payment.medicaid,time.evening');
  await listed(page);
  assert.deepEqual(await headings(page), ['Programs', 'Match except: Medicaid', 'Match except: Evening', 'Programs by video']);
  assert.ok((await page.innerText('#list')).includes('These programs may treat people in California by video.'));
  page = await site.open('/search/#near=long+beach&q=evening+DBT');
  await listed(page);
  assert.deepEqual(await headings(page), ['Programs', 'Match except: Evening', 'Programs by video']);
  page = await site.open('/search/#near=long+beach&q=alder');
  await listed(page);
  assert.deepEqual((await headings(page)).slice(0, 2), ['Programs with this name', 'Programs']);
  page = await site.open('/search/#q=guide');
  await listed(page);
  assert.equal(await page.locator('.guides a').getAttribute('href'), '/guides/what-is-an-iop/');
});

test('a corrected word is told and can be searched for as it was', async () => {
  const page = await site.open('/search/#near=long+beach&q=evning');
  await listed(page);
  assert.equal(await page.innerText('#notes'), 'Showing results for evening. Search instead for evning');
  await page.getByRole('link', { name: 'Search instead for evning' }).click();
  await focused(page);
  assert.equal(hash(page), '#near=long beach&q=evning&exact=1');
  assert.equal(await page.innerText('#notes'), '');
});

test('a part of the words and a part of the list are called so', async () => {
  let page = await site.open('/search/#q=partly');
  await listed(page);
  assert.ok((await page.innerText('#notes')).includes('No program has all of these words.'));
  page = await site.open('/search/#q=many');
  await listed(page);
  assert.ok((await page.innerText('#count')).startsWith('At least 45 programs'));
});

test('a name of several places is asked about', async () => {
  const page = await site.open('/search/#near=springfield&f=payment.medicaid');
  await page.waitForSelector('#list a');
  assert.equal(await page.textContent('h1'), 'Which Springfield?');
  assert.equal(await page.textContent('#count'), 'Choose one of 3 places');
  assert.deepEqual(await texts(page.locator('#list a')), ['Springfield, MO', 'Springfield, IL', 'Springfield, MA']);
  await page.getByRole('link', { name: 'Springfield, IL' }).click();
  await focused(page);
  assert.equal(hash(page), '#near=Springfield, IL&f=payment.medicaid');
  assert.equal(await page.inputValue('#where'), 'Springfield, IL');
});

test('other places of the name are offered beside the list', async () => {
  const page = await site.open('/search/#near=Long+Branch,+NJ');
  await listed(page);
  assert.deepEqual(await texts(page.locator('#notes a')), ['Long Beach, CA', 'Longmont, CO']);
});

test('a state is searched as a whole', async () => {
  const page = await site.open('/search/#near=california');
  assert.deepEqual(await told(page), ['Programs in California', '45 programs. Page 1 of 3']);
});

test('a search of words says the words', async () => {
  const page = await site.open('/search/#q=yoga');
  assert.equal((await told(page))[0], 'Programs for “yoga”');
});

test('the page in Spanish is in Spanish', async () => {
  const page = await site.open('/es/search/#near=long+beach&f=payment.medicaid,time.evening');
  assert.deepEqual(await told(page), ['Programas cerca de Long Beach, CA', '3 programas a menos de 30 millas']);
  assert.equal(await page.locator('#list .card h3 a').first().getAttribute('href'), '/es/programs/program-0/#results=' + encodeURIComponent(new URL(page.url()).hash.slice(1)));
  const text = await page.innerText('main');
  for (const word of ['Remove', 'programs', 'Call ', 'miles', 'Show', 'Filters']) assert.equal(text.includes(word), false, word);
  assert.ok(text.includes('1 de agosto de 2026'));
});
