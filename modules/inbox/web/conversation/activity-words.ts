import { momentIn } from '../../../../web/kit/time-words.ts';
import { type Message, type Priority, priorities } from '../../contract.ts';
import { authorOf, categoryLabels, priorityLabels } from '../words.ts';

type Told = Pick<Message, 'author' | 'member' | 'details'>;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
/** A name, given as it is or in a thing that has one. */
const nameIn = (value: unknown): string | undefined =>
  text(value) ?? text((value as { name?: unknown } | null | undefined)?.name);

/** What was done, as a sentence. Something that was added since is told by its name. */
export function activityWords(message: Told, zone: string): string {
  const who = authorOf(message);
  const activity = message.details.activity;
  if (!activity) return `${who} did something`;
  const { what, to, from } = activity;
  const words = sentences[what]?.({ who, to, from, zone, more: activity });
  return words ?? `${who}: ${what.replaceAll('_', ' ')}`;
}

interface Activity {
  readonly who: string;
  readonly to: unknown;
  readonly from: unknown;
  readonly zone: string;
  readonly more: Readonly<Record<string, unknown>>;
}

const statusVerbs: Readonly<Record<string, string>> = {
  open: 'opened the conversation again',
  pending: 'set the conversation aside',
  closed: 'closed the conversation',
  snoozed: 'snoozed the conversation',
};

const sentences: Readonly<Record<string, (told: Activity) => string | undefined>> = {
  status: ({ who, to, zone, more }) => {
    const until = text(more.until) ?? text(more.snoozedUntil);
    const verb = statusVerbs[text(to) ?? ''];
    return verb && `${who} ${verb}${until ? ` until ${momentIn(zone, new Date(until))}` : ''}`;
  },
  assignee: ({ who, to }) => {
    const name = nameIn(to);
    if (!name) return `${who} took the conversation from whoever had it`;
    return name === who ? `${who} took the conversation` : `${who} gave the conversation to ${name}`;
  },
  team: ({ who, to }) => `${who} gave the conversation to ${nameIn(to) ?? 'no team'}`,
  priority: ({ who, to }) => {
    const priority = priorities.find((one) => one === to) as Priority | undefined;
    return priority && `${who} said that it is ${priorityLabels[priority].toLowerCase()}`;
  },
  category: ({ who, to }) => {
    const label = (categoryLabels as Readonly<Record<string, string>>)[text(to) ?? ''];
    return label && `${who} moved it to ${label}`;
  },
  accepted: ({ who }) => `${who} accepted the request`,
  automation: ({ who, to }) =>
    to === true || to === 'on' ? `${who} let machines answer` : `${who} switched the machines off`,
  tag: ({ who, to, from }) => {
    const [on, off] = [nameIn(to), nameIn(from)];
    return on ? `${who} put the tag ${on} on` : off ? `${who} took the tag ${off} off` : undefined;
  },
};
