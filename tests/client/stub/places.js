// Reads what the suggesting of places reads, and says what it finds.

/**
 * @param {string} text
 * @param {import('../../../src/search/client/types').World} world
 * @param {number} limit
 * @returns {Promise<import('../../../src/search/client/types').Suggestion[]>}
 */
export async function suggestPlaces(text, world, limit) {
  const rows = /^\d/.test(text) ? await world.zips(text) : await world.placesFrom(text);
  const known = await world.lexicon();
  return rows.slice(0, known.length && limit).map((row) => ({ kind: 'zip' in row ? 'zip' : 'city', label: 'zip' in row ? row.zip : row.name }));
}
