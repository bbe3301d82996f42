import { beginWithInstagram, eventually, play } from './connections.ts';
import type { Journey } from './harness.ts';
import { sandboxOf } from './newcomers.ts';

export const account = 'linen.and.oak';

/** Signed in, with one Instagram account connected and every conversation that was there before closed. */
export async function beginInbox(j: Journey): Promise<void> {
  await beginWithInstagram(j);
  const { items } = await j.api<{ items: { id: string }[] }>(
    'GET',
    `/w/${j.workspaceId}/inbox/conversations?status=open&limit=200`,
  );
  for (const { id } of items)
    await j.api('PUT', `/w/${j.workspaceId}/inbox/conversations/${id}/status`, { status: 'closed' });
}

let nth = 0;
/** Somebody whom no journey has met before. */
export const newCustomer = (name: string): string => {
  nth += 1;
  return `${name}-${Date.now().toString(36)}${nth}`;
};

/** A customer writes, and it has come in. Answers the conversation it is in. */
export async function writes(j: Journey, person: string, text: string): Promise<string> {
  await play(j, 'message', { account, person, text });
  return eventually(async () => {
    const { items } = await j.api<{ items: { id: string; last: { text: string | null } | null }[] }>(
      'GET',
      `/w/${j.workspaceId}/inbox/conversations?limit=50`,
    );
    return items.find(({ last }) => last?.text === text)?.id;
  });
}

/** What the customer has in their own app, from us. */
export async function arrivedAt(j: Journey, person: string): Promise<readonly string[]> {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { threads } = (await answer.json()) as {
    threads: { person: string; messages: { by: string; text?: string }[] }[];
  };
  const ours = threads
    .find((thread) => thread.person === person)
    ?.messages.filter(({ by }) => by === 'business');
  return (ours ?? []).map(({ text }) => text ?? '');
}

/** What stands under a comment in the platform's own app, from us. */
export async function answeredUnder(j: Journey, commentId: string): Promise<readonly string[]> {
  const answer = await fetch(`${sandboxOf(j)}/meta/accounts/${account}`, {
    headers: { accept: 'application/json' },
  });
  const { posts } = (await answer.json()) as {
    posts: { comments: { parentId: string | null; person: string | null; text: string }[] }[];
  };
  return posts
    .flatMap(({ comments }) => comments)
    .filter(({ parentId, person }) => parentId === commentId && person === null)
    .map(({ text }) => text);
}

export async function openInbox({ page, workspaceId, visit }: Journey): Promise<void> {
  await visit(`/w/${workspaceId}/inbox`);
  await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor({ state: 'attached' });
}

type Screen = Journey['page'];
export const list = (page: Screen) => page.getByRole('region', { name: 'Conversations' });
export const rowOf = (page: Screen, words: string) => list(page).getByRole('link').filter({ hasText: words });
export const said = (page: Screen) => page.getByRole('list', { name: 'What was said' });
export const field = (page: Screen) => page.getByRole('textbox', { name: /^Answer to / });
