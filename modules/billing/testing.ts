import type { Samples } from '../../kit/http/sample.ts';
import { administeringSamples } from './administering/testing.ts';
import { affiliatesSamples } from './affiliates/testing.ts';
import { callsSamples } from './calls/testing.ts';
import { journalSamples } from './journal/testing.ts';
import { ledgerSamples } from './ledger/testing.ts';
import { modelsSamples } from './models/testing.ts';
import { payingSamples } from './paying/testing.ts';
import { pricingSamples } from './pricing/testing.ts';
import { reloadingSamples } from './reloading/testing.ts';
import { revenueSamples } from './revenue/testing.ts';
import { usingSamples } from './using/testing.ts';
import type { Walk } from './walk.ts';

export { countedCall } from './calls/testing.ts';
export { bareWorkspace } from './ledger/testing.ts';
export { billingWorkspace } from './models/testing.ts';
export { paymentsIn } from './paying/testing.ts';
export { openTestHouse } from './reloading/testing/house.ts';
export { chargedFor, giveMoney, metered } from './using/testing.ts';

/** A good input for every route of this module. */
export const samples: Samples<Walk> = {
  ...modelsSamples,
  ...pricingSamples,
  ...callsSamples,
  ...ledgerSamples,
  ...journalSamples,
  ...usingSamples,
  ...payingSamples,
  ...reloadingSamples,
  ...affiliatesSamples,
  ...administeringSamples,
  ...revenueSamples,
};
