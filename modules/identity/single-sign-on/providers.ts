import { changed } from '../../../kit/audit.ts';
import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import { identityError } from '../contract.ts';
import type { IdentityOutside } from '../outside.ts';
import { type Provider, type ProviderId, providersMax } from './contract.ts';
import * as db from './providers.sql.ts';
import { redirectUriOf } from './sign-on.ts';
import { discover, secretOf } from './wire.ts';

export async function listProviders(ctx: AdminCtx, outside: IdentityOutside): Promise<{ items: Provider[] }> {
  const items = await db.allProviders(ctx.tx);
  return { items: items.map((stored) => shown(outside, stored)) };
}

/** Asked before it is stored, since nothing is asked of others while a transaction is open. */
export async function checkIssuer(
  outside: IdentityOutside,
  { issuer }: { issuer: string },
): Promise<{ issuer: string; authorizationEndpoint: string; signsWith: string[] }> {
  const metadata = (await discover(outside, issuer, 'check')).serverMetadata();
  if (!metadata.authorization_endpoint) throw identityError('provider_is_none', { issuer });
  return {
    issuer: metadata.issuer,
    authorizationEndpoint: metadata.authorization_endpoint,
    signsWith: (metadata.id_token_signing_alg_values_supported as string[] | undefined) ?? [],
  };
}

export interface ProviderInput {
  readonly providerId: ProviderId;
  readonly slug: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly scopes: readonly string[];
  readonly emailDomains: readonly string[];
}

/** Adds it, or changes it. Its short name is in addresses people use, and stays what it was. */
export async function putProvider(
  ctx: AdminCtx,
  outside: IdentityOutside,
  input: ProviderInput,
): Promise<Provider> {
  const before = await db.findProvider(ctx.tx, input.providerId);
  const values = valuesOf(ctx, outside, input);
  const after = before ? await db.updateProvider(ctx.tx, values) : await add(ctx, values);
  const fields = ['slug', 'name', 'issuer', 'clientId', 'scopes', 'emailDomains'] as const;
  await ctx.record({
    category: 'installation',
    action: before ? 'identity.provider_changed' : 'identity.provider_added',
    subject: { type: 'provider', id: input.providerId },
    changes: {
      ...changed(before ?? ({} as db.StoredProvider), after, fields),
      // That there is another one is worth knowing; what it is, nobody learns.
      ...(input.clientSecret !== undefined && { clientSecret: { to: 'another' } }),
    },
  });
  return shown(outside, after);
}

export async function removeProvider(
  ctx: AdminCtx,
  { providerId }: { providerId: ProviderId },
): Promise<Record<string, never>> {
  const before = await db.findProvider(ctx.tx, providerId);
  if (!before) throw identityError('provider_not_found', { providerId });
  await db.deleteProvider(ctx.tx, providerId);
  await record(ctx, 'identity.provider_removed', providerId, { name: { from: before.name } });
  return {};
}

export async function setProviderDisabled(
  ctx: AdminCtx,
  outside: IdentityOutside,
  { providerId, disabled }: { providerId: ProviderId; disabled: boolean },
): Promise<Provider> {
  const stored = await db.setDisabled(ctx.tx, providerId, disabled ? ctx.now : null, ctx.now);
  if (!stored) throw identityError('provider_not_found', { providerId });
  await record(ctx, disabled ? 'identity.provider_disabled' : 'identity.provider_enabled', providerId, {});
  return shown(outside, stored);
}

/** The sandbox's provider, in the demo: where it answers may be another address at every start. */
export async function seedDemoProvider(
  ctx: OpenCtx,
  { vault }: Pick<IdentityOutside, 'vault'>,
  provider: { id: ProviderId; issuer: string; clientId: string; clientSecret: string },
): Promise<void> {
  const { id, issuer, clientId, clientSecret } = provider;
  const values: db.ProviderValues = {
    ...{ id, slug: 'sandbox', name: 'the sandbox', issuer, clientId, at: ctx.now, isDemo: true },
    ...{ scopes: ['openid', 'email', 'profile'], emailDomains: [], by: undefined },
    clientSecretSealed: vault.seal(clientSecret, secretOf(id)),
  };
  if (await db.findProvider(ctx.tx, id)) await db.updateProvider(ctx.tx, values);
  else await db.insertProvider(ctx.tx, values);
}

async function add(ctx: AdminCtx, values: db.ProviderValues) {
  const { count } = await db.countProviders(ctx.tx);
  if (count >= providersMax) throw identityError('too_many_providers');
  const added = await db.insertProvider(ctx.tx, values);
  if (!added) throw identityError('provider_slug_is_taken', { slug: values.slug });
  return added;
}

function valuesOf(ctx: AdminCtx, outside: IdentityOutside, input: ProviderInput): db.ProviderValues {
  const { providerId: id, clientSecret, ...rest } = input;
  const clientSecretSealed =
    clientSecret === undefined ? undefined : outside.vault.seal(clientSecret, secretOf(id));
  return { ...rest, id, clientSecretSealed, by: ctx.actor.userId, at: ctx.now };
}

const record = (ctx: AdminCtx, action: string, id: string, changes: Record<string, { from: unknown }>) =>
  ctx.record({ category: 'installation', action, subject: { type: 'provider', id }, changes });

const shown = (outside: IdentityOutside, stored: db.StoredProvider): Provider => ({
  ...stored,
  redirectUri: redirectUriOf(outside),
});
