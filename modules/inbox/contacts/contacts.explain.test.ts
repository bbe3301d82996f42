import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { TagId } from '../conversations/contract.ts';
import * as erasing from '../erasing/erasing.sql.ts';
import { ContactExportId, MergeId } from '../merging/contract.ts';
import * as exporting from '../merging/exporting.sql.ts';
import * as merging from '../merging/merging.sql.ts';
import { AttachmentId, ChannelId, MessageId } from '../messages/contract.ts';
import { ReplyTemplateId } from '../replies/contract.ts';
import * as replies from '../replies/replies.sql.ts';
import { isAt } from '../rights/places.ts';
import * as tags from '../tags/tags.sql.ts';
import * as beside from './beside.sql.ts';
import * as contacts from './contacts.sql.ts';
import { ConsentId, ContactNoteId } from './contract.ts';
import {
  channelId,
  contactId,
  conversationId,
  crowded,
  erasedId,
  identityId,
  memberId,
  mergeId,
  messageId,
  now,
  otherId,
  replyId,
  scope,
  start,
  tagId,
  workspaceId,
} from './testing/crowd.ts';

const page = { limit: 20, after: undefined };
const local = { everywhere: false, except: [], only: [otherId], mailboxesOf: memberId };
const seen = { here: isAt({ ...local, everywhere: true }, 'c'), nowhere: true };
let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });
const people = ['members_pkey', 'users_pkey'];
const shown = ['channels_pkey', 'contact_merges_by_contact', 'contact_tags_pkey', 'identities_by_contact'];

describe('contacts', () => {
  explainEach(contacts, where, {
    contactsByLast: [
      { given: () => [undefined, {}, page], by: [...shown, 'contacts_by_last'], rowsMax: 200 },
      {
        when: 'by somebody with colleagues who have mailboxes of their own',
        given: () => [seen, {}, page],
        by: [...shown, 'contacts_by_last', /^email_account_members_/],
        rowsMax: 400,
      },
      {
        when: 'with a tag',
        given: () => [undefined, { tagId }, page],
        by: [...shown, /^contacts_(pkey|by_last)$/, 'contact_tags_by_tag'],
        rowsMax: 300,
      },
      {
        when: 'of a channel',
        given: () => [undefined, { channelId: ChannelId.parse(channelId) }, page],
        by: [...shown, /^contacts_(pkey|by_last)$/, 'identity_once_per_channel'],
        rowsMax: 400,
      },
      {
        when: 'by a language',
        given: () => [undefined, { language: 'el' }, page],
        by: [...shown, 'contacts_by_language'],
        rowsMax: 200,
      },
      {
        when: 'called so',
        given: () => [undefined, { q: 'person 400' }, page],
        by: [...shown, 'contacts_by_name', 'contacts_pkey', 'identities_by_name', 'identities_by_username'],
        rowsMax: 200,
      },
    ],
    findContact: { given: () => [contactId], by: [...shown, 'contacts_pkey'] },
    identitiesOf: { given: () => [contactId, undefined, 50], by: ['channels_pkey', 'identities_by_contact'] },
    conversationsOf: {
      given: () => [contactId, undefined, 20],
      by: ['channels_pkey', 'conversations_by_identity', 'identities_by_contact'],
    },
    findStanding: {
      given: () => [contactId, memberId],
      by: ['channels_pkey', 'contacts_pkey', /^email_account_members/, 'identities_by_contact'],
    },
    holdContacts: { given: () => [[contactId, otherId]], by: ['contacts_pkey'] },
    changeProfile: {
      given: () => [{ id: contactId, name: null, language: null, timezone: null, fields: {} }],
      by: ['contacts_pkey'],
    },
    countTagsOf: { given: () => [contactId], by: ['contact_tags_pkey'] },
    insertContactTag: {
      given: () => [{ workspaceId, contactId, tagId, now }],
      by: [],
    },
    dropContactTag: {
      given: () => [contactId, TagId.parse(tagId)],
      by: ['contact_merges_by_contact', 'contact_tags_pkey'],
    },
  });
  const note = ContactNoteId.parse(contactId);
  const said = { id: newId(ConsentId), contactId, kind: 'data', status: 'granted', source: null } as const;
  explainEach(beside, where, {
    notesOf: { given: () => [coworkers, contactId, page], by: ['contact_notes_by_contact', ...people] },
    findNote: { given: () => [coworkers, note], by: ['contact_notes_pkey', ...people] },
    holdNote: { given: () => [note], by: ['contact_notes_pkey'] },
    insertNote: {
      given: () => [{ workspaceId, id: newId(ContactNoteId), contactId, memberId, body: 'x', now }],
      by: [],
    },
    changeNote: { given: () => [note, 'y'], by: ['contact_notes_pkey'] },
    dropNote: { given: () => [note], by: ['contact_notes_pkey'] },
    consentsOf: { given: () => [coworkers, contactId, page], by: ['contact_consents_by_contact', ...people] },
    consentsHeld: { given: () => [coworkers, contactId], by: ['contact_consents_by_contact', ...people] },
    findConsent: {
      given: () => [coworkers, ConsentId.parse(contactId)],
      by: ['contact_consents_pkey', ...people],
    },
    insertConsent: {
      given: () => [{ ...said, happenedAt: now, workspaceId, memberId, now }],
      by: [],
    },
  });
});

