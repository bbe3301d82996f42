import { z } from 'zod';
import type { Answer, Graph, Page, PageWish } from './graph.ts';
import { count, id, listOf, maybe, present, text, time } from './shapes.ts';

export interface Conversation {
  readonly id: string;
  readonly updatedAt?: Date;
}

export interface PastMessage {
  /** The `mid` that sending answered and webhooks name. */
  readonly id: string;
  readonly at?: Date;
  readonly text?: string;
  readonly fromId?: string;
  readonly fromName?: string;
  readonly toIds: readonly string[];
  readonly attachmentUrls: readonly string[];
}

export interface Profile {
  readonly id: string;
  readonly name?: string;
  readonly username?: string;
  /** Expires within days. */
  readonly pictureUrl?: string;
  readonly followersCount?: number;
  readonly isFollower?: boolean;
  readonly isFollowed?: boolean;
  readonly isVerified?: boolean;
}

/** What was written before, as the platform remembers it: how a message with a lost answer is found again. */
export interface Conversations {
  /** `accountId`: with Facebook Login the Page, also for Instagram. With a person, the one conversation with them. */
  list(accountId: string, wish?: PageWish & { personId?: string }): Promise<Answer<Page<Conversation>>>;
  /** Newest first. Only the latest twenty can be read; older ones are named and no more. */
  listMessages(conversationId: string, wish?: PageWish): Promise<Answer<Page<PastMessage>>>;
  getMessage(messageId: string): Promise<Answer<PastMessage>>;
  /** Of somebody who wrote to the account; nobody else lets it look. */
  getProfile(personId: string): Promise<Answer<Profile>>;
}

const messageFields = 'id,created_time,from,to,message,attachments';
const profileFields = {
  instagram: [
    'name,username,profile_pic,follower_count',
    'is_user_follow_business,is_business_follow_user,is_verified_user',
  ].join(','),
  facebook: 'name,first_name,last_name,profile_pic',
};

export function openConversations(graph: Graph, platform: 'instagram' | 'facebook'): Conversations {
  return {
    list: (accountId, { personId, ...wish } = {}) =>
      graph.list(
        {
          method: 'GET',
          path: [accountId, 'conversations'],
          name: 'GET /conversations',
          query: {
            platform: platform === 'facebook' ? 'messenger' : 'instagram',
            user_id: personId,
            fields: 'id,updated_time',
          },
        },
        conversation,
        wish,
      ),
    listMessages: (conversationId, wish) =>
      graph.list(
        {
          method: 'GET',
          path: [conversationId, 'messages'],
          name: 'GET /{conversation}/messages',
          query: { fields: messageFields },
        },
        message,
        wish,
      ),
    getMessage: (messageId) =>
      graph.ask(
        { method: 'GET', path: [messageId], name: 'GET /{message}', query: { fields: messageFields } },
        message,
      ),
    getProfile: (personId) =>
      graph.ask(
        {
          method: 'GET',
          path: [personId],
          name: 'GET /{person}',
          query: { fields: profileFields[platform] },
        },
        profile,
      ),
  };
}

const conversation = z
  .object({ id, updated_time: maybe(time) })
  .transform((one): Conversation => present({ id: one.id, updatedAt: one.updated_time }));

const address = z.object({ url: text });
const attachment = z
  .object({
    image_data: maybe(address),
    video_data: maybe(address),
    file_url: maybe(text),
  })
  .transform((one) => one.image_data?.url ?? one.video_data?.url ?? one.file_url);

const message = z
  .object({
    id,
    created_time: maybe(time),
    message: maybe(text),
    from: maybe(z.object({ id, username: maybe(text), name: maybe(text) })),
    to: maybe(z.object({ data: listOf(z.object({ id })) })),
    attachments: maybe(z.object({ data: listOf(attachment) })),
  })
  .transform(
    (one): PastMessage => ({
      ...present({
        id: one.id,
        at: one.created_time,
        // An attachment without words comes with an empty text.
        text: one.message || undefined,
        fromId: one.from?.id,
        fromName: one.from?.name ?? one.from?.username,
      }),
      toIds: one.to?.data.map((person) => person.id) ?? [],
      attachmentUrls: one.attachments?.data.filter((url) => url !== undefined) ?? [],
    }),
  );

const profile = z
  .object({
    id,
    name: maybe(text),
    first_name: maybe(text),
    last_name: maybe(text),
    username: maybe(text),
    profile_pic: maybe(text),
    follower_count: maybe(count),
    is_user_follow_business: maybe(z.boolean()),
    is_business_follow_user: maybe(z.boolean()),
    is_verified_user: maybe(z.boolean()),
  })
  .transform(
    (one): Profile =>
      present({
        id: one.id,
        name: one.name || [one.first_name, one.last_name].filter(Boolean).join(' ') || undefined,
        username: one.username,
        pictureUrl: one.profile_pic,
        followersCount: one.follower_count,
        isFollower: one.is_user_follow_business,
        isFollowed: one.is_business_follow_user,
        isVerified: one.is_verified_user,
      }),
  );
