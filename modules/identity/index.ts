import { module } from '../../kit/module.ts';
import { applicationsSweeps, applicationsWork } from './applications/background.ts';
import { campaignsSweeps, campaignsWork } from './campaigns/background.ts';
import { identityError } from './contract.ts';
import { factorsSweeps, factorsWork } from './factors/background.ts';
import type { IdentityOutside } from './outside.ts';
import { authorize } from './policy.ts';
import { profileSweeps, profileWork } from './profile/background.ts';
import { routes } from './routes.ts';
import { signInSweeps, signInWork } from './sign-in/background.ts';
import { singleSignOnSweeps, singleSignOnWork } from './single-sign-on/background.ts';

export const identity = module<IdentityOutside>({
  name: 'identity',
  routes,
  authorize,
  errors: identityError,
  work: [
    ...applicationsWork,
    ...campaignsWork,
    ...factorsWork,
    ...profileWork,
    ...signInWork,
    ...singleSignOnWork,
  ],
  installationSweeps: [
    ...applicationsSweeps,
    ...campaignsSweeps,
    ...factorsSweeps,
    ...profileSweeps,
    ...signInSweeps,
    ...singleSignOnSweeps,
  ],
});

export { appointByAddress, appointFirst } from './administration/accounts.ts';
export { findEmailOf } from './campaigns/preferences.sql.ts';
export { queueCampaignMail } from './campaigns/sending.ts';
export type { IdentityOutside } from './outside.ts';
export { addPerson } from './sign-in/people.ts';
export { colleagues, liveSession } from './sign-in/published.sql.ts';
export { findLiveSession, touchSessions } from './sign-in/sessions.sql.ts';
export { hashOf } from './sign-in/tickets.ts';
export { seedDemoProvider } from './single-sign-on/providers.ts';
