import { type Exchange, exchange, isGood, type Outside } from '../answer.ts';
import type { Call } from '../wire.ts';
import { businessTrouble } from './trouble.ts';

export interface BusinessOptions extends Outside {
  readonly accessToken: string;
}

/** Where a list goes on. A page may be empty and not be the last: only without a token is it. */
export interface Paging {
  readonly pageToken?: string | undefined;
}

export interface Asking {
  /** `GET /reviews`: what is asked, without ids. */
  readonly name: string;
  readonly method: Call['method'];
  readonly url: string;
  readonly query?: Call['query'];
  readonly json?: unknown;
}

/** Nothing here is done twice by being asked for twice: what is written takes the place of what was there. */
export async function ask({ accessToken, ...outside }: BusinessOptions, asking: Asking): Promise<Exchange> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const asked = await exchange('google', outside, { ...asking, headers, isRepeatable: true });
  if (!isGood(asked.reply)) throw businessTrouble(asked);
  return asked;
}
