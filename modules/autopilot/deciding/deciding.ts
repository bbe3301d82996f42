import type { AiUse } from '../../../kit/ai/contract.ts';
import { AiTrouble } from '../../../kit/ai/trouble.ts';
import { disclosed, type Ground, heldBackBy } from '../answering/autonomy.ts';
import type { ToolAnswer } from '../answering/using.ts';
import { answerToCome } from '../approvals/contract.ts';
import type { EscalationReason } from '../escalations/contract.ts';
import type { Asked, Thought } from './asking.ts';
import { checked } from './checking.ts';
import { type Ruled, ruled, ruledAtOnce } from './gates.ts';
import { says } from './lexicon.ts';
import { isChatter, smallTalkOf } from './smalltalk.ts';
import type { Likeness, Snapshot, Source } from './snapshot.ts';

/** What an answer stands on, with where it is said there. */
export interface Cited extends Source {
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

export interface Decided {
  readonly decision: 'respond' | 'ignore' | 'escalate' | 'wait';
  /** `gate.…`, `rule.…`, `check.…`, `model.…`, `tool.…` or `nothing.…` */
  readonly rule: string;
  readonly reason: string;
  readonly confidence: number;
  readonly escalation: EscalationReason | null;
  /** What is answered; what would have been, where a person has to say it. */
  readonly text: string | null;
  readonly language: string | null;
  readonly sources: readonly Cited[];
  /** By which rule a person has to let it out; null: it goes by itself. */
  readonly heldBack: string | null;
  /** What has to be allowed before it is done. */
  readonly tool: { readonly name: string; readonly input: ToolInput } | null;
  readonly used: readonly UsedTool[];
  readonly uses: readonly AiUse[];
  readonly model: string | null;
  /** With what was found on the way: by it the decision is made again. */
  readonly seen: Snapshot;
}

export interface ToolInput {
  readonly about: string;
}
export interface UsedTool extends ToolAnswer {
  readonly name: string;
  readonly input: ToolInput;
}

/** What deciding asks of the world. Nothing here sends anything. */
export interface Deps {
  /** Which of the examples is nearest to what is asked, and how near. */
  readonly nearest: (asked: string, examples: readonly string[]) => Promise<Likeness | null>;
  readonly search: (asked: string) => Promise<readonly Source[]>;
  readonly ask: (seen: Snapshot, sources: readonly Source[]) => Promise<Asked>;
  /** Looks something up. Undefined where it may not without a person, and null where there is nothing of the name. */
  readonly use: (name: string, input: ToolInput) => Promise<ToolAnswer | null | undefined>;
  /** Whether it only looks something up: before that there is no answer to be had. */
  readonly reads?: (name: string) => boolean;
}

const lookUpsMax = 2;

/**
 * What is to be done about what somebody wrote. Gates and rules come first and win; a model is asked only for what
 * they leave open, and what it answers is held against what is written down. Pure of everything but `deps`.
 */
export async function decideOn(snapshot: Snapshot, deps: Deps): Promise<Decided> {
  const atOnce = ruledAtOnce(snapshot);
  if (atOnce) return byRule(snapshot, atOnce);
  const { asked, settings } = snapshot;
  const hasWords = /[\p{L}\p{N}]/u.test(asked);
  const nearest =
    snapshot.nearest ??
    (hasWords && settings.ignoreExamples.length > 0
      ? await deps.nearest(asked, settings.ignoreExamples)
      : null);
  const seen = { ...snapshot, nearest };
  const first = ruled(seen, nearest);
  if (first) return byRule(seen, first);
  return (await withoutModel(seen)) ?? withModel(seen, deps);
}

async function withoutModel(seen: Snapshot): Promise<Decided | undefined> {
  if (seen.isSpam) return byRule(seen, ignored('rule.spam', 'It is advertising.'));
  const courtesy = smallTalkOf(seen);
  if (courtesy) {
    const { rule, text, language } = courtesy;
    return respond(seen, {
      ground: 'small_talk',
      rule,
      text,
      language,
      reason: 'A courtesy.',
      confidence: 1,
    });
  }
  if (isChatter(seen)) return byRule(seen, ignored('rule.chatter', 'Nothing is asked.'));
  if (!/[\p{L}\p{N}]/u.test(seen.asked))
    return byRule(seen, escalated('rule.no_words', 'There are no words in it to go by.'));
  return undefined;
}

async function withModel(snapshot: Snapshot, deps: Deps): Promise<Decided> {
  const found = snapshot.sources ?? [...(await deps.search(snapshot.asked)), ...factsOf(snapshot)];
  const seen: Snapshot = { ...snapshot, sources: [...found] };
  const exact = exactAnswer(seen);
  if (exact) return exact;
  if (found.length === 0 && seen.canUse.length === 0)
    return byRule(seen, escalated('rule.no_support', 'Nothing is written down about this.'));
  try {
    return await thought(seen, deps);
  } catch (error) {
    // Whatever keeps a model from answering, somebody has asked: a person sees to it.
    if (!(error instanceof AiTrouble) || error.kind === 'aborted') throw error;
    const use = error.use ? [error.use] : [];
    return { ...byRule(seen, escalated(`model.${error.kind}`, error.message)), uses: use };
  }
}

async function thought(seen: Snapshot, deps: Deps): Promise<Decided> {
  const uses: AiUse[] = [];
  const used: UsedTool[] = [];
  for (let looked = 0; ; looked += 1) {
    const sources = [...(seen.sources ?? []), ...used.flatMap(answersOf)];
    // What was looked up once is there by now: it is not offered again.
    const left = seen.canUse.filter((name) => !used.some((one) => one.name === name));
    const canUse = looked < lookUpsMax ? left : [];
    const { thought, use } = await deps.ask({ ...seen, canUse }, sources);
    uses.push(use);
    const beside = { uses, used, model: use.model, seen: { ...seen, used } };
    const { lookUp } = thought;
    const input = { about: (thought.lookUpNumber ?? seen.asked).slice(0, 200) };
    if (!canUse.includes(lookUp)) return { ...judged(seen, thought, sources), ...beside };
    if (lookUp === 'hand_over')
      return { ...byRule(seen, escalated('model.hand_over', 'It is handed over to a person.')), ...beside };
    const answer = await deps.use(lookUp, input);
    if (answer === undefined) {
      const text = deps.reads?.(lookUp) ? answerToCome : thought.answer || answerToCome;
      return { ...needsLeave(seen, { text, language: thought.language }, lookUp, input), ...beside };
    }
    used.push({ name: lookUp, input, ...(answer ?? nothingFound(lookUp)) });
    if (answer?.forPeople)
      return { ...byRule(seen, escalated(`nothing.${lookUp}`, answer.forPeople)), ...beside };
  }
}

const nothingFound = (title: string): ToolAnswer => {
  const output = 'Nothing was found.';
  return { output, found: [{ title, content: output }], forPeople: null };
};

/** A deed that stands in the list of the persona: it is not done, and a person is asked. */
function needsLeave(
  seen: Snapshot,
  said: Pick<Response, 'text' | 'language'>,
  name: string,
  input: ToolInput,
): Decided {
  return {
    ...respond(seen, {
      ...{
        ground: 'sources',
        rule: `tool.${name}`,
        reason: `${name} needs a person’s leave.`,
        confidence: 0.5,
      },
      ...said,
    }),
    heldBack: name,
    tool: { name, input },
  };
}

/** What stands on nothing, or speaks to machines, is nothing to put before a colleague either. */
const notToPropose: ReadonlySet<string> = new Set(['check.no_source', 'check.orders']);

function judged(seen: Snapshot, given: Thought, sources: readonly Source[]): Decided {
  const { decision, confidence, language } = given;
  const text = given.answer.replace(/\s*\[\d+\]/g, '').trim();
  const suggested = text === '' ? null : text;
  if (decision === 'escalate') {
    const why = given.escalation ?? 'ai_limitation';
    return {
      ...byRule(seen, escalated('model.escalate', 'The model asks for a person.', why)),
      confidence,
      language,
    };
  }
  if (decision === 'ignore')
    // To leave somebody without an answer is not the model's to say where something is asked.
    return seen.isQuestion || seen.subject === 'message'
      ? { ...byRule(seen, escalated('model.ignore', 'The model would not answer a question.')), confidence }
      : { ...byRule(seen, ignored('model.ignore', 'The model finds nothing to answer.')), confidence };
  const verdict = checked(given, text, sources, seen);
  if (!verdict.isFine) {
    const over = escalated(verdict.rule, verdict.reason);
    const proposed = notToPropose.has(verdict.rule) ? null : suggested;
    return { ...byRule(seen, over), confidence, language, text: proposed, sources: verdict.sources };
  }
  const facts = {
    rule: 'model.respond',
    reason: `They want: ${given.intent}`.slice(0, 2_000),
    confidence,
    language,
  };
  return {
    ...respond(seen, { ground: 'sources', ...facts, text, thought: given }),
    sources: verdict.sources,
  };
}

/** SS-62: the question is written down as it was asked, and its answer too. */
function exactAnswer(seen: Snapshot): Decided | undefined {
  const faq = seen.sources?.find(({ faqId, score }) => faqId !== null && score === 1);
  if (!faq) return undefined;
  const start = faq.content.indexOf('\n\n') + 2;
  const text = faq.content.slice(start).trim();
  if (text === '') return undefined;
  const facts = { rule: 'rule.faq', reason: 'This is how it is written down.', confidence: 1 };
  const cited = { ...faq, spans: [{ start, end: faq.content.length }] };
  return { ...respond(seen, { ground: 'faq', ...facts, text, language: seen.language }), sources: [cited] };
}

interface Response {
  readonly ground: Ground;
  readonly rule: string;
  readonly reason: string;
  readonly confidence: number;
  readonly text: string;
  readonly language: string | null;
  readonly thought?: Thought;
}

function respond(
  seen: Snapshot,
  { ground, rule, reason, confidence, text, language, thought }: Response,
): Decided {
  const { persona, said, asked } = seen;
  const hasDisclosed = said.some((one) => one.by === 'machine' && one.text.includes(persona.disclosureText));
  return {
    ...byRule(seen, { decision: 'ignore', rule, reason, escalation: null }),
    decision: 'respond',
    confidence,
    text: disclosed(text, persona, { hasDisclosed, isAsked: says('whatItIs', asked) }),
    language,
    heldBack: heldBackBy(ground, thought, persona) ?? null,
  };
}

const byRule = (seen: Snapshot, { decision, rule, reason, escalation }: Ruled): Decided => ({
  ...{ decision, rule, reason, escalation, confidence: 1, text: null, language: seen.language, sources: [] },
  ...{ heldBack: null, tool: null, used: [], uses: [], model: null, seen },
});

const ignored = (rule: string, reason: string): Ruled => ({
  decision: 'ignore',
  rule,
  reason,
  escalation: null,
});
const escalated = (rule: string, reason: string, escalation: EscalationReason = 'ai_limitation'): Ruled => ({
  ...{ decision: 'escalate', rule, reason, escalation },
});

const nowhere = { pieceId: null, documentId: null, faqId: null, start: 0 };
const factsOf = ({ persona }: Snapshot): Source[] =>
  persona.pinnedFacts.map((content) => ({ ...nowhere, title: 'A fact of the persona', content, score: 0 }));
const answersOf = ({ name, found }: UsedTool): Source[] =>
  found.map((one) => ({ ...nowhere, ...one, score: 0, tool: name }));
