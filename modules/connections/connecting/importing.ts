import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { Login, PlatformName } from '../platforms/contract.ts';
import { type FernetKey, openFernet } from '../tokens/fernet.ts';
import { begin } from './beginning.ts';
import { findLogin } from './connect.sql.ts';
import { connectAccount } from './connect.ts';

/** A line of what another system kept of an account. Its tokens are sealed by Fernet. */
export const ImportLine = z.strictObject({
  workspace: z.string().min(1).max(100),
  platform: PlatformName,
  /** Undefined: the platform's usual one. */
  login: Login.optional(),
  platformAccountId: z.string().regex(/^[!-~]{1,255}$/),
  appScopedId: z.string().max(255).optional(),
  parentPlatformId: z.string().max(255).optional(),
  username: z.string().max(255).optional(),
  displayName: z.string().min(1).max(255).optional(),
  scopes: z.array(z.string().max(200)).max(100).optional(),
  accessToken: z.string().min(1).max(20_000),
  refreshToken: z.string().min(1).max(20_000).optional(),
  tokenExpiresAt: z.coerce.date().optional(),
});
export type ImportLine = z.infer<typeof ImportLine>;

/** What became of a line. `known`: it is open here already, with a token that is not older than this one for sure. */
export type Imported =
  | 'imported'
  | 'known'
  | 'not_sealed'
  | 'taken_elsewhere'
  | 'one_seller'
  | 'platform_unavailable';

/**
 * CR-26, CR-89: a token that another system sealed is sealed anew, once, by whoever runs the installation. What was not
 * sealed there is not taken here: it has been readable to everybody, and is to be had anew by connecting.
 */
export async function importAccount(
  ctx: Ctx,
  outside: Pick<ConnectionsOutside, 'vault' | 'platforms'>,
  key: FernetKey,
  line: ImportLine,
): Promise<Imported> {
  const platform = outside.platforms.get(line.platform);
  if (!platform) return 'platform_unavailable';
  const known = await findLogin(ctx.tx, line);
  if (known?.isOpen) return 'known';
  const access = openFernet(key, line.accessToken);
  const refresh = line.refreshToken === undefined ? undefined : openFernet(key, line.refreshToken);
  if (access === undefined || (refresh === undefined && line.refreshToken !== undefined)) return 'not_sealed';
  const { platformAccountId, username, displayName = username ?? platformAccountId } = line;
  const candidate = {
    ...{ platform: line.platform, platformAccountId, username, displayName },
    ...{ appScopedId: line.appScopedId, parentPlatformId: line.parentPlatformId, lackingScopes: [] },
    tokens: { access, refresh, accessExpiresAt: line.tokenExpiresAt, scopes: line.scopes },
  };
  const login = line.login ?? platform.login;
  const accountId = await connectAccount(ctx, outside, {
    ...{ candidate, login, locationId: null, connectedBy: null },
  });
  await begin(ctx, outside, accountId, line.platform);
  return 'imported';
}

/** Of the refusals of connecting, those that are about this line alone: the others after it go on. */
export function refusalOf(error: unknown): Imported {
  const codes = ['taken_elsewhere', 'one_seller'] as const;
  const code =
    error instanceof AppError ? codes.find((one) => connectionsError(one).code === error.code) : undefined;
  if (code) return code;
  throw error;
}
