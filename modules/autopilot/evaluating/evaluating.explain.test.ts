import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { explainEach, numberedId } from '../../../kit/testing/explain.ts';
import { coworkers } from '../../workspaces/index.ts';
import { crowded, memberId, now, scope, workspaceId } from '../threads/testing/crowd.ts';
import { EvaluationRunId, EvaluationSetId } from './contract.ts';
import * as runs from './runs.sql.ts';
import * as sets from './sets.sql.ts';

let db: Database;
before(async () => {
  db = await crowded();
});
const at = () => ({ db, scope });
const page = { limit: 20, after: undefined };
const setId = EvaluationSetId.parse(numberedId(500));
const runId = EvaluationRunId.parse(numberedId(500));
const otherId = EvaluationRunId.parse(numberedId(501));
const people = { whole: ['members', 'users'], rowsMax: 1_500 };
const person = ['members_pkey', 'users_pkey'];
const ofSet = 'evaluation_question_place_once';

describe('sets of questions', () => {
  explainEach(sets, at, {
    setsByCreated: {
      given: () => [coworkers, page],
      ...{ by: ['evaluation_sets_by_created', ofSet, ...person], ...people },
    },
    findSet: { given: () => [coworkers, setId], by: ['evaluation_sets_pkey', ofSet, ...person], ...people },
    holdSet: { given: () => [setId], by: ['evaluation_sets_pkey'] },
    findPlace: { given: () => [setId], by: ['evaluation_sets_pkey'] },
    countSets: { given: () => [50], by: ['evaluation_sets_pkey'] },
    putSet: {
      given: () => [
        {
          workspaceId,
          id: newId(EvaluationSetId),
          name: 'Shop',
          description: null,
          locationId: null,
          createdBy: memberId,
          now,
        },
      ],
      by: ['evaluation_sets_pkey'],
    },
    dropSet: { given: () => [setId], by: ['evaluation_sets_pkey'] },
    dropQuestions: { given: () => [setId], by: [ofSet] },
    insertQuestions: { given: () => [workspaceId, setId, '[]'], by: [] },
    questionsOf: { given: () => [setId, page], by: [ofSet] },
    questionsAfter: { given: () => [setId, 3, 20], by: [ofSet] },
  });
});

describe('runs through them', () => {
  const results = /^evaluation_results_(pkey|by_verdict)$/;
  const result = {
    ...{ workspaceId, runId, place: 77, question: 'Price?', expected: 'hand_over' as const, language: 'en' },
    ...{ tags: [], decision: 'escalate' as const, confidence: 1, matchedRule: null, answer: null, now },
    ...{ sources: '[]', verdict: 'right' as const, why: 'So.', costMicro: 1, latencyMs: 1 },
  };
  explainEach(runs, at, {
    runsByCreated: [
      {
        given: () => [coworkers, undefined, page],
        ...{ by: ['evaluation_runs_by_created', ...person], ...people },
      },
      {
        when: 'of a set',
        ...{ given: () => [coworkers, setId, page], by: ['evaluation_runs_by_set', ...person], ...people },
      },
    ],
    findRun: { given: () => [coworkers, runId], by: ['evaluation_runs_pkey', ...person], ...people },
    holdRun: { given: () => [runId], by: ['evaluation_runs_pkey'] },
    lastDone: { given: () => [setId, 'a'.repeat(64)], by: ['evaluation_runs_by_set'] },
    runUnderWay: { given: () => [], by: ['evaluation_runs_under_way'] },
    insertRun: {
      given: () => [
        {
          ...{ workspaceId, id: newId(EvaluationRunId), setId, settings: '{}', digest: 'b'.repeat(64) },
          ...{ model: 'test/chat', questionsCount: 3, startedBy: memberId, now },
        },
      ],
      by: [],
    },
    markRunning: { given: () => [runId], by: [/^evaluation_runs_(pkey|under_way)$/] },
    countRun: { given: () => [runId], by: ['evaluation_runs_pkey', results], rowsMax: 1_000 },
    finishRun: { given: () => [runId, null, now], by: [/^evaluation_runs_(pkey|under_way)$/] },
    runsToTakeUp: { given: () => [now, 20], by: ['evaluation_runs_under_way'] },
    lastResult: { given: () => [runId], by: [results] },
    insertResult: { given: () => [result], by: ['evaluation_results_pkey'] },
    resultsOf: [
      { given: () => [runId, undefined, page], by: [results] },
      { when: 'of a verdict', given: () => [runId, 'right' as const, page], by: [results] },
    ],
    kindsOf: { given: () => [runId, 100], by: [results] },
    comparedOf: { given: () => [runId, otherId, page], by: [results] },
  });
});
