// Up to four programs side by side. Their slugs stand behind the #; what is shown is read from the programs' own pages, so
// it is never out of step with them. Only text is taken from there, and numbers to call.

const id = (name) => document.getElementById(name);
const table = id('compare-table');
const { root, ask } = id('compare').dataset;
const say = JSON.parse(id('compare-texts').textContent);
// Where it is stacked, browsers take it for a table only if it says so.
const ROLES = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row' };
for (const part of [table, ...table.querySelectorAll('thead,tbody,tr,th')]) {
  part.setAttribute('role', ROLES[part.nodeName] || (part.scope === 'col' ? 'columnheader' : 'rowheader'));
}
const empty = table.cloneNode(true);
const MOST = 4;

const squash = (text) => text.replace(/\s+/g, ' ').trim();

const slugs = () => {
  const [, given = ''] = /^#ids=([a-z0-9,-]*)/.exec(location.hash.slice(0, 2000).replace(/%2c/gi, ',')) || [];
  return Array.from(new Set(given.split(','))).filter((slug) => slug && slug.length < 81);
};

// A page as a document that nothing of runs. Not fetched as text: making a document of text is what trusted types forbid.
const page = (address) =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.onload = () => done({ status: request.status, found: request.response });
    request.onerror = () => done({ status: 0 });
    request.send();
  });
const program = async (slug, again = true) => {
  const { status, found } = await page(root + 'programs/' + slug + '/');
  const moved = found && found.querySelector('meta[http-equiv="refresh"]');
  const [, next] = (moved && /programs\/([a-z0-9-]+)\/$/.exec(moved.content)) || [];
  if (next && again) return program(next, false);
  if (found && found.querySelector('.program h1')) return { slug, found };
  return { slug, gone: status === 200 || status === 404 || status === 410 };
};

// The texts of an element's paragraphs, items and remarks, one each, without what `skipped` selects.
const lines = (element, skipped) => {
  const out = [''];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) out[out.length - 1] += child.data;
      if (child.nodeType !== 1 || child.matches(skipped)) continue;
      const own = /^(LI|P|BR|ADDRESS|UL)$/.test(child.nodeName) || child.className === 'meta';
      if (own) out.push('');
      walk(child);
      if (own) out.push('');
    }
  };
  walk(element);
  return out.map(squash).filter(Boolean);
};

// What a page says in its rows of this name. A listing with several programs has one such row in each.
const fact = (found, name, skipped) => {
  const rows = Array.from(found.querySelectorAll('.facts dt')).filter((term) => squash(term.textContent) === name);
  const said = [];
  for (const term of rows) {
    const own = lines(term.parentNode.querySelector('dd'), skipped);
    if (rows.length > 1) own.unshift(squash(term.closest('section').querySelector('h2').textContent) + ':');
    said.push(...own);
  }
  return said;
};

const add = (parent, name, text, className) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
};
const cell = (row, name, role) => {
  const made = add(row, name, '');
  made.setAttribute('role', role);
  return made;
};

const fill = (programs) => {
  const [head, ...rows] = table.rows;
  const names = programs.map(({ found }) => squash(found.querySelector('.program h1').textContent));
  programs.forEach(({ slug, found }, i) => {
    const made = cell(head, 'th', 'columnheader');
    made.scope = 'col';
    add(made, 'a', names[i]).href = root + 'programs/' + slug + '/';
    for (const note of found.querySelectorAll('.program > .note strong')) add(made, 'p', squash(note.textContent), 'warn');
  });
  for (const row of rows) {
    const header = row.cells[0];
    const label = squash(header.textContent);
    const said = programs.map(({ found }, i) => {
      const made = cell(row, 'td', 'cell');
      add(made, 'p', names[i], 'of');
      const call = found.querySelector('.call-main a[href^="tel:"]');
      if (row.dataset.row === 'call' && call) {
        add(made, 'a', squash(call.textContent)).href = call.getAttribute('href');
        return '';
      }
      const time = row.dataset.row === 'verified' && found.querySelector('.verified time');
      const own = time ? [squash(time.textContent)] : fact(found, label, '.directions');
      for (const line of own.length ? own : [ask]) add(made, 'p', line);
      return own.length && own[0] !== ask ? fact(found, label, '.meta').join('\n') : '';
    });
    // What nobody reported is not known to differ; places, numbers and days always do, and remarks do not count.
    if (!row.dataset.row && new Set(said.filter(Boolean)).size > 1) add(header, 'span', say.differs, 'differs');
  }
};

let turn = 0;
const show = async () => {
  const mine = ++turn;
  const asked = slugs();
  const shown = asked.slice(0, MOST);
  // The other language compares the same programs.
  for (const other of document.querySelectorAll('.langs a')) other.hash = location.hash;
  table.hidden = true;
  id('compare-print').hidden = true;
  id('compare-none').hidden = shown.length > 0;
  id('compare-retry').hidden = true;
  const notes = id('compare-notes');
  notes.textContent = '';
  id('compare-status').textContent = shown.length ? say.busy : '';
  const all = await Promise.all(shown.map((slug) => program(slug)));
  if (mine !== turn) return;
  const found = all.filter((one) => one.found);
  table.replaceChild(empty.tHead.cloneNode(true), table.tHead);
  table.replaceChild(empty.tBodies[0].cloneNode(true), table.tBodies[0]);
  fill(found);
  table.hidden = !found.length;
  id('compare-print').hidden = !found.length;
  if (asked.length > MOST) add(notes, 'p', say.most);
  for (const { slug, gone } of all.filter((one) => !one.found)) {
    add(notes, 'p', (gone ? say.gone : say.load).replace('{name}', slug));
    if (!gone) id('compare-retry').hidden = false;
  }
  id('compare-status').textContent = found.length ? say.shown.replace('{count}', found.length) : '';
};

id('compare-print').addEventListener('click', () => window.print());
id('compare-retry').addEventListener('click', show);
addEventListener('hashchange', show);
// The skip link would put its own words behind the #.
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  id('main').focus();
});
id('compare').hidden = false;
show();
