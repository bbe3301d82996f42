import { dollars } from '../../../../web/kit/dollars.ts';
import type { GivenPersona } from '../../personas/contract.ts';
import { listed } from '../words.ts';
import { actionLabel, toolDoes } from './words.ts';

type Leave = Pick<
  GivenPersona,
  | 'autonomyLevel'
  | 'requiresApprovalFor'
  | 'allowedTools'
  | 'maxAutonomousValueMicro'
  | 'minorInteractionMode'
>;

/** In words: what goes out by itself, what lies in the list of approvals, and what is always a person's. */
export interface LeaveInWords {
  readonly alone: readonly string[];
  readonly waits: readonly string[];
  readonly person: readonly string[];
}

/** From which level on something goes out by itself. */
const grounds = [
  { level: 1, alone: 'Answers what is asked word for word as among your questions.', waits: 'known answers' },
  { level: 2, alone: 'Answers what stands in your documents and pages.', waits: 'answers from documents' },
  { level: 3, alone: 'Greets, thanks and wishes well.', waits: 'greetings and thanks' },
];

/** Of a lookup none, of a deed its own: what only reads may be done while an answer is looked for. */
const deeds = ['book'];

export function leaveInWords(leave: Leave): LeaveInWords {
  const { autonomyLevel: level, requiresApprovalFor: kept, allowedTools: tools } = leave;
  const held = grounds.filter((ground) => level < ground.level).map(({ waits }) => waits);
  const needsLeave = (name: string) => level === 0 || kept.includes(name) || deeds.includes(name);
  const free = tools.filter((name) => name !== 'hand_over' && !needsLeave(name));
  const asked = tools.filter((name) => name !== 'hand_over' && needsLeave(name));
  const actions = kept.filter((name) => !tools.includes(name) && !name.startsWith('look_up_'));
  return {
    alone: [
      ...grounds.filter((ground) => level >= ground.level).map(({ alone }) => alone),
      ...free.map((name) => `It ${toolDoes(name)} for it.`),
    ],
    waits: [
      ...(level === 0 ? ['Every answer: it only suggests.'] : []),
      ...(level > 0 && held.length > 0 ? [`${upper(listed(held))}.`] : []),
      ...(level > 0 && actions.length > 0
        ? [`Whatever is about ${listed(actions.map(actionLabel), 'or')}.`]
        : []),
      ...(level > 0 ? [worth(leave)] : []),
      ...asked.map((name) => `Before it ${toolDoes(name)}.`),
    ],
    person: [
      'What nothing written down supports.',
      'Anger, a lawyer, an emergency, and whoever asks for a person.',
      ...(leave.minorInteractionMode ? [] : ['Whoever says that they are under age.']),
    ],
  };
}

const worth = ({ maxAutonomousValueMicro: micro }: Leave): string =>
  micro === 0
    ? 'Whatever else somebody wants done that is worth money.'
    : `Whatever else is worth more than ${dollars(micro)}.`;

const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
