// The file that the form writes, and what it finds wrong.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileOf, line, markdown, problemsOf, slugify, slugOf } from '../../themes/default/assets/listing.js';

const TABLE = {
  listing: [
    { path: 'name', kind: 'text', required: true, most: 20 },
    { path: 'organization', kind: 'text', most: 20 },
    { path: 'status', kind: 'choice' },
    { path: 'status_note', kind: 'text', most: 20 },
    { path: 'location.street', kind: 'text', most: 20 },
    { path: 'location.unit', kind: 'text', most: 20 },
    { path: 'location.city', kind: 'text', required: true, most: 20 },
    { path: 'location.state', kind: 'state', required: true },
    { path: 'location.zip', kind: 'zip', required: true },
    { path: 'phones.number', kind: 'phone' },
    { path: 'phones.ext', kind: 'text', most: 12 },
    { path: 'website', kind: 'url' },
    { path: 'email', kind: 'email' },
    { path: 'languages', kind: 'terms' },
    { path: 'payment.accepts', kind: 'terms' },
    { path: 'payment.note', kind: 'text', most: 20 },
    { path: 'access.wheelchair', kind: 'choice' },
    { path: 'access.transit', kind: 'text', most: 20 },
    { path: 'verified.date', kind: 'date', required: true },
  ],
  program: [
    { path: 'name', kind: 'text', most: 20 },
    { path: 'level_of_care', kind: 'terms', required: true },
    { path: 'formats', kind: 'terms' },
    { path: 'states_served', kind: 'states' },
    { path: 'ages', kind: 'range', low: 0, high: 120 },
    { path: 'genders', kind: 'terms' },
    { path: 'hours_per_week', kind: 'range', low: 0.5, high: 168 },
    { path: 'days_per_week', kind: 'range', low: 1, high: 7 },
    { path: 'schedule.times', kind: 'terms' },
    { path: 'medications', kind: 'terms' },
    { path: 'populations', kind: 'terms' },
    { path: 'accepting.status', kind: 'choice' },
    { path: 'accepting.as_of', kind: 'date' },
    { path: 'accepting.wait', kind: 'text', most: 20 },
    { path: 'note', kind: 'text', most: 20 },
  ],
  zips: { AL: '350-352 354', CT: '060-069', OH: '430' },
  crisis: { 988: 'the Suicide and Crisis Lifeline' },
  free: ['800'],
  slogans: ['best ', '#1'],
  beds: ['residential'],
  tracking: ['utm_'],
  forms: { url: '^https?://([a-z0-9-]+\\.)+[a-z][a-z0-9]+(/[^\\s"]*)?$', email: '^[a-z+]+(\\.[a-z+]+)*@[a-z]+(\\.[a-z]+)+$' },
  words: 4,
  sample: false,
};
const TODAY = '2026-11-22';
const good = () => ({
  name: 'Alder Creek',
  status: 'active',
  place: 'visit',
  'location.street': '750 Highway 31',
  'location.city': 'Alabaster',
  'location.state': 'AL',
  'location.zip': '35007',
  'phones.number': '(205) 234-0142',
  'verified.date': TODAY,
  programs: [{ level_of_care: ['iop'], hours_per_week: { min: '9', max: '9' } }],
});
/** Keys of what is wrong when `changes` are made; a warning has a question mark. */
const found = (changes, program = {}) => {
  const values = Object.assign(good(), changes);
  values.programs = changes.programs || [Object.assign({}, values.programs[0], program)];
  return problemsOf(TABLE, values, TODAY).map(({ at, say, warning }) => at + ' ' + say + (warning ? '?' : ''));
};

test('a file has its facts in order, quotes around words, and the visitor as its source', () => {
  const values = Object.assign(good(), {
    'phones.ext': '12', 'payment.accepts': ['medicaid', 'self-pay'], 'access.transit': 'Bus: #14', body: 'Two houses.\n\n- A garden',
    programs: [{ name: 'Evening', level_of_care: ['iop', 'php'], ages: { min: '18', max: '' }, hours_per_week: { min: '9', max: '12,5' }, 'schedule.times': ['evening'], 'accepting.status': 'open', 'accepting.wait': 'A week' }, { level_of_care: ['iop'] }],
  });
  assert.deepEqual(fileOf(TABLE, values), {
    slug: 'alder-creek-alabaster',
    path: 'content/providers/al/alder-creek-alabaster.md',
    text: `---
name: "Alder Creek"
status: active
location:
  street: "750 Highway 31"
  city: "Alabaster"
  state: AL
  zip: "35007"
phones:
  - number: "205-234-0142"
    ext: "12"
programs:
  - id: "evening"
    name: "Evening"
    level_of_care: [iop, php]
    ages: { min: 18 }
    hours_per_week: { min: 9, max: 12.5 }
    schedule:
      times: [evening]
    accepting:
      status: open
      as_of: 2026-11-22
      wait: "A week"
  - id: "iop"
    level_of_care: [iop]
payment:
  accepts: [medicaid, self-pay]
access:
  transit: "Bus: #14"
verified:
  date: 2026-11-22
  by: provider
  method: form
---

Two houses.

- A garden
`,
  });
});

