import type { Journey } from './harness.ts';
import { sandboxOf } from './newcomers.ts';

const lookAgainMs = 250;
const withinMs = 20_000;

interface Row {
  readonly id: string;
  readonly displayName: string;
  readonly platform: string;
  readonly state: string;
  readonly health: string;
}

/** Signed in, with nothing connected: what every journey here begins with. */
export async function begin(j: Journey, role: 'owner' | 'manager' | 'viewer' = 'owner'): Promise<void> {
  await disconnectAll(j);
  await silenceMachine(j);
  await j.signIn(role);
}

/** By the address of its Stoa: what a journey began with and left as it was, the next one can begin with as well. */
const begunWith = new Map<string, string>();

/** Signed in, with the shop's Instagram account and nothing else: to connect it takes longer than much that follows. */
export async function beginWithInstagram(j: Journey): Promise<void> {
  const accounts = await accountsOf(j);
  const isKept = ({ id, state, health }: Row) =>
    id === begunWith.get(j.stoa.url) && state === 'open' && health === 'healthy';
  if (!accounts.some(isKept)) {
    await begin(j);
    await connectInstagram(j);
    const connected = await accountsOf(j);
    begunWith.set(j.stoa.url, connected.find(({ platform }) => platform === 'instagram')!.id);
    return;
  }
  for (const one of accounts)
    if (!isKept(one)) await j.api('DELETE', `/w/${j.workspaceId}/connections/${one.id}`);
  await silenceMachine(j);
  await j.signIn();
}

/** The demo's machine answers customers by itself, which only journeys about it wait for. */
const silenceMachine = ({ api, workspaceId }: Journey) =>
  api('PUT', `/w/${workspaceId}/autopilot/settings`, { isOn: false });

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

/** Both numbers of WhatsApp, which tell what is written to them from then on. */
export async function connectNumbers(j: Journey): Promise<void> {
  await goTo(j, 'WhatsApp');
  await j.page.getByRole('button', { name: 'Allow', exact: true }).click();
  await j.page.getByRole('heading', { name: 'Which of them?' }).waitFor({ timeout: withinMs });
  await j.page.getByRole('button', { name: 'Connect 2 accounts' }).click();
  await j.page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor({ timeout: withinMs });
  // What is written before the platform was asked to tell of it is told to nobody.
  for (const { id, platform } of await accountsOf(j))
    await eventually(async () => {
      const { subscription } = await j.api('GET', `/w/${j.workspaceId}/connections/${id}/health`);
      return platform !== 'whatsapp' || subscription?.status === 'active';
    });
}

/** The whole way: the page of the shop stands in the end. */
export async function connectShop(j: Journey, shop = 'linen-and-oak', name = 'Linen & Oak'): Promise<void> {
  await openAccounts(j);
  await j.page.getByRole('button', { name: 'Connect an account' }).click();
  const dialog = j.page.getByRole('dialog', { name: 'Connect an account' });
  await dialog.getByRole('radio', { name: 'Shopify' }).click();
  await dialog.getByLabel('Address of the shop').fill(shop);
  await dialog.getByRole('button', { name: 'Go to Shopify' }).click();
  await j.page
    .getByRole('button', { name: /Install|Allow/ })
    .first()
    .click();
  await j.page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: withinMs });
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

export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  within = withinMs,
): Promise<T> {
  for (const until = performance.now() + within; performance.now() < until; ) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((done) => setTimeout(done, lookAgainMs));
  }
  throw new Error(`this did not come within ${within} ms: ${look}`);
}
