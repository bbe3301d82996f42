import type { Module } from '../../module.ts';
import type { Endpoint } from '../endpoint.ts';
import { idempotencyKeptDays } from '../idempotency.ts';
import { codesOf, operationIdOf, refusalsOf, takesKey } from '../openapi.ts';
import { exampleOf, type JsonSchema, type Property, propertiesOf, schemaOf } from '../openapi-schema.ts';
import { type Html, html, prose } from './html.ts';

/**
 * The whole reference in one page: it is searched with the browser's own means as well as with the filter.
 */
export function docsPage(modules: readonly Module<any>[]): string {
  const spoken = modules.filter(({ routes }) => routes.length > 0);
  const count = spoken.reduce((sum, { routes }) => sum + routes.length, 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Stoa API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/page.css">
<script src="/api/docs/filter.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the operations</a>
<nav aria-label="Contents">
<p class="brand"><a href="#top">Stoa <span>API</span></a></p>
<label for="filter">Filter</label>
<input id="filter" type="search" placeholder="location, PUT, closed" autocomplete="off" spellcheck="false">
<p id="found" role="status">${count} operations</p>
${spoken.map(contentsOf)}
<p class="contents"><a href="#errors">Errors</a></p>
</nav>
<main id="main">
<header id="top">
<h1>The Stoa API</h1>
<p class="lead">Everything the screens do, they do through these operations.
The same description for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
</header>
${introduction}
${spoken.map(sectionOf)}
${errorsSection(modules)}
</main>
</body>
</html>
`.text;
}

const introduction = html`<section aria-labelledby="basics">
<h2 id="basics">What holds everywhere</h2>
<dl class="rules">
<dt>Who you are</dt>
<dd>A browser shows its session cookie, a program sends <code>Authorization: Bearer</code>.
A workspace you have no place in answers as if it did not exist.</dd>
<dt>Writing twice</dt>
<dd>Send an <code>Idempotency-Key</code> of your own with every write. The same key within
${idempotencyKeptDays} days gets the first answer again and does nothing twice;
with another body it is refused.</dd>
<dt>Refusals</dt>
<dd>One shape, <code>application/problem+json</code>: a stable <code>code</code>, a sentence for people,
the <code>fields</code> that are wrong, and the <code>requestId</code> to ask about.</dd>
<dt>Lists</dt>
<dd>A page at a time. Ask again with <code>after</code> set to the page's <code>next</code>,
until it is null.</dd>
<dt>Limits</dt>
<dd><code>RateLimit-Remaining</code> says what is left.
Beyond it: 429, and <code>Retry-After</code> says how long to wait.</dd>
</dl>
</section>`;

const contentsOf = ({ name, routes }: Module<any>): Html => html`<div class="contents">
<a href="#module-${name}">${name}</a>
<ul>${routes.map(({ endpoint }) => entryOf(operationIdOf(endpoint), endpoint.summary))}</ul>
</div>`;

const entryOf = (id: string, summary: string): Html =>
  html`<li data-for="${id}"><a href="#${id}">${summary}</a></li>`;

const sectionOf = (
  module: Module<any>,
): Html => html`<section class="module" aria-labelledby="module-${module.name}">
<h2 id="module-${module.name}">${module.name}</h2>
${module.routes.map(({ endpoint }) => operation(endpoint))}
</section>`;

function operation(endpoint: Endpoint): Html {
  const id = operationIdOf(endpoint);
  const params = propertiesOf(schemaOf(endpoint.params, 'input'));
  const query = propertiesOf(schemaOf(endpoint.query, 'input'));
  const body = endpoint.method === 'GET' ? [] : propertiesOf(schemaOf(endpoint.body, 'input'));
  const reply = schemaOf(endpoint.reply, 'output');
  const codes = codesOf(endpoint);
  const find = [
    endpoint.method,
    endpoint.path,
    endpoint.summary,
    endpoint.permission ?? '',
    ...endpoint.errors,
  ].join(' ');
  return html`<article id="${id}" data-find="${find.toLowerCase()}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><a href="#${id}">${endpoint.summary}</a></h3>
<p class="address"><span class="method">${endpoint.method}</span> <code>${addressOf(endpoint)}</code></p>
${endpoint.description !== undefined && html`<p>${prose(endpoint.description)}</p>`}
<p class="facts">${factsOf(endpoint).map((fact) => html`<span>${prose(fact)}</span>`)}</p>
${fields('In the path', params)}
${fields('In the query', query)}
${fields('Body', body)}
${endpoint.upload && bytesOf(endpoint.upload)}
${replyOf(endpoint, reply)}
<h4>Refusals</h4>
<p class="codes">${codes.map((code) => html`<a href="#${code}"><code>${code}</code></a> `)}</p>
<details><summary>Try it from a terminal</summary><pre tabindex="0"><code>${curlOf(endpoint, body)}</code></pre></details>
</article>`;
}

const bytesOf = ({ bytesMax, types }: NonNullable<Endpoint['upload']>): Html => html`<h4>Body</h4>
<p>The bytes themselves, up to ${bytesMax}, as ${types.join(', ')}.
The name goes percent-encoded into <code>X-File-Name</code>.</p>`;

/** Where a long path may break on a narrow screen. */
const addressOf = ({ path }: Endpoint): Html[] =>
  `/api${path}`.split(/(?=\/)/).map((part) => html`${part}<wbr>`);

function factsOf(endpoint: Endpoint): string[] {
  const who = {
    workspace: `needs \`${endpoint.permission}\``,
    person: 'anybody signed in',
    admin: 'for administrators of the installation',
    anybody: 'no session needed',
  };
  return [
    who[endpoint.audience as keyof typeof who],
    ...(takesKey(endpoint) ? ['takes an `Idempotency-Key`'] : []),
    ...(endpoint.etag ? ['answers 304 by `ETag`'] : []),
    ...(endpoint.limit ? [`at most ${endpoint.limit.count} in ${endpoint.limit.seconds} s`] : []),
  ];
}

