// The reader of the search index as it lies in a built site, on the disk: no network, no browser.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// The reader asks for files by fetch().
globalThis.fetch = async (url) => {
  try {
    return new Response(await readFile(fileURLToPath(url)));
  } catch {
    return new Response("", { status: 404 });
  }
};

/** The value of an attribute of the search form of a page. */
function attribute(html, name) {
  const found = new RegExp(`<form[^>]* data-${name}="([^"]*)"`).exec(html);
  if (!found) throw new Error(`the search page has no data-${name}`);
  return found[1];
}

/**
 * The reader that a site ships and its open index.
 * @param {string} folder where the site is built
 * @param {string} [page] the search page of a language
 */
export async function open(folder, page = "search/index.html") {
  const html = await readFile(join(folder, page), "utf8");
  const assets = join(folder, "assets/search");
  const script = (await readdir(assets)).find((name) => /^index\.[0-9a-f]+\.js$/.test(name));
  if (!script) throw new Error(`no reader in ${assets}`);
  const reader = await import(pathToFileURL(join(assets, script)));
  const [manifest, words, phrases] = ["manifest", "words", "phrases"].map((name) => attribute(html, name));
  const names = { manifest, words, phrases };
  const index = await reader.open({ index: `${pathToFileURL(join(folder, "search/index"))}/`, ...names });
  return { reader, index };
}
