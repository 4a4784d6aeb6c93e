// What searches cost in a browser: bytes, requests, rounds, time to the first results, and the processor's time.
//
// usage: node measure.mjs '{ "folders": { "/": DIR }, "pagefind": DIR or null, "searches": FILE, "every": N, "profiles": [NAME] }'
//
// Prints a line of JSON for each measurement and what it cost; progress goes to stderr.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { kindOf, serve } from "./server.mjs";

const PROFILES = {
  // So much delay that what is asked for at once starts before any answer: rounds are then those of the script.
  plain: { latency: 150, downloadThroughput: -1, uploadThroughput: -1 },
  // What browsers call slow 4G, on a phone that is six times slower than this machine.
  slow: { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750, cpu: 6 },
};
/** An old phone, on which the filters are folded and their counts are not read before they are opened. */
const SCREEN = { width: 360, height: 740 };
/** So long after the last response nothing more is expected, in milliseconds. */
const QUIET = 600;
/** So long may a search take. */
const PATIENCE = 60_000;
/** Before a search that is measured warm: a place far from all others, with other filters. */
const BEFORE = { near: "67202", f: ["payment.tricare"] };
/** How often a query is repeated for the processor's time, after some that load everything and warm the engine. */
const REPEATS = 10;
const BEFOREHAND = 3;

const options = JSON.parse(process.argv[2]);
const { searches } = JSON.parse(readFileSync(options.searches, "utf8"));
const chosen = searches.filter((_, i) => i % (options.every ?? 1) === 0);

/** The part of the address behind # that asks for a search. */
function fragment({ near, q, f, r, page }) {
  const given = new URLSearchParams();
  if (near) given.set("near", near);
  if (q) given.set("q", q);
  if (f?.length) given.set("f", f.join(","));
  if (r) given.set("r", r);
  if (page) given.set("page", page);
  return `#${String(given).replaceAll("%2C", ",")}`;
}

/** Notes in the page when there is something to read in the list or in the messages, from `__asked` on. */
function watch() {
  window.__asked = 0;
  window.__first = 0;
  const shown = () => {
    const has = (id, selector) => document.querySelector(`#${id} ${selector}`);
    const text = (id) => document.getElementById(id)?.textContent.trim();
    return has("list", "li") || has("list", "p") || text("alert") || text("where-error");
  };
  const look = () => {
    if (!window.__first && shown()) window.__first = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Requests of a page, as the browser sees them. */
class Traffic {
  constructor() {
    this.requests = new Map();
    this.finished = Date.now();
  }

  async follow(session) {
    await session.send("Network.enable");
    session.on("Network.requestWillBeSent", ({ requestId, timestamp, request }) => {
      if (!/^https?:/.test(request.url)) return;
      this.requests.set(requestId, { url: request.url, start: timestamp, responded: Infinity, bytes: 0, local: false });
    });
    session.on("Network.requestServedFromCache", ({ requestId }) => this.set(requestId, { local: true }));
    session.on("Network.responseReceived", ({ requestId, timestamp, response }) =>
      this.set(requestId, { responded: timestamp, ...(response.fromDiskCache ? { local: true } : {}) }),
    );
    const end = ({ requestId }) => {
      this.set(requestId, { ended: true });
      this.finished = Date.now();
    };
    session.on("Network.loadingFinished", end);
    session.on("Network.loadingFailed", end);
  }

  set(id, values) {
    const request = this.requests.get(id);
    if (request) Object.assign(request, values);
  }

  clear() {
    this.requests.clear();
    this.finished = Date.now();
  }

  async quiet() {
    const busy = () => [...this.requests.values()].some(({ ended }) => !ended);
    const start = Date.now();
    while (busy() || Date.now() - this.finished < QUIET) {
      if (Date.now() - start > PATIENCE) throw new Error("a request never ended");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Requests that went over the wire. */
  wired() {
    return [...this.requests.values()].filter(({ local }) => !local);
  }

  /**
   * The longest chain of requests each of which was made after the one before had its answer, by their names, without the
   * page itself. Nothing depends on an icon, so icons are not counted.
   */
  chain() {
    const list = this.wired()
      .filter(({ url }) => !["html", "other"].includes(kindOf(new URL(url).pathname)))
      .sort((a, b) => a.start - b.start);
    const chains = [];
    for (const [i, { url, start }] of list.entries()) {
      const before = chains.filter((_, k) => list[k].responded <= start);
      const longest = before.reduce((long, chain) => (chain.length > long.length ? chain : long), []);
      chains[i] = [...longest, new URL(url).pathname.split("/").filter(Boolean).pop() ?? "/"];
    }
    return chains.reduce((long, chain) => (chain.length > long.length ? chain : long), []);
  }
}

async function main() {
  const folders = { ...options.folders };
  const extra = mkdtempSync(join(tmpdir(), "waypost-measures-"));
  if (options.pagefind) {
    folders["/pagefind/"] = options.pagefind;
    folders["/pagefind-page/"] = extra;
    writeFileSync(join(extra, "index.html"), PAGEFIND_PAGE);
  }
  const host = await serve(folders);
  const args = ["--no-sandbox", "--disable-dev-shm-usage"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  console.log(JSON.stringify({ about: { browser: browser.version(), protocol: host.protocol, searches: chosen.length } }));
  try {
    for (const profile of options.profiles ?? Object.keys(PROFILES)) {
      for (const search of chosen) await waypost(browser, host, profile, search);
      await processor(browser, host, profile);
      if (!options.pagefind) continue;
      for (const search of chosen.filter(({ kind }) => ["free text", "names", "mistakes"].includes(kind))) {
        await pagefind(browser, host, profile, search);
      }
    }
  } finally {
    await browser.close();
    await host.close();
    rmSync(extra, { recursive: true, force: true });
  }
}

/** A page of a browser that has never been here. */
async function fresh(browser, host, profile) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, serviceWorkers: "block", viewport: SCREEN });
  const page = await context.newPage();
  await page.addInitScript(watch);
  const session = await context.newCDPSession(page);
  const traffic = new Traffic();
  await traffic.follow(session);
  const limits = PROFILES[profile];
  if (limits) {
    const { cpu, ...network } = limits;
    await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    if (cpu) await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  }
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(host.origin)) problems.push(`a request to ${request.url()}`);
  });
  return { context, page, traffic, problems };
}

