import { locale } from '../../../../web/kit/time-words.ts';
import type { Approval, Decision, DecisionKind, Escalation, EscalationReason } from '../../contract.ts';

/** What an outcome is called where it is chosen and counted. */
export const decisionLabels: Record<DecisionKind, string> = {
  respond: 'Answered',
  escalate: 'Handed over',
  ignore: 'Left alone',
};

export const decisionTones = { respond: 'good', escalate: 'warn', ignore: 'quiet' } as const;

/** How it ended: what was to be answered may wait for a person still, or never have gone out. */
export function outcomeOf({ status, decision, replyId }: Pick<Decision, 'status' | 'decision' | 'replyId'>) {
  if (status === 'under_way') return { label: 'Being decided', tone: 'quiet' } as const;
  if (status === 'overtaken' || decision === null) return { label: 'Overtaken', tone: 'quiet' } as const;
  if (decision === 'respond' && replyId === null) return { label: 'Held back', tone: 'accent' } as const;
  return { label: decisionLabels[decision], tone: decisionTones[decision] };
}

export const reasonLabels: Record<EscalationReason, string> = {
  urgent_request: 'It is urgent',
  human_requested: 'They ask for a person',
  legal_matter: 'It is about the law',
  ai_limitation: 'The machine does not know',
  complex_issue: 'It needs a person’s judgement',
};

export const resolutionLabels: Record<NonNullable<Escalation['resolvedHow']>, string> = {
  answered: 'Answered by a person',
  handed_back: 'Handed back to the machine',
  dismissed: 'Needed nobody',
};

const heldWhys: Readonly<Record<string, string>> = {
  autonomy_level: 'Its persona sends nothing of this kind by itself.',
  discount_offer: 'They ask for a discount, and those are a person’s to give.',
  refund: 'They ask for their money back, and that is a person’s to say.',
  order_change: 'They want an order changed, and that is a person’s to say.',
  booking: 'They want to book, and that is a person’s to confirm.',
  value: 'It is worth more than its persona may decide about alone.',
};
/** Why an answer waits. What is not known by name is the name of a tool. */
export const heldWhy = ({ why, tool }: Pick<Approval, 'why' | 'tool'>): string =>
  heldWhys[why] ??
  (tool ? 'It would do something, and its persona asks first.' : `Its persona asks first: ${inWords(why)}.`);

export const approvalLabels: Record<Approval['status'], string> = {
  waiting: 'Waiting',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Too late',
  overtaken: 'Overtaken',
};

const rules: Readonly<Record<string, string>> = {
  'gate.master_switch': 'The autopilot is switched on',
  'gate.channel_switch': 'It answers this kind',
  'gate.conversation_state': 'Machines may answer here',
  'gate.outside_hours': 'Not outside opening hours',
  'gate.flagged_keyword': 'No flagged word',
  'gate.flagged_phrase': 'No flagged phrase',
  'gate.ignore_example': 'Unlike what is ignored',
  'gate.minor': 'Not from a minor',
  'gate.language': 'In a language it answers in',
  'rule.loop': 'Not another machine',
  'rule.turns_max': 'Not too many answers in a row',
  'rule.orders_to_machine': 'Not an order to a machine',
  'rule.legal_matter': 'Not about the law',
  'rule.human_requested': 'No person asked for',
  'rule.urgent_request': 'Not urgent',
  'rule.angry': 'Not angry',
};
/** What a gate makes sure of, said as it is when it lets something through. */
export const gateLabel = (rule: string): string => rules[rule] ?? inWords(rule);

const ruleNames: Readonly<Record<string, string>> = {
  'gate.master_switch': 'Switched off',
  'gate.channel_switch': 'This kind is not answered',
  'gate.conversation_state': 'Nobody is to answer there',
  'gate.outside_hours': 'Outside opening hours',
  'gate.flagged_keyword': 'Flagged word',
  'gate.flagged_phrase': 'Flagged phrase',
  'gate.ignore_example': 'Like an ignored example',
  'gate.minor': 'Under age',
  'gate.language': 'Another language',
  'rule.loop': 'Another machine',
  'rule.turns_max': 'Too many answers in a row',
  'rule.orders_to_machine': 'An order to a machine',
  'rule.legal_matter': 'About the law',
  'rule.human_requested': 'A person asked for',
  'rule.urgent_request': 'Urgent',
  'rule.angry': 'Angry',
  'rule.spam': 'Advertising',
  'rule.chatter': 'Nothing asked',
  'rule.no_words': 'No words in it',
  'rule.no_support': 'Nothing written down',
  'rule.faq': 'Answer as written down',
  'model.respond': 'Answer from what is written down',
  'model.escalate': 'The model asks for a person',
  'model.ignore': 'The model would not answer',
  'model.hand_over': 'Handed over',
  'nothing.look_up_order': 'No such order of theirs',
  'check.empty': 'No answer came',
  'check.too_long': 'Answer too long',
  'check.claims_deed': 'Claims to have done something',
  'check.no_source': 'Stands on nothing',
  'check.not_in_source': 'Says more than its sources',
  'check.address': 'An address that one place alone says',
  'check.confidence': 'Not sure enough',
  'check.language': 'Answer in another language',
};
/** By what it was decided, in few words. */
export const ruleLabel = (rule: string | null): string =>
  rule === null ? 'No rule' : (ruleNames[rule] ?? inWords(rule));
export const rulesOffered = Object.entries(ruleNames).map(([value, label]) => ({ value, label }));

export const inWords = (name: string): string => {
  const words = name.replace(/^[a-z]+\./, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const percent = (share: number | null): string =>
  share === null ? 'Not known' : `${Math.round(share * 100)} %`;

export const duration = (ms: number | null): string => {
  if (ms === null) return 'Not known';
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
};

const microPerDollar = 100_000;
/** In dollars, as fine as it takes to see what an answer costs. */
export const money = (micro: number): string =>
  (micro / microPerDollar).toLocaleString(locale, {
    ...{ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' },
    ...{ minimumFractionDigits: 2, maximumFractionDigits: micro !== 0 && Math.abs(micro) < 1_000 ? 5 : 2 },
  });

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString(locale)} ${number === 1 ? one : many}`;

/** What was given or answered, as a person reads it. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value === null || value === undefined || value === '') return 'Nothing';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
