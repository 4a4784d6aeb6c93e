// Reads queries that leave nothing to understand, so that the tests of the reader are not tests of the understanding:
// `where` is `lat,lon,STATE`, a ZIP or a state; a word `facet=slug` is a term, any other a word.

/**
 * @param {string} text
 * @param {string} where
 * @param {import('../../../src/search/client/types').World} world
 * @param {{ exact?: boolean }} _
 * @returns {Promise<import('../../../src/search/client/types').Understood>}
 */
export async function understand(text, where, world, _) {
  /** @type {import('../../../src/search/client/types').Understood} */
  const found = { states: [], terms: [], words: [], fillers: [] };
  const [rows, { fillers }] = await Promise.all([
    /^\d{5}$/.test(where) ? world.zips(where) : [],
    text ? world.phrases() : { fillers: '' },
  ]);
  if (text) found.fillers = fillers.split(' ');
  for (const typed of text.toLowerCase().split(/[^a-z0-9=_-]+/)) {
    const [facet, slug] = typed.split('=');
    if (slug) found.terms.push({ facet, slug, label: slug, typed: slug });
    else if (typed && !found.fillers.includes(typed)) found.words.push(typed);
  }
  const [lat, lon, state] = where.split(',');
  if (lon) {
    found.place = { kind: 'city', label: where, lat: Number(lat), lon: Number(lon), state };
  } else if (/^\d{5}$/.test(where)) {
    const [row] = rows;
    if (row) found.place = { kind: 'zip', label: where, lat: row.lat, lon: row.lon, state: row.state, zip: where };
    else found.lost = true;
  } else if (where) {
    found.states.push(where);
  }
  return found;
}
