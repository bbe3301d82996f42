import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { type Journey, journey } from '../../../tests/journeys/harness.ts';
import {
  mailTo,
  type Newcomer,
  pathIn,
  sandboxOf,
  settle,
  stranger,
} from '../../../tests/journeys/newcomers.ts';

/** Passkeys and providers know a site by its name, not by a bare address. */
const byName = ({ stoa }: Journey) => stoa.url.replace('127.0.0.1', 'localhost');

async function openSecurity({ page }: Journey, url: string): Promise<void> {
  await page.goto(`${url}/you/security`);
  await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
}

/** A link by mail proves nothing, so the first dangerous thing asks once more. */
async function prove({ page }: Journey, { password }: Newcomer): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Is it you?' });
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function signInWithPassword({ page }: Journey, url: string, person: Newcomer): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Answers the recovery codes. */
async function setUpApp(j: Journey, person: Newcomer): Promise<string[]> {
  j.expectTrouble(/403/);
  await j.page.getByRole('button', { name: 'Set up app' }).click();
  await j.page.getByRole('dialog', { name: 'Is it you?' }).waitFor();
  await j.photograph('proof');
  await j.scan();
  await prove(j, person);

  // What was begun goes on by itself.
  const setup = j.page.getByRole('dialog', { name: 'Set up your app' });
  const secret = (await setup.locator('code').textContent())!.replaceAll(' ', '');
  const app = new TOTP({ secret });
  await j.photograph('totp-setup');
  await j.scan();
  await setup.getByLabel('Code').fill(app.generate());

  const kept = j.page.getByRole('dialog', { name: 'Keep these codes' });
  const shown = kept.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await shown.first().waitFor();
  const codes = await shown.allTextContents();
  assert.equal(codes.length, 10);
  await j.photograph('recovery-codes');
  await j.scan();
  const download = j.page.waitForEvent('download');
  await kept.getByRole('button', { name: 'Download' }).click();
  assert.equal((await download).suggestedFilename(), 'stoa-recovery-codes.txt');
  await kept.getByRole('button', { name: 'I have kept them' }).click();
  await j.page.getByText('10 recovery codes left').waitFor();
  await j.photograph('security-with-app');
  return codes;
}

journey('an authenticator app is set up, asked for, and replaced by a recovery code', {}, async (j) => {
  const person = await settle(j);
  await openSecurity(j, j.stoa.url);
  await j.photograph('security');
  await j.scan();

  const codes = await setUpApp(j, person);
  await j.page.context().clearCookies();
  await signInWithPassword(j, j.stoa.url, person);
  await j.page.getByRole('heading', { name: 'One more step' }).waitFor();
  await j.page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'code');
  await j.photograph('second-factor');
  await j.scan();
  // The code that turned it on is used up; a wrong one is said, and the field is ready for the next.
  await j.page.getByLabel('Code').fill('000000');
  await j.page.getByRole('alert').filter({ hasText: 'does not fit' }).waitFor();

  await j.page.getByRole('button', { name: 'Use a recovery code' }).click();
  await j.page.getByLabel('Recovery code').fill(codes[0]!.toUpperCase());
  await j.photograph('second-factor-recovery');
  await j.scan();
  await j.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();

  await openSecurity(j, j.stoa.url);
  await j.page.getByText('9 recovery codes left').waitFor();
  await j.page.getByText('with a recovery code').first().waitFor();
});

