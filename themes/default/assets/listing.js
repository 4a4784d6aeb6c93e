// What a visitor has filled in becomes the file of a listing, and what is wrong with it is found. Nothing here knows the
// page: shapes and limits come from the generator, in a table, and words belong to the page (assets/submit.js).

/**
 * A field of the form. `path` is its place in the file.
 * @typedef {{ path: string, kind: string, required?: boolean, most?: number, low?: number, high?: number }} Field
 *
 * What the generator knows: the fields in the order of the file, and the lists behind its rules.
 * @typedef {object} Table
 * @property {Field[]} listing fields of the listing
 * @property {Field[]} program fields of a program
 * @property {{ [state: string]: string }} zips first three digits of each state's ZIPs: `350-352 354`
 * @property {{ [number: string]: string }} crisis lines that are nobody's own
 * @property {string[]} free area codes of toll-free numbers
 * @property {string[]} slogans
 * @property {string[]} beds
 * @property {string[]} tracking
 * @property {{ url: string, email: string }} forms patterns that addresses have
 * @property {number} words of a description, at most
 * @property {boolean} sample numbers kept for fiction are allowed
 *
 * Texts, lists of terms, or `{ min, max }` as typed, by path; of a listing also `place`, `body` and `programs`.
 * @typedef {{ [path: string]: any }} Values
 *
 * Something wrong: the field, the key of the words, and what is filled into them. A warning stops nobody.
 * @typedef {{ at: string, say: string, fill: { [name: string]: string | number }, warning: boolean }} Problem
 *
 * Notes a problem.
 * @typedef {(at: string, say: string, fill?: Problem['fill'], warning?: boolean) => void} Tell
 */

const SLUG_MOST = 80;
const ZIP = /^(?!0{5})\d{5}(-\d{4})?$/;
/** @type {{ [letter: string]: string }} */
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', Æ: 'ae', Œ: 'oe', Ø: 'o', Ł: 'l', Đ: 'd', Ð: 'd', Þ: 'th' };

/**
 * Small letters, digits and single hyphens. Letters of other scripts are left out.
 * @param {string} text
 */
export const slugify = (text) => text.replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] || letter).normalize('NFD')
  .replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/**
 * At most `most` characters, cut between words.
 * @param {string} slug
 * @param {number} most
 */
const cut = (slug, most) => {
  if (slug.length <= most) return slug;
  const head = slug.slice(0, most);
  const at = slug[most] === '-' ? most : head.lastIndexOf('-');
  return head.slice(0, at > 0 ? at : most).replace(/-+$/, '');
};

/**
 * The name of the file, made of the names of place and city as the import makes it.
 * @param {string} name
 * @param {string} city
 */
export const slugOf = (name, city) => {
  const [own, place] = [slugify(name), slugify(city)];
  const joined = !own ? ['program', place] : !place || own === place || own.endsWith('-' + place) ? [own] : [own, place];
  return cut(joined.filter(Boolean).join('-'), SLUG_MOST);
};

/**
 * A text in one line, without what cannot be seen: control characters, and marks that turn the direction of what follows.
 * @param {unknown} text
 */
export const line = (text) => paragraphs(text).replace(/\s+/g, ' ').trim();
/** @param {unknown} text */
const paragraphs = (text) => String(text || '').replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/g, '')
  .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, '').replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1');

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);

/**
 * Words as Markdown that shows them as they are. Paragraphs and lists that begin with hyphens stay.
 * @param {unknown} text
 */
