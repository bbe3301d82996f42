import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';
import type { EscalationReason } from './contract.ts';

export interface Facts {
  readonly news: 'raised' | 'overdue';
  readonly personName: string;
  readonly channelName: string;
  readonly reason: EscalationReason;
  readonly message: string;
  readonly summary: string | null;
}

const reasonWords: Readonly<Record<EscalationReason, string>> = {
  urgent_request: 'It sounds urgent.',
  human_requested: 'They asked for a person.',
  legal_matter: 'It may be a legal matter.',
  ai_limitation: 'Nothing that is written down answers it.',
  complex_issue: 'It is more than can be answered by itself.',
};
const quotedLengthMax = 500;

export function escalationLetter(facts: Facts, link: string, brand: Brand): Written {
  const { personName, channelName, reason, message, summary } = facts;
  const isOverdue = facts.news === 'overdue';
  return written(
    {
      subject: isOverdue
        ? `${personName} still waits for an answer`
        : `${personName} needs a person on ${channelName}`,
      preheader: reasonWords[reason],
      title: isOverdue ? 'Somebody still waits for an answer' : 'Somebody needs a person',
      parts: [
        {
          kind: 'text',
          text: `${reasonWords[reason]} Nothing is answered there by itself until somebody hands it back.`,
        },
        {
          kind: 'facts',
          facts: [
            ['From', personName],
            ['On', channelName],
            ['They wrote', quoted(message)],
            ...(summary === null ? [] : [['In short', quoted(summary)] as const]),
          ],
        },
        { kind: 'action', label: 'Answer them', href: link },
      ],
      footnote: isOverdue
        ? 'You get this once more, because nobody has answered in the time that was set for it.'
        : 'You get this once, because you are among those who see to it in this workspace.',
    },
    brand,
  );
}

const quoted = (text: string): string =>
  text.length <= quotedLengthMax ? text : `${text.slice(0, quotedLengthMax - 1)}…`;
