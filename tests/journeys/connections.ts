import type { Journey } from './harness.ts';
import { sandboxOf } from './newcomers.ts';

const lookAgainMs = 250;
const withinMs = 20_000;

interface Row {
  readonly id: string;
  readonly displayName: string;
  readonly platform: string;
}

/** Signed in, with nothing connected: what every journey here begins with. */
export async function begin(j: Journey, role: 'owner' | 'manager' | 'viewer' = 'owner'): Promise<void> {
  await disconnectAll(j);
  await j.signIn(role);
}

export async function accountsOf(j: Journey): Promise<readonly Row[]> {
  const { items } = await j.api<{ items: Row[] }>('GET', `/w/${j.workspaceId}/connections?limit=200`);
  return items;
}

async function disconnectAll(j: Journey): Promise<void> {
  for (const { id } of await accountsOf(j)) await j.api('DELETE', `/w/${j.workspaceId}/connections/${id}`);
}

export async function openAccounts(j: Journey): Promise<void> {
  await j.visit(`/w/${j.workspaceId}/connections`);
  await j.page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
}

/** By the dialog, as far as the platform's own page. */
export async function goTo(j: Journey, platform: string): Promise<void> {
  await openAccounts(j);
  await j.page.getByRole('button', { name: 'Connect an account' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Connect an account' });
  await dialog.getByRole('radio', { name: platform }).click();
  await dialog.getByRole('button', { name: `Go to ${platform}` }).click();
  await j.page.getByRole('heading', { name: /^Allow / }).waitFor();
}

/** The whole way: the page of the account stands in the end. */
export async function connectInstagram(j: Journey, account = 'Linen & Oak'): Promise<void> {
  await goTo(j, 'Instagram');
  await j.page.getByRole('radio', { name: account }).check();
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByRole('heading', { name: account, level: 1 }).waitFor({ timeout: withinMs });
}

/** What a customer or an owner does on the other side. */
export async function play(
  j: Journey,
  deed: string,
  fields: object,
  part: 'meta' | 'shopify' | 'google' = 'meta',
): Promise<unknown> {
  const answer = await fetch(`${sandboxOf(j)}/${part}/play/${deed}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${deed}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

export async function mailsAbout(j: Journey, email: string, subject: RegExp): Promise<readonly string[]> {
  const answer = await fetch(`${sandboxOf(j)}/mail?${new URLSearchParams({ to: email })}`, {
    headers: { accept: 'application/json' },
  });
  const { messages } = (await answer.json()) as { messages: { subject: string }[] };
  return messages.map((mail) => mail.subject).filter((words) => subject.test(words));
}

export async function eventually<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const until = performance.now() + withinMs; performance.now() < until; ) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, lookAgainMs));
  }
  throw new Error(`this did not come within ${withinMs} ms: ${look}`);
}