export const markdown = (text) => paragraphs(text).split('\n').map((one) => one.trim()
  .replace(/[\\`*_[\]<~|]|&(?=[#a-z])/gi, '\\$&')
  .replace(/^(#+|=+$|>|-+$|(?:- *){3,}$)/, '\\$1')).join('\n').replace(/\n{3,}/g, '\n\n').trim();

/** @param {unknown} text */
const digits = (text) => String(text).replace(/\D/g, '');
/** The ten digits, without a country code. @param {string} text */
const national = (text) => digits(text).replace(/^1(?=\d{10}$)/, '');
/** @param {string} text */
const display = (text) => national(text).replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3');

/** @param {unknown} text */
const number = (text) => {
  const typed = line(text).replace(',', '.');
  return /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : NaN;
};
/** @param {any} range */
const bounds = (range) => {
  const [min, max] = ['min', 'max'].map((end) => line(range && range[end]));
  return { min, max, any: min !== '' || max !== '' };
};

/**
 * The value of a field as YAML; nothing when it is empty.
 * @param {Field} field
 * @param {any} value
 */
const written = ({ kind }, value) => {
  if (kind === 'terms' || kind === 'states') return value && value.length ? '[' + value.join(', ') + ']' : '';
  if (kind === 'range') {
    const { min, max, any } = bounds(value);
    if (!any) return '';
    const [low, high] = [min, max].map((end) => end && String(number(end)));
    if (low === high) return low;
    return '{ ' + [low && 'min: ' + low, high && 'max: ' + high].filter(Boolean).join(', ') + ' }';
  }
  const text = line(value);
  if (!text) return '';
  // What is chosen from a list is a plain word.
  if (kind === 'choice' || kind === 'state' || kind === 'date') return text;
  return quoted(kind === 'phone' ? display(text) : text);
};

/**
 * Lines of YAML for `fields`: a path with a dot stands in a mapping.
 * @param {Field[]} fields
 * @param {Values} values
 * @param {string} indent
 */
const lines = (fields, values, indent) => {
  /** @type {string[]} */
  const out = [];
  let open = '';
  for (const field of fields) {
    const text = written(field, values[field.path]);
    if (!text) continue;
    const [key, inner] = field.path.split('.');
    if (!inner) out.push(indent + key + ': ' + text);
    else {
      // The phone is the first of a list.
      const list = key === 'phones';
      if (open !== key) out.push(indent + key + ':');
      out.push(indent + (list ? open === key ? '    ' : '  - ' : '  ') + inner + ': ' + text);
    }
    open = inner ? key : '';
  }
  return out;
};

/** Whether somebody can take part from elsewhere. @param {Values} program */
export const remote = (program) => (program.formats || []).some((/** @type {string} */ format) => format !== 'in-person');

/**
 * Ids of the programs: their names or levels, each once.
 * @param {Values[]} programs
 */
const ids = (programs) => {
  /** @type {string[]} */
  const all = [];
  for (const program of programs) {
    const base = cut(slugify(line(program.name)) || (program.level_of_care || []).join('-') || 'program', SLUG_MOST - 4);
    let id = base;
    for (let n = 2; all.includes(id); n++) id = base + '-' + n;
    all.push(id);
  }
  return all;
};

/**
 * The file of the listing: its path in the repository, and its text.
 * @param {Table} table
 * @param {Values} values
 */
export const fileOf = (table, values) => {
  const place = values.place || 'visit';
  const shown = Object.assign({}, values);
  if (place !== 'visit') shown['location.street'] = shown['location.unit'] = '';
  if (line(shown.status || 'active') === 'active') shown.status_note = '';
  const all = lines(table.listing, shown, '');
  if (place === 'confidential') after(all, '  zip:', '  confidential: hidden');
  if (place === 'virtual') after(all, '  zip:', '  virtual_only: virtual');
  const programs = values.programs || [];
  const names = ids(programs);
  const made = ['programs:'];
  programs.forEach((/** @type {Values} */ program, /** @type {number} */ i) => {
    const own = Object.assign({}, program);
    if (!remote(own)) own.states_served = [];
    if (own['accepting.status']) own['accepting.as_of'] = values['verified.date'];
    else own['accepting.wait'] = '';
    made.push('  - id: ' + quoted(names[i]), ...lines(table.program, own, '    '));
  });
  // In the order of the fields of a listing, programs follow the ways to reach them.
  let at = all.findIndex((one) => /^(languages|payment|access|verified):/.test(one));
  if (at < 0) at = all.length;
  all.splice(at, 0, ...made);
  if (line(values['verified.date'])) all.push('  by: provider', '  method: form');
  const body = markdown(values.body);
  const slug = slugOf(line(values.name), line(values['location.city']));
  const folder = line(values['location.state']).toLowerCase();
  return {
    slug,
    path: 'content/providers/' + (folder || 'state') + '/' + (slug || 'name') + '.md',
    text: '---\n' + all.join('\n') + '\n---\n' + (body ? '\n' + body + '\n' : ''),
  };
};

/**
 * @param {string[]} all
 * @param {string} start
 * @param {string} added
 */
const after = (all, start, added) => {
  const at = all.findIndex((one) => one.startsWith(start));
  if (at >= 0) all.splice(at + 1, 0, added);
};

/**
 * Everything that is wrong, in the order of the form, with the keys of the words that `waypost check` uses.
 * @param {Table} table
 * @param {Values} values
 * @param {string} today the day where the visitor is, `2026-09-01`
 */
export const problemsOf = (table, values, today) => {
  /** @type {Problem[]} */
  const found = [];
  /** @type {Tell} */
  const tell = (at, say, fill, warning) => {
    found.push({ at, say, fill: fill || {}, warning: !!warning });
  };
  const place = values.place || 'visit';
  for (const field of table.listing) {
    if (place !== 'visit' && /^location\.(street|unit)$/.test(field.path)) continue;
    one(table, field, values[field.path], field.path, tell, today);
  }
  if (!line(values['phones.number']) && !line(values.website)) tell('phones.number', 'contact');
  aboutName(table, values, tell);
  if (/^(po|p o|post office) box/.test(line(values['location.street']).toLowerCase().replace(/[^\p{L}\p{N} ]/gu, '')) && place === 'visit') tell('location.street', 'po_box');
  aboutZip(table, values, tell);
  const accepts = values['payment.accepts'] || [];
  const pays = ['private-insurance', 'self-pay', 'sliding-scale'].find((way) => accepts.includes(way));
  if (accepts.includes('free') && pays) tell('payment.accepts', 'free', { one: 'free', two: pays }, true);
  (values.programs || []).forEach((/** @type {Values} */ program, /** @type {number} */ i) => aboutProgram(table, values, program, 'programs.' + i + '.', tell, today));
  const words = line(values.body) ? line(values.body).split(' ').length : 0;
  if (words > table.words) tell('body', 'words', { count: words, most: table.words }, true);
  return found;
};

/**
 * The shape of one field.
 * @param {Table} table
 * @param {Field} field
 * @param {any} value
 * @param {string} at
 * @param {Tell} tell
 * @param {string} today
 */
const one = (table, field, value, at, tell, today) => {
  const { kind, required, most } = field;
  if (kind === 'terms' || kind === 'states') {
    if (required && !(value && value.length)) tell(at, 'level');
    return;
  }
  if (kind === 'range') return range(field, value, at, tell);
  const text = line(value);
  if (!text) {
    if (required) tell(at, at.startsWith('location') ? 'missing_location' : at.startsWith('verified') ? 'missing_date' : 'missing');
    return;
  }
  const count = Array.from(text).length;
  if (kind === 'text' && most && count > most) tell(at, 'long', { count, most });
  if (kind === 'zip' && !ZIP.test(text)) {
    if (/^\d{1,4}$/.test(text)) tell(at, 'zip_zero', { value: text, better: text.padStart(5, '0') });
    else tell(at, 'zip', { value: text });
  }
  if (kind === 'url') url(table, text, at, tell);
  if (kind === 'email' && !RegExp(table.forms.email).test(text)) tell(at, 'email', { value: text });
  if (kind === 'phone') phone(table, text, at, tell);
  if (kind === 'date') {
    const day = new Date(text + 'T00:00:00Z');
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || isNaN(Number(day)) || day.toISOString().slice(0, 10) !== text) tell(at, 'date', { value: text });
    else if (text > today) tell(at, 'future', { value: text });
  }
};

/**
 * @param {Field} field
 * @param {any} value
 * @param {string} at
 * @param {Tell} tell
 */
const range = ({ low = 0, high = 0 }, value, at, tell) => {
  const { min, max, any } = bounds(value);
  if (!any) return;
  for (const end of [min, max].filter(Boolean)) {
    const typed = number(end);
    if (isNaN(typed)) return tell(at, 'number', { value: end });
    if (typed < low || typed > high) return tell(at, 'bounds', { value: typed, low, high });
  }
  if (min && max && number(min) > number(max)) tell(at, 'range', { min: number(min), max: number(max) });
};

/**
 * @param {Table} table
 * @param {string} text
 * @param {string} at
 * @param {Tell} tell
 */
const url = (table, text, at, tell) => {
  let parsed;
  try {
    parsed = new URL(text);
  } catch (e) {
    return tell(at, !text.includes('://') && text.includes('.') && !text.includes(' ') ? 'url_start' : 'url', { value: text });
  }
  if (!/^https?:$/.test(parsed.protocol)) return tell(at, 'url', { value: text });
  if (!parsed.hostname.includes('.')) return tell(at, 'url_domain', { value: text });
  if (parsed.username || parsed.password) return tell(at, 'url_user');
  if (!RegExp(table.forms.url).test(text)) return tell(at, 'url', { value: text });
  if (text.startsWith('http://')) tell(at, 'http', {}, true);
  const names = [parsed.search, parsed.hash].map((part) => part.slice(1).split('&').map((one) => one.split('=')[0])).reduce((all, some) => all.concat(some));
  const tracking = names.filter((name) => /^utm_/i.test(name) || table.tracking.includes(name.toLowerCase()));
  if (tracking.length) tell(at, 'tracking', { word: tracking.join(', ') }, true);
};

/**
 * @param {Table} table
 * @param {string} text
 * @param {string} at
 * @param {Tell} tell
 */
const phone = (table, text, at, tell) => {
  const end = text.toLowerCase().search(/ext|[x#;,]/);
  const main = end < 0 ? text : text.slice(0, end);
  const ext = end < 0 ? '' : digits(text.slice(end));
  const own = national(main);
  if (table.crisis[own]) return tell(at, 'crisis', { value: text, line: table.crisis[own] });
  if (/[^\d +().\-\u00a0]/.test(main)) return tell(at, 'phone', { value: text });
  if (own.length !== 10) return tell(at, 'phone_digits', { value: text, count: own.length });
  const [area, exchange] = [own.slice(0, 3), own.slice(3, 6)];
  if (/^[01]/.test(area)) return tell(at, 'area_begins', { part: area });
  if (/^[01]/.test(exchange)) return tell(at, 'exchange_begins', { part: exchange });
  if (area.endsWith('11')) return tell(at, 'area', { part: area });
  if (exchange.endsWith('11') && !table.free.includes(area)) return tell(at, 'exchange', { part: exchange });
  if (ext) return tell(at, 'extension', { ext });
  if (!table.sample && /^55501\d\d$/.test(own.slice(3))) tell(at, 'fictional');
};

/**
 * @param {Table} table
 * @param {Values} values
 * @param {Tell} tell
 */
const aboutName = (table, values, tell) => {
  const name = line(values.name);
  const lower = name.toLowerCase();
  const letters = (name.match(/\p{L}/gu) || []).length;
  if (letters > 5 && !/\p{Lowercase}/u.test(name)) tell('name', 'capitals', {}, true);
  const slogan = table.slogans.find((word) => lower.includes(word));
  if (slogan) tell('name', 'slogan', { word: slogan.trim() }, true);
  else if ((name.match(/\d/g) || []).length >= 7 || /www\.|http|\.com/.test(lower)) tell('name', 'name_contact', {}, true);
  const outpatient = (values.programs || []).every((/** @type {Values} */ program) => (program.level_of_care || []).every((/** @type {string} */ level) => ['iop', 'php', 'outpatient'].includes(level)));
  const bed = outpatient && table.beds.find((word) => lower.includes(word));
  if (bed) tell('name', 'beds', { word: bed }, true);
};

/**
 * The state whose ZIPs begin like this one has to be the one that was chosen.
 * @param {Table} table
 * @param {Values} values
 * @param {Tell} tell
 */
const aboutZip = (table, values, tell) => {
  const [zip, state] = [line(values['location.zip']), line(values['location.state'])];
  if (!ZIP.test(zip) || !table.zips[state]) return;
  const start = zip.slice(0, 3);
  const has = (/** @type {string} */ code) => table.zips[code].split(' ').some((part) => {
    const [from, to] = part.split('-');
    return start >= from && start <= (to || from);
  });
  if (has(state)) return;
  const found = Object.keys(table.zips).find(has);
  if (found) tell('location.zip', 'zip_state', { zip: zip.slice(0, 5), found, state });
  else tell('location.zip', 'zip_unknown', { zip: zip.slice(0, 5) }, true);
};

/**
 * @param {Table} table
 * @param {Values} values
 * @param {Values} program
 * @param {string} at
 * @param {Tell} tell
 * @param {string} today
 */
const aboutProgram = (table, values, program, at, tell, today) => {
  for (const field of table.program) {
    if (/^accepting\.(as_of|wait)$/.test(field.path) && !program['accepting.status']) continue;
    if (field.path !== 'accepting.as_of' && (field.path !== 'states_served' || remote(program))) one(table, field, program[field.path], at + field.path, tell, today);
  }
  /** @type {(path: string) => string[]} */
  const list = (path) => program[path] || [];
  const levels = list('level_of_care');
  const only = (/** @type {string} */ level) => levels.length === 1 && levels[0] === level;
  const served = remote(program) ? list('states_served') : [];
  if (list('formats').includes('virtual') && !served.length) tell(at + 'states_served', 'served');
  if (served.some((state) => state !== line(values['location.state'])) && !line(program.note)) tell(at + 'note', 'licensed', {}, true);

  const ages = bounds(program.ages);
  if (list('populations').includes('adolescents') && ages.min && number(ages.min) >= 18) tell(at + 'populations', 'adolescents');
  if (list('populations').includes('older-adults') && ages.max && number(ages.max) < 55) tell(at + 'populations', 'older');
  const genders = list('genders');
  if (genders.length === 1 && genders[0] === 'women' && list('populations').includes('men')) tell(at + 'populations', 'men');
  if (genders.length === 1 && genders[0] === 'men' && list('populations').includes('women')) tell(at + 'populations', 'women');

  const hours = bounds(program.hours_per_week);
  if (hours.any) {
    const min = number(hours.min || hours.max);
    const max = number(hours.max || hours.min);
    const young = ages.max !== '' && number(ages.max) < 18;
    if (only('iop') && max > 19 && min >= 20) tell(at + 'hours_per_week', 'hours_php', { count: min }, true);
    else if (only('iop') && (max > 19 || min < (young ? 6 : 9))) tell(at + 'hours_per_week', young ? 'hours_young' : 'hours', {}, true);
    else if (only('php') && max < 20) tell(at + 'hours_per_week', 'hours_few', { count: max }, true);
  }
  const days = bounds(program.days_per_week);
  const most = number(days.max || days.min);
  if (days.any && most < 3 && only('iop')) tell(at + 'days_per_week', 'days', { count: most }, true);
  if (list('medications').includes('methadone') && !list('medications').includes('otp')) tell(at + 'medications', 'methadone', {}, true);
  if (line(values.status || 'active') !== 'active' && program['accepting.status'] === 'open') tell(at + 'accepting.status', 'closed', {}, true);
};