/** Waits for results and for the end of all requests, and writes down what it took. */
async function finish(about, { page, traffic, problems }, host) {
  await page.waitForFunction(() => window.__first > 0, null, { timeout: PATIENCE, polling: 50 });
  await traffic.quiet();
  const { first, results } = await page.evaluate(() => ({
    first: window.__first - window.__asked,
    results: document.querySelectorAll("#list li.card, #list li.result").length,
  }));
  const bytes = { html: 0, code: 0, css: 0, index: 0, other: 0 };
  for (const { bytes: size, kind } of host.log) bytes[kind] += size;
  const missing = host.log.filter(({ status }) => status !== 200).map(({ path }) => path);
  const requests = host.log.filter(({ kind }) => kind !== "other").length;
  const chain = traffic.chain();
  const record = { ...about, first, results, bytes, requests, rounds: chain.length, chain, missing, problems };
  console.log(JSON.stringify(record));
  process.stderr.write(".");
}

/** One search: as the first thing ever done, and after another one. */
async function waypost(browser, host, profile, search) {
  const { kind, after } = search;
  const address = `${host.origin}/search/`;
  const about = { engine: "Waypost", profile, kind, search: fragment(search) };
  try {
    if (!after) {
      const visit = await fresh(browser, host, profile);
      host.log.length = 0;
      await visit.page.goto(address + fragment(search), { timeout: PATIENCE });
      await finish({ ...about, visit: "cold" }, visit, host);
      await visit.context.close();
    }
    const visit = await fresh(browser, host, profile);
    const { page, traffic } = visit;
    await page.goto(address + fragment(after ?? BEFORE), { timeout: PATIENCE });
    await page.waitForFunction(() => window.__first > 0, null, { timeout: PATIENCE, polling: 50 });
    await traffic.quiet();
    host.log.length = 0;
    traffic.clear();
    await page.evaluate((hash) => {
      for (const id of ["list", "alert", "where-error"]) document.getElementById(id).textContent = "";
      window.__asked = performance.now();
      window.__first = 0;
      location.hash = hash;
    }, fragment(search));
    await finish({ ...about, visit: after ? "nearby" : "warm" }, visit, host);
    await visit.context.close();
  } catch (error) {
    console.log(JSON.stringify({ ...about, failed: String(error).split("\n")[0] }));
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}

/**
 * The time of a query in the reader when all files are there: search, cards and counts. `cpu` is the time of the page's
 * thread as the system counts it, which other programs do not disturb; `wall` is what a person waits, in the middle of all runs.
 * A slow processor is imitated by pauses, which only `wall` has.
 */
async function processor(browser, host, profile) {
  const visit = await fresh(browser, host, "plain");
  const { page } = visit;
  await page.goto(`${host.origin}/search/${fragment(BEFORE)}`, { timeout: PATIENCE });
  await page.waitForFunction(() => window.__first > 0, null, { timeout: PATIENCE, polling: 50 });
  const session = await visit.context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  if (PROFILES[profile].cpu) await session.send("Emulation.setCPUThrottlingRate", { rate: PROFILES[profile].cpu });
  const thread = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "ThreadTime").value;
  };
  for (const search of chosen) {
    const about = { engine: "Waypost", profile, kind: search.kind, search: fragment(search) };
    try {
      await page.evaluate(repeated, { search, times: BEFOREHAND });
      const start = await thread();
      const wall = await page.evaluate(repeated, { search, times: REPEATS });
      const cpu = (await thread()) - start;
      console.log(JSON.stringify({ ...about, cpu: cpu / REPEATS, wall }));
    } catch (error) {
      console.log(JSON.stringify({ ...about, failed: String(error).split("\n")[0] }));
    }
  }
  await visit.context.close();
}

