import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Colleague, LocationId } from '../../workspaces/contract.ts';

export const EvaluationSetId = z.uuid().brand<'EvaluationSetId'>();
export type EvaluationSetId = z.infer<typeof EvaluationSetId>;
export const EvaluationRunId = z.uuid().brand<'EvaluationRunId'>();
export type EvaluationRunId = z.infer<typeof EvaluationRunId>;

export const evaluationSetsMax = 50;
export const questionsPerSetMax = 1_000;

export const expectations = ['answer', 'hand_over', 'ignore'] as const;
export const Expected = z.enum(expectations);
export type Expected = z.infer<typeof Expected>;

/**
 * `missed`: handed over or left alone, though the answer is written down. `wrong`: said what nothing supports, or left
 * alone who needed somebody. `crossed`: said what no answer may say.
 */
export const verdicts = ['right', 'missed', 'wrong', 'crossed'] as const;
export const Verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof Verdict>;

const Words = z.string().normalize('NFC').trim().min(1).max(1_000);
export const EvaluationQuestion = z.object({
  text: z.string().normalize('NFC').trim().min(1).max(4_000),
  expected: Expected,
  /** Of an answer: a span it stands on contains one of these. */
  facts: z.array(Words).max(20).default([]),
  /** Where two things are asked: and one of these. */
  secondFacts: z.array(Words).max(20).default([]),
  /** What no answer may say. */
  forbidden: z.array(Words).max(20).default([]),
  language: z.string().min(2).max(35).default('en'),
  channel: z.enum(['message', 'comment']).default('message'),
  tags: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
});
export type EvaluationQuestion = z.infer<typeof EvaluationQuestion>;
const Question = EvaluationQuestion.refine(
  ({ expected, facts, secondFacts }) => expected === 'answer' || facts.length + secondFacts.length === 0,
  'Only an answer stands on a fact.',
);

export const EvaluationSet = z.object({
  id: EvaluationSetId,
  name: z.string(),
  description: z.string().nullable(),
  /** It is asked as at this one: by its persona, of what holds there. */
  locationId: LocationId.nullable(),
  questionsCount: z.number().int(),
  createdBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
export type EvaluationSet = z.infer<typeof EvaluationSet>;

export const runStatuses = ['queued', 'running', 'done', 'failed'] as const;
export const EvaluationRun = z.object({
  id: EvaluationRunId,
  setId: EvaluationSetId,
  status: z.enum(runStatuses),
  model: z.string(),
  /** What it was asked with. */
  settings: z.record(z.string(), z.unknown()),
  questionsCount: z.number().int(),
  rightCount: z.number().int(),
  missedCount: z.number().int(),
  wrongCount: z.number().int(),
  crossedCount: z.number().int(),
  costMicro: z.number().int(),
  failure: z.string().nullable(),
  startedBy: Colleague.nullable(),
  createdAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
});
export type EvaluationRun = z.infer<typeof EvaluationRun>;

export const EvaluationResult = z.object({
  place: z.number().int(),
  question: z.string(),
  expected: Expected,
  language: z.string(),
  tags: z.array(z.string()),
  decision: z.enum(['respond', 'ignore', 'escalate']),
  confidence: z.number().nullable(),
  matchedRule: z.string().nullable(),
  answer: z.string().nullable(),
  sources: z.array(z.record(z.string(), z.unknown())),
  verdict: Verdict,
  why: z.string(),
  costMicro: z.number().int(),
  latencyMs: z.number().int(),
});
export type EvaluationResult = z.infer<typeof EvaluationResult>;

/** The same question in two runs. */
const Side = EvaluationResult.pick({ decision: true, answer: true, verdict: true, why: true }).nullable();
export const ComparedResult = z.object({
  place: z.number().int(),
  question: z.string(),
  expected: Expected,
  one: Side,
  other: Side,
});
export type ComparedResult = z.infer<typeof ComparedResult>;

const inWorkspace = { workspaceId: WorkspaceId };
const ofSet = { ...inWorkspace, setId: EvaluationSetId };
const ofRun = { ...inWorkspace, runId: EvaluationRunId };
const reading = { method: 'GET', audience: 'workspace', permission: 'autopilot.read' } as const;
const managing = { audience: 'workspace', permission: 'autopilot.manage' } as const;
const noSet = 'autopilot.evaluation_set_not_found';
const noRun = 'autopilot.evaluation_run_not_found';

export const listEvaluationSets = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-sets' },
  summary: 'Sets of questions by which answers are judged, the newest first',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(EvaluationSet),
});

export const listEvaluationQuestions = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-sets/:setId/questions' },
  summary: 'The questions of a set, in their order',
  params: ofSet,
  query: pageQuery,
  reply: pageOf(EvaluationQuestion.extend({ place: z.number().int() })),
  errors: [noSet],
});

export const putEvaluationSet = endpoint({
  ...{ ...managing, method: 'PUT', path: '/w/:workspaceId/autopilot/evaluation-sets/:setId' },
  summary: 'Write a set of questions, or write it anew',
  params: ofSet,
  body: {
    name: z.string().normalize('NFC').trim().min(1).max(120),
    description: z.string().trim().max(2_000).nullable().default(null),
    locationId: LocationId.nullable().default(null),
    questions: z.array(Question).min(1).max(questionsPerSetMax),
  },
  reply: EvaluationSet,
  errors: ['autopilot.too_many_evaluation_sets', 'workspaces.location_not_found'],
});