test('what is not to be seen is not in the file', () => {
  const written = (changes, program) => {
    const values = Object.assign(good(), changes);
    Object.assign(values.programs[0], program);
    return fileOf(TABLE, values).text;
  };
  const secret = written({ place: 'confidential', 'location.unit': 'Suite 4' });
  assert.ok(!/Highway|Suite/.test(secret) && secret.includes('  zip: "35007"\n  confidential: hidden\n'));
  const video = written({ place: 'virtual' });
  assert.ok(!video.includes('Highway') && video.includes('  virtual_only: virtual\n'));
  assert.ok(!written({ status_note: 'Gone' }).includes('Gone'));
  assert.ok(written({ status: 'closed', status_note: 'Gone' }).includes('status_note: "Gone"\n'));
  assert.ok(!written({}, { formats: ['in-person'], states_served: ['GA'] }).includes('GA'));
  assert.ok(!written({}, { 'accepting.wait': 'A month' }).includes('month'));
});

test('programs of one name have ids of their own', () => {
  const { text } = fileOf(TABLE, Object.assign(good(), { programs: [{ level_of_care: ['iop'] }, { level_of_care: ['iop'] }, { name: 'Iop', level_of_care: [] }, { name: '夜' }] }));
  assert.deepEqual(text.match(/id: .*/g), ['id: "iop"', 'id: "iop-2"', 'id: "iop-3"', 'id: "program"']);
});

test('slugs are those that Waypost makes', () => {
  const slugs = JSON.parse(readFileSync(new URL('slugs.json', import.meta.url), 'utf8'));
  for (const [name, slug] of Object.entries(slugs)) assert.equal(slugify(name), slug, name);
  assert.equal(slugOf('Clínica Alder', 'Mayagüez'), 'clinica-alder-mayaguez');
  assert.equal(slugOf('Alder Lowell', 'Lowell'), 'alder-lowell');
  assert.equal(slugOf('??', 'Lowell'), 'program-lowell');
  assert.equal(slugOf('', ''), 'program');
  const long = slugOf('alder '.repeat(20), 'Salem');
  assert.ok(long.length <= 80 && long.split('-').every((word) => word === 'alder'), long);
  assert.equal(slugOf('x'.repeat(200), '').length, 80);
});

test('a line has no marks that nobody sees', () => {
  assert.equal(line('  a\t b\u0000\u202ec\ud800 \n d\u2028e 😀 '), 'a bc de 😀');
});

test('a description is shown as it was typed', () => {
  for (const [typed, written] of [
    ['<b>bold</b>', '\\<b>bold\\</b>'],
    ['# one', '\\# one'],
    ['text\n---\ntext\n-\n===', 'text\n\\---\ntext\n\\-\n\\==='],
    ['- a\n- b', '- a\n- b'],
    ['- - -', '\\- - -'],
    ['    code', 'code'],
    ['[a](javascript:b) ![c][d]', '\\[a\\](javascript:b) !\\[c\\]\\[d\\]'],
    ['a_b *c* `d` ~e~ | \\ &amp; & f', 'a\\_b \\*c\\* \\`d\\` \\~e\\~ \\| \\\\ \\&amp; & f'],
    ['> a', '\\> a'],
    ['a\n\n\n\nb\r\nc\n\n', 'a\n\nb\nc'],
  ]) assert.equal(markdown(typed), written, typed);
});

test('a good listing has no problem', () => assert.deepEqual(found({}), []));