describe('merges', () => {
  const merge = { id: mergeId, contactId, otherId, tagIds: [], gained: { fields: {} }, undoneAt: null };
  explainEach(merging, where, {
    mergesOf: {
      given: () => [coworkers, contactId, page],
      by: ['contact_merges_by_contact', 'contacts_pkey', 'identities_pkey', ...people],
    },
    findMerge: {
      given: () => [coworkers, mergeId],
      by: ['contact_merges_by_contact', 'contact_merges_pkey', 'contacts_pkey', 'identities_pkey', ...people],
    },
    holdMerge: { given: () => [mergeId], by: ['contact_merges_pkey'] },
    mergesInForce: { given: () => [contactId, 50], by: ['contact_merges_by_contact'] },
    insertMerge: {
      given: () => [{ workspaceId, id: newId(MergeId), contactId, otherId: erasedId, mergedBy: null, now }],
      by: [
        'contact_consents_by_contact',
        'contact_notes_by_contact',
        'contacts_pkey',
        'identities_by_contact',
      ],
    },
    undoMerge: {
      given: () => [mergeId, null, now],
      by: [
        ...[/^contact_consents_/, 'contact_merges_pkey', /^contact_notes_/, 'contacts_pkey'],
        ...[/^contact_tags_/, /^identities_(pkey|by_contact)$/],
      ],
    },
    gainTags: {
      given: () => [merge, undefined],
      by: ['contact_merges_pkey', 'contact_tags_pkey'],
    },
    keepGained: { given: () => [mergeId, { fields: {} }], by: ['contact_merges_pkey'] },
    hearOf: { given: () => [contactId, otherId], by: ['contacts_pkey'] },
    hearAnew: {
      given: () => [[contactId, otherId]],
      by: ['contacts_pkey', 'conversations_by_identity', 'identities_by_contact', 'comments_by_author'],
    },
  });
  const exported = { id: newId(ContactExportId), contactId, memberId, createdAt: now };
  explainEach(exporting, where, {
    insertExport: { given: () => [{ ...exported, workspaceId }], by: [] },
    findExport: { given: () => [ContactExportId.parse(contactId)], by: ['contact_exports_pkey'] },
    profilesOf: { given: () => [[contactId, otherId], page], by: ['contacts_pkey'] },
    tagsOf: { given: () => [contactId, page], by: ['contact_tags_pkey', 'tags_pkey'] },
    channelsOf: { given: () => [contactId, page], by: ['channels_pkey', 'identities_by_contact'] },
    allNotesOf: { given: () => [contactId, page], by: ['contact_notes_by_contact'] },
    allConsentsOf: { given: () => [contactId, page], by: ['contact_consents_by_contact'] },
    allMergesOf: { given: () => [contactId, page], by: ['contact_merges_by_contact'] },
    allConversationsOf: {
      given: () => [contactId, page],
      by: [
        'conversation_tags_pkey',
        /^conversations_(by_identity|one_direct)$/,
        'identities_by_contact',
        'tags_pkey',
      ],
    },
    allMessagesOf: {
      given: () => [conversationId, page],
      by: ['attachments_by_message', /^message_edits_/, 'message_reactions_pkey', 'messages_by_conversation'],
    },
  });
});

