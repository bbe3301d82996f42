import type { Page } from 'playwright-core';
import { begin as beginConnections, connectInstagram, eventually, play } from './connections.ts';
import type { Journey, RoleName } from './harness.ts';

const withinMs = 20_000;

interface Row {
  readonly id: string;
  readonly person: { readonly name: string };
}

/** Signed in, with one account connected to which people can write. */
export async function beginInbox(j: Journey, role: RoleName = 'owner'): Promise<void> {
  await beginConnections(j);
  await connectInstagram(j);
  await closeAll(j);
  if (role !== 'owner') await j.signIn(role);
}

/** What journeys before this one left is done: each begins with an empty list. */
async function closeAll(j: Journey): Promise<void> {
  for (;;) {
    const { items } = await j.api<{ items: Row[] }>(
      'GET',
      `/w/${j.workspaceId}/inbox/conversations?status=open&limit=200`,
    );
    if (items.length === 0) return;
    for (const { id } of items)
      await j.api('PUT', `/w/${j.workspaceId}/inbox/conversations/${id}/status`, { status: 'closed' });
  }
}

/** The customer writes, on the other side of the wire. */
export const customerWrites = (
  j: Journey,
  person: string,
  text: string,
  more: object = {},
): Promise<unknown> => play(j, 'message', { account: 'linen.and.oak', person, text, ...more });

/** And it has come in. */
export async function arrived(j: Journey, count: number): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  await eventually(async () => {
    ({ items: rows } = await j.api<{ items: Row[] }>(
      'GET',
      `/w/${j.workspaceId}/inbox/conversations?status=open`,
    ));
    return rows.length >= count;
  });
  return rows;
}

export async function openInbox(j: Journey, page: Page = j.page): Promise<void> {
  await page.goto(`/w/${j.workspaceId}/inbox`);
  await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
  await page.getByRole('status', { name: /^Live/ }).waitFor({ timeout: withinMs });
}

/** The conversation's row in the list. */
export const rowOf = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: new RegExp(name) });

export const conversationWith = (page: Page, name: string) =>
  page.getByRole('region', { name: `Conversation with ${name}` });
