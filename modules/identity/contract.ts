import { errorsOf } from '../../kit/errors.ts';
import { administrationErrors } from './administration/contract.ts';
import { applicationsErrors } from './applications/contract.ts';
import { campaignsErrors } from './campaigns/contract.ts';
import { factorsErrors } from './factors/contract.ts';
import { profileErrors } from './profile/contract.ts';
import { signInErrors } from './sign-in/contract.ts';
import { singleSignOnErrors } from './single-sign-on/contract.ts';

export * from './administration/contract.ts';
export * from './applications/contract.ts';
export * from './campaigns/contract.ts';
export * from './factors/contract.ts';
export * from './me/contract.ts';
export * from './profile/contract.ts';
export * from './sign-in/contract.ts';
export * from './single-sign-on/contract.ts';
export * from './texts/contract.ts';

export const identityError = errorsOf('identity', {
  ...administrationErrors,
  ...applicationsErrors,
  ...campaignsErrors,
  ...factorsErrors,
  ...profileErrors,
  ...signInErrors,
  ...singleSignOnErrors,
});
