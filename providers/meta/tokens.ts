import { z } from 'zod';
import type { Wire } from '../wire.ts';
import { count, maybe, present } from './shapes.ts';

export interface App {
  readonly id: string;
  readonly secret: string;
}

export interface AuthorizeWish {
  readonly state: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Ask for the login or the declined permissions once more, where the platform would remember the last answer. */
  readonly asksAgain?: boolean;
}

export interface LongToken {
  readonly token: string;
  /** Absent for a token that does not expire. */
  readonly expiresAt?: Date;
  readonly scopes?: readonly string[];
}

export function addressOf(
  wire: Wire,
  url: string,
  more: Readonly<Record<string, string | undefined>>,
  { state, redirectUri, scopes }: AuthorizeWish,
): string {
  const address = new URL(wire.address(url));
  const query = { ...more, redirect_uri: redirectUri, response_type: 'code', scope: scopes.join(','), state };
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, value);
  return address.href;
}

/** Redirects append `#_` or `#_=_`, which are no part of the code and sometimes come along with it. */
export const withoutTail = (code: string) => code.replace(/#_(=_)?$/, '');

const split = (joined: string) => joined.split(/[\s,]+/).filter(Boolean);

/** `a,b` or a list; absent is nothing granted that we know of. */
export const scopesIn = z
  .union([z.string().transform(split), z.array(z.string())])
  .optional()
  .catch([])
  .transform((scopes) => scopes ?? []);

export const longToken = (now: () => Date) =>
  z.object({ access_token: z.string().min(1), expires_in: maybe(count), permissions: scopesIn }).transform(
    ({ access_token, expires_in, permissions }): LongToken =>
      present({
        token: access_token,
        expiresAt: expires_in ? new Date(now().getTime() + expires_in * 1_000) : undefined,
        scopes: permissions.length > 0 ? permissions : undefined,
      }),
  );
