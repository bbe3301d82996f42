import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportJournal } from './journal.ts';

export const journalRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getLedgerJournal, (ctx) => exportJournal(ctx)),
];
