import assert from 'node:assert/strict';
import { before } from 'node:test';
import { uuidv7 } from '../../../../kit/ids.ts';
import { eventually, mailsAbout } from '../../../../tests/journeys/connections.ts';
import { type Journey, journey } from '../../../../tests/journeys/harness.ts';
import { sandboxOf } from '../../../../tests/journeys/newcomers.ts';
import { type Dovecot, startDovecot } from '../../mail/testing/dovecot.ts';
import { letter, newMailId } from '../../mail/testing/mails.ts';

let dovecot: Dovecot;
before(async () => {
  dovecot = await startDovecot();
});

const withinMs = 45_000;

/** Signed in, with no mailbox. */
async function begin(j: Journey): Promise<void> {
  const path = `/w/${j.workspaceId}/inbox/mailboxes`;
  const { items } = await j.api<{ items: { id: string }[] }>('GET', path);
  for (const { id } of items) await j.api('DELETE', `${path}/${id}`);
  await j.signIn();
}

async function openMailboxes(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/mailboxes`);
  await j.page.getByRole('heading', { name: 'Mailboxes', level: 1 }).waitFor();
}

/** Where the sandbox takes mail. */
async function smtpPort(j: Journey): Promise<string> {
  const page = await fetch(`${sandboxOf(j)}/mail`, { headers: { accept: 'text/html' } });
  return /127\.0\.0\.1:(\d+)/.exec(await page.text())![1]!;
}

async function addMailbox(j: Journey, user: string, password = 'secret'): Promise<void> {
  await j.page.keyboard.press('c');
  const dialog = j.page.getByRole('dialog', { name: 'Add a mailbox' });
  await dialog.getByLabel('Address').fill(`${user}@linen.test`);
  await dialog.getByLabel('Name', { exact: false }).first().fill('Linen & Oak');
  await dialog.getByLabel('Signature').fill('Linen & Oak, Athens');
  for (const [name, port] of [
    ['IMAP', String(dovecot.imapPort)],
    ['SMTP', await smtpPort(j)],
  ] as const) {
    await dialog.getByLabel(`${name} server`).fill('127.0.0.1');
    await dialog.getByLabel(`${name} port`).fill(port);
    await dialog.getByLabel(`${name} encryption`).click();
    await j.page.getByRole('option', { name: 'STARTTLS' }).click();
  }
  await dialog.getByLabel('User name').fill(user);
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await j.photograph('mailbox-dialog');
  await j.scan();
  await dialog.getByRole('button', { name: 'Add and try it' }).click();
  await dialog.waitFor({ state: 'detached' });
}

journey('a mailbox is added, and a mail comes in and is answered', {}, async (j) => {
  const user = `info-${uuidv7().slice(-8)}`;
  await dovecot.deliver(
    user,
    letter({
      id: newMailId(),
      from: 'Ada Adler <ada@ada.test>',
      to: `${user}@linen.test`,
      subject: 'Linen from Athens',
      html: '<h2>Hello</h2><p>Do you <b>ship</b> to Rome?</p><img src="https://pixel.invalid/seen.gif">',
    }),
  );
  await begin(j);
  await openMailboxes(j);
  await j.page.getByRole('heading', { name: 'No mailbox yet' }).waitFor();
  await j.photograph('mailboxes-empty');
  await j.scan();
  await addMailbox(j, user);
  const row = j.page.getByRole('listitem').filter({ hasText: user });
  await row.getByText('Connected').waitFor({ timeout: withinMs });
  await j.photograph('mailboxes');
  await j.scan();

  await j.visit(`/w/${j.workspaceId}/inbox`);
  await j.page
    .getByText('Linen from Athens')
    .or(j.page.getByText('Ada Adler'))
    .first()
    .click({ timeout: withinMs });
  const mail = j.page.getByRole('button', { name: 'Show as it was laid out' });
  await mail.click();
  const frame = j.page.frameLocator('iframe[title="Mail: Linen from Athens"]');
  await frame.getByRole('heading', { name: 'Hello' }).waitFor();
  const may = await j.page.locator('iframe[title="Mail: Linen from Athens"]').getAttribute('sandbox');
  assert.equal(may, 'allow-popups allow-popups-to-escape-sandbox');
  assert.equal(await frame.locator('img[src]').count(), 0);
  await j.photograph('mail-laid-out');
  await j.scan();
  await j.page.getByRole('button', { name: 'Show the words only' }).click();
  await j.photograph('mail');

  await j.page.keyboard.press('r');
  await j.page.keyboard.type('Yes, we ship to Rome.');
  await j.page.keyboard.press('ControlOrMeta+Enter');
  await eventually(async () => (await dovecot.mailsIn(user, 'Sent')).length === 1);
  const [sent] = await dovecot.mailsIn(user, 'Sent');
  assert.match(sent!, /Subject: Re: Linen from Athens/);
  assert.match(sent!, /Yes, we ship to Rome\./);
  assert.match(sent!, /Linen & Oak, Athens/);
});

/** A mailbox that is reached, with a mail in it that others had as well; the conversation is open. */
async function openMail(j: Journey, letterOf: (user: string) => Parameters<typeof letter>[0]): Promise<void> {
  const user = `info-${uuidv7().slice(-8)}`;
  await dovecot.deliver(user, letter(letterOf(user)));
  await begin(j);
  const server = { host: '127.0.0.1', isSecure: false };
  await j.api('PUT', `/w/${j.workspaceId}/inbox/mailboxes/${uuidv7()}`, {
    ...{ address: `${user}@linen.test`, displayName: 'Linen & Oak', username: user, password: 'secret' },
    imap: { ...server, port: dovecot.imapPort },
    smtp: { ...server, port: Number(await smtpPort(j)) },
  });
  const path = `/w/${j.workspaceId}/inbox/conversations`;
  const id = await eventually(async () => {
    const { items } = await j.api<{ items: { id: string; channel: { name: string } }[] }>('GET', path);
    return items.find(({ channel }) => channel.name === `${user}@linen.test`)?.id;
  });
  await j.visit(`/w/${j.workspaceId}/inbox/${id}`);
}

/** What was begun here goes on there: whom it is to as well as its words. */
async function isElsewhereToo(j: Journey, to: string): Promise<void> {
  const conversationId = new URL(j.page.url()).pathname.split('/').at(-1);
  const path = `/w/${j.workspaceId}/inbox/conversations/${conversationId}/draft`;
  interface Draft {
    readonly mail: { readonly to: readonly { readonly address: string }[] } | null;
  }
  await eventually(async () => (await j.api<Draft>('GET', path)).mail?.to[0]?.address === to);
  const elsewhere = await j.anotherTab();
  await elsewhere.goto(j.page.url());
  await elsewhere
    .getByRole('button', { name: /^To / })
    .filter({ hasText: `To ${to}, cc 1, bcc 1· Three blankets` })
    .waitFor();
  const answer = elsewhere.getByRole('textbox', { name: /^Answer to / });
  await eventually(async () => (await answer.inputValue()) === 'Yes, all three.');
  await elsewhere.close();
}

for (const variation of [{}, { theme: 'dark', size: 'phone' }] as const)
  journey('an answer by mail goes to whom it is addressed', variation, async (j) => {
    const [ben, cem, dora] = ['ben', 'cem', 'dora'].map((name) => `${name}-${uuidv7().slice(-8)}@ada.test`);
    await openMail(j, (user) => ({
      ...{
        id: newMailId(),
        from: 'Ada Adler <ada@ada.test>',
        to: `${user}@linen.test`,
        subject: 'Two blankets',
      },
      headers: { Cc: `Ben Bell <${ben}>` },
    }));
    const line = j.page.getByRole('button', { name: /^To / });
    await line.filter({ hasText: 'To Ada Adler· Re: Two blankets' }).waitFor();
    await j.photograph('mail-recipients');
    await j.scan();
    await j.page.getByRole('button', { name: 'Answer all 2' }).click();
    await line.filter({ hasText: 'To Ada Adler, cc 1' }).click();
    await j.page.getByRole('button', { name: 'Take Ben Bell out of Cc' }).waitFor();

    await j.page.getByLabel('Bcc').fill('cem at home');
    await j.page.getByLabel('Subject').fill('Three blankets');
    await j.page.getByText('This is no address.').waitFor();
    await j.photograph('mail-recipients-refused');
    await j.scan();
    await j.page.getByLabel('Bcc').fill(`Cem Can <${cem}>`);
    await j.page.getByLabel('Bcc').press('Enter');
    await j.page.getByRole('button', { name: 'Take Ada Adler out of To' }).click();
    await j.page.getByRole('textbox', { name: /^Answer to / }).fill('Yes, all three.');
    await j.page.getByText('Say whom it is for first.').waitFor({ state: 'attached' });
    await j.page.getByLabel('To', { exact: true }).fill(dora!);
    await j.photograph('mail-recipients-open');
    await j.scan();
    await isElsewhereToo(j, dora!);
    await j.page.getByRole('textbox', { name: /^Answer to / }).press('ControlOrMeta+Enter');
    await line.filter({ hasText: 'To Ada Adler· Re: Two blankets' }).waitFor();
    for (const one of [ben, cem, dora])
      await eventually(async () => (await mailsAbout(j, one!, /^Three blankets$/)).length === 1);
    assert.deepEqual(await mailsAbout(j, 'ada@ada.test', /^Three blankets$/), []);
  });

journey(
  'a mailbox that is not reached says why, and is mended',
  { theme: 'dark', size: 'phone' },
  async (j) => {
    const user = `info-${uuidv7().slice(-8)}`;
    await begin(j);
    await openMailboxes(j);
    await addMailbox(j, user, 'wrong');
    const row = j.page.getByRole('listitem').filter({ hasText: user });
    await row.getByText(/refuses this name and password/).waitFor({ timeout: withinMs });
    await j.photograph('mailboxes-broken');
    await j.scan();
    await row.getByRole('button', { name: 'Change how it is reached' }).click();
    const dialog = j.page.getByRole('dialog', { name: /^Set up/ });
    await dialog.getByLabel('Password', { exact: true }).fill('secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Connected').waitFor({ timeout: withinMs });
  },
);
