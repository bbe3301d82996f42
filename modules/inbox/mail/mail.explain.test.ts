import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { MemberId, newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { ConversationId, MessageId } from '../messages/contract.ts';
import { isAt } from '../rights/places.sql.ts';
import { MailboxId } from './contract.ts';
import * as folders from './folders.sql.ts';
import * as mailboxes from './mailboxes.sql.ts';
import * as outgoing from './outgoing.sql.ts';
import { plainDetails } from './outgoing.ts';
import * as pages from './pages.sql.ts';
import * as reached from './reached.sql.ts';
import {
  conversationId,
  crowded,
  identityId,
  inboundId,
  mailboxId,
  memberId,
  now,
  outboundId,
  scope,
  workspaceId,
} from './testing/crowd.ts';
import * as threads from './threads.sql.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const where = () => ({ db, scope });

const seen = isAt({ everywhere: true, except: [], only: [], mailboxesOf: memberId }, 'c');
const server = { host: 'mail.test', port: 993, isSecure: true };
const how = {
  imap: server,
  smtp: server,
  username: 'info',
  displayName: 'Linen',
  color: 'gray',
  signature: '',
};
const newMailbox = () => ({
  ...{ ...how, workspaceId, id: newId(MailboxId), kind: 'shared' as const, ownerMemberId: null, now },
  ...{ address: 'new@linen.test', locationId: null, memberOnly: false },
});
const account = 'email_accounts_pkey';
const named = /^email_account_members_/;
const sealed = Buffer.alloc(60);

describe('mailboxes', () => {
  explainEach(mailboxes, where, {
    // All a workspace has are few, and all of them are asked for.
    mailboxesOf: {
      given: () => [memberId, seen],
      by: [/^email_account/, /^channels_/],
      whole: ['email_accounts', 'channels', 'email_account_members'],
      rowsMax: 50_000,
    },
    findMailbox: {
      given: () => [memberId, coworkers, mailboxId, seen],
      by: [account, 'channels_pkey', named, 'members_pkey', 'users_pkey'],
    },
    holdMailbox: { given: () => [memberId, mailboxId, seen], by: [account, 'channels_pkey', named] },
    countMailboxes: { given: () => [], by: [account], rowsMax: 200 },
    sameAddress: [
      { when: 'of a shared one', given: () => ['101@linen.test', null], by: ['email_accounts_shared_once'] },
      {
        when: 'of a personal one',
        given: () => ['100@linen.test', memberId],
        by: ['email_account_address_is_once_per_member'],
      },
    ],
    channelWithId: { given: () => [mailboxId], by: ['channels_pkey', account] },
    insertMailbox: { given: () => [newMailbox()], by: [] },
    changeMailbox: { given: () => [mailboxId, how], by: [account] },
    placeMailbox: { given: () => [mailboxId, null, true], by: ['channels_pkey'] },
    tryAnew: { given: () => [mailboxId], by: [account] },
    removeMailbox: { given: () => [mailboxId], by: ['channels_pkey'] },
    putSecret: { given: () => [workspaceId, mailboxId, sealed, now], by: ['email_secrets_pkey'] },
    memberOfWorkspace: { given: () => [coworkers, memberId], by: [/^members_/] },
    memberBefore: { given: () => [mailboxId, memberId], by: [named] },
    putMember: {
      given: () => [{ workspaceId, mailboxId, memberId, role: 'member' as const, now }],
      by: [named],
    },
    dropMember: { given: () => [mailboxId, MemberId.parse(numberedId(103))], by: [named] },
  });
  explainEach(reached, where, {
    findReached: { given: () => [mailboxId], by: [account, 'email_secrets_pkey'] },
    markOpen: { given: () => [mailboxId, now], by: [account] },
    markBroken: { given: () => [mailboxId, 'timed_out' as const, now], by: [account] },
    markFailed: { given: () => [mailboxId, 'timed_out', now], by: [account] },
    markSynced: { given: () => [mailboxId, now, now], by: [account] },
    mailboxesToSync: { given: () => [now, 50], by: ['email_accounts_to_sync'] },
    mailboxesWatched: { given: () => [50], by: ['email_accounts_to_sync'] },
    postpone: { given: () => [[mailboxId], now], by: [account] },
    removeOrphans: { given: () => [5], by: ['email_accounts_of_nobody', 'channels_pkey'] },
  });
  const folder = { role: 'inbox', uidValidity: 7n, lastUid: 9 } as const;
  explainEach(folders, where, {
    foldersOf: { given: () => [mailboxId], by: ['email_folders_pkey'] },
    putFolder: {
      given: () => [{ workspaceId, mailboxId, role: 'inbox' as const, path: 'INBOX', uidValidity: 8n, now }],
      by: ['email_folders_pkey'],
    },
    moveOn: { given: () => [mailboxId, folder, 10], by: ['email_folders_pkey'] },
  });
});

describe('mails', () => {
  const channel = MailboxId.parse(numberedId(101));
  const file = {
    ...{
      id: numberedId(9_001),
      kind: 'file',
      name: null,
      contentId: null,
      mediaType: 'application/pdf',
      bytes: 1,
    },
    ...{ width: null, height: null, storageKey: 'x', thumbKey: null },
  };
  explainEach(threads, where, {
    mailsHere: { given: () => [channel, ['<100@ada.test>', '<3100@ada.test>']], by: ['messages_once'] },
    threadsWith: {
      given: () => [identityId, new Date('2025-12-01T00:00:00Z')],
      by: ['conversations_by_identity'],
    },
    insertThread: {
      given: () => [
        {
          workspaceId,
          id: newId(ConversationId),
          channelId: channel,
          identityId,
          subject: 'Linen',
          at: now,
          now,
        },
      ],
      by: [],
    },
    insertDetails: {
      given: () => [
        { workspaceId, messageId: inboundId, inReplyTo: null, referenceIds: [], html: null, now },
      ],
      by: [],
    },
    putReferences: { given: () => [outboundId, null, []], by: ['mail_details_pkey'] },
    insertFile: {
      given: () => [{ workspaceId, messageId: inboundId, place: 0, now }, file],
      by: [],
    },
    insertPicture: {
      given: () => [workspaceId, inboundId, 'photo', numberedId(100)],
      by: [],
    },
    markBounced: { given: () => [MessageId.parse(numberedId(4_000))], by: ['messages_pkey'] },
  });
  const details = { ...plainDetails, subject: 'Linen', to: [] };
  const byId = ['messages_pkey'];
  explainEach(outgoing, where, {
    findToWrite: {
      given: () => [outboundId],
      by: ['messages_pkey', 'conversations_pkey', 'identities_pkey', account],
    },
    lastOfTheirs: {
      given: () => [conversationId],
      by: ['messages_by_conversation', 'mail_details_pkey'],
    },
    nameMail: { given: () => [outboundId, '<new@linen.test>', details], by: byId },
    addressMail: { given: () => [outboundId, details], by: byId },
    findToSend: {
      given: () => [outboundId],
      by: ['messages_pkey', 'mail_details_pkey', 'attachments_by_message'],
    },
    claimMail: { given: () => [outboundId, now], by: ['messages_pkey', 'mail_details_pkey'] },
    countLook: { given: () => [outboundId], by: ['mail_details_pkey'] },
    mailsLeft: {
      given: () => [{ queued: now, sending: now }, 10],
      by: ['messages_under_way', 'mail_details_pkey'],
    },
  });
  explainEach(pages, where, {
    findPage: {
      given: () => [conversationId, inboundId],
      by: ['messages_pkey', 'mail_details_pkey', 'mail_pictures_pkey', 'attachments_pkey'],
    },
  });
});
