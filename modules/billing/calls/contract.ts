import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { aiModelKinds, Micro, ModelName } from '../models/contract.ts';

export const AiCallId = z.uuid().brand<'AiCallId'>();
export type AiCallId = z.infer<typeof AiCallId>;

export const aiCallsKeptDays = 400;
export const costDaysMax = 100;
export const costRowsMax = 5_000;

/** `unknown`: nobody told what became of it. It is taken to have cost what was kept back for it. */
export const aiCallOutcomes = ['under_way', 'done', 'aborted', 'failed', 'unknown'] as const;
export type AiCallOutcome = (typeof aiCallOutcomes)[number];

const Count = z.coerce.number().int();
export const AiCall = z.object({
  id: AiCallId,
  model: z.string(),
  kind: z.enum(aiModelKinds),
  purpose: z.string(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  outcome: z.enum(aiCallOutcomes),
  failureCode: z.string().nullable(),
  heldMicro: Micro,
  costMicro: Micro,
  isEstimated: z.boolean(),
  inputTokens: Count,
  outputTokens: Count,
  cachedTokens: Count,
  reasoningTokens: Count,
  latencyMs: Count.nullable(),
  firstTokenMs: Count.nullable(),
  requestId: z.string().nullable(),
  createdAt: z.coerce.date(),
  settledAt: z.coerce.date().nullable(),
});
export type AiCall = z.infer<typeof AiCall>;

const summed = { calls: Count, failed: Count, inputTokens: Count, outputTokens: Count, costMicro: Micro };
export const AiCostSum = z.object(summed);
export const AiCosts = z.object({
  /** A row for each day, purpose and model there were calls of, by day. */
  days: z.array(z.object({ day: z.iso.date(), purpose: z.string(), model: z.string(), ...summed })),
  total: AiCostSum,
  byPurpose: z.array(z.object({ purpose: z.string(), ...summed })),
  byModel: z.array(z.object({ model: z.string(), ...summed })),
  /** This one, whatever was asked for. */
  month: z.object({
    month: z.iso.date(),
    spentMicro: Micro,
    heldMicro: Micro.describe('Kept back for calls that are under way.'),
    maxMicro: Micro.nullable(),
  }),
});
export type AiCosts = z.infer<typeof AiCosts>;

const inWorkspace = { workspaceId: WorkspaceId };
const microPerDollar = 100_000;
/** "0.00042": to the unit, as tables for spreadsheets have it. */
export const inDollars = (micro: number): string => (micro / microPerDollar).toFixed(5);

export const Purpose = z.string().regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/);

export const listAiCalls = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ai/calls',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Calls to models of AI, the newest first',
  description: 'Narrowed to one of: a purpose, a model, an outcome, or what they were for.',
  params: inWorkspace,
  query: {
    ...pageQuery,
    purpose: Purpose.optional(),
    model: ModelName.optional(),
    outcome: z.enum(aiCallOutcomes).optional(),
    subjectType: z
      .string()
      .regex(/^[a-z_]{1,40}$/)
      .optional(),
    subjectId: z.uuid().optional(),
  },
  reply: pageOf(AiCall),
  errors: ['billing.one_filter_at_a_time'],
});

export const getAiCosts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ai/costs',
  audience: 'workspace',
  permission: 'billing.read',
  summary:
    'What calls to models of AI cost: by day, by purpose and by model, and this month against its limit',
  description: `Days are those of UTC, both ends included, ${costDaysMax} at most.`,
  params: inWorkspace,
  query: { from: z.iso.date(), until: z.iso.date() },
  reply: AiCosts,
  errors: ['billing.period_not_possible'],
  etag: true,
});

export const getAiCostsCsv = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ai/costs.csv',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'The same by day, purpose and model, as a table',
  params: inWorkspace,
  query: { from: z.iso.date(), until: z.iso.date() },
  reply: Bytes,
  bytes: 'text/csv',
  errors: ['billing.period_not_possible'],
  limit: { count: 10, seconds: 60 },
});

/** Said once a month, when a call was not made because of it. */
export const aiLimitReached = event({
  name: 'billing.ai_limit_reached',
  payload: z.object({ month: z.string() }),
  forCustomers: true,
});

export const callsEvents = [aiLimitReached] as const;

export const callsErrors = {
  one_filter_at_a_time: [
    422,
    'Calls are narrowed by one thing at a time: a purpose, a model, an outcome, or what they were for.',
  ],
  period_not_possible: [422, `Choose a first and a last day, ${costDaysMax} days apart at most.`],
} as const;