describe('erasing', () => {
  const ofThem = ['identities_by_contact', /^conversations_(by_identity|one_direct)$/];
  explainEach(erasing, where, {
    peopleOf: { given: () => [contactId], by: ['identities_by_contact'] },
    everyoneIn: { given: () => [contactId], by: ['contacts_by_merged', 'contacts_pkey'] },
    eraseProfiles: {
      given: () => [[contactId, otherId], memberId, now],
      by: [
        'contacts_pkey',
        ...['contact_consents_by_contact', 'contact_exports_by_contact', 'contact_merges_by_contact'],
        ...['contact_notes_by_contact', 'contact_tags_pkey', 'identities_by_contact'],
      ],
    },
    contactsToEmpty: { given: () => [50], by: ['contacts_to_empty'] },
    isToBeEmptied: { given: () => [erasedId], by: [/^contacts_(pkey|to_empty)$/] },
    picturesOf: { given: () => [erasedId, 50], by: ['identities_by_contact'] },
    dropPictures: { given: () => [[identityId]], by: ['identities_pkey'] },
    conversationsToEmpty: {
      given: () => [contactId, erasedId.replace(/.$/, '0'), 50],
      by: ofThem,
    },
    cancelWaiting: { given: () => [conversationId], by: [/^messages_/] },
    messagesToErase: {
      given: () => [conversationId, { happenedAt: start, id: messageId }, 200],
      by: ['messages_by_conversation'],
    },
    filesOf: { given: () => [[messageId]], by: ['attachments_by_message'] },
    eraseMessages: {
      given: () => [[messageId], [AttachmentId.parse(messageId)]],
      by: [
        ...[/^attachments_/, /^message_edits_/, 'message_reactions_pkey', 'messages_pkey', /^note_mentions_/],
      ],
    },
    closeErased: { given: () => [conversationId, now], by: ['conversations_pkey', 'drafts_by_conversation'] },
    hasWordsLeft: {
      given: () => [contactId],
      by: ['attachments_by_message', 'messages_by_conversation', ...ofThem],
    },
    markEmptied: { given: () => [[erasedId], now], by: ['contacts_pkey'] },
  });
});

describe('tags', () => {
  const all = { rowsMax: 500 };
  const newTag = { id: newId(TagId), name: 'Something new', color: 'red' } as const;
  explainEach(tags, where, {
    tagsByName: { when: 'of all there may be', given: () => [page], by: [/^tags_/], ...all },
    findTag: { given: () => [tagId], by: ['tags_pkey'] },
    findTagDetails: {
      given: () => [tagId, 50],
      by: ['comment_tags_by_tag', 'contact_tags_by_tag', 'conversation_tags_by_tag', 'tags_pkey'],
    },
    countTags: { when: 'of all there may be', given: () => [500], by: [/^tags_/], ...all },
    insertTag: {
      given: () => [{ ...newTag, workspaceId, createdBy: null, createdAt: now }],
      by: [],
    },
    holdTag: { given: () => [tagId], by: ['tags_pkey'] },
    changeTag: { given: () => [{ ...newTag, id: tagId }], by: ['tags_pkey'] },
    dropTag: { given: () => [tagId], by: ['tags_pkey'] },
  });
});

describe('saved replies', () => {
  const here = isAt({ everywhere: true, except: [], only: [] }, 'r');
  const given = { locationId: null, name: 'New', shortcut: 'new', category: null, body: 'New.' };
  const all = { rowsMax: 1_100 };
  explainEach(replies, where, {
    repliesByUsage: [
      { given: () => [coworkers, here, {}, page], by: ['reply_templates_by_usage', ...people] },
      {
        when: 'of all there may be, by a part of the name',
        given: () => [coworkers, here, { q: '977' }, page],
        by: [/^reply_templates_/, ...people],
        ...all,
      },
    ],
    findReply: { given: () => [coworkers, replyId], by: ['reply_templates_pkey', ...people] },
    holdReply: { given: () => [replyId], by: ['reply_templates_pkey'] },
    countReplies: { when: 'of all there may be', given: () => [1_000], by: [/^reply_templates_/], ...all },
    insertReply: {
      given: () => [
        { ...given, id: newId(ReplyTemplateId), placeholders: [], workspaceId, createdBy: null, now },
      ],
      by: ['reply_templates_pkey'],
    },
    changeReply: { given: () => [{ ...given, id: replyId, placeholders: [] }], by: ['reply_templates_pkey'] },
    dropReply: { given: () => [replyId], by: ['reply_templates_pkey'] },
    countUse: {
      given: () => [{ workspaceId, replyId, messageId: newId(MessageId), memberId, now }],
      by: ['reply_templates_pkey'],
    },
  });
});
