// What one page of each type costs a visitor with an old phone: Lighthouse's four scores, and a first visit over slow 3G
// with a sixth of the processor. Arguments: the folder of a built site, how often each page is measured, and the types
// of pages if not all.
// Scores below 100, shifts of the layout and a late main part end it with 1. Times depend on the machine: read them,
// but compare only those of one run.

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { ENGLISH } from '../../tests/browser/pages.js';
import { serve } from '../../tests/browser/server.js';

const [folder, runs, ...types] = process.argv.slice(2);
const unknown = types.filter((type) => !(type in ENGLISH));
if (unknown.length) throw new Error(`no page of the type ${unknown.join(', ')}; there are ${Object.keys(ENGLISH).join(', ')}`);
const pages = Object.entries(ENGLISH).filter(([type]) => !types.length || types.includes(type));
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TIMES = { lcp: 'largest-contentful-paint', tbt: 'total-blocking-time', cls: 'cumulative-layout-shift' };
// Pages that are kept out of search engines on purpose.
const UNLISTED = ['search', 'saved', 'compare', 'not found'];

const server = await serve(folder);
const median = (numbers) => numbers.slice().sort((a, b) => a - b)[numbers.length >> 1];
const missed = [];
const rows = {};

const chrome = await launch({ chromePath: executablePath, chromeFlags: FLAGS });
for (const [type, path] of pages) {
  const results = [];
  for (let run = 0; run < runs; run++) {
    const { lhr } = await lighthouse(server.origin + path, { port: chrome.port, logLevel: 'error', output: 'json', onlyCategories: CATEGORIES, skipAudits: UNLISTED.includes(type) ? ['is-crawlable'] : null });
    results.push(lhr);
  }
  const row = (rows[type] = {});
  for (const category of CATEGORIES) {
    row[category] = median(results.map((lhr) => Math.round(lhr.categories[category].score * 100)));
    if (row[category] === 100) continue;
    const why = results[0].categories[category].auditRefs.filter(({ id, weight }) => weight && results[0].audits[id].score !== null && results[0].audits[id].score < 1).map(({ id }) => id + ' ' + (results[0].audits[id].displayValue || ''));
    missed.push(`${type}: ${category} ${row[category]} (${why.join(', ')})`);
  }
  for (const [name, audit] of Object.entries(TIMES)) row[name] = median(results.map((lhr) => lhr.audits[audit].numericValue));
  if (row.cls > 0) missed.push(`${type}: the layout shifts by ${row.cls}`);
}
await chrome.kill();

const browser = await chromium.launch({ executablePath, args: FLAGS.slice(1) });
for (const [type, path] of pages) {
  const late = [];
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: (400 * 1024) / 8, uploadThroughput: (400 * 1024) / 8 });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    rows[type].bytes = rows[type].requests = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      rows[type].bytes += encodedDataLength;
      rows[type].requests++;
    });
    await page.goto(server.origin + path, { waitUntil: 'load' });
    late.push(await page.evaluate(() => new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().pop().startTime)).observe({ type: 'largest-contentful-paint', buffered: true });
    })));
    await context.close();
  }
  rows[type].slow = median(late);
  if (['home', 'program', 'city'].includes(type) && rows[type].slow > 2500) missed.push(`${type}: the main part comes after ${Math.round(rows[type].slow)} ms on slow 3G`);
}
await browser.close();
await server.close();

const line = (...cells) => console.log('| ' + cells.join(' | ') + ' |');
console.log(`Lighthouse, mobile, median of ${runs}; then a first visit over slow 3G (400 ms, 400 kbit/s) with a sixth of the processor\n`);
line('page', 'performance', 'accessibility', 'best practices', 'SEO', 'LCP', 'blocked', 'shift', 'LCP, slow 3G', 'bytes', 'requests');
line('---', ...Array(10).fill('--:'));
for (const [type, row] of Object.entries(rows)) line(type, ...CATEGORIES.map((category) => row[category]), Math.round(row.lcp) + ' ms', Math.round(row.tbt) + ' ms', row.cls.toFixed(3), Math.round(row.slow) + ' ms', row.bytes, row.requests);
console.log('\n' + (missed.length ? missed.map((one) => 'missed: ' + one).join('\n') : 'every page has four times 100'));
process.exitCode = missed.length ? 1 : 0;