const fields = (title: string, properties: readonly Property[]): Html | false =>
  properties.length > 0 &&
  html`<h4>${title}</h4>
<dl class="fields">${properties.map(
    ({
      name,
      required,
      schema,
    }) => html`<div><dt><code>${name}</code>${!required && html` <i>optional</i>`}</dt>
<dd><span class="kind">${kindOf(schema)}</span> ${prose(String(schema.description ?? ''))}</dd></div>`,
  )}</dl>`;

function replyOf(endpoint: Endpoint, schema: JsonSchema): Html {
  if (endpoint.status === 204) return html`<h4>Answer ${endpoint.status}</h4><p>No body.</p>`;
  return html`<h4>Answer ${endpoint.status}</h4>
<pre tabindex="0"><code>${JSON.stringify(exampleOf(schema), null, 2)}</code></pre>`;
}

/** A schema in words: `text, 1 to 120 characters`. */
function kindOf(schema: JsonSchema): string {
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (choices) return choices.map(kindOf).join(', or ');
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.type === 'array') return `list of ${kindOf((schema.items ?? {}) as JsonSchema)}`;
  const names: Record<string, string> = {
    string: 'text',
    'date-time': 'instant',
    uuid: 'id',
    integer: 'whole number',
  };
  const type = String(schema.format ?? schema.type ?? 'anything');
  const least = schema.minLength ?? schema.minimum;
  const most = schema.maxLength ?? schema.maximum;
  const unit = schema.type === 'string' ? ' characters' : '';
  const range =
    least !== undefined && most !== undefined && most !== Number.MAX_SAFE_INTEGER
      ? `, ${least} to ${most}${unit}`
      : schema.maxLength !== undefined
        ? `, at most ${most}${unit}`
        : '';
  const otherwise = 'default' in schema ? `, else ${JSON.stringify(schema.default)}` : '';
  return `${names[type] ?? type}${range}${otherwise}`;
}

function curlOf(endpoint: Endpoint, body: readonly Property[]): string {
  const path = endpoint.path.replace(
    /:(\w+)/g,
    (_, name: string) => `$${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
  );
  const lines = [`curl -X ${endpoint.method} "$STOA/api${path}"`];
  if (endpoint.audience !== 'anybody') lines.push('-H "Authorization: Bearer $TOKEN"');
  if (takesKey(endpoint)) lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (endpoint.upload) {
    lines.push(
      `-H 'Content-Type: ${endpoint.upload.types[0]}'`,
      "-H 'X-File-Name: picture'",
      '--data-binary @file',
    );
  } else if (body.length > 0) {
    const example = Object.fromEntries(body.map(({ name, schema }) => [name, exampleOf(schema)]));
    lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(example)}'`);
  }
  return lines.join(' \\\n  ');
}

function errorsSection(modules: readonly Module<any>[]): Html {
  return html`<section aria-labelledby="errors">
<h2 id="errors">Errors</h2>
<p>Every code there is. A code never changes its meaning; the sentence may.</p>
<dl class="errors">${[...refusalsOf(modules).values()].map(
    ({ code, status, message }) =>
      html`<div id="${code}"><dt><a href="#${code}"><code>${code}</code></a> <span>${status}</span></dt>
<dd>${message}</dd></div>`,
  )}</dl>
</section>`;
}
