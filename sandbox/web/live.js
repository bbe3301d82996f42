// Draws the page again when its part has news: only what changed, so that nobody loses what they read or write.
const { part } = document.querySelector('script[data-part]').dataset;
const pauseMs = 250;
let state = 'idle';

if (part) {
  const news = new EventSource('/live');
  news.addEventListener('message', ({ data }) => (part === '*' || data === part) && soon());
  document.addEventListener('visibilitychange', () => soon());
}
showLatest(document);

/** However much news there is, one drawing at a time, and none that nobody sees. */
function soon() {
  if (document.hidden) return;
  if (state === 'idle') setTimeout(draw, pauseMs);
  state = state === 'idle' ? 'waiting' : state === 'drawing' ? 'drawing, with news' : state;
}

async function draw() {
  state = 'drawing';
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    // The sandbox is being started again; it says so by news.
  }
  const hasNews = state === 'drawing, with news';
  state = 'idle';
  if (hasNews) soon();
}

function show(fresh) {
  for (const selector of ['main', '.time'])
    morph(document.querySelector(selector), fresh.querySelector(selector));
}

/** Makes one element like another. What has an id is the same thing wherever it stands. */
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const keepsEnd =
    'latest' in (old.dataset ?? {}) && old.scrollHeight - old.scrollTop - old.clientHeight < 40;
  for (const { name } of [...(old.attributes ?? [])])
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const { name, value } of fresh.attributes ?? [])
    if (old.getAttribute(name) !== value && name !== 'open') old.setAttribute(name, value);
  if (old.nodeType !== 1) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  let at = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const twin = node.id ? old.querySelector(`:scope > #${CSS.escape(node.id)}`) : at;
    const isSame = twin && twin.nodeName === node.nodeName && (twin.id ?? '') === (node.id ?? '');
    if (!isSame) {
      if (node.id) node.classList.add('arrived');
      old.insertBefore(document.adoptNode(node), at);
      continue;
    }
    if (twin === at) at = at.nextSibling;
    else old.insertBefore(twin, at);
    morph(twin, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  if (keepsEnd) old.scrollTop = old.scrollHeight;
}

function showLatest(within) {
  for (const one of within.querySelectorAll('[data-latest]')) one.scrollTop = one.scrollHeight;
}

/** On the stage nobody is to be led away by what they do there: it is sent, and the page stays. */
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.closest('[data-stays]') || form.method !== 'post') return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
  const address = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action');
  const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'text/html' } });
  if (answer.ok) form.reset();
  await draw();
  if (answer.ok) return;
  const hint = Object.assign(document.createElement('p'), { className: 'hint', role: 'alert' });
  hint.textContent = (await answer.json().catch(() => ({}))).error ?? `It was refused: ${answer.status}.`;
  form.after(hint);
});

const menus = () => [...document.querySelectorAll('.menu[open]')];
document.addEventListener('click', ({ target }) => {
  for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
