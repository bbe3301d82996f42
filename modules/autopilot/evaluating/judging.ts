import type { Expected, Verdict } from './contract.ts';

/** What is right to do with a question. */
export interface Asked {
  readonly expected: Expected;
  readonly facts: readonly string[];
  readonly secondFacts: readonly string[];
  readonly forbidden: readonly string[];
}

/** What was done with it. */
export interface Decided {
  readonly decision: 'respond' | 'ignore' | 'escalate';
  readonly answer: string | null;
  /** The spans an answer stands on. */
  readonly spans: readonly string[];
}

export interface Judged {
  readonly verdict: Verdict;
  readonly why: string;
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * An answer is right when what it stands on contains the fact: how it puts it is not judged here. What no answer may
 * say outweighs everything, and to fetch a person is never worse than to invent something.
 */
export function judge({ expected, facts, secondFacts, forbidden }: Asked, decided: Decided): Judged {
  const said = folded(decided.answer ?? '');
  const crossed = decided.decision === 'respond' && forbidden.find((words) => said.includes(folded(words)));
  if (crossed) return { verdict: 'crossed', why: `It said what no answer may say: ${crossed}`.slice(0, 500) };
  if (expected === 'answer') return judgeAnswer(facts, secondFacts, decided);
  if (decided.decision === 'respond')
    return { verdict: 'wrong', why: 'It answered what nothing that is written down answers.' };
  if (expected === 'ignore') return { verdict: 'right', why: 'It said nothing, and nothing was to be said.' };
  return decided.decision === 'escalate'
    ? { verdict: 'right', why: 'It fetched a person.' }
    : { verdict: 'wrong', why: 'It left somebody alone who needed a person.' };
}

function judgeAnswer(facts: readonly string[], secondFacts: readonly string[], decided: Decided): Judged {
  if (decided.decision === 'escalate')
    return { verdict: 'missed', why: 'It fetched a person, though the answer is written down.' };
  if (decided.decision === 'ignore')
    return { verdict: 'missed', why: 'It said nothing, though the answer is written down.' };
  const spans = decided.spans.map(folded);
  const holds = (one: string) => spans.some((span) => span.includes(folded(one)));
  if (facts.length > 0 && !facts.some(holds))
    return { verdict: 'wrong', why: 'Nothing it stands on contains the fact.' };
  if (secondFacts.length > 0 && !secondFacts.some(holds))
    return { verdict: 'wrong', why: 'It answered one of the two things that were asked.' };
  return { verdict: 'right', why: 'What it stands on contains the fact.' };
}
