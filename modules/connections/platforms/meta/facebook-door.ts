import { openFacebookLogin } from '../../../../providers/meta/facebook-login.ts';
import type { Candidate as MetaCandidate } from '../../../../providers/meta/index.ts';
import type { LongToken } from '../../../../providers/meta/tokens.ts';
import type { App } from '../credentials.ts';
import type { Door, Tokens } from '../platform.ts';
import { lackingScopes } from '../scopes.ts';
import { candidateOf, platformOf } from './candidates.ts';
import type { MetaClient } from './client.ts';
import { codeIn } from './instagram-door.ts';
import { neededScopes } from './scopes.ts';

/**
 * Facebook Login: Pages, the Instagram accounts linked to them, and numbers of WhatsApp. It has no `revoke`: the
 * platform takes permissions back from the application as a whole, and with them every other account of the same
 * person.
 */
export function facebookDoor(client: MetaClient, app: App): Door {
  const loginOf = (signal: AbortSignal) => openFacebookLogin({ ...client.way(signal), app });
  return {
    login: 'facebook',
    usesChallenge: false,
    authorize: ({ redirectUri, state, scopes }) =>
      client.meta.facebookLogin.authorizeAddress({ redirectUri, state, scopes, asksAgain: true }),

    async exchange(answer, signal) {
      const login = loginOf(signal);
      const { data: short } = await login.exchange({
        code: codeIn(answer),
        redirectUri: answer.redirectUri,
      });
      const { data: long } = await login.lengthen(short.token);
      const { data: permissions } = await login.permissions(long.token);
      const { data: accounts } = await login.listAccounts(long.token);
      return accounts.map((account) => {
        const needed = neededScopes(platformOf[account.platform], 'facebook');
        const lacking = lackingScopes(needed, answer.scopes, permissions.granted);
        return candidateOf(account, tokensOf(account, long, permissions.granted), lacking);
      });
    },

    /** Only numbers have a token that expires: the person's own, which can be had anew while it is good. */
    async refresh(held, signal) {
      const { data: long } = await loginOf(signal).lengthen(held.token);
      return { access: long.token, accessExpiresAt: long.expiresAt } satisfies Tokens;
    },
  };
}

/** A Page's token, made of a long one, does not expire. */
const tokensOf = ({ platform, token }: MetaCandidate, long: LongToken, scopes: readonly string[]): Tokens =>
  platform === 'whatsapp'
    ? { access: token, accessExpiresAt: long.expiresAt, scopes }
    : { access: token, scopes };
