// The demonstration in two languages, or the site of hard cases in the folder hard, built once, served, and opened in
// Debian's Chromium.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.js';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '../..');

// Builds a site into a new folder: the demonstration, or the site in a folder beside this file.
const build = (name) => {
  const source = name === 'demonstration' ? project : join(here, name);
  const folder = mkdtempSync(join(tmpdir(), 'waypost-browser-'));
  const binary = process.env.WAYPOST || join(project, 'target/debug/waypost');
  execFileSync(binary, ['build', '--quiet', '--output', join(folder, 'public'), '--base-url', 'https://waypost.example.org/'], { cwd: source });
  return { public: join(folder, 'public'), remove: () => rmSync(folder, { recursive: true }) };
};

// The built site that the runner gives all tests, or one made for this test alone.
export const built = (name = 'demonstration') => {
  const given = process.env['WAYPOST_SITE_' + name.toUpperCase()];
  return given ? { public: given, remove: () => {} } : build(name);
};

// A running site with a browser. `open` gives a page in a context of its own; what goes wrong on it is in `page.wrong`.
export const start = async (name = 'demonstration') => {
  const site = built(name);
  const server = await serve(site.public);
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args });
  const fake = readFileSync(join(here, 'fake/index.js'), 'utf8');

  const contexts = [];
  const open = async (path, { reader = 'fake', ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width: 1024, height: 800 }, ...options });
    contexts.push(context);
    context.setDefaultTimeout(10000);
    const page = await context.newPage();
    page.wrong = [];
    page.on('pageerror', (error) => page.wrong.push(String(error)));
    page.on('console', (message) => {
      // The stand-in leaves unused what the page has preloaded for the real reader.
      if (reader === 'real' || !/preload/.test(message.text())) page.wrong.push(message.text());
    });
    if (reader === 'fake') await page.route(/\/assets\/search\/index\.[0-9a-f]+\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: fake }));
    if (path !== undefined) await page.goto(server.origin + path);
    return page;
  };
  // Closes what a test has opened.
  const tidy = async () => {
    server.spoil = null;
    for (const context of contexts.splice(0)) await context.close();
  };
  const stop = async () => {
    await browser.close();
    await server.close();
    site.remove();
  };
  return { server, browser, folder: site.public, open, tidy, stop, url: (path) => server.origin + path };
};

// Waits until the list of a search is there.
export const listed = (page) => page.waitForFunction(() => {
  // A page that is still coming in has the one before the other.
  const [count, alert] = ['#count', '#alert'].map((one) => document.querySelector(one));
  return count && alert && (/\d/.test(count.textContent) || alert.textContent);
});
// The heading and the line with the count.
export const told = async (page) => {
  await listed(page);
  return [await page.textContent('h1'), (await page.textContent('#count')) || (await page.textContent('#alert'))];
};
// Texts without the blanks of the markup.
export const texts = async (locator) => (await locator.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
export const hash = (page) => decodeURIComponent(new URL(page.url()).hash.replace(/\+/g, ' '));
