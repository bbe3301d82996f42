import { z } from 'zod';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { offerBlocks, PlatformName } from '../platforms/contract.ts';
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
const Profile = z.object({
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
  blockedBy: z.enum(offerBlocks).optional(),
});
const SealedCandidate: z.ZodType<Candidate> = Profile.extend({
  platform: PlatformName,
  platformAccountId: z.string(),
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

/** What is known of a shop that waits to be claimed, its tokens and its name apart. */
export type KeptProfile = Omit<Candidate, 'tokens' | 'platform' | 'platformAccountId'>;
export const profileFrom = (shop: string, kept: unknown): KeptProfile => {
  const read = Profile.safeParse(kept);
  return read.success ? read.data : { displayName: shop, lackingScopes: [] };
};

const InstallState = z.object({ shop: z.string(), until: z.coerce.date() });
const installState = 'connection_install_state';

/** What travels to a shop's consent page and back where no workspace and no row is there yet to know it again. */
export const sealInstallState = ({ vault }: Keeper, state: z.infer<typeof InstallState>): string =>
  vault.seal(JSON.stringify(state), installState).toString('base64url');

/** The shop it was made for; undefined for what we did not write, and when its time is over. */
export function shopOfState({ vault }: Keeper, text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined;
  try {
    const plain = vault.open(Buffer.from(text, 'base64url'), installState).toString();
    const { shop, until } = InstallState.parse(JSON.parse(plain));
    return now < until ? shop : undefined;
  } catch {
    return undefined;
  }
}
