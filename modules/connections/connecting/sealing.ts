import { z } from 'zod';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { PlatformName } from '../platforms/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import type { WayId } from './contract.ts';

type Keeper = Pick<Outside, 'vault'>;
interface Place {
  readonly workspaceId: WorkspaceId;
  readonly wayId: WayId;
}

/** What the protocol must still know when somebody comes back. */
const Context = z.object({
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  verifier: z.string().optional(),
  shop: z.string().optional(),
});
export type Context = z.infer<typeof Context>;

const textMaybe = z.string().optional();
const SealedCandidate: z.ZodType<Candidate> = z.object({
  platform: PlatformName,
  platformAccountId: z.string(),
  appScopedId: textMaybe,
  parentPlatformId: textMaybe,
  accountKind: textMaybe,
  username: textMaybe,
  displayName: z.string(),
  profileUrl: textMaybe,
  pictureUrl: textMaybe,
  biography: textMaybe,
  figures: z
    .object({
      followers: z.number().optional(),
      following: z.number().optional(),
      posts: z.number().optional(),
      views: z.number().optional(),
    })
    .optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  lackingScopes: z.array(z.string()),
  tokens: z.object({
    access: z.string(),
    refresh: textMaybe,
    accessExpiresAt: z.coerce.date().optional(),
    refreshExpiresAt: z.coerce.date().optional(),
    scopes: z.array(z.string()).optional(),
  }),
});

/** Three things of a way are sealed, each bound to what it is: none opens in the place of another. */
const sealedAs = <T>(kind: 'oauth_context' | 'oauth_answer' | 'oauth_offers', shape: z.ZodType<T>) => {
  const boundTo = ({ workspaceId, wayId }: Place) => `${kind}:${workspaceId}:${wayId}`;
  return {
    seal: ({ vault }: Keeper, place: Place, value: T) => vault.seal(JSON.stringify(value), boundTo(place)),
    open: ({ vault }: Keeper, place: Place, sealed: Uint8Array): T =>
      shape.parse(JSON.parse(vault.open(sealed, boundTo(place)).toString())),
  };
};

export const contexts = sealedAs('oauth_context', Context);
export const answers = sealedAs('oauth_answer', z.string());
export const candidates = sealedAs('oauth_offers', z.array(SealedCandidate).readonly());
