import type { Deed } from '../deeds.ts';
import type { Access, CallRequest, Found, Performed } from '../platform.ts';
import type { GoogleClient } from './client.ts';

export interface Where {
  readonly client: GoogleClient;
  readonly access: Access;
  readonly signal: AbortSignal;
}

export const deedWith =
  (client: GoogleClient) =>
  (
    perform: (where: Where, call: CallRequest) => Promise<Performed>,
    findOut: (where: Where, call: CallRequest) => Promise<Found>,
  ): Deed => ({
    perform: (call, access, signal) => perform({ client, access, signal }, call),
    findOut: (call, access, signal) => findOut({ client, access, signal }, call),
  });

/** Doing it twice is doing it once. */
export const nothingLost = async (): Promise<Found> => ({ outcome: 'not_done' });
