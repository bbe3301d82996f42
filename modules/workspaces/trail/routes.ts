import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { WorkspacesOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportAudit, getAuditEntry, listAuditEntries } from './trail.ts';

export const trailRoutes: readonly Route<WorkspacesOutside>[] = [
  route(wire.listAuditEntries, (ctx, { query }) => listAuditEntries(ctx, query)),
  route(wire.getAuditEntry, (ctx, { params }) => getAuditEntry(ctx, params)),
  route(wire.getAuditCsv, (ctx, { query }) => exportAudit(ctx, query)),
];
