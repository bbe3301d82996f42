import type { z } from 'zod';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type MemberId, newId } from '../../../kit/ids.ts';
import type { eventReceived } from '../../connections/contract.ts';
import { type Told, toldEvent } from '../../connections/index.ts';
import { PostPlatform } from '../../publishing/contract.ts';
import { knowPost } from '../../publishing/index.ts';
import { enrich } from '../enriching/enrich.ts';
import { channelOf } from '../intake/channels.ts';
import { holdPerson } from '../intake/people.sql.ts';
import { hearInPublic } from '../intake/people.ts';
import type { ChannelId } from '../messages/contract.ts';
import { CommentId, CommentPlatform, commentChanged, commentReceived } from './contract.ts';
import { type Told as Facts, nothingTold, told } from './merging.ts';
import * as db from './taking.sql.ts';
import { type CommentNews, commentNewsIn } from './told.ts';

const kindsOfComments: readonly string[] = ['comment', 'live_comment', 'mention', 'edit'];

/** A platform told of a comment, or was asked. */
export async function takeComment(unit: Unit, heard: z.infer<typeof eventReceived.payload>): Promise<void> {
  const isComment = kindsOfComments.includes(heard.kind) && CommentPlatform.safeParse(heard.platform).success;
  // Elsewhere it is a message that was edited.
  if (!isComment || (heard.kind === 'edit' && heard.platform !== 'youtube')) return;
  await unit.work(async (ctx) => {
    const event = await toldEvent(ctx, heard);
    const news = event && commentNewsIn(event);
    const id = news && (await channelOf(ctx, heard.accountId));
    if (!id) return;
    const { accountId, isDemo, receivedAt } = event;
    const channel = { id, platform: CommentPlatform.parse(event.platform), accountId, isDemo };
    // Of a review from before people's words were looked at, its answer alone says nothing.
    if (news.hasPlace && news.isOwn && !(await parentOf(ctx, channel, news.parentPlatformId))) return;
    await keepComment(ctx, channel, news, receivedAt);
  });
}

interface Channel {
  readonly id: ChannelId;
  readonly platform: CommentPlatform;
  readonly accountId: Told['accountId'];
  readonly isDemo: boolean;
}

/** What is known here and no platform tells: who of us wrote it, and to what. */
export interface Ours {
  readonly memberId: MemberId | null;
  readonly answersId: CommentId;
}

/** Whatever was known of it before and however often it is told: one row, where it belongs. */
export async function keepComment(
  ctx: Ctx,
  channel: Channel,
  news: CommentNews,
  seenAt: Date,
  ours?: Ours,
): Promise<CommentId> {
  const key = { channelId: channel.id, platformCommentId: news.platformCommentId };
  // Whoever is erased meanwhile is known by another id afterwards.
  const personId = news.isOwn ? undefined : news.author.platformId;
  if (personId !== undefined) await holdPerson(ctx.tx, channel.id, personId);
  const parent = await parentOf(ctx, channel, news.parentPlatformId);
  const postId = await postOf(ctx, channel, news);
  const about = { channel, key, parent, postId, news, seenAt, ours };
  const added = await add(ctx, about);
  const { id, threadId, touched, author } = added ?? (await change(ctx, about));
  // As it is kept, it may be of somebody else: of one who was erased, and is nobody new for having been told of again.
  if (personId !== undefined && author.platformId === personId) {
    const source = { channelId: channel.id, platform: channel.platform, personId, at: author.wroteAt };
    await hearInPublic(ctx, source, news.author);
  }
  await db.settleThread(ctx.tx, threadId);
  for (const answered of touched) await db.settleAnswered(ctx.tx, answered, ctx.now);
  const payload = { commentId: id, threadId, channelId: channel.id };
  if (added && !news.isOwn && news.what !== 'removed') await ctx.publish(commentReceived, payload);
  await ctx.publish(commentChanged, payload);
  return id;
}

