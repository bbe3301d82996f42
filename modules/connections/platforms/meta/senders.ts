import { ClosedAddress } from '../../../../kit/outbound/address.ts';
import { AnswerTooLong, outboundFetch } from '../../../../kit/outbound/fetch.ts';
import { isTrouble, Trouble, type TroubleKind } from '../../../../providers/trouble.ts';
import type { Access, Person, WantedFile } from '../platform.ts';
import { rejected } from '../refusal.ts';
import type { MetaClient } from './client.ts';
import { accountAt, type Talking } from './where.ts';

/** Who wrote: what they show to an account they have written to. */
export const personOf =
  (client: MetaClient, platform: Talking) =>
  async (access: Access, personId: string, signal: AbortSignal): Promise<Person> => {
    const { conversations } = accountAt({ client, platform, access, signal });
    const { data } = await conversations.getProfile(personId).catch((error: unknown) => {
      throw withoutBlame(platform, error);
    });
    const { name, username, pictureUrl } = data;
    const profileUrl = username && `https://www.instagram.com/${encodeURIComponent(username)}/`;
    return { name, username, pictureUrl, profileUrl };
  };

/** That a name may not be seen says nothing against the token: it is no reason to have the account connected again. */
function withoutBlame(platform: Talking, error: unknown): unknown {
  if (!isTrouble(error, 'unauthorized') || ofToken.test(error.facts.code ?? '')) return error;
  return rejected(platform, 'GET /{person}', 'person_not_shown', error.message);
}
const ofToken = /^(0|102|190|2500)\b/;

const fileTimeoutMs = 120_000;

/**
 * What they sent, from the address it was told under. It is a word of the outside: only ever a public one, and without
 * our token. A redirect would lead past that, so there is none.
 */
export const sentFile =
  (client: MetaClient, platform: Talking) =>
  async (_access: Access, { source, bytesMax }: WantedFile, signal: AbortSignal): Promise<Uint8Array> => {
    if (!source.startsWith('https://')) throw rejected(platform, call, 'address_closed', 'it is not https');
    const get = outboundFetch({ allowPrivate: client.isPlayed, timeoutMs: fileTimeoutMs, bytesMax });
    const answer = await get(client.address(source), { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason;
      throw silence(platform, cause);
    });
    if (answer.status !== 200) throw trouble(platform, kindOf(answer.status), `gone_${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };

const call = 'GET the file';

const trouble = (provider: Talking, kind: TroubleKind, code: string, cause?: unknown) =>
  new Trouble(kind, `${provider} does not give the file: ${code}`, { provider, call, code, cause });

const kindOf = (status: number): TroubleKind =>
  status === 429 || status >= 500 ? 'unavailable' : 'rejected';

function silence(platform: Talking, cause: unknown): Trouble {
  if (cause instanceof AnswerTooLong) return trouble(platform, 'rejected', 'too_large', cause);
  if (cause instanceof ClosedAddress) return trouble(platform, 'rejected', 'address_closed', cause);
  if (cause instanceof TypeError) return trouble(platform, 'rejected', 'address_closed', cause);
  return trouble(platform, 'unavailable', 'no_answer', cause);
}
