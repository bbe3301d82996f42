import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { explainEach } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { enrich } from '../enriching/enrich.ts';
import { isAt } from '../rights/places.ts';
import * as answering from './answering.sql.ts';
import { CommentId, CommentNoteId, CommentReplyId } from './contract.ts';
import * as describing from './describing.sql.ts';
import * as erasing from './erasing.sql.ts';
import * as organizing from './organizing.sql.ts';
import * as shown from './shown.sql.ts';
import * as standing from './standing.sql.ts';
import * as taking from './taking.sql.ts';
import {
  channelId,
  contactId,
  crowded,
  earlyId,
  lateKey,
  locationId,
  memberId,
  noteId,
  now,
  ownId,
  postId,
  replyId,
  scope,
  start,
  tagId,
  topId,
  workspaceId,
} from './testing/crowd.ts';

const page = { limit: 20, after: undefined };
const everywhere = sql`true`;
const someChannels = isAt({ everywhere: false, except: [], only: [locationId] }, 'c');
const all = { order: 'newest' } as const;
let db: Database;
let next: string;
before(async () => {
  db = await crowded();
  next = (await shown.commentsOfWorkspace(db.reader(scope), coworkers, everywhere, all, page)).next!;
});
const where = () => ({ db, scope });

/** What stands beside each comment of a page. */
const beside = [
  ...[
    'channels_pkey',
    'contacts_pkey',
    'identity_once_per_channel',
    'posts_pkey',
    'members_pkey',
    'users_pkey',
  ],
  ...['comment_actions_by_comment', 'comment_notes_by_comment', 'comment_tags_pkey'],
  /^comment_replies_(by_comment|under_way)$/,
];
/** A page, and what stands beside it: of channels and members all may be read along their index. */
const rowsMax = 1_500;

const listed = (
  when: string,
  filter: Partial<shown.CommentFilter>,
  by: readonly (string | RegExp)[],
  more: { rowsMax?: number; here?: typeof everywhere } = {},
) => ({
  when,
  given: () => [coworkers, more.here ?? everywhere, { ...all, ...filter }, page] as const,
  by: [...beside, ...by],
  rowsMax: more.rowsMax ?? rowsMax,
});

describe('comments', () => {
  explainEach(shown, where, {
    commentsOfWorkspace: [
      listed('all', {}, ['comments_by_time']),
      {
        ...listed('on a later page', {}, ['comments_by_time']),
        given: () => [coworkers, everywhere, all, { ...page, after: next }],
      },
      listed('by priority', { order: 'priority' }, ['comments_by_priority']),
      listed('of a post', { postId }, ['comments_by_post']),
      listed('of a channel', { channelId }, ['comments_by_channel']),
      listed('of a status', { status: 'unread' }, ['comments_by_status']),
      listed('to do', { open: true }, [/comments_by_(time|status)/]),
      listed('of a tone', { sentiment: 'negative' }, ['comments_by_sentiment']),
      listed('that ask', { isQuestion: true }, ['comments_asking']),
      listed('of somebody', { assignee: memberId }, ['comments_by_assignee']),
      listed('waiting', { waiting: true, order: 'oldest' }, ['comments_waiting']),
      listed('that are reviews', { kind: 'review' }, ['comments_reviews']),
      listed('of one star', { rating: 1 }, ['comments_reviews']),
      listed('with a tag', { tagId }, ['comment_tags_by_tag', 'comments_pkey']),
      listed('of some days', { from: start, until: now }, ['comments_by_time']),
      listed('of a platform', { platform: 'youtube' }, ['comments_by_time']),
      listed('at some places', {}, ['channels_by_location', 'comments_by_channel'], { here: someChannels }),
      listed('of a person', { contactId }, ['identities_by_contact', 'comments_by_author']),
    ],
    commentsNamed: {
      given: () => [coworkers, [topId, ownId]],
      by: [...beside, 'comments_pkey'],
      rowsMax,
    },
    findShown: { given: () => [coworkers, topId], by: [...beside, 'comments_pkey'] },
    repliesOf: { given: () => [coworkers, topId, page], by: [...beside, 'comments_by_thread'], rowsMax },
    placeOfComment: { given: () => [topId], by: ['comments_pkey', 'channels_pkey'] },
    answersTo: {
      given: () => [coworkers, [topId], 20],
      by: ['comment_replies_by_comment', 'members_pkey', 'users_pkey'],
    },
    findReply: {
      given: () => [coworkers, replyId],
      by: ['comment_replies_pkey', 'members_pkey', 'users_pkey'],
    },
    notesOn: {
      given: () => [coworkers, [topId], 20],
      by: ['comment_notes_by_comment', 'members_pkey', 'users_pkey'],
    },
    findNote: { given: () => [coworkers, noteId], by: ['comment_notes_pkey', 'members_pkey', 'users_pkey'] },
  });
});

const key = { channelId, platformCommentId: '4083' };
const described = {
  ...{ postId, threadId: topId, parentId: null, answersId: null, parentPlatformId: null, memberId: null },
  ...{
    authorPlatformId: null,
    authorName: null,
    authorUsername: null,
    body: 'Anew',
    likesCount: 1,
    rating: null,
  },
  ...{ happenedAt: now, editedAt: null, hiddenAt: null, deletedAt: null, sentiment: null, priorityScore: 1 },
  ...{ categories: [], keywords: [], language: null },
};
const newComment = () => {
  const id = newId(CommentId);
  const made = { ...described, workspaceId, id, channelId, platformCommentId: id, threadId: id, now };
  return { ...made, kind: 'comment', isOwn: false, status: 'unread', isDemo: false } as const;
};

