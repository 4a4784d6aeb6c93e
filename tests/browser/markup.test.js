// Checkers over everything that was built: the markup of every page, the style sheet and the scripts. Old browsers are
// Safari of iOS 12.2 and Chrome 67.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'acorn';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import stylelint from 'stylelint';
import { SITES } from './pages.js';
import { built } from './site.js';

const here = (name) => new URL(name, import.meta.url).pathname;
const sites = {};
before(() => {
  for (const name of Object.keys(SITES)) sites[name] = built(name);
});
after(() => Object.values(sites).forEach((site) => site.remove()));
const files = (name, end) => readdirSync(sites[name].public, { recursive: true }).filter((file) => file.endsWith(end)).map((file) => join(sites[name].public, file));

// A page only differs from others of its kind in what it tells, so of a hundred programs a few are enough.
const some = (name) => {
  const seen = {};
  return files(name, '.html').filter((file) => {
    const kind = /class="page-([\w-]+)"/.exec(readFileSync(file, 'utf8'))[1] + /\/es\//.test(file);
    seen[kind] = (seen[kind] || 0) + 1;
    return name !== 'demonstration' || /guide|page/.test(kind) || seen[kind] <= 12;
  });
};

for (const name of Object.keys(SITES)) {
  test(`html-validate finds nothing: ${name}`, async () => {
    const checker = new HtmlValidate(new FileSystemConfigLoader(JSON.parse(readFileSync(here('html-validate.json'), 'utf8'))));
    const pages = some(name);
    assert.ok(pages.length > 20);
    const found = [];
    for (const page of pages) {
      const { results } = await checker.validateFile(page);
      for (const { messages } of results) for (const { ruleId, message, line } of messages) found.push(`${page}:${line} ${ruleId} ${message}`);
    }
    assert.deepEqual(found, []);
  });
}

// Three things the Nu checker says are not so: files on a disk have no origin that 'self' of a policy could mean, a block
// of data is no script, and SVG 2 has a property that it does not know. The browser's own word on the policy is in
// quiet.test.js.
const NOT_SO = ['Resource violates Content Security Policy \\(meta tag\\): external .*', 'Inline script violates Content Security Policy .*'].join('|');

for (const name of Object.keys(SITES)) {
  test(`the Nu checker finds nothing in pages, style sheets and pictures: ${name}`, async () => {
    const jar = here('node_modules/vnu-jar/build/dist/vnu.jar');
    const options = ['--skip-non-html', '--also-check-css', '--also-check-svg', '--format', 'text', '--filterpattern', NOT_SO];
    const { stdout, stderr } = await promisify(execFile)('java', ['-Xss4m', '-jar', jar, ...options, sites[name].public], { maxBuffer: 1 << 26 }).catch((error) => error);
    assert.equal(stdout + stderr, 'Document checking completed. No errors found.\n');
  });
}

test('the style sheet needs nothing that old browsers lack', async () => {
  const { results } = await stylelint.lint({ files: files('demonstration', '.css'), configFile: here('stylelint.json'), configBasedir: here('.') });
  assert.equal(results.length, 1);
  assert.deepEqual(results[0].warnings.map(({ line, text }) => line + ': ' + text), []);
});

test('the check of style sheets bites', async () => {
  const code = '@layer a { p { gap: 1px; width: min(1px, 2px) } } a { &:hover { color: red } } p:has(a) { color: red } .f { display: flex; gap: 4px }';
  const { results } = await stylelint.lint({ code, configFile: here('stylelint.json'), configBasedir: here('.') });
  for (const feature of ['css-cascade-layers', 'css-nesting', 'css-has', 'flexbox-gap', 'min()']) assert.ok(results[0].warnings.some(({ text }) => text.includes(feature)), feature + '\n' + results[0].warnings.map(({ text }) => text).join('\n'));
});

// What the syntax of ES2018 has not, but for `import()` and `import.meta`, which the old browsers know.
const tooNew = (code) => {
  const found = [];
  const visit = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(visit);
    if (node.type === 'ChainExpression') found.push('?. at ' + node.start);
    if (node.type === 'LogicalExpression' && node.operator === '??') found.push('?? at ' + node.start);
    if (node.type === 'Literal' && node.bigint) found.push('a big integer at ' + node.start);
    if (node.type === 'ExportAllDeclaration' && node.exported) found.push('export * as at ' + node.start);
    if (node.type === 'CatchClause' && !node.param) found.push('catch without a name at ' + node.start);
    Object.entries(node).forEach(([key, value]) => key !== 'type' && visit(value));
  };
  visit(parse(code, { ecmaVersion: 2020, sourceType: 'module' }));
  return found;
};

test('scripts have no syntax that old browsers lack', () => {
  const scripts = files('demonstration', '.js');
  assert.ok(scripts.length >= 5, scripts.join());
  for (const script of scripts) assert.deepEqual(tooNew(readFileSync(script, 'utf8')), [], script);
  assert.equal(tooNew('a?.b; a ?? b; 1n; try {} catch {}').length, 4);
});
