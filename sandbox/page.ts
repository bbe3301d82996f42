import { readdirSync } from 'node:fs';

/**
 * Text that is HTML already: made by `html` only, so that what people and programs sent is always escaped.
 */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Value = Html | string | number | false | null | undefined | readonly Value[];

export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((whole, part, i) => whole + shown(values[i - 1]) + part));
}

function shown(value: Value): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(shown).join('');
  return String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

interface Place {
  readonly href: string;
  readonly name: string;
}
interface Group {
  readonly name: string;
  readonly places: readonly Place[];
}

/** Where one can go: in groups, since there are more parts than a line holds. */
const groups: readonly Group[] = [
  {
    name: 'Platforms',
    places: [
      { href: '/meta', name: 'Meta' },
      { href: '/google', name: 'Google' },
      { href: '/shopify', name: 'Shopify' },
      { href: '/amazon', name: 'Amazon' },
      { href: '/stripe', name: 'Stripe' },
      { href: '/whop', name: 'Whop' },
      { href: '/ai', name: 'AI' },
      { href: '/replicate', name: 'Replicate' },
      { href: '/fal', name: 'fal' },
    ],
  },
  {
    name: 'Wires',
    places: [
      { href: '/deliveries', name: 'Deliveries' },
      { href: '/log', name: 'Log' },
      { href: '/failures', name: 'Failures' },
      { href: '/clock', name: 'Clock' },
    ],
  },
  {
    name: 'Services',
    places: [
      { href: '/mail', name: 'Mailbox' },
      { href: '/s3', name: 'Files' },
      { href: '/oidc', name: 'Sign-on' },
    ],
  },
];

/** What a part is called where there is little room. Something that is no part has a name as well. */
export const shortName = (name: string): string =>
  groups.flatMap(({ places }) => places).find(({ href }) => href === `/${name}`)?.name ??
  name.slice(0, 1).toUpperCase() + name.slice(1);

/** What all pages share comes first, so that a part's own sheet has the last word. */
const shared = ['sandbox.css', 'top.css', 'forms.css'];
const sheets = [
  ...shared,
  ...readdirSync(new URL('./web/', import.meta.url))
    .filter((file) => file.endsWith('.css') && !shared.includes(file))
    .sort(),
];

export interface Frame {
  readonly title: string;
  /** The address of the place it belongs to: `/mail`. */
  readonly here: string;
  readonly now: Date;
  /** Names the part whose news redraw it; `*` any. */
  readonly live?: string;
  /** For what needs the whole width. */
  readonly wide?: boolean;
  readonly body: Html;
}

/** The frame of every page. */
export function layout({ title, here, now, live = '', wide = false, body }: Frame): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox</title>
<link rel="icon" href="/assets/mark.svg">
${sheets.map((sheet) => html`<link rel="stylesheet" href="/assets/${sheet}">\n`)}
<script type="module" src="/assets/live.js" data-part="${live}"></script>
</head>
<body>
<a class="skip" href="#main">To the page</a>
<header class="top">
  <a class="brand" href="/"${here === '/' && html` aria-current="page"`}>
    <span aria-hidden="true" class="mark"></span>Sandbox</a>
  <nav aria-label="Parts">${groups.map((group) => menu(group, here))}</nav>
  <a class="time" href="/clock" title="The sandbox's own time">${shortTime(now)}</a>
</header>
<main id="main"${wide && html` class="wide"`}>
${body}
</main>
</body>
</html>
`;
}

/** One of them is open at a time; it opens and closes by keyboard, and without a script. */
function menu({ name, places }: Group, here: string): Html {
  const current = places.find(({ href }) => href === here);
  return html`
<details class="menu" name="menu"${current && html` data-here`}>
<summary>${name}${current && html`<span> · ${current.name}</span>`}</summary>
<ul>${places.map(
    (place) => html`
<li><a href="${place.href}"${place === current && html` aria-current="page"`}>${place.name}</a></li>`,
  )}</ul>
</details>`;
}

export const shortTime = (at: Date | string) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
export const clockTime = (at: string) => at.slice(11, 19);
export const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
