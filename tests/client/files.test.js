import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { encode } from './encoder.js';
import { IndexError, Network, card, open, opened, search } from './reader.js';
import { site } from './sample.js';

const encoded = encode(site(31, 60, 'world'));
const names = { index: 'https://example.org/sub/search/index/', manifest: encoded.manifest, words: encoded.words };
const NEAR = { where: '10,10,CA' };

function fails(promise, kind, renewed = false) {
  return assert.rejects(promise, (error) => {
    assert.ok(error instanceof IndexError, String(error));
    assert.equal(error.kind, kind);
    assert.equal(error.renewed, renewed);
    return true;
  });
}

test('every file is asked for once, from the folder of the index, and no address tells the query', async () => {
  const network = new Network(encoded.files);
  const index = await open(names);
  for (let i = 0; i < 3; i++) await search(index, { ...NEAR, text: 'horse', filters: { payment: ['cash'] } });
  assert.equal(new Set(network.asked).size, network.asked.length);
  for (const url of network.asked) assert.match(url, /^GET https:\/\/example\.org\/sub\/search\/index\/[a-z]+\d*-[0-9a-f]{6}\.bin$/);
});

test('a file that fails once is asked for again', async () => {
  for (const answer of [() => Promise.reject(new TypeError('offline')), () => new Response('', { status: 503 }), () => new Response('W\0\0'), () => new Response('')]) {
    const network = new Network(encoded.files);
    const failed = new Set();
    network.answer = (name) => {
      if (!name.startsWith('g') || failed.has(name)) return null;
      failed.add(name);
      return answer();
    };
    const index = await open(names);
    const { total } = await search(index, NEAR);
    assert.ok(total > 0 && failed.size > 0);
  }
});

test('a file that fails again is an error, and is asked for anew by the next search', async () => {
  const network = new Network(encoded.files);
  const index = await open(names);
  network.answer = (name) => (name.startsWith('g') ? Promise.reject(new TypeError('offline')) : null);
  await fails(search(index, NEAR), 'load');
  network.answer = null;
  assert.ok((await search(index, NEAR)).total > 0);
});

test('the second time the copy of the browser is passed over', async () => {
  const network = new Network(encoded.files);
  const seen = [];
  network.answer = (name, { cache }) => {
    if (!name.startsWith('c')) return null;
    seen.push(cache);
    return cache === 'reload' ? null : new Response('w' + name);
  };
  await card(await open(names), 0);
  assert.ok(seen.includes('default') && seen.includes('reload'));
});

test('a missing file is a fault of the network, unless the manifest is gone too: then the site is a new one', async () => {
  for (const [gone, renewed] of [[/^g/, false], [/^[gm]/, true]]) {
    for (const status of [404, 410]) {
      const network = new Network(encoded.files);
      const index = await open(names);
      network.answer = (name) => (gone.test(name) ? new Response('<html>', { status }) : null);
      await fails(search(index, NEAR), 'load', renewed);
    }
  }
  new Network(new Map());
  await fails(open(names), 'load', true);
});

test('a page in the place of a missing file is no file', async () => {
  const network = new Network(encoded.files);
  const index = await open(names);
  network.answer = (name) => (name.startsWith('g') ? new Response('<!doctype html><title>Home</title>') : null);
  await fails(search(index, NEAR), 'load');
});

test('gzip around a file is taken off, said or not', async () => {
  const { index } = await opened({ ...encoded, files: new Map([...encoded.files].map(([name, bytes]) => [name, gzipSync(bytes)])) });
  assert.ok((await search(index, NEAR)).total > 0);
});

test('another version is refused', async () => {
  const other = encode(site(31, 5, 'world', { manifest: { v: 2 } }));
  new Network(other.files);
  await fails(open({ ...names, manifest: other.manifest, words: other.words }), 'version');
});

test('a file of another name, one that goes on and one that ends early are damaged', async () => {
  const plain = (name) => Buffer.from(`${name}\0`);
  const bodies = [
    (name, bytes) => encoded.files.get([...encoded.files.keys()].find((other) => other[0] === 'g' && other !== name)),
    (name, bytes) => Buffer.concat([Buffer.from('w'), plain(name.split('-')[0])]),
    (name, bytes) => bytes.subarray(0, bytes.length - 3),
    (name, bytes) => Buffer.concat([Buffer.from('W'), deflateRawSync(Buffer.from('g0\0\0'))]),
    (name, bytes) => Buffer.from([...bytes].map((byte, i) => (i ? byte : 0x58))),
  ];
  for (const body of bodies) {
    const network = new Network(encoded.files);
    const index = await open(names);
    network.answer = (name) => (name.startsWith('g') ? new Response(body(name, encoded.files.get(name))) : null);
    await fails(search(index, NEAR), 'damaged');
  }
});

test('browsers without DecompressionStream read everything all the same', async () => {
  const before = globalThis.DecompressionStream;
  for (const other of [undefined, class { constructor(format) { if (format === 'deflate-raw') throw new TypeError(format); return new before(format); } }]) {
    globalThis.DecompressionStream = other;
    try {
      for (const around of [(bytes) => bytes, gzipSync]) {
        const { index } = await opened({ ...encoded, files: new Map([...encoded.files].map(([name, bytes]) => [name, around(bytes)])) });
        assert.ok((await search(index, NEAR)).total > 0);
      }
    } finally {
      globalThis.DecompressionStream = before;
    }
  }
});