/** What the set that is part of Stoa consists of, and whether it is here. */
export const ReadySet = z.object({
  questionsCount: z.number().int(),
  documentsCount: z.number().int(),
  faqsCount: z.number().int(),
  languages: z.array(z.string()),
  /** Null until somebody adds it. */
  set: EvaluationSet.nullable(),
});
export type ReadySet = z.infer<typeof ReadySet>;

const readySetPath = '/w/:workspaceId/autopilot/ready-evaluation-set';
export const getReadySet = endpoint({
  ...{ ...reading, path: readySetPath },
  summary: 'The set of questions that is part of Stoa: about a fictional shop',
  params: inWorkspace,
  reply: ReadySet,
});

export const putReadySet = endpoint({
  ...{ ...managing, method: 'PUT', path: readySetPath },
  summary: 'Add the ready set, with what its shop has written down or without',
  description:
    'With a location, the shop’s documents and answers are put down there, where nobody may be answered from them. They go with the set.',
  params: inWorkspace,
  body: { locationId: LocationId.nullable() },
  reply: EvaluationSet,
  errors: [
    ...['autopilot.ready_set_is_there', 'autopilot.location_has_customers'],
    ...['autopilot.too_many_evaluation_sets', 'workspaces.location_not_found'],
  ],
});

export const deleteEvaluationSet = endpoint({
  ...{ ...managing, method: 'DELETE', path: '/w/:workspaceId/autopilot/evaluation-sets/:setId' },
  summary: 'Throw a set away, with its runs',
  params: ofSet,
  status: 204,
  reply: z.void(),
  errors: [noSet],
});

export const listEvaluationRuns = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-runs' },
  summary: 'How well the machine answered, the newest run first',
  params: inWorkspace,
  query: { ...pageQuery, setId: EvaluationSetId.optional() },
  reply: pageOf(EvaluationRun),
});

export const getEvaluationRun = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-runs/:runId' },
  summary: 'One run through a set of questions',
  params: ofRun,
  reply: EvaluationRun,
  errors: [noRun],
});

/** With the settings as they are, but for what is given here. */
export const putEvaluationRun = endpoint({
  ...{ ...managing, method: 'PUT', path: '/w/:workspaceId/autopilot/evaluation-runs/:runId' },
  summary: 'Ask a set of questions with the settings as they are, or as they might be',
  params: ofRun,
  body: {
    setId: EvaluationSetId,
    changes: z.record(z.string().max(60), z.unknown()).default({}),
  },
  reply: EvaluationRun,
  errors: [
    ...[noSet, 'autopilot.evaluation_run_reused', 'autopilot.evaluation_under_way'],
    'autopilot.settings_not_understood',
  ],
});

export const listEvaluationResults = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-runs/:runId/results' },
  summary: 'What became of each question in a run',
  params: ofRun,
  query: { ...pageQuery, verdict: Verdict.optional() },
  reply: pageOf(EvaluationResult),
  errors: [noRun],
});

/** What is asked of one kind and in one language. Its kind is the first tag of a question. */
export const KindOfQuestion = z.object({
  kind: z.string().nullable(),
  language: z.string(),
  askedCount: z.number().int(),
  rightCount: z.number().int(),
  /** Said what nothing supports, what no answer may say, or nothing to who needed somebody. */
  wrongCount: z.number().int(),
});
export type KindOfQuestion = z.infer<typeof KindOfQuestion>;
export const kindsShownMax = 100;

export const listEvaluationKinds = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-runs/:runId/kinds' },
  summary: 'How a run came out by kind of question and language',
  description: `${kindsShownMax} at most, by their names.`,
  params: ofRun,
  reply: z.object({ kinds: z.array(KindOfQuestion) }),
  errors: [noRun],
});

export const compareEvaluationRuns = endpoint({
  ...{ ...reading, path: '/w/:workspaceId/autopilot/evaluation-runs/:runId/comparisons/:otherId' },
  summary: 'Where two runs through the same set came out otherwise',
  params: { ...ofRun, otherId: EvaluationRunId },
  query: pageQuery,
  reply: z.object({
    one: EvaluationRun,
    other: EvaluationRun,
    items: z.array(ComparedResult),
    next: z.string().nullable(),
  }),
  errors: [noRun, 'autopilot.evaluation_sets_differ'],
});

/** A run has come further, or to its end. */
export const evaluationChanged = event({
  name: 'autopilot.evaluation_changed',
  payload: z.object({ runId: EvaluationRunId }),
  key: ({ runId }) => runId,
});

export const evaluatingEvents = [evaluationChanged] as const;
export const evaluatingErrors = {
  evaluation_set_not_found: [404, 'This set of questions does not exist.'],
  evaluation_run_not_found: [404, 'There was no such run.'],
  evaluation_run_reused: [409, 'This id belongs to another run.'],
  evaluation_under_way: [409, 'Another run is under way. Wait until it is over.'],
  evaluation_sets_differ: [409, 'These runs were through different sets.'],
  evaluation_is_worse: [409, 'With these settings the machine answers worse than with those that are set.'],
  evaluation_is_another: [
    409,
    'This run was with other settings, or is not over: it says nothing about these.',
  ],
  settings_not_understood: [400, 'These settings cannot be.'],
  ready_set_is_there: [409, 'The ready set is here already. Remove it first.'],
  location_has_customers: [
    409,
    'Customers write to this location, and would be answered from what a fictional shop has written down. Choose another one.',
  ],
  too_many_evaluation_sets: [409, `A workspace has ${evaluationSetsMax} sets at most.`],
} as const;
