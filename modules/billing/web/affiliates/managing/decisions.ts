import { ApiError } from '../../../../../web/kit/api.ts';
import { getManagedAffiliate, listAffiliates } from '../../../contract.ts';

export const noteLengthMax = 500;
export const staleAffiliates = [[listAffiliates.path], [getManagedAffiliate.path]];

/** As the server would say it of a share that is none. */
export function noShare(): ApiError {
  const message = 'Write a share in percent, like 20 or 12.5.';
  const fields = [{ path: 'ratePpm', code: 'not_possible', message }];
  return new ApiError({ status: 400, code: 'stoa.invalid_input', message, fields });
}
