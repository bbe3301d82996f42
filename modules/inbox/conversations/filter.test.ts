import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import type { ChannelId } from '../messages/contract.ts';
import { MessageId } from '../messages/contract.ts';
import { type Begun, beginConversation, openChannel, said } from '../messages/testing.ts';
import { putNote } from '../notes/notes.ts';
import { categories, conversationStatuses, priorities, type TagId } from './contract.ts';
import { listConversations } from './conversations.ts';
import type { ConversationFilter } from './filter.sql.ts';
import { markRead } from './reading.ts';
import { type InboxWorkspace, inboxWorkspace, newTag } from './testing.ts';

const count = 48;
const pick = <T>(of: readonly T[], n: number): T => of[n % of.length]!;

/** A conversation as the test made it: what a filter asks is asked of this. */
interface Made {
  readonly begun: Begun;
  readonly platform: 'instagram' | 'whatsapp';
  readonly locationId: LocationId | null;
  readonly status: (typeof conversationStatuses)[number];
  readonly priority: (typeof priorities)[number];
  readonly category: (typeof categories)[number];
  readonly isMine: boolean;
  readonly team: LocationId | null;
  readonly isTagged: boolean;
  readonly isRead: boolean;
  readonly isWaiting: boolean;
  readonly hasMedia: boolean;
  readonly isMentioned: boolean;
  readonly lastAt: Date;
}

let w: InboxWorkspace;
let me: MemberActor;
let guest: MemberActor;
let here: LocationId;
let tagId: TagId;
let made: Made[];

/** Each of its facts has a rhythm of its own, so that all of them meet. */
async function make(
  n: number,
  channels: readonly (readonly [ChannelId, Made['platform'], LocationId | null])[],
) {
  const [channelId, platform, locationId] = pick(channels, n);
  const begun = await beginConversation(w, { channelId, name: `Nr. ${n}` });
  const one: Made = {
    ...{ begun, platform, locationId },
    status: pick(conversationStatuses, Math.floor(n / 2)),
    priority: pick(priorities, Math.floor(n / 3)),
    category: pick(categories, Math.floor(n / 5)),
    isMine: n % 5 < 2,
    team: n % 4 === 1 ? here : null,
    isTagged: n % 3 === 0,
    isRead: n % 7 < 4,
    isWaiting: n % 6 < 3,
    hasMedia: n % 5 === 3,
    isMentioned: n % 11 === 2,
    // Some at the same instant: then their ids decide.
    lastAt: new Date(w.ground.clock.now().getTime() - Math.floor(n / 2) * 60_000),
  };
  await say(one);
  await mark(one);
  return one;
}