test('what is wrong is found at its field', () => {
  for (const [changes, program, expected] of [
    [{ name: ' ' }, {}, ['name missing']],
    [{ name: 'x'.repeat(21) }, {}, ['name long']],
    [{ name: '😀'.repeat(20) }, {}, []],
    [{ 'location.city': '', 'location.state': '' }, {}, ['location.city missing_location', 'location.state missing_location']],
    [{ 'location.zip': '6401' }, {}, ['location.zip zip_zero']],
    [{ 'location.zip': '3500A' }, {}, ['location.zip zip']],
    [{ 'location.zip': '00000' }, {}, ['location.zip zip']],
    [{ 'location.zip': '06401' }, {}, ['location.zip zip_state']],
    [{ 'location.zip': '99999' }, {}, ['location.zip zip_unknown?']],
    [{ 'location.zip': '35401' }, {}, []],
    [{ 'location.street': 'P.O. Box 4' }, {}, ['location.street po_box']],
    [{ 'location.street': 'P.O. Box 4', place: 'virtual' }, {}, []],
    [{ 'phones.number': '' }, {}, ['phones.number contact']],
    [{ 'phones.number': '', website: 'https://example.org' }, {}, []],
    [{ 'phones.number': '+1 205.234.0142' }, {}, []],
    [{ 'phones.number': '205-234-014' }, {}, ['phones.number phone_digits']],
    [{ 'phones.number': '205-234-01a2' }, {}, ['phones.number phone']],
    [{ 'phones.number': '105-234-0142' }, {}, ['phones.number area_begins']],
    [{ 'phones.number': '205-134-0142' }, {}, ['phones.number exchange_begins']],
    [{ 'phones.number': '911-234-0142' }, {}, ['phones.number area']],
    [{ 'phones.number': '205-211-0142' }, {}, ['phones.number exchange']],
    [{ 'phones.number': '800-211-0142' }, {}, []],
    [{ 'phones.number': '205-234-0142 ext. 4' }, {}, ['phones.number extension']],
    [{ 'phones.number': '988' }, {}, ['phones.number crisis']],
    [{ 'phones.number': '205-555-0142' }, {}, ['phones.number fictional']],
    [{ website: 'example.org' }, {}, ['website url_start']],
    [{ website: 'javascript:alert(1)' }, {}, ['website url']],
    [{ website: 'an address' }, {}, ['website url']],
    [{ website: 'https://localhost' }, {}, ['website url_domain']],
    [{ website: 'https://192.0.2.1/' }, {}, ['website url']],
    [{ website: 'https://example.org/"' }, {}, ['website url']],
    [{ website: 'https://a@example.org' }, {}, ['website url_user']],
    [{ website: 'http://example.org/?utm_a=b' }, {}, ['website http?', 'website tracking?']],
    [{ email: 'a.b+c@example.org' }, {}, []],
    [{ email: 'a@b' }, {}, ['email email']],
    [{ email: 'a.@example.org' }, {}, ['email email']],
    [{ email: '.a@example.org' }, {}, ['email email']],
    [{ 'verified.date': '' }, {}, ['verified.date missing_date']],
    [{ 'verified.date': '2026-02-30' }, {}, ['verified.date date']],
    [{ 'verified.date': '2026-11-23' }, {}, ['verified.date future']],
    [{ name: 'ALDER CREEK' }, {}, ['name capitals?']],
    [{ name: 'The best house' }, {}, ['name slogan?']],
    [{ name: 'Alder 205 234 0142' }, {}, ['name name_contact?']],
    [{ name: 'Alder Residential' }, {}, ['name beds?']],
    [{ name: 'Alder Residential' }, { level_of_care: ['residential'] }, []],
    [{ 'payment.accepts': ['free', 'self-pay'] }, {}, ['payment.accepts free?']],
    [{ body: 'one two three four' }, {}, []],
    [{ body: 'one two three four five' }, {}, ['body words?']],
    [{}, { level_of_care: [] }, ['programs.0.level_of_care level']],
    [{}, { ages: { min: 'x', max: '' } }, ['programs.0.ages number']],
    [{}, { ages: { min: '', max: '121' } }, ['programs.0.ages bounds']],
    [{}, { ages: { min: '9', max: '8' } }, ['programs.0.ages range']],
    [{}, { formats: ['virtual'] }, ['programs.0.states_served served']],
    [{}, { formats: ['virtual'], states_served: ['AL'] }, []],
    [{}, { formats: ['hybrid'], states_served: ['AL', 'GA'] }, ['programs.0.note licensed?']],
    [{}, { formats: ['hybrid'], states_served: ['GA'], note: 'Licensed there.' }, []],
    [{}, { ages: { min: '18', max: '' }, populations: ['adolescents'] }, ['programs.0.populations adolescents']],
    [{}, { ages: { min: '', max: '50' }, populations: ['older-adults'] }, ['programs.0.populations older']],
    [{}, { genders: ['women'], populations: ['men'] }, ['programs.0.populations men']],
    [{}, { genders: ['men'], populations: ['women'] }, ['programs.0.populations women']],
    [{}, { hours_per_week: { min: '5', max: '' } }, ['programs.0.hours_per_week hours?']],
    [{}, { hours_per_week: { min: '6', max: '8' }, ages: { min: '12', max: '17' } }, []],
    [{}, { hours_per_week: { min: '25', max: '' } }, ['programs.0.hours_per_week hours_php?']],
    [{}, { level_of_care: ['php'] }, ['programs.0.hours_per_week hours_few?']],
    [{}, { days_per_week: { min: '', max: '2' } }, ['programs.0.days_per_week days?']],
    [{}, { medications: ['methadone'] }, ['programs.0.medications methadone?']],
    [{}, { medications: ['methadone', 'otp'] }, []],
    [{ status: 'closed' }, { 'accepting.status': 'open' }, ['programs.0.accepting.status closed?']],
  ]) assert.deepEqual(found(changes, program), expected, JSON.stringify([changes, program]));
});
