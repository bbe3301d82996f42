import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { beginUse, endUse } from '../../billing/index.ts';
import type { CommentReplyId } from './contract.ts';

/*
 * SE-06, SE-07: an answer that goes out is a message like any other. A private one may wait for hours, and whether one
 * has gone out may be known later still: so what it costs is kept back when it is asked for, and is a use once it has.
 */

/** Nobody can pay it where this is false. */
export const keepBack = (ctx: Ctx, id: CommentReplyId): Promise<boolean> =>
  beginUse(ctx, {
    ...{ id, meter: 'message', reason: 'Comment answered', subject: { type: 'comment_reply', id } },
    ...{ memberId: memberOf(ctx.actor)?.memberId, sourcePlatform: sources[ctx.actor.kind] ?? 'bot' },
  });
const sources: Readonly<Record<string, 'website' | 'api'>> = { member: 'website', key: 'api' };

export const countAnswer = (ctx: Ctx, id: CommentReplyId, isSent: boolean): Promise<void> =>
  endUse(ctx, id, isSent);
