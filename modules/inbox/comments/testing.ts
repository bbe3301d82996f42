import { z } from 'zod';
import type { Samples } from '../../../kit/http/sample.ts';
import { MemberId, newId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { AccountId } from '../../connections/contract.ts';
import { TagId } from '../conversations/contract.ts';
import type { ChannelId } from '../messages/contract.ts';
import { openChannel } from '../messages/testing.ts';
import type { Walk } from '../walk.ts';
import { applyAction } from './answering.sql.ts';
import { answer } from './answering.ts';
import { type CommentId, CommentNoteId, type CommentPlatform, CommentReplyId } from './contract.ts';
import { writeNote } from './organizing.ts';
import { keepComment } from './taking.ts';
import type { CommentNews } from './told.ts';

interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

let nth = 0;

export interface Commented extends Partial<CommentNews> {
  readonly channelId?: ChannelId;
  readonly platform?: CommentPlatform;
}

/** Somebody comments; on a post of a channel that is made if none is named. */
export async function commented(
  place: Place,
  { channelId, platform = 'instagram', ...news }: Commented = {},
): Promise<CommentId> {
  const channel = channelId ?? (await openChannel(place, { platform }));
  nth += 1;
  return workIn(place.ground, place.workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    keepComment(
      ctx,
      { id: channel, platform, accountId: AccountId.parse(channel), isDemo: false },
      {
        ...{ platformCommentId: `comment-${nth}`, what: 'said', kind: 'comment', platformPostId: 'post-1' },
        author: { platformId: `person-${nth}`, username: 'ada.b', name: 'Ada Adler' },
        ...{ isOwn: false, body: 'Do you ship to Rome?', happenedAt: ctx.now },
        ...news,
      },
      ctx.now,
    ),
  );
}

export const newReplyId = () => newId(CommentReplyId);
export const newNoteId = () => newId(CommentNoteId);

export async function newTag({ ground, workspaceId }: Place, name = `tag ${++nth}`): Promise<TagId> {
  const id = newId(TagId);
  await ground.db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
    tx.run(sql`
      insert into inbox.tags (workspace_id, id, name, created_at)
      values (${workspaceId}, ${id}, ${name}, ${ground.clock.now()})`),
  );
  return id;
}

const onNew = async (w: Walk) => ({ params: { commentId: await commented(w) } });
/** Only a Page likes. */
const onPage = async (w: Walk) => ({ params: { commentId: await commented(w, { platform: 'messenger' }) } });

async function liked(w: Walk) {
  const { params } = await onPage(w);
  await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, ({ tx, now }) =>
    applyAction(tx, { commentId: params.commentId, kind: 'like', memberId: null }, now),
  );
  return { params };
}

async function withTag(w: Walk) {
  return { params: { commentId: await commented(w), tagId: await newTag(w) } };
}

/** Whoever will send the request. */
const senderOf = async ({ ground, workspaceId, ownerId }: Walk) => {
  const { id: memberId } = await ground.db
    .reader({ kind: 'workspace', workspaceId })
    .one(z.object({ id: MemberId }), sql`select id from workspaces.members where user_id = ${ownerId}`);
  return { kind: 'member', userId: ownerId, memberId, role: 'owner' } as const;
};

async function answered(w: Walk) {
  const [commentId, replyId] = [await commented(w), newReplyId()];
  await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    answer(ctx, { commentId, replyId, body: 'Yes, to Rome too.', kind: 'public' }),
  );
  return { params: { commentId, replyId } };
}

async function noted(w: Walk) {
  const [commentId, noteId] = [await commented(w), newNoteId()];
  await workIn(w.ground, w.workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    writeNote(ctx, { commentId, noteId, body: 'Ask the warehouse.' }),
  );
  return { params: { commentId, noteId } };
}

const comment = '/w/:workspaceId/inbox/comments/:commentId' as const;

/** A good input for every route of this part. */
export const commentsSamples: Samples<Walk> = {
  'GET /w/:workspaceId/inbox/comments': async (w) => {
    await commented(w);
    return { query: { status: 'unread', order: 'priority', isQuestion: 'true' } };
  },
  [`GET ${comment}/thread` as const]: onNew,
  [`PUT ${comment}/replies/:replyId` as const]: async (w: Walk) => ({
    params: { commentId: await commented(w), replyId: newReplyId() },
    body: { body: 'Yes, to Rome too.' },
  }),
  [`PUT ${comment}/private-replies/:replyId` as const]: async (w: Walk) => ({
    params: { commentId: await commented(w), replyId: newReplyId() },
    body: { body: 'Here is your code.' },
  }),
  [`DELETE ${comment}/replies/:replyId` as const]: answered,
  [`PUT ${comment}/hidden` as const]: onNew,
  [`DELETE ${comment}/hidden` as const]: async (w: Walk) => ({
    params: { commentId: await commented(w, { isHidden: true }) },
  }),
  [`PUT ${comment}/like` as const]: onPage,
  [`DELETE ${comment}/like` as const]: liked,
  [`DELETE ${comment}` as const]: onNew,
  [`PUT ${comment}/status` as const]: async (w: Walk) => ({
    ...(await onNew(w)),
    body: { status: 'read' },
  }),
  [`PUT ${comment}/triage` as const]: async (w: Walk) => ({
    ...(await onNew(w)),
    body: { triage: 'respond' },
  }),
  [`PUT ${comment}/assignee` as const]: async (w: Walk) => ({
    ...(await onNew(w)),
    body: { memberId: (await senderOf(w)).memberId },
  }),
  [`PUT ${comment}/tags/:tagId` as const]: withTag,
  [`DELETE ${comment}/tags/:tagId` as const]: withTag,
  [`PUT ${comment}/notes/:noteId` as const]: async (w: Walk) => ({
    params: { commentId: await commented(w), noteId: newNoteId() },
    body: { body: 'Ask the warehouse.' },
  }),
  [`DELETE ${comment}/notes/:noteId` as const]: noted,
};
