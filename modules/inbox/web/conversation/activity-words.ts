import { momentIn } from '../../../../web/kit/time-words.ts';
import { type Message, type Priority, priorities } from '../../contract.ts';
import { authorOf, categoryLabels, priorityLabels } from '../words.ts';

type Told = Pick<Message, 'author' | 'member' | 'details'>;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
/** A name, given as it is or in a thing that has one. */
const nameIn = (value: unknown): string | undefined =>
  text(value) ?? text((value as { name?: unknown } | null | undefined)?.name);

const partiesIn = (value: unknown) => {
  const { member, team } = (value ?? {}) as { member?: unknown; team?: unknown };
  return { member: nameIn(member), team: nameIn(team) };
};

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
    const { member, team } = partiesIn(to);
    if (member)
      return member === who ? `${who} took the conversation` : `${who} gave the conversation to ${member}`;
    return team ? `${who} gave the conversation to ${team}` : `${who} gave the conversation to nobody`;
  },
  priority: ({ who, to }) => {
    const priority = priorities.find((one) => one === to) as Priority | undefined;
    return priority && `${who} said that it is ${priorityLabels[priority].toLowerCase()}`;
  },
  category: ({ who, to }) => {
    const label = (categoryLabels as Readonly<Record<string, string>>)[text(to) ?? ''];
    return label && `${who} moved it to ${label}`;
  },
  accepted: ({ who }) => `${who} accepted the request`,
  automation: ({ who, to, more }) => {
    if (to === true || to === 'on') return `${who} let machines answer again`;
    if (more.why === 'person_replied') return `${who} answered: machines do not any more`;
    if (more.why === 'escalated') return `${who} handed it to people`;
    return `${who} switched the machines off`;
  },
  scheduled: ({ more }) =>
    more.why === 'customer_wrote' ? 'What was meant for later was cancelled: the customer wrote' : undefined,
  referral: () => 'The customer came by a link',
  optin: () => 'The customer agreed to be written to',
  tag: ({ who, to, from }) => {
    const [on, off] = [nameIn(to), nameIn(from)];
    return on ? `${who} put the tag ${on} on` : off ? `${who} took the tag ${off} off` : undefined;
  },
};
