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

/** The frame of every page. `live` names the part whose news redraw it. */
export function layout({
  title,
  here,
  now,
  live,
  body,
}: {
  title: string;
  here: string;
  now: Date;
  live?: string;
  body: Html;
}): Html {
  const links = [
    ['/', 'Home'],
    ['/mail', 'Mailbox'],
    ['/clock', 'Clock'],
    ['/log', 'Log'],
    ['/failures', 'Failures'],
    ['/s3', 'Files'],
    ['/oidc', 'Sign-on'],
  ] as const;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sandbox</title>
<link rel="icon" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/sandbox.css">
<link rel="stylesheet" href="/assets/forms.css">
${live !== undefined && html`<script type="module" src="/assets/live.js" data-part="${live}"></script>`}
</head>
<body>
<header class="top">
  <a class="brand" href="/"><span aria-hidden="true" class="mark"></span>Sandbox</a>
  <nav aria-label="Parts">${links.map(
    ([href, name]) => html`<a href="${href}"${here === href && html` aria-current="page"`}>${name}</a>`,
  )}</nav>
  <a class="time" href="/clock" title="The sandbox's own time">${shortTime(now)}</a>
</header>
<main id="main">
${body}
</main>
</body>
</html>
`;
}

export const shortTime = (at: Date | string) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
export const clockTime = (at: string) => at.slice(11, 19);
export const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
