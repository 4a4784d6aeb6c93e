// Goes through pages of a site in one context, as one visitor does, and collects what is complained about.

import assert from 'node:assert/strict';

// A context with one page; `requests`, `said` and `thrown` are what happened on it since they were emptied.
export const visitor = async (site, options = {}) => {
  const context = await site.browser.newContext({ viewport: { width: 1024, height: 800 }, ...options });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  page.requests = [];
  page.wrong = [];
  page.on('request', (request) => page.requests.push(request.url()));
  page.on('pageerror', (error) => page.wrong.push(String(error)));
  page.on('console', (message) => page.wrong.push(message.text()));
  return page;
};

// Opens every page of `pages` (names and paths) and calls `look(page, path)`, which returns complaints or nothing.
export const walk = async (site, pages, options, look) => {
  const page = await visitor(site, options);
  const complaints = [];
  try {
    for (const path of Object.values(pages)) {
      page.requests.length = page.wrong.length = 0;
      const response = await page.goto(site.url(path));
      assert.ok(response.ok(), path + ' answers ' + response.status());
      for (const complaint of (await look(page, path)) || []) complaints.push(path + ': ' + complaint);
    }
  } finally {
    await page.context().close();
  }
  assert.ok(Object.keys(pages).length > 0);
  assert.equal(complaints.length, 0, complaints.length + ' complaints\n' + complaints.join('\n'));
};
