import { module } from '../../kit/module.ts';
import { identityError } from './contract.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';

export const identity = module({
  name: 'identity',
  routes,
  authorize,
  errors: identityError,
});

export { findLiveSession } from './people.sql.ts';
export { addPerson } from './people.ts';
export { hashOf } from './sessions.ts';
