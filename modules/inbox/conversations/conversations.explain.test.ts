import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { coworkers, locationNames } from '../../workspaces/index.ts';
import { ConversationId } from '../messages/contract.ts';
import * as notes from '../notes/notes.sql.ts';
import * as presence from '../presence/presence.sql.ts';
import * as channels from './channels.sql.ts';
import * as counts from './counts.sql.ts';
import type { Asker, ConversationFilter } from './filter.sql.ts';
import * as handing from './handing-out.sql.ts';
import * as reading from './reading.sql.ts';
import * as shown from './shown.sql.ts';
import * as state from './state.sql.ts';
import * as tags from './tags.sql.ts';
import {
  channelId,
  contactId,
  conversationId,
  crowded,
  locationId,
  mailboxId,
  memberId,
  noteId,
  now,
  scope,
  start,
  tagId,
  workspaceId,
} from './testing/crowd.ts';

let db: Database;
let held: state.State;
let next: string;
const page = { limit: 20, after: undefined };
const names = { coworkers, locationNames };
/** With a note for somebody who has not seen it. */
const notedId = ConversationId.parse(numberedId(11_900));
const notedFor = MemberId.parse(numberedId(1 + (11_900 % 21)));
const soonAfterStart = new Date(start.getTime() + 3_600_000);
const anotherMemberId = MemberId.parse(numberedId(3));
const asker: Asker = { me: memberId, places: { everywhere: true, except: [], only: [] } };
/** As everybody but the system asks: mailboxes for their members alone are left out. */
const colleague: Asker = { ...asker, places: { ...asker.places, mailboxesOf: memberId } };
const guest: Asker = { ...asker, places: { everywhere: false, except: [], only: [locationId] } };
before(async () => {
  db = await crowded();
  held = (await db.transaction(scope, (tx) => state.holdState(tx, conversationId)))!;
  next = (await shown.conversationsOf(db.reader(scope), names, asker, {}, page)).next!;
});
const where = () => ({ db, scope });

/** What stands beside each conversation of a page. */
const beside = [
  ...['channels_pkey', 'contacts_pkey', 'identities_pkey', 'members_pkey', 'users_pkey', 'locations_pkey'],
  ...['conversation_reads_pkey', 'conversation_tags_pkey'],
];
/** Which channels are for whom is found out once, from all there are. */
const mailboxes = [/^channels_/, /^email_account_members_(pkey|by_member)$/];
/** One page, and what stands beside each row of it. */
const rowsMax = 400;

const listed = (
  when: string,
  filter: ConversationFilter,
  by: readonly (string | RegExp)[],
  more: { rowsMax?: number; by?: Asker } = {},
) => ({
  when,
  given: () => [names, more.by ?? asker, filter, page] as const,
  by: [...beside.filter((one) => !by.some((other) => other instanceof RegExp && other.test(one))), ...by],
  rowsMax: more.rowsMax ?? rowsMax,
});