interface About {
  readonly channel: Channel;
  readonly key: db.CommentKey;
  readonly parent: db.HeldComment | undefined;
  readonly postId: string | null;
  readonly news: CommentNews;
  readonly seenAt: Date;
  readonly ours: Ours | undefined;
}
interface Kept {
  readonly id: CommentId;
  readonly threadId: CommentId;
  /** Those that may be answered now, or not any more. */
  readonly touched: readonly CommentId[];
  readonly author: { readonly platformId: string | null; readonly wroteAt: Date };
}
const authorIn = ({ authorPlatformId: platformId, happenedAt: wroteAt }: Facts) => ({ platformId, wroteAt });

async function add(ctx: Ctx, about: About): Promise<Kept | undefined> {
  const { channel, key, parent, news, seenAt, ours } = about;
  const id = newId(CommentId, ctx.now.getTime());
  const facts = told(nothingTold(seenAt), news, seenAt);
  const hanging = {
    postId: about.postId ?? parent?.postId ?? null,
    threadId: parent?.threadId ?? id,
    parentId: parent?.id ?? null,
    answersId: news.isOwn ? (ours?.answersId ?? parent?.id ?? null) : null,
  };
  const inserted = await db.insertComment(ctx.tx, {
    ...{ workspaceId: ctx.workspaceId, id, ...key, kind: news.kind, isOwn: news.isOwn, now: ctx.now },
    ...{ status: news.isOwn ? ('read' as const) : ('unread' as const), isDemo: channel.isDemo },
    ...{ ...facts, ...hanging, memberId: ours?.memberId ?? null, ...enrich(facts.body, facts) },
  });
  if (inserted === 0) return undefined;
  const adopted = await db.adoptAnswers(ctx.tx, { ...key, id });
  if (adopted.length > 0) await db.moveThreads(ctx.tx, adopted, hanging);
  const touched = [hanging.answersId, adopted.length > 0 ? id : null];
  const author = authorIn(facts);
  return { id, threadId: hanging.threadId, touched: touched.filter((one) => one !== null), author };
}

async function change(ctx: Ctx, { key, parent, postId, news, seenAt, ours }: About): Promise<Kept> {
  const known = (await db.holdByKey(ctx.tx, key))!;
  const facts = told(known, news, seenAt);
  const answersId = known.isOwn ? (ours?.answersId ?? known.answersId ?? parent?.id ?? null) : null;
  const hanging = {
    postId: known.postId ?? postId ?? parent?.postId ?? null,
    threadId: known.parentId === null ? (parent?.threadId ?? known.threadId) : known.threadId,
    parentId: known.parentId ?? parent?.id ?? null,
    answersId,
  };
  const memberId = known.isOwn ? ((ours?.memberId ?? known.memberId) as MemberId | null) : null;
  if (hanging.threadId !== known.threadId) await db.moveThreads(ctx.tx, [known.id], hanging);
  await db.describeComment(ctx.tx, known.id, {
    ...facts,
    ...hanging,
    memberId,
    ...enrich(facts.body, facts),
  });
  const touched = new Set([known.answersId, answersId].filter((one) => one !== null));
  return { id: known.id, threadId: hanging.threadId, touched: [...touched], author: authorIn(facts) };
}

const parentOf = async (ctx: Ctx, { id: channelId }: Channel, platformCommentId: string | undefined) =>
  platformCommentId === undefined ? undefined : db.findByKey(ctx.tx, { channelId, platformCommentId });

async function postOf(ctx: Ctx, channel: Channel, news: CommentNews): Promise<string | null> {
  const { platformPostId, postKind: kind } = news;
  const platform = PostPlatform.safeParse(channel.platform).data;
  if (platformPostId === undefined || platform === undefined) return null;
  const { accountId, isDemo } = channel;
  return knowPost(ctx, { accountId, platform, platformPostId, kind, isDemo });
}
