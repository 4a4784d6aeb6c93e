import assert from 'node:assert/strict';
import test from 'node:test';
import { encode } from './encoder.js';
import { facets, opened, search, suggest } from './reader.js';
import { site } from './sample.js';

for (const count of [0, 1, 2]) {
  for (const visited of [true, false]) {
    test(`a directory of ${count} listings ${visited ? 'with' : 'without'} a place to visit`, async () => {
      const directory = site(71, count, 'world');
      if (!visited) for (const listing of directory.listings) delete listing.lat;
      const { index } = await opened(encode(directory));
      const queries = [{}, { where: '10,10,CA' }, { where: '10,10,CA', radius: 10 }, { where: 'CA' }, { text: 'horse' }, { filters: { payment: ['cash'] } }, { where: '10,10,CA', text: 'horse', filters: { modality: ['dbt'] }, silent: true }];
      for (const query of queries) {
        const result = await search(index, query);
        assert.equal(result.state, result.total ? 'ok' : 'nothing');
        assert.equal(result.hits.length, result.total);
        assert.ok(result.total <= count);
        assert.ok(Number.isFinite(result.reach));
        assert.equal((await facets(index, result)).length, 3);
      }
      assert.equal((await search(index, {})).total, count);
      if (visited) assert.equal((await search(index, { where: '10,10,CA' })).total, directory.listings.filter((listing) => listing.lat !== undefined).length);
      assert.deepEqual(await suggest(index, 'zzz'), []);
    });
  }
}
