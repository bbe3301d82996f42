import { z } from 'zod';
import { type Answer, type Graph, type Page, type PageWish, plainId } from './graph.ts';
import { count, done, id, maybe, present, text, time } from './shapes.ts';

export interface Comment {
  readonly id: string;
  readonly text?: string;
  readonly at?: Date;
  readonly username?: string;
  readonly personId?: string;
  readonly personName?: string;
  readonly isHidden?: boolean;
  /** By the Page itself: only a Page is told. */
  readonly isLiked?: boolean;
  readonly likesCount?: number;
  readonly parentId?: string;
  readonly mediaId?: string;
}

/** Comments under posts of an Instagram account or a Page. */
export interface Comments {
  get(commentId: string): Promise<Answer<Comment>>;
  list(postId: string, wish?: PageWish): Promise<Answer<Page<Comment>>>;
  listReplies(commentId: string, wish?: PageWish): Promise<Answer<Page<Comment>>>;
  /** On Instagram an answer to an answer is put under the comment on top. */
  reply(commentId: string, text: string): Promise<Answer<{ id: string }>>;
  hide(commentId: string, isHidden: boolean): Promise<Answer<undefined>>;
  /** As the Page; there is no such thing on Instagram. */
  like(commentId: string, isLiked: boolean): Promise<Answer<undefined>>;
  remove(commentId: string): Promise<Answer<undefined>>;
  /** Whether a post of Instagram may be commented on. */
  allow(mediaId: string, isAllowed: boolean): Promise<Answer<undefined>>;
  /** The comment in which somebody named an Instagram account, under a post that is not its own. */
  getMention(accountId: string, commentId: string): Promise<Answer<Comment>>;
  replyToMention(
    accountId: string,
    wish: { mediaId: string; commentId?: string; text: string },
  ): Promise<Answer<{ id: string }>>;
}

/** The two platforms call the same things by other names. */
const words = {
  instagram: {
    replies: 'replies',
    hidden: 'hide',
    fields: 'id,text,timestamp,username,from,hidden,like_count,parent_id,media',
  },
  facebook: {
    replies: 'comments',
    hidden: 'is_hidden',
    fields: 'id,message,created_time,from,is_hidden,like_count,user_likes,parent',
  },
} as const;

export function openComments(graph: Graph, platform: 'instagram' | 'facebook'): Comments {
  const { replies, hidden, fields } = words[platform];
  const list = (path: string[], wish?: PageWish) =>
    graph.list({ method: 'GET', path, name: `GET /${path[1]}`, query: { fields } }, comment, wish);
  const set = (objectId: string, name: string, value: boolean) =>
    graph.ask(
      {
        method: 'POST',
        path: [objectId],
        name: `POST /{id}?${name}`,
        isRepeatable: true,
        query: { [name]: String(value) },
      },
      done,
    );
  return {
    get: (commentId) =>
      graph.ask({ method: 'GET', path: [commentId], name: 'GET /{comment}', query: { fields } }, comment),
    list: (postId, wish) => list([postId, 'comments'], wish),
    listReplies: (commentId, wish) => list([commentId, replies], wish),
    reply: (commentId, message) =>
      graph.ask(
        { method: 'POST', path: [commentId, replies], name: `POST /${replies}`, form: { message } },
        created,
      ),
    hide: (commentId, isHidden) => set(commentId, hidden, isHidden),
    like: (commentId, isLiked) =>
      graph.ask(
        {
          method: isLiked ? 'POST' : 'DELETE',
          path: [commentId, 'likes'],
          name: `${isLiked ? 'POST' : 'DELETE'} /likes`,
          isRepeatable: true,
        },
        done,
      ),
    remove: (commentId) =>
      graph.ask({ method: 'DELETE', path: [commentId], name: 'DELETE /{comment}', isRepeatable: true }, done),
    allow: (mediaId, isAllowed) => set(mediaId, 'comment_enabled', isAllowed),
    getMention: async (accountId, commentId) =>
      graph.ask(
        {
          method: 'GET',
          path: [accountId],
          name: 'GET /{account}?mentioned_comment',
          query: {
            fields: `mentioned_comment.comment_id(${plainId(commentId)}){id,text,timestamp,username,media}`,
          },
        },
        z.object({ mentioned_comment: comment }).transform(({ mentioned_comment }) => mentioned_comment),
      ),
    replyToMention: (accountId, { mediaId, commentId, text: message }) =>
      graph.ask(
        {
          method: 'POST',
          path: [accountId, 'mentions'],
          name: 'POST /mentions',
          form: { media_id: mediaId, comment_id: commentId, message },
        },
        created,
      ),
  };
}

const person = z.object({ id: maybe(id), username: maybe(text), name: maybe(text) });
const thing = z.object({ id });

const comment = z
  .object({
    id,
    text: maybe(text),
    message: maybe(text),
    timestamp: maybe(time),
    created_time: maybe(time),
    username: maybe(text),
    from: maybe(person),
    hidden: maybe(z.boolean()),
    is_hidden: maybe(z.boolean()),
    user_likes: maybe(z.boolean()),
    like_count: maybe(count),
    parent_id: maybe(id),
    parent: maybe(thing),
    media: maybe(thing),
  })
  .transform(
    (one): Comment =>
      present({
        id: one.id,
        text: one.text ?? one.message,
        at: one.timestamp ?? one.created_time,
        username: one.username ?? one.from?.username,
        personId: one.from?.id,
        personName: one.from?.name,
        isHidden: one.hidden ?? one.is_hidden,
        isLiked: one.user_likes,
        likesCount: one.like_count,
        parentId: one.parent_id ?? one.parent?.id,
        mediaId: one.media?.id,
      }),
  );

const created = z.object({ id });
