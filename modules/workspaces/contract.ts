import { errorsOf } from '../../kit/errors.ts';
import { keysErrors } from './keys/contract.ts';
import { membersErrors } from './members/contract.ts';
import { placesErrors } from './places/contract.ts';
import { trailErrors } from './trail/contract.ts';

export * from './keys/contract.ts';
export * from './members/contract.ts';
export { firstInstantShowing, localAt } from './opening-hours/contract.ts';
export * from './places/contract.ts';
export * from './rights/contract.ts';
export * from './trail/contract.ts';

export const workspacesError = errorsOf('workspaces', {
  ...keysErrors,
  ...membersErrors,
  ...placesErrors,
  ...trailErrors,
});
