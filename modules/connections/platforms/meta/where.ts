import type { Deed } from '../deeds.ts';
import type { Access, CallRequest, Found, Performed } from '../platform.ts';
import type { MetaClient } from './client.ts';

/** Both are written to and commented on alike. */
export type Talking = 'instagram' | 'messenger';

/** On whose behalf something is done, and through what. */
export interface Where {
  readonly client: MetaClient;
  readonly platform: Talking;
  readonly access: Access;
  readonly signal: AbortSignal;
}

export const accountAt = ({ client, platform, access, signal }: Where) =>
  platform === 'instagram' ? client.instagram(access, signal) : client.page(access, signal);

/** Platforms name the account itself by whichever of its ids fits the login. */
export const isOwnId = (id: string | undefined, access: Access): boolean =>
  id !== undefined && [access.platformAccountId, access.appScopedId, access.parentPlatformId].includes(id);

export const deedAt =
  (client: MetaClient, platform: Talking) =>
  (
    perform: (where: Where, call: CallRequest) => Promise<Performed>,
    findOut: (where: Where, call: CallRequest) => Promise<Found>,
  ): Deed => ({
    perform: (call, access, signal) => perform({ client, platform, access, signal }, call),
    findOut: (call, access, signal) => findOut({ client, platform, access, signal }, call),
  });
