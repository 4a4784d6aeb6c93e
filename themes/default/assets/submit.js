// The form for a new listing. It writes a file and finds what is wrong with it (assets/listing.js); the visitor opens,
// copies or saves the file. Nothing is asked of any host. What was typed is kept in this tab only.

import { fileOf, line, problemsOf, remote } from './listing.js';

/** @typedef {import('./listing.js').Problem} Problem */

/** @type {(name: string) => any} */
const id = (name) => document.getElementById(name);
const page = id('submit');
const form = id('submit-form');
const say = JSON.parse(id(page.dataset.words).textContent);
const table = JSON.parse(id(page.dataset.table).textContent);
// Pages of all languages share what was typed; another directory of the same host has a form of its own.
const KEY = 'listing ' + new URL(page.dataset.submit, String(location)).pathname;
const title = document.title;
const programs = id('submit-programs');
// Fields that the visitor has left once; their problems are told at once.
const left = new Set();
let checked = false;

/** @type {(text: string, fill: { [name: string]: string | number }) => string} */
const filled = (text, fill) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in fill ? String(fill[name]) : whole));

const today = () => {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
};

/** @type {(scope: ParentNode, what: string) => any[]} */
const all = (scope, what) => Array.from(scope.querySelectorAll(what));
/** @type {(path: string) => any} */
const fieldAt = (path) => {
  const [, nth, inner] = /^programs\.(\d+)\.(.*)$/.exec(path) || [];
  return nth ? programs.children[nth].querySelector('[data-field="' + inner + '"]') : form.querySelector('section [data-field="' + path + '"]');
};
/** @type {(field: any) => string} */
const pathOf = (field) => {
  const program = field.closest('.part');
  return (program ? 'programs.' + all(programs, '.part').indexOf(program) + '.' : '') + field.dataset.field;
};
/** @type {(field: any) => any} */
const valueOf = (field) => {
  const { kind } = field.dataset;
  if (kind === 'terms' || kind === 'states') return all(field, ':checked').map((box) => box.value);
  if (kind === 'range') return { min: field.querySelector('[data-end=min]').value, max: field.querySelector('[data-end=max]').value };
  return field.querySelector(kind === 'place' ? ':checked' : 'input, select, textarea').value;
};
/** @type {(field: any, value: any) => void} */
const put = (field, value) => {
  const { kind } = field.dataset;
  if (kind === 'terms' || kind === 'states') for (const box of all(field, 'input')) box.checked = (value || []).includes(box.value);
  else if (kind === 'range') for (const end of all(field, 'input')) end.value = (value && value[end.dataset.end]) || '';
  else if (kind === 'place') for (const one of all(field, 'input')) one.checked = one.value === (['confidential', 'virtual'].includes(value) ? value : 'visit');
  else if (value !== undefined) field.querySelector('input, select, textarea').value = value;
};
/** @type {(scope: ParentNode) => { [path: string]: any }} */
const gathered = (scope) => {
  /** @type {{ [path: string]: any }} */
  const values = {};
  for (const field of all(scope, '[data-field]')) values[field.dataset.field === 'location' ? 'place' : field.dataset.field] = valueOf(field);
  return values;
};
const values = () => {
  /** @type {{ [path: string]: any }} */
  const values = {};
  for (const section of all(form, 'section')) Object.assign(values, gathered(section));
  values.programs = all(programs, '.part').map(gathered);
  return values;
};

/** @type {(field: any) => string} */
const labelOf = (field) => field.querySelector('label, legend').firstChild.data.trim();
// Names of states and terms as the form shows them.
/** @type {(field: any, value: string) => string} */
const shown = (field, value) => {
  const box = field.querySelector('[value="' + value + '"]');
  return box ? (box.parentNode.tagName === 'LABEL' ? box.parentNode : box).textContent.trim() : value;
};
/** @type {(problem: Problem) => string} */
const wordsOf = ({ at, say: key, fill }) => {
  const field = fieldAt(at);
  const own = Object.assign({ field: labelOf(field) }, fill);
  if (key === 'zip_state') for (const name of ['found', 'state']) own[name] = shown(fieldAt('location.state'), String(own[name]));
  if (key === 'free') for (const name of ['one', 'two']) own[name] = shown(field, String(own[name]));
  return filled(say[key], own);
};