async function say({ begun, lastAt, isWaiting, hasMedia, isMentioned, isRead }: Made) {
  const messageId = await said(w, begun, { happenedAt: isWaiting ? lastAt : new Date(lastAt.getTime() - 1) });
  if (!isWaiting)
    await said(w, begun, { direction: 'outbound', author: 'elsewhere', status: 'sent', happenedAt: lastAt });
  if (hasMedia)
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        insert into inbox.attachments (workspace_id, id, message_id, kind, status, created_at)
        values (${w.workspaceId}, ${uuidv7()}, ${messageId}, 'image', 'waiting', ${now})`),
    );
  const note = { ...begun, messageId: newId(MessageId), body: 'Look', mentions: [me.memberId] };
  if (isMentioned) await w.system.work((ctx) => putNote(ctx, note, w.outside));
  // By that, a note is seen as well.
  if (isRead) await w.as(me, (ctx) => markRead(ctx, begun));
}

const mark = (one: Made) =>
  w.system.work(async ({ tx, now }) => {
    const { conversationId } = one.begun;
    await tx.run(sql`
      update inbox.conversations
         set status = ${one.status}, priority = ${one.priority}, category = ${one.category},
             snoozed_until = ${one.status === 'snoozed' ? now : null},
             assigned_to = ${one.isMine ? me.memberId : null}, assigned_location = ${one.team}
       where id = ${conversationId}`);
    if (one.isTagged)
      await tx.run(sql`
        insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
        values (${w.workspaceId}, ${conversationId}, ${tagId}, ${now})`);
  });

before(async () => {
  w = await inboxWorkspace();
  me = await w.member('member');
  here = await w.location('Here');
  guest = await w.memberAt(null, [{ locationId: here, role: 'viewer' }]);
  tagId = await newTag(w);
  const channels = [
    [await openChannel(w), 'instagram', null],
    [await openChannel(w, { platform: 'whatsapp', locationId: here }), 'whatsapp', here],
    [await openChannel(w, { locationId: here }), 'instagram', here],
  ] as const;
  made = [];
  for (let n = 0; n < count; n++) made.push(await make(n, channels));
});

/** What the filter means, in so many words. */
function isWanted(one: Made, filter: ConversationFilter): boolean {
  const { assignee, from, until } = filter;
  return [
    filter.status === undefined || one.status === filter.status,
    filter.platform === undefined || one.platform === filter.platform,
    filter.channelId === undefined || one.begun.channelId === filter.channelId,
    filter.contactId === undefined || one.begun.contactId === filter.contactId,
    filter.priority === undefined || one.priority === filter.priority,
    filter.category === undefined || one.category === filter.category,
    assignee === undefined || one.isMine === (assignee !== 'nobody'),
    filter.team === undefined || one.team === filter.team,
    filter.tagId === undefined || one.isTagged,
    filter.unread === undefined || one.isRead !== filter.unread,
    filter.waiting === undefined || one.isWaiting === filter.waiting,
    filter.hasMedia === undefined || one.hasMedia === filter.hasMedia,
    filter.mentioned === undefined || (one.isMentioned && !one.isRead) === filter.mentioned,
    from === undefined || one.lastAt >= from,
    until === undefined || one.lastAt < until,
  ].every(Boolean);
}

const newestFirst = (a: Made, b: Made) =>
  b.lastAt.getTime() - a.lastAt.getTime() || (a.begun.conversationId < b.begun.conversationId ? 1 : -1);

async function listed(actor: MemberActor, filter: ConversationFilter, limit: number): Promise<string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await w.reading(actor, (ctx) =>
      listConversations(ctx, { ...filter, limit, after }, w.outside),
    );
    names.push(...page.items.map(({ person }) => person.name));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return names;
}

/** Made when the test runs, since the ids in them are. */
const filters = () => ({
  status: fc.constantFrom(...conversationStatuses),
  platform: fc.constantFrom('instagram' as const, 'whatsapp' as const),
  channelId: fc.constantFrom(...new Set(made.map(({ begun }) => begun.channelId))),
  contactId: fc.constantFrom(...made.map(({ begun }) => begun.contactId)),
  priority: fc.constantFrom(...priorities),
  category: fc.constantFrom(...categories),
  assignee: fc.constantFrom('me' as const, 'nobody' as const),
  team: fc.constant(here),
  tagId: fc.constant(tagId),
  unread: fc.boolean(),
  waiting: fc.boolean(),
  hasMedia: fc.boolean(),
  mentioned: fc.boolean(),
  from: fc.constantFrom(...made.map(({ lastAt }) => lastAt)),
  until: fc.constantFrom(...made.map(({ lastAt }) => lastAt)),
});

/** One that asks for few things, so that it finds some. */
function fewFilters(): fc.Arbitrary<ConversationFilter> {
  const all = filters();
  const names = Object.keys(all) as (keyof typeof all)[];
  return fc
    .tuple(fc.record(all), fc.subarray(names, { maxLength: 3 }))
    .map(([values, kept]) => Object.fromEntries(kept.map((name) => [name, values[name]])));
}

describe('filters', () => {
  test('compose: each leaves less of the others, in one order, page by page, and at the places of whoever asks', async () => {
    const found = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fewFilters(), fc.constantFrom(3, 50), async (filter, limit) => {
        const wanted = made.filter((one) => isWanted(one, filter)).sort(newestFirst);
        const names = (those: readonly Made[]) => those.map((one) => `Nr. ${made.indexOf(one)}`);
        assert.deepEqual(await listed(me, filter, limit), names(wanted));
        if (wanted.length > 0) for (const name of Object.keys(filter)) found.add(name);
        if (['unread', 'mentioned', 'assignee'].some((own) => Object.hasOwn(filter, own))) return;
        const there = wanted.filter(({ locationId }) => locationId === here);
        assert.deepEqual(await listed(guest, filter, limit), names(there));
      }),
      { numRuns: 300 },
    );
    assert.deepEqual([...found].sort(), Object.keys(filters()).sort(), 'what finds nothing proves nothing');
  });
});