/** In the page: the middle of the times of several runs, in milliseconds. */
async function repeated({ search, times }) {
  const scripts = performance.getEntriesByType("resource").map(({ name }) => name);
  const reader = await import(scripts.find((name) => /\/search\/index\.[^/]*js$/.test(name)));
  if (!window.__index) {
    const names = { ...document.querySelector("[data-finder]").dataset };
    window.__index = await reader.open({ ...names, index: new URL(names.index, location).href });
  }
  const filters = {};
  for (const value of search.f ?? []) {
    const [facet, slug] = value.split(".");
    filters[facet] = [...(filters[facet] ?? []), slug];
  }
  const query = { text: search.q ?? "", where: search.near ?? "", filters, radius: search.r ?? null, page: search.page ?? 1 };
  const walls = [];
  for (let run = 0; run < times; run++) {
    const start = performance.now();
    await reader.facets(window.__index, await reader.search(window.__index, query));
    walls.push(performance.now() - start);
  }
  return walls.sort((a, b) => a - b)[walls.length >> 1];
}

/** A page that does with Pagefind what a search page has to do: ask, load ten results, show them. */
const PAGEFIND_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Pagefind</title><ol id="list"></ol><p id="alert"></p>
<script type="module">
import * as pagefind from "/pagefind/pagefind.js";
// What a worker asks for is not seen from the page; what is asked for is the same.
await pagefind.options({ noWorker: true });
const list = document.getElementById("list");
async function show() {
  const text = new URLSearchParams(location.hash.slice(1)).get("q");
  const { results } = await pagefind.search(text);
  const pages = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  list.replaceChildren(...pages.map((page) => {
    const item = document.createElement("li");
    item.className = "card";
    item.innerHTML = '<a href="' + page.url + '">' + page.meta.title + "</a> " + page.excerpt;
    return item;
  }));
  if (!pages.length) document.getElementById("alert").textContent = "nothing";
}
addEventListener("hashchange", show);
show();
</script></html>`;

async function pagefind(browser, host, profile, search) {
  const about = { engine: "Pagefind", profile, kind: search.kind, search: fragment(search) };
  const text = { q: [search.q, search.near].filter(Boolean).join(" ") };
  try {
    const visit = await fresh(browser, host, profile);
    host.log.length = 0;
    await visit.page.goto(`${host.origin}/pagefind-page/${fragment(text)}`, { timeout: PATIENCE });
    await finish({ ...about, visit: "cold" }, visit, host);
    await visit.context.close();
  } catch (error) {
    console.log(JSON.stringify({ ...about, failed: String(error).split("\n")[0] }));
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}

await main();
process.stderr.write("\n");
