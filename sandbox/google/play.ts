import { type Answer, json, Refusal, type Request, type Route, seeOther } from '../http.ts';
import type { Person } from '../people.ts';
import { ApiError } from './answers.ts';
import { addVideo, catchUp, takeDown, tellChanged } from './book.ts';
import { businessDeeds } from './business/play.ts';
import { asAuthor, authorOf } from './cast.ts';
import { addComment, removeComment } from './comment-book.ts';
import { draftFrom } from './drafts.ts';
import { allowance, type Bucket, left, spend } from './quota.ts';
import {
  type Author,
  type Channel,
  type Comment,
  commentOf,
  type Google,
  type Moderation,
  type Video,
  videoOf,
  wordOf,
} from './state.ts';
import { expireAccess, revokeAll } from './tokens.ts';
import { rate } from './video-writes.ts';
import { isShownTo } from './videos.ts';

type Fields = Record<string, string>;
type Deed = (google: Google, fields: Fields, request: Request) => object;
const readyMs = 60_000;

/** `POST /google/play/<deed>`: what people and owners do, by form or as JSON. */
const deeds: Readonly<Record<string, Deed>> = {
  /** `{ person, video, text }` */
  comment: (google, fields) => {
    const video = videoIn(google, fields);
    if (!isShownTo(undefined, video, google.world.now()))
      throw new Refusal(409, 'Nobody but its owner can see this video.');
    if (!video.hasComments) throw new Refusal(409, 'Comments are switched off for this video.');
    return shown(
      addComment(google, { video, author: authorOf(personIn(google, fields)), text: textIn(fields) }),
    );
  },
  /** `{ person | channel, comment, text }`: below the comment's thread, whichever of it is named. */
  reply: (google, fields) => {
    const named = commentIn(google, fields);
    const parent = commentOf(google, named.parentId ?? named.id)!;
    const video = videoOf(google, parent.videoId)!;
    return shown(
      addComment(google, { video, author: speakerIn(google, fields), text: textIn(fields), parent }),
    );
  },
  /** `{ comment, text }`, by who wrote it. */
  'edit-comment': (google, fields) => {
    const comment = commentIn(google, fields);
    Object.assign(comment, { text: textIn(fields), updatedAt: google.world.now().toISOString() });
    return shown(comment);
  },
  /** `{ comment }`, by who wrote it: what was said below goes along. */
  'delete-comment': (google, fields) => {
    const comment = commentIn(google, fields);
    removeComment(google, comment);
    return { deleted: comment.id };
  },
  /** `{ comment, status? }`: YouTube, or the owner elsewhere, holds it back or lets it out. */
  hold: (google, fields) => {
    const comment = commentIn(google, fields);
    comment.moderation = wordIn<Moderation>(fields, 'status', [
      'heldForReview',
      'likelySpam',
      'published',
      'rejected',
    ]);
    return shown(comment);
  },
  /** `{ person, video | comment, likes? }` */
  like: (google, fields) => {
    const { channelId } = authorOf(personIn(google, fields));
    const likes = fields.likes !== 'no';
    if (fields.comment === undefined) {
      const video = videoIn(google, fields);
      rate(google, video, channelId, likes);
      return { video: video.id, likes };
    }
    const comment = commentIn(google, fields);
    comment.likedBy = [...comment.likedBy.filter((one) => one !== channelId), ...(likes ? [channelId] : [])];
    return shown(comment);
  },
  /** `{ person, channel, subscribes? }` */
  subscribe: (google, fields) => {
    const [subscriber, { id: channelId }] = [authorOf(personIn(google, fields)), channelIn(google, fields)];
    const { state } = google;
    const id = wordOf(`${subscriber.channelId} ${channelId}`, 43);
    state.subscriptions = state.subscriptions.filter((one) => one.id !== id);
    const subscribes = fields.subscribes !== 'no';
    if (subscribes)
      state.subscriptions.push({ id, subscriber, channelId, at: google.world.now().toISOString() });
    return { id, channelId, subscribes };
  },
  /** `{ channel, title, description?, privacy?, publishAt? }`: from elsewhere, and ready at once. */
  upload: (google, fields, request) => {
    const { title, description, privacy, publishAt } = fields;
    const now = google.world.now();
    const status = { privacyStatus: publishAt ? 'private' : privacy, publishAt: publishAt || undefined };
    const draft = draftFrom({ snippet: { title, description }, status }, new Set(['snippet', 'status']), now);
    const video = addVideo(google, { channelId: channelIn(google, fields).id, draft, readyMs });
    catchUp(google, request);
    return { id: video.id, channelId: video.channelId, title: video.title };
  },
  /** `{ video, title?, comments?: on | off, privacy? }` */
  'edit-video': (google, fields, request) => {
    const video = videoIn(google, fields);
    if (fields.title) video.title = fields.title.slice(0, 100);
    if (fields.comments) video.hasComments = wordIn(fields, 'comments', ['on', 'off']) === 'on';
    if (fields.privacy) video.privacy = wordIn(fields, 'privacy', ['public', 'unlisted', 'private']);
    video.updatedAt = google.world.now().toISOString();
    if (fields.title) tellChanged(google, video, request);
    catchUp(google, request);
    return { id: video.id, title: video.title, comments: video.hasComments, privacy: video.privacy };
  },
  'delete-video': (google, fields, request) => {
    const { id } = videoIn(google, fields);
    takeDown(google, id, request);
    return { deleted: id };
  },
  /** `{ account }`: the hour is over at once. */
  expire: (google, fields) => ({ expired: expireAccess(google, accountIn(google, fields).sub) }),
  /** `{ account }`: its owner takes back what was given. */
  revoke: (google, fields) => ({ revoked: revokeAll(google, accountIn(google, fields).sub) }),
  /** `{ bucket?, left? }` */
  quota: (google, fields) => {
    const bucket = wordIn<Bucket>({ bucket: 'general', ...fields }, 'bucket', [
      'general',
      'search',
      'insert',
    ]);
    const wanted = Number(fields.left ?? 0);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > allowance[bucket])
      throw new Refusal(400, `left is a number up to ${allowance[bucket]}.`);
    spend(google, bucket, left(google, bucket) - wanted);
    return { bucket, left: left(google, bucket) };
  },
  /** `{ isTesting?, isUnaudited? }`: the project's switches, `yes` or `no`. */
  project: (google, fields) => {
    for (const name of ['isTesting', 'isUnaudited'] as const)
      if (fields[name] !== undefined)
        google.state.project[name] = wordIn(fields, name, ['yes', 'no']) === 'yes';
    return google.state.project;
  },
  ...businessDeeds,
};