describe('comments that are told', () => {
  explainEach(taking, where, {
    holdByKey: { given: () => [key], by: ['comment_once_per_channel'] },
    findByKey: { given: () => [key], by: ['comment_once_per_channel'] },
    insertComment: { given: () => [newComment()], by: ['comment_once_per_channel'] },
    describeComment: { given: () => [topId, described], by: ['comments_pkey'] },
    adoptAnswers: {
      given: () => [{ ...lateKey, id: topId }],
      by: ['comments_before_their_parent', 'comments_pkey'],
    },
    moveThreads: { given: () => [[earlyId], { threadId: topId, postId }], by: ['comments_by_thread'] },
    settleThread: { given: () => [topId], by: ['comments_by_thread', 'comments_pkey'] },
    settleAnswered: {
      given: () => [topId, now],
      by: ['comments_by_answered', /^comment_replies_(by_comment|one_private)$/, 'comments_pkey'],
    },
  });
});

const missing = { ids: ['873'], startedAt: now, until: now, from: null };

describe('reviews that stand', () => {
  explainEach(describing, where, {
    writeWords: { given: () => [topId, enrich('Do you ship to Rome?')], by: ['comments_pkey'] },
  });
  explainEach(standing, where, {
    markMissing: {
      given: () => [channelId, missing],
      by: [/^comments_(reviews|by_channel)$/, 'comments_pkey'],
    },
    markAnswersGone: {
      given: () => [channelId, missing],
      by: [/^comment(_once_per_channel|s_reviews|s_by_channel)$/, 'comments_by_parent'],
    },
  });
});

const verdict = { status: 'sent', platformId: '1', failureCode: null, now } as const;
const action = { id: topId, commentId: topId, kind: 'hide', memberId, status: 'queued' } as const;

describe('answers to comments', () => {
  explainEach(answering, where, {
    holdReply: { given: () => [replyId], by: ['comment_replies_pkey'] },
    insertReply: {
      given: () => [
        {
          ...{
            workspaceId,
            id: newId(CommentReplyId),
            commentId: topId,
            kind: 'public' as const,
            body: 'Yes',
          },
          ...{ author: 'member' as const, memberId, now },
        },
      ],
      by: [],
    },
    settleReply: { given: () => [replyId, verdict], by: [/^comment_replies_(pkey|under_way)$/] },
    markRepliedPrivately: { given: () => [topId, now], by: ['comments_pkey'] },
    holdAction: { given: () => [topId], by: ['comment_actions_pkey'] },
    findWanted: [
      { when: 'of hiding', given: () => [topId, 'hide' as const], by: ['comment_actions_by_comment'] },
      { when: 'of liking', given: () => [topId, 'like' as const], by: ['comment_actions_by_comment'] },
    ],
    insertAction: { given: () => [{ ...action, workspaceId, id: newId(CommentId), now }], by: [] },
    settleAction: {
      given: () => [topId, { status: 'done' as const, failureCode: null, now }],
      by: [/^comment_actions_(pkey|under_way)$/],
    },
    applyAction: { given: () => [action, now], by: ['comments_pkey'] },
    underWaySince: {
      given: () => [now, 20],
      by: ['comment_actions_under_way', 'comment_replies_under_way'],
    },
    findPlace: { given: () => [topId], by: ['comments_pkey', 'channels_pkey'] },
    answeredBy: { given: () => [ownId], by: ['comments_pkey'] },
  });
});

const by = { memberId, now };

describe('comments of somebody', () => {
  explainEach(erasing, where, {
    allCommentsOf: {
      given: () => [contactId, page],
      by: [
        ...[
          'identities_by_contact',
          'comments_by_author',
          'channels_pkey',
          'posts_pkey',
          'comments_by_answered',
        ],
        ...[/^comment_replies_/, 'comment_notes_by_comment'],
      ],
    },
    eraseAuthors: { given: () => [[contactId]], by: ['identities_by_contact', 'comments_by_author'] },
    commentsToErase: {
      given: () => [contactId, contactId.replace(/.$/, '0'), 100],
      by: ['identities_by_contact', 'comments_by_author'],
    },
    eraseComments: {
      given: () => [[topId], now],
      by: ['comment_notes_by_comment', /^comment_replies_/, 'comments_by_answered', 'comments_pkey'],
    },
    hasWordsLeft: {
      given: () => [contactId],
      by: [
        ...['identities_by_contact', 'comments_by_author', 'comments_by_answered'],
        ...[/^comment_replies_/, 'comment_notes_by_comment'],
      ],
    },
  });
});

describe('what is done about comments', () => {
  explainEach(organizing, where, {
    holdComment: { given: () => [topId], by: ['comments_pkey', 'channels_pkey'] },
    markStatus: { given: () => [topId, 'read' as const, by], by: ['comments_pkey'] },
    markTriage: { given: () => [topId, 'respond' as const], by: ['comments_pkey'] },
    assign: { given: () => [topId, memberId, now], by: ['comments_pkey'] },
    findTag: { given: () => [tagId], by: ['tags_pkey'] },
    countTags: { given: () => [topId, 50], by: ['comment_tags_pkey'] },
    insertTag: { given: () => [workspaceId, topId, tagId, now], by: ['comment_tags_pkey'] },
    deleteTag: { given: () => [topId, tagId], by: [/^comment_tags_/] },
    holdNote: { given: () => [noteId], by: ['comment_notes_pkey'] },
    insertNote: {
      given: () => [{ ...by, workspaceId, id: newId(CommentNoteId), commentId: topId, body: 'Ask' }],
      by: ['comment_notes_pkey'],
    },
    changeNote: { given: () => [noteId, 'Ask again', now], by: ['comment_notes_pkey'] },
    deleteNote: { given: () => [noteId], by: ['comment_notes_pkey'] },
  });
});
