import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as approvals from './approvals.ts';
import * as wire from './contract.ts';

export const approvalsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listApprovals, (ctx, { query }) => approvals.listApprovals(ctx, query)),
  route(wire.getApproval, (ctx, { params }) => approvals.getApproval(ctx, params)),
  route(wire.approveAnswer, (ctx, { params, body }) => approvals.approveAnswer(ctx, { ...params, ...body })),
  route(wire.rejectAnswer, (ctx, { params, body }) => approvals.rejectAnswer(ctx, { ...params, ...body })),
];
