// Draws the page again when its part has news, without losing where somebody is reading or writing.
const { part } = document.querySelector('script[data-part]').dataset;
let waiting = false;

new EventSource('/live').addEventListener('message', ({ data }) => {
  const mine = part === '*' || data === part;
  if (!mine || waiting || document.activeElement?.matches('input')) return;
  waiting = true;
  setTimeout(redraw, 300);
});

async function redraw() {
  waiting = false;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const focused = document.activeElement?.getAttribute('href');
  for (const selector of ['main', '.time']) {
    document.querySelector(selector).replaceWith(document.adoptNode(fresh.querySelector(selector)));
  }
  if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus();
}