export const playRoutes = (google: Google): Route[] => [
  { method: 'POST', path: '/google/play/:deed', handle: (request) => play(google, request) },
];

async function play(google: Google, request: Request): Promise<Answer> {
  const deed = deeds[request.params.deed!];
  if (!deed) throw new Refusal(404, `This cannot be played. What can: ${Object.keys(deeds).join(', ')}.`);
  const fields = await request.fields();
  const result = done(() => deed(google, fields, request));
  google.changed();
  return request.wantsPage ? seeOther(backOf(request)) : json(result);
}

/** What YouTube would not take is not taken here either. */
function done(work: () => object): object {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError ? new Refusal(error.reason.code, error.message) : error;
  }
}

/** The page the form was on: another may carry it as well as ours. */
function backOf({ headers }: Request): string {
  const from = headers.referer ?? '';
  if (!URL.canParse(from)) return '/google';
  const { pathname, search, host } = new URL(from);
  return host === headers.host ? pathname + search : '/google';
}

const shown = ({ id, videoId, parentId, moderation }: Comment) => ({
  id,
  videoId,
  parentId,
  moderationStatus: moderation,
});

function personIn({ world }: Google, { person = '' }: Fields): Person {
  const found = world.people.find(person);
  if (!found) throw new Refusal(404, `There is no person called "${person}".`);
  return found;
}

function speakerIn(google: Google, fields: Fields): Author {
  return fields.channel === undefined
    ? authorOf(personIn(google, fields))
    : asAuthor(channelIn(google, fields));
}

function channelIn({ state }: Google, { channel = '' }: Fields): Channel {
  const found = state.channels.find(
    ({ id, handle }) => id === channel || handle === `@${channel.replace(/^@/, '')}`,
  );
  if (!found) throw new Refusal(404, `There is no channel called "${channel}".`);
  return found;
}

function accountIn({ state }: Google, { account = '' }: Fields) {
  const found = state.accounts.find(({ key, email }) => [key, email].includes(account));
  if (!found) throw new Refusal(404, `There is no account called "${account}".`);
  return found;
}

function videoIn(google: Google, { video = '' }: Fields): Video {
  const found = videoOf(google, video);
  if (!found) throw new Refusal(404, 'There is no such video.');
  return found;
}

function commentIn(google: Google, { comment = '' }: Fields): Comment {
  const found = commentOf(google, comment);
  if (!found) throw new Refusal(404, 'There is no such comment.');
  return found;
}

function textIn({ text = '' }: Fields): string {
  if (!text.trim()) throw new Refusal(400, 'text is what is said.');
  return text;
}

function wordIn<Word extends string>(fields: Fields, name: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === (fields[name] ?? words[0]));
  if (found === undefined) throw new Refusal(400, `${name} is one of ${words.join(', ')}.`);
  return found;
}
