import { module } from '../../kit/module.ts';
import { identityError } from './contract.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';
import { purgeSessions } from './sessions.ts';

export const identity = module({
  name: 'identity',
  routes,
  authorize,
  errors: identityError,
  installationSweeps: [{ name: 'identity.purge_sessions', cron: '37 3 * * *', run: purgeSessions }],
});

export { findLiveSession } from './people.sql.ts';
export { addPerson } from './people.ts';
export { hashOf } from './sessions.ts';
