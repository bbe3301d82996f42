import { type Answer, json, page, Refusal, type Request } from '../http.ts';
import { many } from '../page.ts';
import type { PartMaker, World } from '../world.ts';
import { type Mailbox, type Message, openMailbox } from './mailbox.ts';
import { mailboxPage, messagePage } from './pages.ts';
import { listenForMail, mailFailures } from './smtp.ts';

/**
 * A mail from outside is shown without scripts, without an origin of its own, and without loading anything.
 */
const letterPolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'self'",
].join('; ');

/** Takes mail by SMTP and shows it. */
export const mail =
  (smtpPort: number): PartMaker =>
  async (world) => {
    const mailbox = await openMailbox(world);
    const smtp = await listenForMail(world, mailbox, smtpPort);
    return {
      name: 'mail',
      title: 'Mailbox',
      summary: 'Every mail that is sent, whoever it is to.',
      gauge: () => many(mailbox.count(), 'message'),
      listensAt: smtp.port,
      failures: mailFailures,
      routes: [
        { method: 'GET', path: '/mail', handle: (request) => list(world, mailbox, request, smtp.port) },
        { method: 'GET', path: '/mail/:id', handle: (request) => one(world, mailbox, request) },
        { method: 'GET', path: '/mail/:id/html', handle: (request) => letter(found(mailbox, request)) },
      ],
      reset: () => mailbox.reset(),
      close: () => smtp.close(),
    };
  };

/** `?to=` a part of the recipient's address; `?after=` the id of the last one seen. Newest first. */
function list(world: World, mailbox: Mailbox, { url, wantsPage }: Request, smtpPort: number): Answer {
  const to = url.searchParams.get('to') ?? '';
  const messages = mailbox.list({ to, after: Number(url.searchParams.get('after') ?? 0) });
  return wantsPage ? page(mailboxPage(world, messages, to, smtpPort)) : json({ messages });
}

function one(world: World, mailbox: Mailbox, request: Request): Answer {
  const message = found(mailbox, request);
  return request.wantsPage ? page(messagePage(world, message)) : json(message);
}

function letter(message: Message): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': letterPolicy,
    'referrer-policy': 'no-referrer',
  };
  // After the head begins: in front of the doctype it would turn the mail into one from the nineties.
  const base = '<base target="_blank">';
  const body = /<head>/i.test(message.html)
    ? message.html.replace(/<head>/i, `<head>${base}`)
    : `<!doctype html>${base}${message.html}`;
  return { headers, body };
}

function found(mailbox: Mailbox, { params }: Request): Message {
  const message = mailbox.find(Number(params.id));
  if (!message) throw new Refusal(404, 'There is no such mail.');
  return message;
}
