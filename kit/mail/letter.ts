import { Html, html } from './html.ts';

/** What a template answers: the same words twice, for eyes and for plain text. */
export interface Written {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * A mail as its parts. Both forms are made from these, so that neither can say something the other does not.
 */
export interface Letter {
  readonly subject: string;
  /** Shown after the subject in a list of mails. */
  readonly preheader: string;
  readonly title: string;
  readonly parts: readonly LetterPart[];
  /** Why somebody gets this, and what to do if it was not meant for them. */
  readonly footnote: string;
}

export type LetterPart =
  | { readonly kind: 'text'; readonly text: string }
  /** The one thing to do. */
  | { readonly kind: 'action'; readonly label: string; readonly href: string }
  /** To be typed or copied: a code, a recovery key. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] };

export interface Brand {
  /** The installation's name, at the top and the end. */
  readonly name: string;
  readonly url: string;
}

export function written(letter: Letter, brand: Brand): Written {
  for (const part of letter.parts) if (part.kind === 'action') checkHref(part.href);
  return { subject: oneLine(letter.subject), text: textOf(letter, brand), html: htmlOf(letter, brand).text };
}

/** Escaping keeps an address inside its quotes; this keeps it an address. */
function checkHref(href: string): void {
  const { protocol } = new URL(href);
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`a mail may not link to ${protocol}`);
}

function textOf({ title, parts, footnote }: Letter, brand: Brand): string {
  const body = parts.map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'action') return `${part.label}:\n${part.href}`;
    if (part.kind === 'code') return `    ${part.code}`;
    return part.facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  });
  return `${[title, ...body].join('\n\n')}\n\n-- \n${footnote}\n${brand.name} · ${brand.url}\n`;
}

/** Hides the first words of the body from the list of mails, after the preheader. */
const padding = '\u034f\u00a0'.repeat(90);

const styles = new Html(`
body{margin:0;padding:0;background:#f6f5f2}
.page{background:#f6f5f2;padding:40px 16px 56px}
.sheet{max-width:560px;margin:0 auto;
font:16px/1.6 -apple-system,BlinkMacSystemFont,"Segoe UI","Helvetica Neue",Arial,sans-serif;
color:#22211f}
.brand{margin:0 0 20px;padding:0 4px;font-size:15px;font-weight:600;color:#22211f}
.card{background:#ffffff;border:1px solid #e6e3dc;border-radius:14px;padding:36px 36px 32px}
h1{margin:0 0 18px;font-size:24px;line-height:1.25;font-weight:650;letter-spacing:-0.01em;color:#22211f}
p{margin:0 0 18px}
.act{margin:26px 0}
.act a{display:inline-block;padding:12px 22px;border-radius:10px;background:#22211f;color:#ffffff;
font-weight:600;text-decoration:none}
.bare{font-size:13px;line-height:1.5;color:#6d6a63;word-break:break-all}
.bare a{color:#6d6a63}
.code{margin:24px 0;padding:18px 12px;border-radius:10px;background:#f3f1ec;text-align:center;
font:600 26px/1.2 ui-monospace,"SF Mono",Menlo,Consolas,monospace;letter-spacing:.14em;color:#22211f;
word-break:break-all}
.facts{width:100%;border-collapse:collapse;margin:0 0 18px}
.facts td{padding:9px 0;border-top:1px solid #eeebe5;vertical-align:top;font-size:15px;text-align:left;
color:#22211f}
.facts td:first-child{padding-right:20px;color:#6d6a63;white-space:nowrap}
.foot{margin:22px 4px 0;font-size:13px;line-height:1.55;color:#6d6a63}
.foot a{color:#6d6a63}
.pre{display:none;max-height:0;overflow:hidden;opacity:0;mso-hide:all}
@media (max-width:480px){.page{padding:20px 10px 40px}.card{padding:26px 20px 22px}.act a{display:block;
text-align:center}}
@media (prefers-color-scheme:dark){
body,.page{background:#151413}.sheet,.brand,h1{color:#ece9e3}.card{background:#1f1d1b;
border-color:#35322e}
.act a{background:#ece9e3;color:#1b1a18}.bare,.bare a,.foot,.foot a,.facts td:first-child{color:#a09b92}
.code{background:#2a2825;color:#ece9e3}.facts td{border-color:#35322e}
.facts td:last-child{color:#ece9e3}}
`);

function htmlOf({ subject, preheader, title, parts, footnote }: Letter, brand: Brand): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${styles}</style>
</head>
<body>
<div class="pre">${preheader}${padding}</div>
<div class="page" role="article" aria-roledescription="email" aria-label="${subject}">
<div class="sheet">
<p class="brand">${brand.name}</p>
<div class="card">
<h1>${title}</h1>
${parts.map(partHtml)}
</div>
<p class="foot">${footnote}<br><a href="${brand.url}">${brand.name}</a></p>
</div>
</div>
</body>
</html>
`;
}

function partHtml(part: LetterPart): Html {
  if (part.kind === 'text') return html`<p>${part.text}</p>\n`;
  if (part.kind === 'code') return html`<p class="code">${part.code}</p>\n`;
  if (part.kind === 'facts') {
    return html`<table class="facts" role="presentation">${part.facts.map(
      ([name, value]) => html`<tr><td>${name}</td><td>${value}</td></tr>`,
    )}</table>\n`;
  }
  // The address is written out too: some mail programs take links off buttons, and people like to see where
  // they go.
  return html`<p class="act"><a href="${part.href}">${part.label}</a></p>
<p class="bare">Or open this address: <a href="${part.href}">${part.href}</a></p>\n`;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