/** @type {(list: any, problems: Problem[]) => void} */
const link = (list, problems) => {
  list.textContent = '';
  for (const problem of problems) {
    const field = fieldAt(problem.at);
    const control = field.querySelector('input, select, textarea');
    const target = field.tagName === 'FIELDSET' ? field : control;
    const made = document.createElement('a');
    made.href = '#' + target.id;
    made.textContent = wordsOf(problem);
    made.addEventListener('click', (event) => {
      event.preventDefault();
      for (let folded = field.closest('details'); folded; folded = folded.parentNode.closest('details')) folded.open = true;
      control.focus();
      field.scrollIntoView();
    });
    const item = document.createElement('li');
    item.append(made);
    list.append(item);
  }
};

// Words at the fields themselves: all of them after a check, before that those of fields that were left.
/** @type {(problems: Problem[]) => void} */
const inline = (problems) => {
  for (const field of all(form, '[data-field]')) {
    const path = pathOf(field);
    const own = problems.filter(({ at }) => at === path);
    const told = checked || left.has(path) ? own.map(wordsOf).join(' ') : '';
    const error = field.querySelector('.error');
    if (error.textContent !== told) error.textContent = told;
    const wrong = told !== '' && own.some(({ warning }) => !warning);
    for (const control of all(field, 'input, select, textarea')) {
      if (wrong) control.setAttribute('aria-invalid', 'true');
      else control.removeAttribute('aria-invalid');
      // The words at a group are read with each of its controls.
      if (field.tagName === 'FIELDSET') {
        if (told) control.setAttribute('aria-describedby', error.id);
        else control.removeAttribute('aria-describedby');
      }
    }
    field.classList.toggle('wrong', wrong);
  }
};

/** @type {{ slug: string, path: string, text: string }} */
let file;
const look = () => {
  const now = values();
  file = fileOf(table, now);
  // Marks that somebody has made in the text stay while it is the same.
  for (const [shown, text] of [[id('submit-path'), file.path], [id('submit-text'), file.text]]) if (shown.textContent !== text) shown.textContent = text;
  const fields = all(form, '[data-field]').map(pathOf);
  const problems = problemsOf(table, now, today()).sort((a, b) => fields.indexOf(a.at) - fields.indexOf(b.at));
  inline(problems);
  return problems;
};

// Where the file goes: a link that carries it, or steps where it is too long for one.
const ways = () => {
  const path = encodeURIComponent(file.path);
  if (table.new) {
    const blank = table.new.replace('{path}', path);
    const whole = table.text && blank + table.text.replace('{text}', () => encodeURIComponent(file.text));
    const fits = !!whole && whole.length <= table.most;
    id('submit-short').hidden = !fits;
    id('submit-long').hidden = fits;
    id('submit-link').href = fits ? whole : blank;
    id('submit-blank').href = blank;
    id('submit-why').hidden = !whole;
    id('submit-never').hidden = !!whole;
    id('submit-upload-or').hidden = !table.upload;
    if (table.upload) id('submit-upload').href = table.upload.replace('{folder}', file.path.replace(/\/[^/]*$/, ''));
  }
  if (table.email) {
    const start = 'mailto:' + table.email + '?subject=' + encodeURIComponent(filled(say.subject, { name: line(fieldAt('name').querySelector('input').value) })) + '&body=';
    const whole = start + encodeURIComponent((file.path + '\n\n' + file.text).replace(/\n/g, '\r\n'));
    id('submit-mail').href = whole.length <= table.letter ? whole : start + encodeURIComponent(say.paste);
  }
};

const refresh = () => {
  const problems = look();
  if (!checked) return problems;
  const errors = problems.filter(({ warning }) => !warning);
  const warnings = problems.filter(({ warning }) => warning);
  id('submit-problems').hidden = !errors.length;
  link(id('submit-problems').querySelector('ul'), errors);
  document.title = errors.length ? filled(say.error, { title }) : title;
  id('submit-send').hidden = errors.length > 0;
  id('submit-warnings').hidden = !warnings.length;
  link(id('submit-warnings').querySelector('ul'), warnings);
  if (!errors.length) ways();
  return errors;
};

const keep = () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(values()));
  } catch (e) {} // storage is off or full: the form still works
};

// Fields that only some answers ask for.
const adapt = () => {
  const visits = valueOf(fieldAt('location')) === 'visit';
  for (const path of ['location.street', 'location.unit']) fieldAt(path).hidden = !visits;
  for (const program of all(programs, '.part')) program.querySelector('[data-field=states_served]').hidden = !remote({ formats: valueOf(program.querySelector('[data-field=formats]')) });
};

/** Numbers the programs anew: their titles, and the ids of their fields. */
const number = () => {
  const parts = all(programs, '.part');
  parts.forEach((part, i) => {
    part.querySelector('.nth').textContent = filled(say.nth, { count: i + 1 });
    part.querySelector('[data-remove]').hidden = parts.length < 2;
    for (const one of all(part, '[id], [for], [aria-describedby]')) {
      for (const name of ['id', 'for', 'aria-describedby']) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replace(/\bp\d+-/g, 'p' + i + '-'));
      }
    }
  });
};

