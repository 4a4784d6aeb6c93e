// Answers questions with Pagefind: reads lines of JSON, writes lines of JSON. Each question meets a fresh instance,
// because what Pagefind finds for a word depends on which others it has loaded.
//
// usage: node pagefind.mjs BUNDLE < questions

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const bundle = process.argv[2];
const base = "https://pagefind.invalid/";

// Its files come from the disk, under an address that nothing else has.
globalThis.fetch = async (input) => {
  const path = String(input?.url ?? input).split("?")[0];
  if (!path.startsWith(base)) throw new Error(`a request to ${path}`);
  return new Response(await readFile(`${bundle}/${path.slice(base.length)}`));
};

let instance = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { text, limit } = JSON.parse(line);
  const pagefind = await import(`${pathToFileURL(bundle)}/pagefind.js?${++instance}`);
  await pagefind.options({ basePath: base, baseUrl: "/" });
  await pagefind.init();
  const { results } = await pagefind.search(text);
  const pages = await Promise.all(results.slice(0, 3 * limit).map((result) => result.data()));
  const of = (kind) =>
    pages
      .map((page) => page.url.split("/"))
      .filter((parts) => parts[1] === kind)
      .map((parts) => parts[2])
      .slice(0, limit);
  console.log(JSON.stringify({ listings: of("programs"), guides: of("guides") }));
  await pagefind.destroy();
}
