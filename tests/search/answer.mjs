// Answers questions with the browser's reader: lines of JSON in, lines of JSON out.
//
// usage: node answer.mjs SITE < questions

import { createInterface } from "node:readline";
import { open } from "./site.mjs";

const { reader, index } = await open(process.argv[2]);

const found = ({ miles, score, card }) => ({ slug: card.slug, miles, score });

for await (const line of createInterface({ input: process.stdin })) {
  const { limit = 10, ...query } = JSON.parse(line);
  const result = await reader.search(index, { ...query, size: limit });
  const { hits, named, near, guides, total, state, complete, understood } = result;
  // What a person sees, from the top.
  const listings = [...named, ...hits, ...near].map(({ card }) => card.slug);
  console.log(
    JSON.stringify({
      listings: [...new Set(listings)].slice(0, limit),
      guides: guides.map(({ path }) => path.split("/").filter(Boolean).pop()),
      corrected: understood.corrected?.to,
      state,
      total,
      complete,
      hits: hits.map(found),
    }),
  );
}
