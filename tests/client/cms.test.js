// The settings of the editor in the browser, as the program writes them, against the schema of Sveltia CMS.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url).pathname;
const program = process.env.WAYPOST || join(root, 'target/debug/waypost');
const skip = !existsSync(program) && `${program} is not built`;

const schema = JSON.parse(readFileSync(new URL('node_modules/@sveltia/cms/schema/sveltia-cms.json', import.meta.url), 'utf8'));
const accepts = new Ajv({ strict: false, validateFormats: false }).compile(schema);

/** The settings for a site whose repository is at `url`. */
const settings = (url, ...more) => {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-client-'));
  const site = `title: "A"\ndescription: "B"\nbase_url: "https://example.org/"\nlanguages: [en, es]\nrepository: { url: "${url}" }\n`;
  writeFileSync(join(folder, 'waypost.yaml'), site);
  try {
    return parse(execFileSync(program, ['schema', 'cms', ...more, '--project', folder], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const GITHUB = 'https://github.com/example/directory';

test('the settings are what the schema asks for, at each code host', { skip }, () => {
  for (const url of [GITHUB, 'https://gitlab.example.org/group/sub/directory', 'https://codeberg.org/example/directory']) {
    for (const more of [[], ['--ranges']]) assert.ok(accepts(settings(url, ...more)), url + ' ' + JSON.stringify(accepts.errors && accepts.errors[0]));
  }
});

test('settings with a wrong type are refused', { skip }, () => {
  const changes = [
    (all) => { all.backend.open_authoring = 'yes'; },
    (all) => { all.collections[0].fields[0].label = 9; },
    (all) => { all.collections[0].fields.find((field) => field.name === 'status').options = 'active'; },
  ];
  for (const change of changes) {
    const all = settings(GITHUB);
    change(all);
    assert.ok(!accepts(all), String(change));
  }
});

test('every pattern is a regular expression, and fits what its message shows', { skip }, () => {
  let seen = 0;
  const look = (value) => {
    if (!value || typeof value !== 'object') return;
    if (Array.isArray(value.pattern)) {
      const [pattern, message] = value.pattern;
      const example = message.match(/for example (.*)\.$/);
      if (example) assert.match(example[1], new RegExp(pattern), message);
      seen += 1;
    }
    Object.values(value).forEach(look);
  };
  look(settings(GITHUB));
  assert.ok(seen > 50, String(seen));
});
