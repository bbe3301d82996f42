import type { EscalationReason } from '../escalations/contract.ts';
import { folded, hasKeyword, hasPhrase, isMinor, says, soundsAngry } from './lexicon.ts';
import { ordersMachine } from './orders.ts';
import type { Likeness, Snapshot } from './snapshot.ts';

/** What is decided before any model is asked, and by which rule. `wait`: not now. */
export interface Ruled {
  readonly decision: 'ignore' | 'escalate' | 'wait';
  /** `gate.flagged_keyword` */
  readonly rule: string;
  /** For people. */
  readonly reason: string;
  readonly escalation: EscalationReason | null;
}

/** An example this near is the same in other words. */
export const likenessMin = 0.85;

type Found = Omit<Ruled, 'rule'> | undefined;
interface Gate {
  readonly rule: string;
  readonly look: (seen: Snapshot, nearest: Likeness | null) => Found;
}

const ignore = (reason: string): Found => ({ decision: 'ignore', reason, escalation: null });
const escalate = (escalation: EscalationReason, reason: string): Found => ({
  ...{ decision: 'escalate', reason, escalation },
});

/** In their order: the first that speaks decides. */
const gates: readonly Gate[] = [
  {
    rule: 'gate.master_switch',
    look: ({ settings }) => (settings.isOn ? undefined : ignore('The machine is switched off.')),
  },
  {
    rule: 'gate.channel_switch',
    look: ({ settings, subject }) => {
      const isOn = subject === 'message' ? settings.answersMessages : settings.answersComments;
      return isOn ? undefined : ignore(`The machine does not answer ${subject}s.`);
    },
  },
  { rule: 'gate.conversation_state', look: ({ silent }) => (silent === null ? undefined : ignore(silent)) },
  { rule: 'gate.outside_hours', look: outsideHours },
  { rule: 'gate.flagged_keyword', look: flaggedKeyword },
  { rule: 'gate.flagged_phrase', look: flaggedPhrase },
  { rule: 'gate.ignore_example', look: ignoredExample },
  {
    rule: 'gate.minor',
    look: ({ persona, asked }) =>
      !persona.minorInteractionMode && isMinor(asked)
        ? escalate('complex_issue', 'Whoever writes says that they are under age.')
        : undefined,
  },
  { rule: 'gate.language', look: otherLanguage },
];

/** What a person has to see, whatever a model would make of it. */
const rules: readonly Gate[] = [
  {
    rule: 'rule.loop',
    look: ({ loop }) => (loop === null ? undefined : escalate('complex_issue', loop)),
  },
  {
    rule: 'rule.turns_max',
    look: ({ answersInRow, settings }) =>
      answersInRow >= settings.turnsMax
        ? escalate('complex_issue', `The machine has answered ${answersInRow} times, and it goes on.`)
        : undefined,
  },
  {
    rule: 'rule.orders_to_machine',
    look: ({ asked }) =>
      ordersMachine(asked)
        ? escalate('complex_issue', 'They write to a machine, to have it do what it must not.')
        : undefined,
  },
  {
    rule: 'rule.legal_matter',
    look: ({ asked }) =>
      says('legal', asked) ? escalate('legal_matter', 'It is about the law.') : undefined,
  },
  {
    rule: 'rule.human_requested',
    look: ({ asked }) =>
      says('person', asked) && !says('whatItIs', asked)
        ? escalate('human_requested', 'They ask for a person.')
        : undefined,
  },
  {
    rule: 'rule.urgent_request',
    look: ({ asked }) => (says('urgent', asked) ? escalate('urgent_request', 'It is urgent.') : undefined),
  },
  {
    rule: 'rule.angry',
    look: ({ asked }) => (soundsAngry(asked) ? escalate('complex_issue', 'They are angry.') : undefined),
  },
];

/** For a test that holds what is said of their order to it. */
export const orderOfGates: readonly string[] = [...gates, ...rules].map(({ rule }) => rule);

const ofExamples = gates.findIndex(({ rule }) => rule === 'gate.ignore_example');

/** What needs nothing but what is seen, and comes before anything that costs. */
export const ruledAtOnce = (seen: Snapshot): Ruled | undefined =>
  firstOf(gates.slice(0, ofExamples), seen, null);

/** All of them, with the example that is nearest to what is asked. */
export const ruled = (seen: Snapshot, nearest: Likeness | null): Ruled | undefined =>
  firstOf([...gates, ...rules], seen, nearest);

function firstOf(all: readonly Gate[], seen: Snapshot, nearest: Likeness | null): Ruled | undefined {
  for (const { rule, look } of all) {
    const found = look(seen, nearest);
    if (found) return { rule, ...found };
  }
  return undefined;
}

function outsideHours({ isOpen, settings }: Snapshot): Found {
  if (isOpen !== false || settings.outsideHours === 'answer') return undefined;
  return settings.outsideHours === 'wait'
    ? { decision: 'wait', reason: 'The place is closed: it waits until it opens.', escalation: null }
    : escalate('ai_limitation', 'The place is closed, and then a person sees to it.');
}

/** SS-13: no machine answers what has one of these in it. */
function flaggedKeyword({ settings, asked }: Snapshot): Found {
  const met = settings.flaggedKeywords.find((one) => hasKeyword(asked, one));
  return met === undefined ? undefined : escalate('complex_issue', `It has the word “${met}” in it.`);
}

function flaggedPhrase({ settings, asked }: Snapshot): Found {
  const met = settings.flaggedPhrases.find((one) => hasPhrase(asked, one));
  return met === undefined ? undefined : escalate('complex_issue', `It says “${met}”.`);
}

/** SS-14 */
function ignoredExample({ settings, asked }: Snapshot, nearest: Likeness | null): Found {
  const said = folded(asked);
  const same = settings.ignoreExamples.find((one) => folded(one) === said && said !== '');
  const like = nearest && nearest.likeness >= likenessMin ? nearest.example : undefined;
  const met = same ?? like;
  return met === undefined ? undefined : ignore(`It is like “${met.slice(0, 200)}”, which is not answered.`);
}

function otherLanguage({ settings, language }: Snapshot): Found {
  const known = settings.documentLanguages.map((one) => one.split('-')[0]);
  if (known.length === 0 || language === null || known.includes(language)) return undefined;
  return escalate('ai_limitation', `It is written in another language (${language}) than is answered in.`);
}
