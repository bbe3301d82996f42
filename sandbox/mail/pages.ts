import { html, layout, many, shortTime } from '../page.ts';
import type { World } from '../world.ts';
import type { Message } from './mailbox.ts';

const shownMax = 200;
const previewLengthMax = 110;

export function mailboxPage(world: World, messages: readonly Message[], to: string, smtpPort: number) {
  const none = to ? `No mail to ${to}.` : 'No mail yet. It appears here the moment it is sent.';
  return layout({
    title: 'Mailbox',
    here: '/mail',
    now: world.now(),
    live: 'mail',
    body: html`
<h1>Mailbox</h1>
<p class="lead">Every mail Stoa sends ends here, whoever it is to.
SMTP listens on <code>127.0.0.1:${smtpPort}</code>.</p>
<form method="get" action="/mail" class="line" role="search">
<label for="to">To</label>
<input id="to" type="search" name="to" value="${to}" placeholder="somebody@example.com">
<button class="quiet">Find</button>
</form>
${messages.length === 0 && html`<p class="empty">${none}</p>`}
${messages.length > 0 && html`<ul class="rows">${messages.slice(0, shownMax).map(row)}</ul>`}
<p class="foot">${messages.length > 0 && many(messages.length, 'message')}</p>`,
  });
}

const again = html` <span class="tag">again</span>`;

const row = (message: Message) => html`
<li><a class="row" href="/mail/${message.id}">
<span class="grow">
<b>${message.subject || 'No subject'}</b>${message.duplicateOf !== null && again}
<small>${message.envelope.to.join(', ')}</small>
<small class="preview">${message.text.replace(/\s+/g, ' ').slice(0, previewLengthMax)}</small>
</span>
<small class="num">${shortTime(message.at)}</small>
</a></li>`;

export function messagePage(world: World, message: Message) {
  const facts = [
    ['From', message.from],
    ['To', message.envelope.to.join(', ')],
    ['At', `${shortTime(message.at)} UTC`],
    ['Message-ID', message.messageId],
  ] as const;
  const headers = Object.entries(message.headers).map(([name, value]) => `${name}: ${value}\n`);
  return layout({
    title: message.subject || 'No subject',
    here: '/mail',
    now: world.now(),
    body: html`
<p class="back"><a href="/mail">← Mailbox</a></p>
<h1 class="subject">${message.subject || 'No subject'}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${message.duplicateOf !== null && sentBefore(message.duplicateOf)}
${message.html && letter(message.id)}
<details${!message.html && html` open`}><summary>Text</summary><pre>${message.text}</pre></details>
<details><summary>Headers</summary><pre>${headers}</pre></details>
${message.attachments.length > 0 && attachments(message)}`,
  });
}

const sentBefore = (id: number) => html`
<p class="hint">Sent before, under the same Message-ID: <a href="/mail/${id}">the first one</a>.</p>`;

const letter = (id: number) => html`
<iframe class="letter" title="The mail as it looks" src="/mail/${id}/html"
 sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;

const attachments = (message: Message) => html`
<h2>Attachments</h2>
<ul class="rows">${message.attachments.map(
  ({ name, contentType, bytes }) => html`
<li class="row">
<span class="grow"><b>${name}</b><small>${contentType}</small></span>
<small class="num">${many(bytes, 'byte')}</small>
</li>`,
)}</ul>`;
