import { openInstagramLogin } from '../../../../providers/meta/instagram-login.ts';
import { Trouble } from '../../../../providers/trouble.ts';
import type { App } from '../credentials.ts';
import type { Door, DoorAnswer, Held, Tokens } from '../platform.ts';
import { rejected } from '../refusal.ts';
import { lackingScopes } from '../scopes.ts';
import { candidateOf } from './candidates.ts';
import type { MetaClient } from './client.ts';
import { neededScopes } from './scopes.ts';

const refreshableAfterMs = 24 * 3_600_000;
const provider = 'instagram';

/** Instagram Login: one professional account, without a Page. */
export function instagramDoor(client: MetaClient, app: App): Door {
  const loginOf = (signal: AbortSignal) => openInstagramLogin({ ...client.way(signal), app });
  return {
    login: 'instagram',
    usesChallenge: false,
    authorize: ({ redirectUri, state, scopes }) =>
      client.meta.instagramLogin.authorizeAddress({ redirectUri, state, scopes }),

    async exchange(answer, signal) {
      const login = loginOf(signal);
      const { data: grant } = await login.exchange({
        code: codeIn(answer),
        redirectUri: answer.redirectUri,
      });
      const { data: long } = await login.lengthen(grant.token);
      const { data: accounts } = await login.listAccounts(long.token);
      const tokens = { access: long.token, accessExpiresAt: long.expiresAt, scopes: grant.scopes };
      const lacking = lackingScopes(neededScopes('instagram', 'instagram'), answer.scopes, grant.scopes);
      return accounts.map((account) => candidateOf(account, tokens, lacking));
    },

    async refresh(held, signal) {
      refuseTooYoung(held);
      const { data: long } = await loginOf(signal).refresh(held.token);
      return { access: long.token, accessExpiresAt: long.expiresAt, scopes: long.scopes } satisfies Tokens;
    },
  };
}

/** The platform refuses a token of less than a day in the words for one that is broken. */
function refuseTooYoung({ issuedAt, now }: Held): void {
  const until = new Date(issuedAt.getTime() + refreshableAfterMs);
  if (now < until)
    throw new Trouble('rate_limited', 'a token is refreshed when it is a day old', {
      provider,
      call: 'GET /refresh_access_token',
      code: 'token_too_young',
      until,
    });
}

/** What the browser came back with, of either of Meta's logins. */
export function codeIn({ query }: DoorAnswer): string {
  const code = new URLSearchParams(query).get('code');
  if (code) return code;
  throw rejected(provider, 'authorize', 'no_code', 'the browser came back without a code');
}
