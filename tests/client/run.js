// Checks the types, runs all tests, and says in one line how many passed.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const folder = new URL('.', import.meta.url).pathname;
const node = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

const types = node('node_modules/typescript/bin/tsc', '--project', '.');
process.stdout.write(types.stdout);
const files = readdirSync(folder).filter((name) => name.endsWith('.test.js'));
const tests = node('--test', '--test-reporter=tap', ...files);
// Of what went well, the name is enough.
const lines = tests.stdout.split('\n');
let shown = false;
for (const line of lines) {
  if (/^\s*(not )?ok /.test(line)) shown = line.includes('not ok');
  if (shown || /^\s*ok /.test(line)) console.log(line);
}
process.stderr.write(tests.stderr);

const number = (word) => Number((tests.stdout.match(new RegExp(`^# ${word} (\\d+)`, 'm')) || [0, 0])[1]);
const failed = number('fail') + number('cancelled') + (types.status === 0 ? 0 : 1);
console.log(`${number('pass') + (types.status === 0 ? 1 : 0)} passed, ${failed} failed`);
process.exitCode = failed || tests.status ? 1 : 0;
