import type { Option } from '../../../../web/kit/Select.tsx';
import type { disclosings, personaStatuses } from '../../personas/contract.ts';
import { sentence } from '../words.ts';

type Status = (typeof personaStatuses)[number];
export const statusLabels: Readonly<Record<Status, string>> = {
  draft: 'Draft',
  active: 'Answers',
  archived: 'Put away',
};
export const statusOptions: readonly Option[] = [
  { value: 'active', label: statusLabels.active, hint: 'Wherever it is meant for.' },
  { value: 'draft', label: statusLabels.draft, hint: 'Nobody hears of it yet.' },
  { value: 'archived', label: statusLabels.archived, hint: 'Kept for what it said.' },
];

/** Each level with what it would do. */
export const levelOptions: readonly Option[] = [
  {
    value: '0',
    label: 'Only suggests',
    hint: 'Every answer waits for a person. “Do you ship to Rome?”: the answer lies ready, and you send it.',
  },
  {
    value: '1',
    label: 'Sends known answers',
    hint: 'Sends what stands word for word among your questions. “When are you open?” is answered; the rest waits.',
  },
  {
    value: '2',
    label: 'Sends what is written down',
    hint: 'Also answers from documents and pages. “Can I return worn shoes?” is answered from your terms.',
  },
  {
    value: '3',
    label: 'Makes small talk too',
    hint: 'Also greets and thanks. “Thank you, that was quick!” gets a friendly word back.',
  },
  {
    value: '4',
    label: 'Sends everything',
    hint: 'All it finds support for, but for what you keep for a person below. “Could you book me in?” waits if you say so.',
  },
];
export const levelLabel = (level: number): string => levelOptions[level]?.label ?? String(level);

/** What somebody may want done, as the machine tells it apart. */
export const actionWords: Readonly<Record<string, string>> = {
  discount_offer: 'a discount',
  refund: 'money back',
  order_change: 'a change of an order',
  booking: 'a booking',
};
export const actionLabel = (name: string): string => actionWords[name] ?? sentence(name).toLowerCase();

export const toolWords: Readonly<Record<string, { readonly label: string; readonly does: string }>> = {
  look_up_order: { label: 'Look up an order', does: 'looks up orders' },
  look_up_product: { label: 'Look up a product', does: 'looks up products' },
  look_up_availability: { label: 'Look up what is in stock', does: 'looks up what is in stock' },
  book: { label: 'Ask for a booking', does: 'asks for a booking' },
  hand_over: { label: 'Hand over to a person', does: 'hands over to a person' },
};
export const toolLabel = (name: string): string => toolWords[name]?.label ?? sentence(name);
export const toolDoes = (name: string): string => toolWords[name]?.does ?? `uses “${sentence(name)}”`;

type Disclosing = (typeof disclosings)[number];
export const disclosingWords: Readonly<Record<Disclosing, { label: string; hint: string }>> = {
  first: { label: 'In its first answer', hint: 'Once in a conversation, before anything else.' },
  always: { label: 'In every answer', hint: 'Nobody can have missed it.' },
  when_asked: { label: 'When somebody asks', hint: 'Whoever asks is always told.' },
};
