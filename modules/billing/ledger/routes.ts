import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportLedger, getLedgerTransaction, getWallet, listLedger, putLowBalance } from './reading.ts';

export const ledgerRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getWallet, (ctx) => getWallet(ctx)),
  route(wire.putLowBalance, (ctx, { body }) => putLowBalance(ctx, body)),
  route(wire.listLedger, (ctx, { query }) => listLedger(ctx, query)),
  route(wire.getLedgerCsv, (ctx, { query }) => exportLedger(ctx, query)),
  route(wire.getLedgerTransaction, (ctx, { params }) => getLedgerTransaction(ctx, params)),
];