journey('a passkey is added, named, and opens the door', {}, async (j) => {
  const url = byName(j);
  const person = await settle(j, undefined, url);
  const devices = await j.page.context().newCDPSession(j.page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await openSecurity(j, url);
  j.expectTrouble(/403/);
  await j.page.getByRole('button', { name: 'Add passkey' }).click();
  await prove(j, person);
  const naming = j.page.getByRole('dialog', { name: 'Name the passkey' });
  await naming.getByLabel('Name').fill('Work laptop');
  await j.photograph('passkey-name');
  await j.scan();
  await naming.getByRole('button', { name: 'Save' }).click();
  await j.page.getByRole('list', { name: 'Passkeys' }).getByText('Work laptop').waitFor();
  await j.photograph('security-with-passkey');
  await j.scan();

  await j.page.context().clearCookies();
  await j.page.goto(`${url}/sign-in`);
  // Chosen by the field's suggestion or by the button: the device answers either at once.
  await j.page
    .getByRole('button', { name: 'Sign in with a passkey' })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await j.page.getByRole('heading', { name: 'Welcome, Ada' }).waitFor();

  await openSecurity(j, url);
  await j.page.getByRole('button', { name: 'Actions for Work laptop' }).click();
  await j.page.getByRole('menuitem', { name: 'Remove' }).click();
  await j.page.getByRole('alertdialog').getByRole('button', { name: 'Remove passkey' }).click();
  await j.page.getByRole('list', { name: 'Passkeys' }).waitFor({ state: 'detached' });
});

journey(
  'a provider is offered, lets somebody in, and is unlinked only when there is another way',
  {},
  async (j) => {
    const url = byName(j);
    const path = `/admin/sign-in-providers/${randomUUID()}`;
    const slug = `sandbox-${randomUUID().slice(0, 8)}`;
    await j.api('PUT', path, {
      slug,
      name: 'Agora Works',
      issuer: `${sandboxOf(j)}/oidc`,
      clientId: 'stoa',
      clientSecret: 'a-secret-of-the-sandbox',
    });
    try {
      await j.page.goto(`${url}/sign-in`);
      await j.page.getByRole('button', { name: 'Continue with Agora Works' }).waitFor();
      await j.photograph('sign-in-with-provider');
      await j.scan();
      await j.page.getByRole('button', { name: 'Continue with Agora Works' }).click();
      await j.page.getByRole('heading', { name: 'Who are you?' }).waitFor();
      await j.page.getByLabel('E-mail address').fill(`ada-${randomUUID()}@sandbox.test`);
      await j.page.getByRole('button', { name: 'Continue', exact: true }).click();
      await j.page.getByRole('heading', { name: /^Welcome/ }).waitFor();

      await openSecurity(j, url);
      const providers = j.page.getByRole('list', { name: 'Providers' });
      await providers.getByText('Linked', { exact: true }).waitFor();
      await j.photograph('security-with-provider');
      await j.scan();
      j.expectTrouble(/409/);
      await providers.getByRole('button', { name: /^Unlink/ }).click();
      await j.page.getByText('could not sign in any more').first().waitFor();

      j.expectTrouble(/401/);
      await j.page.context().clearCookies();
      await j.page.goto(`${url}/sign-in`);
      await j.page.getByRole('button', { name: 'Continue with Agora Works' }).click();
      await j.page.getByRole('button', { name: 'Do not sign in' }).click();
      await j.page.getByRole('heading', { name: 'Not signed in' }).waitFor();
      await j.photograph('provider-declined');
      await j.scan();
    } finally {
      await j.api('DELETE', path);
    }
  },
);

journey('somebody sees where they are signed in, and ends it there', {}, async (j) => {
  const person = await settle(j);
  const elsewhere = await fetch(`${j.stoa.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/5.0 (iPhone) Safari' },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  assert.equal(elsewhere.status, 200);
  const cookie = elsewhere.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const me = () => fetch(`${j.stoa.url}/api/me`, { headers: { cookie } });
  assert.equal((await me()).status, 200);

  await openSecurity(j, j.stoa.url);
  const sessions = j.page.getByRole('list', { name: 'Sessions' });
  await sessions.getByText('This browser', { exact: true }).waitFor();
  await j.photograph('sessions', sessions);
  await sessions.getByRole('button', { name: /^Sign out/ }).click();
  await sessions.getByRole('button', { name: /^Sign out/ }).waitFor({ state: 'detached' });
  await j.page
    .getByText(/^Signed out of/)
    .first()
    .waitFor();
  assert.equal((await me()).status, 401);
});

journey('the password is changed, and the wrong one said at its field', {}, async (j) => {
  const person = await settle(j);
  await openSecurity(j, j.stoa.url);
  await j.page.getByRole('button', { name: 'Change password' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Change your password' });
  await dialog.getByRole('textbox', { name: 'Password until now' }).fill('not that one');
  await dialog.getByRole('textbox', { name: 'New password' }).fill('a walk in the evening');
  j.expectTrouble(/403/);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await dialog.getByText('This is not your password.').waitFor();
  await j.photograph('password-change');
  await j.scan();
  await dialog.getByRole('textbox', { name: 'Password until now' }).fill(person.password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await dialog.waitFor({ state: 'detached' });
  await j.page.getByText('Your password is set').waitFor();
});

journey('another address counts once the link in the mail to it was followed', {}, async (j) => {
  const person = await settle(j);
  const { email } = stranger();
  await openSecurity(j, j.stoa.url);
  await j.page.getByRole('button', { name: 'Change address' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Change your address' });
  await dialog.getByLabel('New e-mail address').fill(email);
  await j.photograph('email-change');
  await j.scan();
  j.expectTrouble(/403/);
  await dialog.getByRole('button', { name: 'Send the link' }).click();
  await prove(j, person);
  await dialog.waitFor({ state: 'detached' });

  await j.visit(pathIn(await mailTo(j, email, /./), '/change-email'));
  await j.page.getByRole('heading', { name: 'Changed', level: 1 }).waitFor();
  await j.photograph('email-changed');
  await j.scan();
  await openSecurity(j, j.stoa.url);
  await j.page.getByText(email).waitFor();
});

for (const [theme, size] of [
  ['dark', 'desktop'],
  ['light', 'phone'],
  ['dark', 'phone'],
] as const) {
  journey('security', { theme, size }, async (j) => {
    await settle(j);
    await openSecurity(j, j.stoa.url);
    await j.page.getByText('This browser', { exact: true }).waitFor();
    await j.photograph('security');
    await j.scan();
    const [inner, outer] = await j.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(inner! <= outer!, `${inner} wide in ${outer}`);
  });
}
