import type {
  Author,
  Category,
  ChannelPlatform,
  Conversation,
  ConversationStatus,
  ConversationSummary,
  Message,
  MessageKind,
  Priority,
} from '../contract.ts';

export const channelLabels: Record<ChannelPlatform, string> = {
  instagram: 'Instagram',
  messenger: 'Messenger',
  whatsapp: 'WhatsApp',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  telegram: 'Telegram',
  twitter: 'X',
  google: 'Google',
  email: 'Mail',
};

export const statusLabels: Record<ConversationStatus, string> = {
  open: 'Open',
  pending: 'Set aside',
  snoozed: 'Snoozed',
  closed: 'Closed',
};
export const priorityLabels: Record<Priority, string> = { normal: 'Normal', high: 'High', urgent: 'Urgent' };
export const categoryLabels: Record<Category, string> = {
  primary: 'Primary',
  general: 'General',
  requests: 'Requests',
  hidden: 'Hidden',
};

/** What there is to say of a message without words. */
const kindWords: Record<MessageKind, string> = {
  text: '',
  image: 'Picture',
  video: 'Video',
  audio: 'Voice message',
  file: 'File',
  story_reply: 'Answered a story',
  story_mention: 'Mentioned you in a story',
  share: 'Shared a post',
  location: 'A place',
  template: 'Template',
  mail: 'Mail',
  unsupported: 'Something the platform does not pass on',
  note: 'Note',
  activity: '',
};
export const kindLabel = (kind: MessageKind): string => kindWords[kind];

/** The last word in one line: "You: ..." when it is ours. */
export function lastWords({ last }: Pick<ConversationSummary, 'last'>): string {
  if (!last) return 'Nothing was said yet';
  const words = last.text?.trim() || kindWords[last.kind] || 'A message without words';
  if (last.kind === 'note') return `Note: ${words}`;
  return last.direction === 'outbound' ? `You: ${words}` : words;
}

const authorWords: Record<Author, string> = {
  contact: '',
  member: 'A former colleague',
  autopilot: 'Autopilot',
  automation: 'Automation',
  elsewhere: 'Written elsewhere',
  system: 'Stoa',
};
export const authorOf = ({ author, member }: Pick<Message, 'author' | 'member'>): string =>
  member?.name ?? authorWords[author];

const failureWords: Readonly<Record<string, string>> = {
  rejected: 'The platform did not take it.',
  window_over: 'The customer had not written for too long.',
  unauthorized: 'The account has to be connected again.',
  unavailable: 'The platform was not answering.',
  expired: 'It waited for too long.',
  no_credits: 'Your workspace has no credits left for this. Add some, then send it again.',
  outcome_unknown: 'Nobody can tell whether it arrived. Look on the platform before you write it again.',
};
/** Why it did not go out. A code that was added since is shown as it is called. */
export function failureWhy(code: string | null): string {
  if (!code) return 'The platform did not take it.';
  return failureWords[code] ?? `The platform did not take it (${code.replaceAll('_', ' ')}).`;
}

export const automationWhy = ({ isOn, why, by }: Conversation['automation']): string => {
  if (isOn) return 'Machines may answer';
  if (why === 'person_replied') return `Off since ${by?.name ?? 'a person'} answered`;
  if (why === 'escalated') return 'Off: it was handed to a person';
  return `Switched off${by?.name ? ` by ${by.name}` : ''}`;
};

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
