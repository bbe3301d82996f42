import AlarmClock from 'lucide-react/icons/alarm-clock';
import ChevronsUp from 'lucide-react/icons/chevrons-up';
import CircleCheck from 'lucide-react/icons/circle-check';
import Mail from 'lucide-react/icons/mail';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import Tag from 'lucide-react/icons/tag';
import UserRoundPlus from 'lucide-react/icons/user-round-plus';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { undoLatest } from '../../../../web/kit/toast.ts';
import { beginWriting } from '../composer/answering.ts';
import { type Inbox, useInbox } from '../inbox.ts';
import { useWhyNotMay } from '../rights.ts';
import { assign, markUnread, type Rows, setStatus } from './deeds.ts';
import { knownRow } from './showing.ts';
import type { OpenTriage } from './triage.ts';

const group = 'With the conversation';

export function useTriageKeys(open: OpenTriage): void {
  const inbox = useInbox();
  const whyNot = useWhyNotMay('inbox.organize', 'organise conversations');
  const rows = targetsOf(inbox);
  const mine = rows.length > 0 && !whyNot ? organising(inbox, rows, open) : [];
  useActions([
    ...mine,
    ...useWritingKeys(inbox),
    ...(rows.length > 0
      ? [
          {
            id: 'inbox.unread',
            title: 'Mark as unread',
            group,
            keys: 'u',
            icon: Mail,
            run: () => {
              void markUnread(inbox.at, rows);
              inbox.choose(new Set());
              // Left open it would be read again at once.
              if (inbox.openId) inbox.goTo(undefined);
            },
          },
        ]
      : []),
    { id: 'inbox.undo', title: 'Undo', group: 'Everywhere', keys: 'z', keysOnly: true, run: undoLatest },
  ]);
}

/** Of the open one, or the one the list is at, which is opened for it. */
function useWritingKeys({ openId, cursor, goTo }: Inbox): Action[] {
  const mayReply = !useWhyNotMay('inbox.reply', 'answer');
  const mayNote = !useWhyNotMay('inbox.organize', 'organise conversations');
  const id = openId ?? cursor.id;
  if (id === undefined) return [];
  const begin = (mode: 'reply' | 'note') => {
    beginWriting(id, mode);
    if (id !== openId) goTo(id);
  };
  const within = { group: 'In the conversation' };
  return [
    ...(mayReply
      ? [{ ...within, id: 'inbox.reply', title: 'Answer', keys: 'r', run: () => begin('reply') }]
      : []),
    ...(mayNote
      ? [{ ...within, id: 'inbox.note', title: 'Write a note', keys: 'n', run: () => begin('note') }]
      : []),
  ];
}

/** All that are chosen, else the open one, else the one the list is at. */
export function targetsOf({ pages, chosen, openId, cursor }: Inbox): Rows {
  if (chosen.size > 0) return pages.items.filter(({ id }) => chosen.has(id));
  const id = openId ?? cursor.id;
  const row = id === undefined ? undefined : (pages.items.find((one) => one.id === id) ?? knownRow(id));
  return row ? [row] : [];
}

function taking({ at }: Inbox, rows: Rows): Action {
  return {
    id: 'inbox.take',
    title: 'Take it myself',
    group,
    keys: 'm',
    icon: UserRoundPlus,
    keywords: ['assign', 'me'],
    run: () => {
      if (at.me && at.myName)
        void assign(at, rows, { member: { memberId: at.me, name: at.myName }, team: null });
    },
  };
}

function organising(inbox: Inbox, rows: Rows, open: OpenTriage): Action[] {
  const { at, choose } = inbox;
  const isClosed = rows.every(({ status }) => status === 'closed');
  return [
    {
      id: 'inbox.close',
      title: isClosed ? 'Open again' : 'Close',
      group,
      keys: 'e',
      icon: isClosed ? RotateCcw : CircleCheck,
      keywords: ['done', 'archive', 'resolve'],
      run: () => {
        if (!isClosed) inbox.goToNext();
        choose(new Set());
        void setStatus(at, rows, isClosed ? 'open' : 'closed');
      },
    },
    {
      id: 'inbox.assign',
      title: 'Give to somebody',
      group,
      keys: 'a',
      icon: UserRoundPlus,
      keywords: ['assign'],
      run: () => open('assign', rows),
    },
    taking(inbox, rows),
    {
      id: 'inbox.snooze',
      title: 'Snooze',
      group,
      keys: 's',
      icon: AlarmClock,
      keywords: ['later', 'remind'],
      run: () => open('snooze', rows),
    },
    { id: 'inbox.tag', title: 'Tags', group, keys: '#', icon: Tag, run: () => open('tag', rows) },
    {
      id: 'inbox.priority',
      title: 'Priority',
      group,
      keys: 'p',
      icon: ChevronsUp,
      keywords: ['urgent', 'high'],
      run: () => open('priority', rows),
    },
  ];
}
