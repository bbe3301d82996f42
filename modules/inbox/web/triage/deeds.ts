import type { QueryKey } from '@tanstack/react-query';
import type { MemberId, WorkspaceId } from '../../../../kit/ids.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { toast } from '../../../../web/kit/toast.ts';
import type { Colleague, LocationId } from '../../../workspaces/contract.ts';
import {
  type Category,
  type Conversation,
  type ConversationStatus,
  type ConversationSummary,
  deleteRead,
  deleteTagOf,
  getConversation,
  getCounts,
  listConversations,
  listMessages,
  type Priority,
  putAssignee,
  putAutomation,
  putCategory,
  putPriority,
  putRead,
  putStatus,
  putTag,
  type TagId,
} from '../../contract.ts';
import { whenWords } from '../WhenWords.tsx';
import { count, priorityLabels } from '../words.ts';
import { type Patch, shownAs } from './showing.ts';

/** Where something is done, and who does it. */
export interface At {
  readonly workspaceId: WorkspaceId;
  readonly zone: string;
  /** Whoever is at the screen, as soon as it is known which member that is. */
  readonly me: MemberId | undefined;
  readonly myName: string | undefined;
}
export type Rows = readonly ConversationSummary[];

const afterwards: readonly QueryKey[] = [[listConversations.path], [getCounts.path], [getConversation.path]];
const withTimeline = [...afterwards, [listMessages.path]];

/** What failed has said so in a toast; the screen is as it was. */
const quietly = (sent: Promise<unknown>[]): Promise<void> => Promise.allSettled(sent).then(() => undefined);
const named = (rows: Rows) => (rows.length === 1 ? rows[0]!.person.name : count(rows.length, 'conversation'));
const paramsOf = ({ workspaceId }: At, { id }: ConversationSummary) => ({ workspaceId, conversationId: id });

const statusWords: Record<ConversationStatus, string> = {
  open: 'Open again',
  pending: 'Set aside',
  snoozed: 'Snoozed',
  closed: 'Closed',
};

/** At once on the screen, and taken back by Undo as it was: a snooze until the same moment. */
export async function setStatus(
  at: At,
  rows: Rows,
  status: ConversationStatus,
  until?: string,
): Promise<void> {
  const before = rows.map((row) => ({ row, status: row.status, until: row.snoozedUntil?.toISOString() }));
  const sent = await Promise.allSettled(rows.map((row) => sendStatus(at, row, status, until)));
  const done = sent.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [first] = done;
  if (!first) return;
  toast({
    title: `${statusWords[status]}: ${named(rows)}`,
    ...(first.snoozedUntil && { body: sentence(whenWords(at.zone, first.snoozedUntil, new Date())) }),
    undo: () => void quietly(before.map((one) => sendStatus(at, one.row, one.status, one.until))),
  });
}

const sentence = (words: string): string => `Until ${words}.`;

function sendStatus(at: At, row: ConversationSummary, status: ConversationStatus, until?: string) {
  const body = { status, ...(status === 'snoozed' && until && { snoozeUntil: until }) };
  return sendNow(
    putStatus,
    { params: paramsOf(at, row), body },
    {
      changes: () => shownAs(at, row, { status, snoozedUntil: null }),
      stale: withTimeline,
      failureTitle: `${row.person.name} stays as it was`,
    },
  );
}

export interface Taker {
  readonly member: Colleague | null;
  readonly team: { readonly locationId: LocationId; readonly name: string } | null;
}
const takerOf = ({ assignee, team }: ConversationSummary): Taker => ({ member: assignee, team });

export async function assign(at: At, rows: Rows, taker: Taker): Promise<void> {
  const before = rows.map((row) => ({ row, taker: takerOf(row) }));
  await quietly(rows.map((row) => sendAssignee(at, row, taker)));
  const to = taker.member?.name ?? taker.team?.name;
  toast({
    title: to ? `${named(rows)} goes to ${to}` : `${named(rows)} is nobody’s`,
    undo: () => void quietly(before.map((one) => sendAssignee(at, one.row, one.taker))),
  });
}

function sendAssignee(at: At, row: ConversationSummary, { member, team }: Taker) {
  return sendNow(
    putAssignee,
    {
      params: paramsOf(at, row),
      body: { memberId: member?.memberId ?? null, locationId: team?.locationId ?? null },
    },
    {
      changes: () => shownAs(at, row, { assignee: member, team }),
      stale: withTimeline,
      failureTitle: `${row.person.name} was not handed over`,
    },
  );
}

export async function setPriority(at: At, rows: Rows, priority: Priority): Promise<void> {
  const before = rows.map((row) => ({ row, priority: row.priority }));
  await quietly(rows.map((row) => sendPriority(at, row, priority)));
  toast({
    title: `${priorityLabels[priority]}: ${named(rows)}`,
    undo: () => void quietly(before.map((one) => sendPriority(at, one.row, one.priority))),
  });
}

const sendPriority = (at: At, row: ConversationSummary, priority: Priority) =>
  sendNow(
    putPriority,
    { params: paramsOf(at, row), body: { priority } },
    {
      changes: () => shownAs(at, row, { priority }),
      stale: withTimeline,
      failureTitle: `${row.person.name} stays as urgent as it was`,
    },
  );

/** Put on where it is missing; taken off where all have it. */
export async function toggleTag(at: At, rows: Rows, tagId: TagId): Promise<void> {
  const isOn = rows.every((row) => row.tagIds.includes(tagId));
  const touched = rows.filter((row) => isOn === row.tagIds.includes(tagId));
  await quietly(touched.map((row) => sendTag(at, row, tagId, !isOn)));
}

function sendTag(at: At, row: ConversationSummary, tagId: TagId, isOn: boolean) {
  const others = row.tagIds.filter((id) => id !== tagId);
  return sendNow(
    isOn ? putTag : deleteTagOf,
    { params: { ...paramsOf(at, row), tagId } },
    {
      changes: () => shownAs(at, row, { tagIds: isOn ? [...others, tagId] : others }),
      stale: afterwards,
      failureTitle: `The tags of ${row.person.name} stay as they were`,
    },
  );
}

/** SE-60 */
export const setCategory = (at: At, row: ConversationSummary, category: Category): Promise<void> =>
  quietly([
    sendNow(
      putCategory,
      { params: paramsOf(at, row), body: { category } },
      {
        changes: () => shownAs(at, row, { category }),
        stale: withTimeline,
        failureTitle: `${row.person.name} stays where it was`,
      },
    ),
  ]);

export const setAutomation = (at: At, row: Conversation, isOn: boolean): Promise<void> =>
  quietly([
    sendNow(
      putAutomation,
      { params: paramsOf(at, row), body: { isOn } },
      {
        changes: () => shownAs(at, row, { automation: { ...row.automation, isOn } }),
        stale: withTimeline,
        failureTitle: 'The machines stay as they were',
      },
    ),
  ]);

export const markRead = (at: At, row: ConversationSummary): Promise<void> => sendRead(at, row, true);
export const markUnread = (at: At, rows: Rows): Promise<void> =>
  quietly(rows.map((row) => sendRead(at, row, false)));

function sendRead(at: At, row: ConversationSummary, isRead: boolean): Promise<void> {
  const patch: Patch = { unreadCount: isRead ? 0 : Math.max(1, row.unreadCount) };
  return quietly([
    sendNow(
      isRead ? putRead : deleteRead,
      { params: paramsOf(at, row) },
      { changes: () => shownAs(at, row, patch), stale: [[getCounts.path]] },
    ),
  ]);
}
