export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let nth = 0;
export const newMailId = () => `<${++nth}.${process.pid}@ada.test>`;

/** A mail as it lies in a mailbox. */
export function letter({
  from = 'Ada Adler <ada@ada.test>',
  to = 'info@linen.test',
  subject = 'Linen from Athens',
  text = 'Do you ship to Rome?',
  html,
  id = newMailId(),
  headers = {},
}: Letter = {}): string {
  const head = Object.entries({ From: from, To: to, Subject: subject, 'Message-ID': id, ...headers });
  const type =
    html === undefined
      ? ['Content-Type: text/plain; charset=utf-8', '', text]
      : ['Content-Type: text/html; charset=utf-8', '', html];
  return [...head.map(([name, value]) => `${name}: ${value}`), 'MIME-Version: 1.0', ...type, ''].join('\r\n');
}

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** One with a picture in its text and a file beside it. */
export const letterWithFiles = (id = newMailId()) =>
  [
    ...['From: Ada Adler <ada@ada.test>', 'To: info@linen.test', 'Subject: A photo', `Message-ID: ${id}`],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=outer', ''],
    ...['--outer', 'Content-Type: multipart/related; boundary=inner', ''],
    ...['--inner', 'Content-Type: text/html; charset=utf-8', ''],
    '<p>See <img src="cid:photo@ada.test"> and <img src="https://pixel.test/seen.gif"></p>',
    ...['--inner', 'Content-Type: image/png; name=photo.png', 'Content-ID: <photo@ada.test>'],
    ...['Content-Transfer-Encoding: base64', 'Content-Disposition: inline', '', onePixel, '--inner--'],
    ...['--outer', 'Content-Type: application/pdf; name="Invoice 12.pdf"'],
    'Content-Disposition: attachment; filename="Invoice 12.pdf"',
    ...['Content-Transfer-Encoding: base64', '', Buffer.from('%PDF-1.4 an invoice').toString('base64')],
    ...['--outer--', ''],
  ].join('\r\n');

/** What a mail server writes when it could not deliver what it took. */
export const bounceOf = (returned: string, id = newMailId()) =>
  [
    ...['From: Mail Delivery System <mailer-daemon@mx.ada.test>', 'To: info@linen.test'],
    ...['Subject: Undelivered Mail Returned to Sender', `Message-ID: ${id}`, 'Auto-Submitted: auto-replied'],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', ''],
    ...['--b', 'Content-Type: text/plain', '', 'It could not be delivered.'],
    ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.ada.test', ''],
    ...['Final-Recipient: rfc822; ada@ada.test', 'Action: failed', 'Status: 5.1.1'],
    ...[
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      'Subject: Yes',
      `Message-ID: ${returned}`,
      '',
      '--b--',
      '',
    ],
  ].join('\r\n');
