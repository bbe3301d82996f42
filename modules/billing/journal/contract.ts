import { Bytes, endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';

export const getLedgerJournal = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/ledger.journal',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Every movement of money from the beginning, as a journal that hledger and its like read',
  description:
    'Dollars with five decimals: to the unit of $0.00001 in which the ledger is kept. Days are those of UTC.',
  params: { workspaceId: WorkspaceId },
  reply: Bytes,
  bytes: 'text/plain',
  limit: { count: 10, seconds: 60 },
});
