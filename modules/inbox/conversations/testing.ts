import { z } from 'zod';
import type { Ctx, MemberActor, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import type { LocationRole } from '../../workspaces/contract.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace } from '../../workspaces/testing.ts';
import { inbox } from '../index.ts';
import { type ConversationId, MessageId } from '../messages/contract.ts';
import { conversationWithWords, openChannel, said } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { TagId } from './contract.ts';
import { insertTag } from './tags.sql.ts';

interface AtPlace {
  readonly locationId: string;
  readonly role: LocationRole;
  readonly withdrawn?: readonly string[];
}

/** A workspace with all that the inbox asks for, and people in it who may here and not there. */
export async function inboxWorkspace() {
  const w = await newWorkspace([identity, workspaces, connections, inbox]);
  /** Somebody with a role everywhere or, with null, at some places only. */
  const memberAt = async (
    role: 'member' | 'viewer' | null,
    places: readonly AtPlace[],
    withdrawn: readonly string[] = [],
  ): Promise<MemberActor> => {
    const actor = await w.member(role ?? 'viewer');
    const locations = places.map((one) => ({ withdrawn: [], ...one, extra: [] }));
    await w.system.work(async ({ tx, now }) => {
      await tx.run(sql`
        update workspaces.members set role = ${role}, withdrawn_permissions = ${withdrawn}, updated_at = ${now}
         where workspace_id = ${w.workspaceId} and id = ${actor.memberId}`);
      for (const one of locations)
        await tx.run(sql`
          insert into workspaces.location_roles (workspace_id, member_id, location_id, role, withdrawn_permissions,
                                                 created_at, updated_at)
          values (${w.workspaceId}, ${actor.memberId}, ${one.locationId}, ${one.role}, ${one.withdrawn}, ${now}, ${now})`);
    });
    return { ...actor, role, access: { role, extra: [], withdrawn, locations } };
  };
  return { ...w, memberAt, outside: await testOutside() };
}
export type InboxWorkspace = Awaited<ReturnType<typeof inboxWorkspace>>;

/** What was done with a conversation, as its lines say: in order, where the clock has moved between them. */
export const linesOf = async (w: Inside, conversationId: ConversationId) => {
  const rows = await w.system.work(({ tx }) =>
    tx.many(
      z.object({ author: z.string(), activity: z.record(z.string(), z.unknown()) }),
      sql`select author, details->'activity' as activity from inbox.messages
           where conversation_id = ${conversationId} and kind = 'activity' order by happened_at, id`,
    ),
  );
  return rows.map(({ author, activity }) => ({ author, ...activity }));
};

/** What was told of an event of that name here, in the order in which it was. */
export const toldOf = async (w: Inside, name: string) => {
  const rows = await w.system.work(({ tx }) =>
    tx.many(
      z.object({ payload: z.record(z.string(), z.unknown()) }),
      sql`select payload from app.events where name = ${name} order by transaction, position`,
    ),
  );
  return rows.map(({ payload }) => payload);
};

type Inside = Pick<Walk, 'ground' | 'workspaceId'> & {
  readonly system: { work<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T> };
};

/** As a worker runs a job in this workspace. */
export const unitIn = (w: Inside): Unit => ({
  workspaceId: w.workspaceId,
  jobId: 'test',
  log: w.ground.log,
  signal: new AbortController().signal,
  progress: async () => {},
  work: (fn) => w.system.work(fn),
});

export async function newTag(
  { ground, workspaceId }: Pick<Walk, 'ground' | 'workspaceId'>,
  name = 'Order',
): Promise<TagId> {
  const id = newId(TagId);
  await workIn(ground, workspaceId, { actor: { kind: 'system' } }, ({ tx, now }) =>
    tx.run(sql`
      insert into inbox.tags (workspace_id, id, name, created_at) values (${workspaceId}, ${id}, ${`${name} ${id}`}, ${now})`),
  );
  return id;
}

const atConversation = async (w: Walk) => {
  const { conversationId } = await conversationWithWords(w);
  return { params: { conversationId } };
};
const withBody = (body: Readonly<Record<string, unknown>>) => async (w: Walk) => ({
  ...(await atConversation(w)),
  body,
});
const atTag = async (w: Walk) => {
  const { conversationId } = await conversationWithWords(w);
  return { params: { conversationId, tagId: await newTag(w) } };
};

/** A good input for every route of this part. */
export const conversationsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/conversations': async (w) => {
    await conversationWithWords(w);
    return { query: { status: 'open', platform: 'instagram', unread: 'true' } };
  },
  'GET /w/:workspaceId/inbox/conversations/:conversationId': atConversation,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/status': withBody({
    status: 'snoozed',
    snoozeUntil: 'tomorrow 9',
  }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/priority': withBody({ priority: 'urgent' }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/category': withBody({ category: 'primary' }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/assignee': async (w) => ({
    ...(await atConversation(w)),
    body: { memberId: w.staff.get('member')!.memberId, locationId: await w.location() },
  }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/automation': withBody({ isOn: false }),
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId': atTag,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/tags/:tagId': async (w) => {
    const sample = await atTag(w);
    await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, ({ tx, workspaceId, now }) =>
      insertTag(tx, { workspaceId, ...sample.params }, now),
    );
    return sample;
  },
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/read': atConversation,
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/read': atConversation,
  'PUT /w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId': async (w) => ({
    params: { ...(await atConversation(w)).params, messageId: newId(MessageId) },
    body: { body: 'She asked twice already.', mentions: [w.staff.get('manager')!.memberId] },
  }),
  'DELETE /w/:workspaceId/inbox/conversations/:conversationId/notes/:messageId': async (w) => {
    const begun = await conversationWithWords(w);
    const params = { conversationId: begun.conversationId, messageId: newId(MessageId) };
    // Of somebody who has left, since those of others are not for whoever asks in the walk.
    await said(w, begun, {
      ...{ id: params.messageId, direction: 'internal', kind: 'note', author: 'member' },
      ...{ body: 'A note', status: 'kept', platformMessageId: null },
    });
    return { params };
  },
  'POST /w/:workspaceId/inbox/conversations/:conversationId/presence': withBody({ state: 'typing' }),
  'GET /w/:workspaceId/inbox/counts': async (w) => {
    await conversationWithWords(w);
    return {};
  },
  'GET /w/:workspaceId/inbox/channels': async (w) => {
    await openChannel(w);
    return {};
  },
  'PATCH /w/:workspaceId/inbox/channels/:channelId': async (w) => ({
    params: { channelId: await openChannel(w) },
    body: { assignMode: 'round_robin' },
  }),
};
