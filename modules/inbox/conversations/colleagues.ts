import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { colleaguesWho, findColleagueWho, type Worker } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { mailboxRolesOf, type State } from './state.sql.ts';

type Where = Pick<State, 'channelId' | 'locationId' | 'memberOnly'>;

/** Whom a conversation is given to, or a note is for, can see it. */
export async function requireReader(ctx: Ctx, where: Where, memberId: MemberId): Promise<void> {
  const found = await findColleagueWho(ctx, 'inbox.read', placeOf(where), memberId);
  const isIn = await mailboxOf(ctx, 'inbox.read', where, [memberId]);
  if (!found || !isIn(memberId)) throw inboxError('assignee_not_found', { memberId });
}

/** All who may answer in it, in the order of their ids. */
export async function thoseWhoMayReply(ctx: Ctx, where: Where): Promise<Worker[]> {
  const all = await colleaguesWho(ctx, 'inbox.reply', placeOf(where));
  const ids = all.map(({ memberId }) => memberId);
  const isIn = await mailboxOf(ctx, 'inbox.reply', where, ids);
  return all.filter(({ memberId }) => isIn(memberId));
}

/** A mailbox for its members alone is at no place: it counts who is named in it. */
const placeOf = ({ memberOnly, locationId }: Where) => (memberOnly ? null : locationId);

/** SE-129: whom a mailbox is for, and who of them only looks. What is no mailbox is for everybody. */
async function mailboxOf(
  ctx: Ctx,
  permission: keyof typeof inboxPolicy,
  { channelId, memberOnly }: Where,
  memberIds: readonly MemberId[],
): Promise<(id: MemberId) => boolean> {
  const rows = await mailboxRolesOf(ctx.tx, channelId, memberIds);
  const roles = new Map(rows.map(({ memberId, role }) => [memberId, role]));
  return (id) => {
    const role = roles.get(id);
    return role === undefined ? !memberOnly : role !== 'readonly' || permission === 'inbox.read';
  };
}
