import { z } from 'zod';
import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { costDaysMax } from '../../billing/contract.ts';
import { Thread } from '../threads/contract.ts';

export const threadKinds = ['conversation', 'comment'] as const;

/** What the machine thought about in one conversation, or under one comment, and what that came to. */
export const ThreadCost = z.object({
  id: z.uuid().describe('Of the conversation, or of the comment.'),
  kind: z.enum(threadKinds),
  thread: Thread,
  /** How often something was decided there that a model was paid for. */
  decisionsCount: z.number().int(),
  costMicro: z.number().int(),
  /** When it last was. */
  lastAt: z.coerce.date(),
});
export type ThreadCost = z.infer<typeof ThreadCost>;

const inWorkspace = { workspaceId: WorkspaceId };
const period = { from: z.iso.date(), until: z.iso.date() };
const refusals = ['autopilot.period_not_possible'];

export const listThreadCosts = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/thread-costs',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'What deciding cost by conversation and comment, the dearest first',
  description: `Days are those of UTC, both ends included, ${costDaysMax} at most.`,
  params: inWorkspace,
  query: { ...pageQuery, ...period },
  reply: pageOf(ThreadCost),
  errors: refusals,
});

export const getThreadCostsCsv = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/autopilot/thread-costs.csv',
  audience: 'workspace',
  permission: 'autopilot.read',
  summary: 'The same as a table',
  params: inWorkspace,
  query: period,
  reply: Bytes,
  bytes: 'text/csv',
  errors: refusals,
  limit: { count: 10, seconds: 60 },
});

export const costsErrors = {
  period_not_possible: [422, `Choose a first and a last day, ${costDaysMax} days apart at most.`],
} as const;
