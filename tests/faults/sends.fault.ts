import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { openAccount } from '../../modules/connections/calls/testing.ts';
import { queueReply } from '../../modules/inbox/index.ts';
import { ChannelId, MessageId } from '../../modules/inbox/messages/contract.ts';
import { beginConversation, said } from '../../modules/inbox/messages/testing.ts';
import { openPlatformWorld, type PlatformWorld } from './platform-world.ts';
import type { Point } from './points.ts';

/*
 * What somebody sends arrives exactly once, and what is said of it is true, wherever the process that sends it dies
 * and though the platform's answers are lost.
 */

/** How often a process dies at each of the points; `--rounds=100` for a long night. */
const rounds = Number(
  process.argv.find((one) => one.startsWith('--rounds='))?.slice('--rounds='.length) ?? 2,
);

const newest = `(select id from inbox.messages where direction = 'outbound' order by created_at desc limit 1)`;
const isNewest = (status: string) =>
  `exists (select from inbox.messages where id = ${newest} and status = '${status}')`;
const messagesHeld = 'lock table inbox.messages in share mode';
const calledOutside: Point = { name: 'while the platform has it', path: /messages/ };
const verdict = { after: calledOutside, hold: messagesHeld, until: /platform_message_id = coalesce/ };

const whereAWorkerDies: readonly Point[] = [
  {
    name: 'before it is said to be on its way',
    ...{ hold: messagesHeld, until: /set status = 'queued', call_id/, statement: 'dies' },
  },
  {
    name: 'before it is said to be on its way, while the database goes on without it',
    ...{ hold: messagesHeld, until: /set status = 'queued', call_id/, statement: 'runs' },
  },
  { name: 'after that was committed, before it knew of it', answer: 'COMMIT', when: isNewest('queued') },
  calledOutside,
  { name: 'before its verdict is written', ...verdict, statement: 'dies' },
  {
    name: 'before its verdict is written, while the database goes on without it',
    ...{ ...verdict, statement: 'runs' },
  },
  { name: 'after its verdict was committed, before it knew of it', answer: 'COMMIT', when: isNewest('sent') },
];

describe('a message', () => {
  let world: PlatformWorld;
  let channelId: ChannelId;
  before(async () => {
    world = await openPlatformWorld();
    channelId = await openChannel(world);
  });
  after(() => world?.close());

  for (const point of whereAWorkerDies)
    test(`arrives exactly once though its worker is killed ${rounds} times ${point.name}`, async () => {
      for (let round = 0; round < rounds; round++)
        await arrivesOnce(world, await world.killAt(point, () => send(world, channelId)));
    });

  for (const manner of ['lost', 'half', 'down'] as const)
    test(`arrives exactly once though the platform’s answer is ${manner}`, async () => {
      for (let round = 0; round < rounds; round++) {
        world.platform.next(manner);
        await arrivesOnce(world, await send(world, channelId));
      }
    });
});

interface Sent {
  readonly to: string;
  readonly messageId: MessageId;
}

async function send({ place, inside }: PlatformWorld, channelId: ChannelId): Promise<Sent> {
  const begun = await beginConversation(place, { channelId });
  const after = await said(place, begun);
  const { conversationId, platformUserId: to } = begun;
  const messageId = newId(MessageId);
  const body = `Yes, to Rome too: ${messageId}`;
  await inside((ctx) => queueReply(ctx, { conversationId, messageId, body, after }));
  return { to, messageId };
}

async function arrivesOnce(world: PlatformWorld, { to, messageId }: Sent): Promise<void> {
  const isSent = async () => (await verdictOf(world, messageId)).status === 'sent';
  await world.workUntil('it is sent', isSent, 60_000);
  const there = world.platform.done.filter((one) => one.to === to);
  const { platformMessageId } = await verdictOf(world, messageId);
  assert.deepEqual(
    there.map(({ id }) => id),
    [platformMessageId],
  );
}

const Verdict = z.object({ status: z.string(), platformMessageId: z.string().nullable() });
const verdictOf = ({ inside }: PlatformWorld, id: MessageId) =>
  inside(({ tx }) =>
    tx.one(Verdict, sql`select status, platform_message_id from inbox.messages where id = ${id}`),
  );

async function openChannel({ place, vault, inside }: PlatformWorld): Promise<ChannelId> {
  const id = await openAccount(place, { vault });
  await inside(({ tx, now }) =>
    tx.run(sql`
      insert into inbox.channels (workspace_id, id, platform, account_id, name, created_at, updated_at)
      values (${place.workspaceId}, ${id}, 'instagram', ${id}, 'Linen & Oak', ${now}, ${now})
      on conflict do nothing`),
  );
  return ChannelId.parse(id);
}
