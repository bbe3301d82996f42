import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type Told, toldEvent } from '../../connections/index.ts';
import { type ChannelPlatform, MessageId } from '../messages/contract.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { addMessage } from '../messages/record.ts';
import { applyMark, applyUntil } from './apply-marks.ts';
import { applyMessage } from './apply-message.ts';
import { channelOf } from './channels.ts';
import { holdPerson, renumberIdentity } from './people.sql.ts';
import { beginWith, heldWith, type Source } from './people.ts';
import type { Deed, ToldActivity, ToldMove } from './read/deeds.ts';
import { readEvent } from './read/read.ts';

/**
 * What a platform told of a conversation becomes part of it: one event, one transaction, once. Told again, told by
 * several workers at once or in another order, it comes to the same.
 */
export async function takeInEvent(unit: Unit, { eventId }: { eventId: Told['id'] }): Promise<void> {
  await unit.work((ctx) => takeInTold(ctx, eventId));
}

async function takeInTold(ctx: Ctx, eventId: Told['id']): Promise<void> {
  const told = await toldEvent(ctx, { eventId });
  const read = told && readEvent(told);
  if (!read || read.deeds.length === 0) return;
  const channelId = await channelOf(ctx, told.accountId);
  if (channelId === undefined) return;
  const { personId, deeds } = read;
  await holdPerson(ctx.tx, channelId, personId);
  const source = {
    channelId,
    platform: told.platform as ChannelPlatform,
    personId,
    at: told.happenedAt,
    eventId,
  };
  for (const deed of deeds) await apply(ctx, source, deed);
}

async function apply(ctx: Ctx, source: Source, deed: Deed): Promise<void> {
  switch (deed.what) {
    case 'message':
      return applyMessage(ctx, source, deed);
    case 'until':
      return applyUntil(ctx, source, deed);
    case 'activity':
      return recordTold(ctx, await beginWith(ctx, source), source, deed.activity);
    case 'move':
      return move(ctx, source, deed);
    default:
      return applyMark(ctx, source, deed);
  }
}

/** Not said by anybody, and seen by whoever reads the conversation. */
async function recordTold(
  ctx: Ctx,
  held: HeldConversation,
  { eventId, at }: Source,
  activity: ToldActivity['activity'],
): Promise<void> {
  await addMessage(ctx, held, {
    id: MessageId.parse(eventId),
    ...{ direction: 'internal', kind: 'activity', author: 'system', status: 'kept' },
    body: null,
    details: { activity },
    happenedAt: at,
  });
}

/** Where somebody has written from the new number already, these are two, until a person says that they are one. */
async function move(ctx: Ctx, source: Source, { to }: ToldMove): Promise<void> {
  const held = await heldWith(ctx, source);
  if (!held) return;
  await renumberIdentity(ctx.tx, held.identityId, to);
  await recordTold(ctx, held, source, { what: 'number_changed', from: source.personId, to });
}
