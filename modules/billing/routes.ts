import { administeringRoutes } from './administering/routes.ts';
import { affiliatesRoutes } from './affiliates/routes.ts';
import { callsRoutes } from './calls/routes.ts';
import { journalRoutes } from './journal/routes.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { modelsRoutes } from './models/routes.ts';
import { payingRoutes } from './paying/routes.ts';
import { plansRoutes } from './plans/routes.ts';
import { pricingRoutes } from './pricing/routes.ts';
import { reloadingRoutes } from './reloading/routes.ts';
import { revenueRoutes } from './revenue/routes.ts';
import { usingRoutes } from './using/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...modelsRoutes,
  ...pricingRoutes,
  ...callsRoutes,
  ...ledgerRoutes,
  ...journalRoutes,
  ...plansRoutes,
  ...usingRoutes,
  ...payingRoutes,
  ...reloadingRoutes,
  ...affiliatesRoutes,
  ...administeringRoutes,
  ...revenueRoutes,
];
