// The page of the saved programs. Words and markup come from saved.html; what is shown comes from the list alone, so that
// opening this page asks the host for nothing.

import { KEY, copy, isKept, print, read, tell, write } from './save.js';

const id = (name) => document.getElementById(name);
const status = id('saved-status');
const compare = id('saved-compare');
const keep = id('saved-keep');
const list = id('saved-list');
const { root } = id('saved').dataset;
const MOST = 4;

const address = () => {
  const slugs = Array.from(list.querySelectorAll(':checked'), (box) => box.value);
  const link = new URL(compare.getAttribute('href'), location);
  link.hash = slugs.length ? 'ids=' + slugs.join(',') : '';
  return { link: link.href, count: slugs.length };
};
const choose = () => {
  const { link, count } = address();
  compare.href = link;
  compare.hidden = count < 2;
  id('saved-copy').hidden = !count;
};

const item = (program, checked) => {
  const { slug, title, place, tel, phone } = program;
  const made = id('t-saved').content.cloneNode(true);
  const [link, box, call] = ['h2 a', 'input', '.call a'].map((one) => made.querySelector(one));
  link.textContent = title;
  link.href = root + 'programs/' + slug + '/';
  made.querySelector('.meta').textContent = place || '';
  if (/^(tel|sms):\+\d+((,|;ext=)\d+)?$/.test(tel)) {
    call.href = tel;
    call.firstChild.data = call.firstChild.data.replace('{number}', phone);
  } else call.parentNode.remove();
  for (const named of made.querySelectorAll('.vh')) named.textContent += title;
  box.value = slug;
  box.checked = checked;
  made.querySelector('button').addEventListener('click', () => {
    write(read().filter((other) => other.slug !== slug));
    draw();
    tell(status, 'removed', read().length);
    // The pressed button is gone.
    id('saved-title').focus();
  });
  return made;
};

const draw = () => {
  const programs = read();
  const was = new Set(Array.from(list.querySelectorAll('input:not(:checked)'), (box) => box.value));
  list.textContent = '';
  let count = 0;
  for (const program of programs) list.append(item(program, !was.has(program.slug) && count++ < MOST));
  id('saved-some').hidden = !programs.length;
  id('saved-empty').hidden = programs.length > 0;
  id('saved-tab').hidden = isKept();
  id('saved-device').hidden = !isKept();
  keep.checked = isKept();
  choose();
};

list.addEventListener('change', ({ target }) => {
  if (address().count > MOST) {
    target.checked = false;
    tell(status, 'most');
  }
  choose();
});
keep.addEventListener('change', () => {
  try {
    write(read(), keep.checked);
  } catch (e) {
    tell(status, 'off');
  }
  draw();
});
id('saved-print').addEventListener('click', print);
id('saved-copy').addEventListener('click', () => copy(status, address().link));
id('saved-clear').addEventListener('click', () => {
  write([]);
  draw();
  tell(status, 'cleared');
  id('saved-title').focus();
});

id('saved').hidden = false;
draw();
addEventListener('storage', ({ key }) => key === KEY && draw());
addEventListener('pageshow', ({ persisted }) => persisted && draw());
