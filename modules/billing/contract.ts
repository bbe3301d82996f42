import { errorsOf } from '../../kit/errors.ts';
import { administeringErrors } from './administering/contract.ts';
import { affiliatesErrors } from './affiliates/contract.ts';
import { callsErrors } from './calls/contract.ts';
import { ledgerErrors } from './ledger/contract.ts';
import { modelsErrors } from './models/contract.ts';
import { payingErrors } from './paying/contract.ts';
import { pricingErrors } from './pricing/contract.ts';
import { reloadingErrors } from './reloading/contract.ts';
import { revenueErrors } from './revenue/contract.ts';
import { usingErrors } from './using/contract.ts';

export * from './administering/contract.ts';
export * from './affiliates/contract.ts';
export * from './calls/contract.ts';
export * from './journal/contract.ts';
export * from './ledger/contract.ts';
export * from './models/contract.ts';
export * from './paying/contract.ts';
export * from './plans/contract.ts';
export * from './pricing/contract.ts';
export * from './reloading/contract.ts';
export * from './revenue/contract.ts';
export * from './rights/contract.ts';
export * from './using/contract.ts';

export const billingError = errorsOf('billing', {
  ...administeringErrors,
  ...affiliatesErrors,
  ...callsErrors,
  ...ledgerErrors,
  ...modelsErrors,
  ...payingErrors,
  ...pricingErrors,
  ...reloadingErrors,
  ...revenueErrors,
  ...usingErrors,
});
