import { type Html, html, layout, many } from '../page.ts';
import type { World } from '../world.ts';
import type { State } from './objects.ts';

const shownMax = 200;

export function filesPage(
  world: World,
  buckets: State['buckets'],
  credentials: Record<string, string>,
): Html {
  const rows = Object.entries(buckets).flatMap(([bucket, objects]) =>
    Object.entries(objects).map(([key, object]) => ({ bucket, key, ...object })),
  );
  const newest = rows.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1)).slice(0, shownMax);
  return layout({
    title: 'Files',
    here: '/s3',
    now: world.now(),
    live: 's3',
    body: html`
<h1>Files</h1>
<p class="lead">An S3-compatible store. Requests are signed and checked as the real service checks them.</p>
<dl class="facts">${Object.entries({ endpoint: '/s3, path style', ...credentials }).map(
      ([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`,
    )}</dl>
<h2>${many(rows.length, 'file')}</h2>
${
  newest.length === 0
    ? html`<p class="empty">Nothing is stored yet. Configure Stoa with this store and upload a file.</p>`
    : html`<ul class="rows">${newest.map(
        ({ bucket, key, bytes, contentType, changedAt }) => html`
<li class="row">
<span class="grow"><b>${key}</b><small>${bucket} · ${contentType}</small></span>
<small class="num">${sized(bytes)}<br>${changedAt.slice(0, 16).replace('T', ' ')}</small>
</li>`,
      )}</ul>`
}`,
  });
}

function sized(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
