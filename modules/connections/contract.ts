import { errorsOf } from '../../kit/errors.ts';
import { accountsErrors } from './accounts/contract.ts';
import { callsErrors } from './calls/contract.ts';
import { connectingErrors } from './connecting/contract.ts';
import { intakeErrors } from './intake/contract.ts';
import { syncErrors } from './sync/contract.ts';

export * from './accounts/contract.ts';
export * from './calls/contract.ts';
export * from './connecting/contract.ts';
export * from './health/contract.ts';
export * from './intake/contract.ts';
export * from './platforms/contract.ts';
export * from './rights/contract.ts';
export * from './sync/contract.ts';

export const connectionsError = errorsOf('connections', {
  ...accountsErrors,
  ...callsErrors,
  ...connectingErrors,
  ...intakeErrors,
  ...syncErrors,
});