describe('conversations', () => {
  explainEach(shown, where, {
    conversationsOf: [
      listed('all', {}, ['conversations_by_last']),
      {
        ...listed('on a later page', {}, ['conversations_by_last']),
        given: () => [names, asker, {}, { ...page, after: next }],
      },
      listed('as colleagues see them', {}, ['conversations_by_last', ...mailboxes], {
        by: colleague,
        rowsMax: 800,
      }),
      listed('of a status as they do', { status: 'open' }, ['conversations_by_status', ...mailboxes], {
        by: colleague,
        rowsMax: 800,
      }),
      listed('of a status', { status: 'open' }, ['conversations_by_status']),
      listed('of a channel', { channelId }, ['conversations_by_channel']),
      listed('of a channel and status', { channelId, status: 'open' }, ['conversations_by_channel']),
      listed('of a platform', { platform: 'whatsapp', status: 'open' }, [
        'channels_by_platform',
        'conversations_by_channel',
      ]),
      listed('of somebody', { assignee: 'me' }, ['conversations_by_assignee']),
      listed('of nobody', { assignee: 'nobody', status: 'open' }, ['conversations_unassigned']),
      listed('of a team', { team: locationId }, ['conversations_by_team']),
      listed('with a tag', { tagId }, ['conversation_tags_by_tag', 'conversations_pkey']),
      listed('with a person', { contactId }, ['identities_by_contact', 'conversations_by_identity']),
      listed('of a category', { category: 'requests' }, ['conversations_by_category']),
      listed('of an ordinary category', { category: 'general' }, ['conversations_by_last']),
      listed('of a priority', { priority: 'urgent', status: 'closed' }, ['conversations_by_priority']),
      listed('unread', { unread: true, status: 'open' }, ['conversations_by_status'], { rowsMax: 2_500 }),
      listed('waiting', { waiting: true }, [/conversations_(waiting|by_last)/]),
      listed('with media', { hasMedia: true }, [
        'conversations_by_last',
        'messages_by_conversation',
        'attachments_by_message',
      ]),
      listed('mentioning', { mentioned: true }, [
        'conversations_pkey',
        'messages_pkey',
        'note_mentions_not_seen',
      ]),
      listed('since', { from: start, assignee: 'me', status: 'open' }, ['conversations_by_assignee']),
      listed('at some places', {}, ['channels_by_location', 'conversations_by_channel'], { by: guest }),
    ],
    findConversation: {
      given: () => [names, asker, conversationId],
      by: [
        ...beside,
        'conversations_pkey',
        'email_accounts_pkey',
        /^email_account_members_(pkey|by_member)$/,
      ],
    },
  });

  explainEach(state, where, {
    holdState: { given: () => [conversationId], by: ['conversations_pkey', 'channels_pkey'] },
    saveState: { given: () => [held], by: ['conversations_pkey'] },
    conversationsToWake: { given: () => [now, 20], by: ['conversations_to_wake'] },
    mailboxRolesOf: {
      given: () => [mailboxId, [memberId]],
      by: [/^email_account_members_(pkey|by_member)$/],
    },
    partiesOf: {
      given: () => [names, { assignedTo: memberId, assignedLocation: locationId }],
      by: ['members_pkey', 'users_pkey', 'locations_pkey'],
    },
  });
  const tagged = { workspaceId, conversationId, tagId };
  explainEach(tags, where, {
    tagNamed: { given: () => [tagId], by: ['tags_pkey'] },
    insertTag: { given: () => [tagged, now], by: ['conversation_tags_pkey'] },
    countTags: { given: () => [ConversationId.parse(numberedId(11_346))], by: ['conversation_tags_pkey'] },
    dropTag: {
      given: () => [{ conversationId: ConversationId.parse(numberedId(12)), tagId }],
      by: [/^conversation_tags_(pkey|by_tag)$/],
    },
  });

  explainEach(handing, where, {
    holdTurn: { given: () => [channelId], by: ['channels_pkey'] },
    setTurn: { given: () => [channelId, memberId], by: ['channels_pkey'] },
    loadsOf: {
      given: () => [[memberId, anotherMemberId], 1_000],
      by: ['conversations_by_assignee'],
      rowsMax: 300,
    },
  });

  explainEach(counts, where, {
    countsOf: [
      {
        given: () => [asker, { countMax: 200, lookedAtMax: 300 }],
        by: [
          ...['conversations_by_assignee', 'conversations_unassigned', 'conversations_by_category'],
          ...['conversations_pkey', 'conversation_reads_pkey', 'messages_pkey', 'note_mentions_not_seen'],
          'conversations_by_status',
        ],
        rowsMax: 1_600,
      },
    ],
  });
  explainEach(channels, where, {
    channelsOf: [
      { given: () => [asker.places, page], by: ['channels_by_name'] },
      { when: 'at some places', given: () => [guest.places, page], by: ['channels_by_location'] },
    ],
    holdChannel: { given: () => [asker.places, channelId], by: ['channels_pkey'] },
    setAssignMode: { given: () => [channelId, 'by_load' as const], by: ['channels_pkey'] },
  });
  const mine = { workspaceId, memberId, conversationId };
  explainEach(reading, where, {
    readingOf: {
      given: () => [conversationId, memberId],
      by: ['conversations_pkey', 'conversation_reads_pkey'],
    },
    saveReading: { given: () => [{ ...mine, count: 1, at: now }], by: ['conversation_reads_pkey'] },
    settleReading: {
      given: () => [conversationId],
      by: ['conversations_pkey', 'conversation_reads_by_conversation'],
    },
    seeMentions: {
      given: () => [notedId, notedFor, now],
      by: [/^note_mentions_(not_seen|by_member|pkey)$/, /^messages_(pkey|by_conversation)$/],
    },
  });
  explainEach(notes, where, {
    findNote: { given: () => [noteId], by: ['messages_pkey'] },
    rewriteNote: {
      given: () => [{ workspaceId, messageId: noteId, id: numberedId(1), body: 'x', details: {}, at: now }],
      by: ['messages_pkey'],
    },
    dropNote: { given: () => [noteId], by: ['messages_pkey'] },
    insertMentions: { given: () => [workspaceId, noteId, [memberId]], by: ['note_mentions_pkey'] },
    dropMentionsBut: { given: () => [noteId, [memberId]], by: ['note_mentions_pkey'] },
  });
  const watching = MemberId.parse(numberedId(9));
  const present = { workspaceId, memberId, conversationId: ConversationId.parse(numberedId(8)) };
  explainEach(presence, where, {
    putPresence: {
      given: () => [{ ...present, memberId: watching, state: 'typing' as const, at: now }],
      by: [/^presences_(pkey|by_member)$/],
    },
    dropPresence: {
      given: () => [present.conversationId, watching],
      by: [/^presences_(pkey|by_member)$/],
    },
    presencesOf: {
      given: () => [coworkers, { ...present, except: null, since: new Date(0), limit: 20 }],
      by: ['presences_pkey', 'members_pkey', 'users_pkey'],
    },
    dropOldPresences: { given: () => [soonAfterStart], by: ['presences_by_age'] },
  });
});
