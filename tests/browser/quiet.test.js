// No page asks another origin for anything, keeps anything in the browser, or says anything to its console, under
// headers as strict as a host can send.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMONSTRATION, SITES } from './pages.js';
import { start } from './site.js';
import { walk } from './walk.js';

const sites = {};
before(async () => {
  for (const name of Object.keys(SITES)) sites[name] = await start(name);
});
after(() => Promise.all(Object.values(sites).map((site) => site.stop())));

const KEPT = () => [document.cookie, localStorage.length, sessionStorage.length].join();
const quiet = (site, { patient } = { patient: true }) => async (page, path) => {
  if (patient) await page.waitForLoadState('networkidle');
  const complaints = page.wrong.map((text) => 'said ' + text);
  complaints.push(...page.requests.filter((url) => !url.startsWith(site.server.origin) && !url.startsWith('data:')).map((url) => 'asked for ' + url));
  if ((await page.evaluate(KEPT)) !== ',0,0') complaints.push('keeps something');
  const { cookies, origins } = await page.context().storageState({ indexedDB: true });
  if (cookies.length || origins.length) complaints.push('keeps ' + JSON.stringify({ cookies, origins }));
  const keepers = await page.evaluate(async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length].join());
  if (keepers !== '0,0') complaints.push('keeps caches or workers');
  return complaints;
};

for (const name of Object.keys(SITES)) {
  for (const [mode, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, 'forced colors': { forcedColors: 'active' } })) {
    if (name !== 'demonstration' && mode !== 'light') continue;
    test(`nothing leaves, nothing is kept, nothing is said: ${name}, ${mode}`, () => walk(sites[name], SITES[name], options, quiet(sites[name], { patient: mode === 'light' })));
  }
}

test('the headers that forbid all else are sent with every page and every file', async () => {
  const site = sites.demonstration;
  for (const path of [...Object.values(DEMONSTRATION), '/sitemap.xml', '/data/programs.json']) {
    const { headers } = await fetch(site.url(path));
    const policy = headers.get('content-security-policy');
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) assert.ok(policy.includes(part), path + ': ' + policy);
    assert.ok(!/unsafe|https?:|\*/.test(policy), policy);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
  }
});

test('a page that does break the rules is found out', async () => {
  const site = sites.demonstration;
  site.server.spoil = (path, bytes) => (path === '/' ? Buffer.from(String(bytes).replace('</main>', '<p style="color:red"><img src="https://example.net/x.png" alt=""></p><script>1</script></main>')) : undefined);
  const wrong = await walk(site, { home: '/' }, {}, quiet(site)).then(() => '', (error) => error.message);
  site.server.spoil = null;
  for (const part of ['inline style', 'inline script', 'example.net']) assert.ok(wrong.includes(part), wrong);
});

test('no page tells other sites where a visitor comes from, or prepares to reach them', () =>
  walk(sites.demonstration, DEMONSTRATION, { javaScriptEnabled: false }, (page) => page.evaluate(() => {
    const wrong = [];
    for (const link of document.querySelectorAll('a[href^=http]')) if (!link.relList.contains('noreferrer')) wrong.push('says where from: ' + link.outerHTML);
    for (const one of document.querySelectorAll('[ping], link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], form[method=post]')) wrong.push(one.outerHTML);
    if (!document.querySelector('meta[name=referrer][content=no-referrer]')) wrong.push('no meta referrer');
    return wrong;
  })));
