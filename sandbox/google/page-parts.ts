import { html } from '../page.ts';

/** `12,300 views` */
export const amount = (count: number, one: string) =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** One press, one deed. What it is about is told to who cannot see where it stands. */
export const deedButton = (
  deed: string,
  fields: Readonly<Record<string, string>>,
  word: string,
  about: string,
) => html`
<form method="post" action="/google/play/${deed}">${Object.entries(fields).map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}<button class="quiet" aria-label="${word}: ${about}">${word}</button></form>`;
