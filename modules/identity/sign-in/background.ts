import type { InstallationSweep, Work } from '../../../kit/module.ts';
import type { IdentityOutside } from '../outside.ts';
import { purgeSessions } from './sessions.ts';

export const signInWork: readonly Work<IdentityOutside>[] = [];
export const signInSweeps: readonly InstallationSweep[] = [
  { name: 'identity.purge_sessions', cron: '37 3 * * *', run: purgeSessions },
];
