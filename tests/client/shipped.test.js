// What the modules may not do, whatever they do.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import ts from 'typescript';

const folder = new URL('../../src/search/client/', import.meta.url);
const modules = readdirSync(folder).filter((name) => name.endsWith('.js'));
const text = (name) => readFileSync(new URL(name, folder), 'utf8');

test('no syntax is younger than 2018', () => {
  for (const name of modules) {
    const written = (target) =>
      ts.transpileModule(text(name), { compilerOptions: { target, module: ts.ModuleKind.ESNext, allowJs: true }, fileName: name }).outputText;
    assert.equal(written(ts.ScriptTarget.ES2018), written(ts.ScriptTarget.ESNext), name);
  }
});

test('modules import each other only, and without a circle', () => {
  const imports = (name) => Array.from(text(name).matchAll(/^import .* from '(.*)';$/gm), (found) => found[1]);
  const visit = (name, path) => {
    assert.ok(!path.includes(name), path.concat(name).join(' imports '));
    for (const other of imports(name)) {
      assert.match(other, /^\.\/[a-z]+\.js$/, name);
      visit(other.slice(2), path.concat(name));
    }
  };
  for (const name of modules) visit(name, []);
});

test('nothing is written, stored or sent elsewhere', () => {
  for (const name of modules) {
    const found = text(name).match(/console|localStorage|sessionStorage|indexedDB|cookie|caches|XMLHttpRequest|sendBeacon|WebSocket|eval\(|new Function|innerHTML/);
    assert.equal(found, null, name);
    if (name !== 'files.js') assert.ok(!text(name).includes('fetch('), name);
  }
});