const add = (/** @type {any} */ given = {}) => {
  const part = id('t-program').content.cloneNode(true).firstElementChild;
  const served = part.querySelector('[data-field=states_served] .boxes');
  for (const { value, text } of all(form, 'section [data-field="location.state"] option')) {
    if (!value) continue;
    const label = document.createElement('label');
    label.className = 'box';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = value;
    const name = document.createElement('span');
    name.textContent = text;
    label.append(box, ' ', name);
    served.append(label);
  }
  for (const field of all(part, '[data-field]')) put(field, given[field.dataset.field]);
  part.querySelector('[data-remove]').addEventListener('click', () => {
    part.remove();
    left.clear();
    number();
    id('submit-cleared').textContent = say.removed;
    id('submit-add').focus();
    keep();
    refresh();
  });
  programs.append(part);
  number();
  return part;
};

const fresh = (/** @type {any} */ given = {}) => {
  programs.textContent = '';
  for (const section of all(form, 'section')) for (const field of all(section, '[data-field]')) put(field, given[field.dataset.field === 'location' ? 'place' : field.dataset.field]);
  const earlier = Array.isArray(given.programs) ? given.programs.filter(Boolean) : [];
  for (const program of earlier.length ? earlier : [{}]) add(program);
  const date = fieldAt('verified.date').querySelector('input');
  if (!date.value) date.value = today();
  date.max = today();
  adapt();
};

form.addEventListener('input', () => {
  adapt();
  keep();
  refresh();
});
// Old browsers do not tell `input` of boxes and lists.
form.addEventListener('change', () => {
  adapt();
  keep();
  refresh();
});
// A press moves the focus before it is over. Words that came up in between would move what is pressed away.
let pressed = false;
let waiting = false;
const released = () => {
  pressed = false;
  if (waiting) refresh();
  waiting = false;
};
addEventListener('mousedown', () => (pressed = true), true);
addEventListener('mouseup', () => setTimeout(released), true);
addEventListener('keydown', released, true);
form.addEventListener('focusout', (/** @type {any} */ { target, relatedTarget }) => {
  const field = target.closest('[data-field]');
  if (!field || field.contains(relatedTarget)) return;
  // An empty field is only passed by.
  const value = valueOf(field);
  if (line(typeof value === 'string' ? value : JSON.stringify(Object.values(value).filter(Boolean)).replace('[]', ''))) left.add(pathOf(field));
  if (pressed) waiting = true;
  else refresh();
});
form.addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  checked = true;
  id('submit-status').textContent = '';
  const errors = refresh();
  const target = errors.length ? id('submit-problems') : id('submit-send-h');
  target.focus();
  target.scrollIntoView();
});
id('submit-add').addEventListener('click', () => {
  const part = add();
  adapt();
  keep();
  refresh();
  id('submit-cleared').textContent = filled(say.added, { count: programs.children.length });
  part.querySelector('input').focus();
});
id('submit-copy').addEventListener('click', () => {
  const status = id('submit-status');
  const byHand = () => {
    status.textContent = say.uncopied;
    id('submit-file').open = true;
    const selection = getSelection();
    if (selection) selection.selectAllChildren(id('submit-text'));
  };
  if (navigator.clipboard) navigator.clipboard.writeText(file.text).then(() => (status.textContent = say.copied), byHand);
  else byHand();
});
id('submit-save').addEventListener('click', () => {
  const made = document.createElement('a');
  const name = file.slug + '.md';
  made.href = URL.createObjectURL(new Blob([file.text], { type: 'text/markdown' }));
  made.download = name;
  document.body.append(made);
  made.click();
  made.remove();
  setTimeout(() => URL.revokeObjectURL(made.href), 60000);
  id('submit-status').textContent = filled(say.saved, { name });
});
id('submit-clear').addEventListener('click', () => {
  try {
    sessionStorage.removeItem(KEY);
  } catch (e) {}
  form.reset();
  checked = false;
  left.clear();
  document.title = title;
  id('submit-problems').hidden = id('submit-send').hidden = true;
  fresh();
  look();
  for (const folded of all(page, 'details')) folded.open = false;
  id('submit-cleared').textContent = say.cleared;
  id('submit-title').focus();
});

let given;
try {
  given = JSON.parse(sessionStorage.getItem(KEY) || '{}');
} catch (e) {
  given = {};
}
page.hidden = false;
fresh(given && typeof given === 'object' ? given : {});
look();
