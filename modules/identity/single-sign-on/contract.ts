import { z } from 'zod';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { SignedIn } from '../sign-in/contract.ts';
import { MailAddress, plainLine } from '../texts/contract.ts';

export const ProviderId = z.uuid().brand<'ProviderId'>();
export type ProviderId = z.infer<typeof ProviderId>;

export const signOnMinutes = 10;
export const providersMax = 50;

/** Part of an address, so only what is plain in one. */
const slug = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'Write small letters, digits and hyphens.');

/** Its address, as it says it itself: `https://login.example.com`. */
const issuer = z
  .string()
  .max(500)
  .refine(isIssuer, 'Write an address that begins with https:// and has no question mark.');

/** `example.com` */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'Write a domain like example.com.');

/** A way back that stays on this site. */
const returnTo = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])/, 'Only a path of this site.')
  .optional();

/** Who else may say who somebody is, as an administrator sees it. The secret is never shown. */
export const Provider = z.object({
  id: ProviderId,
  slug: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  scopes: z.array(z.string()),
  /** Whose addresses it is believed about without a further question. */
  emailDomains: z.array(z.string()),
  /** To be registered with the provider. */
  redirectUri: z.string(),
  createdAt: z.coerce.date(),
  disabledAt: z.coerce.date().nullable(),
});
export type Provider = z.infer<typeof Provider>;

const atProvider = { providerId: ProviderId };

export const listProviders = endpoint({
  method: 'GET',
  path: '/admin/sign-in-providers',
  audience: 'admin',
  summary: 'Who else may say who somebody is',
  reply: z.object({ items: z.array(Provider) }),
});

export const getProviderCheck = endpoint({
  method: 'GET',
  path: '/admin/sign-in-provider-check',
  audience: 'admin',
  summary: 'Ask an issuer whether it is one, before it is stored',
  query: { issuer },
  reply: z.object({ issuer: z.string(), authorizationEndpoint: z.string(), signsWith: z.array(z.string()) }),
  errors: ['identity.provider_unavailable', 'identity.provider_is_none'],
  limit: { count: 20, seconds: 60 },
});

/** PUT with an id the caller made: sent again after a lost answer, it is the same provider. */
export const putProvider = endpoint({
  method: 'PUT',
  path: '/admin/sign-in-providers/:providerId',
  audience: 'admin',
  summary: 'Add or change a provider of single sign-on',
  params: atProvider,
  body: {
    slug,
    name: plainLine(120),
    issuer,
    clientId: z.string().trim().min(1).max(300),
    clientSecret: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .describe('Kept sealed. Without it, the old one stays.'),
    scopes: z
      .array(z.string().regex(/^[\w:./-]{1,100}$/))
      .max(20)
      .default(['openid', 'email', 'profile']),
    emailDomains: z.array(domain).max(50).default([]),
  },
  reply: Provider,
  errors: ['identity.provider_slug_is_taken', 'identity.too_many_providers'],
});

export const deleteProvider = endpoint({
  method: 'DELETE',
  path: '/admin/sign-in-providers/:providerId',
  audience: 'admin',
  summary: 'Remove a provider, and with it every link to it',
  params: atProvider,
  reply: z.object({}),
  errors: ['identity.provider_not_found'],
});

export const putProviderDisablement = endpoint({
  method: 'PUT',
  path: '/admin/sign-in-providers/:providerId/disablement',
  audience: 'admin',
  summary: 'Stop signing in through a provider; links to it stay',
  params: atProvider,
  reply: Provider,
  errors: ['identity.provider_not_found'],
});

export const deleteProviderDisablement = endpoint({
  method: 'DELETE',
  path: '/admin/sign-in-providers/:providerId/disablement',
  audience: 'admin',
  summary: 'Let people sign in through a provider again',
  params: atProvider,
  reply: Provider,
  errors: ['identity.provider_not_found'],
});

export const postSignOn = endpoint({
  method: 'POST',
  path: '/session/single-sign-on/:slug',
  audience: 'anybody',
  summary: 'Begin to sign in through a provider, or to link it to oneself',
  description:
    'Send the person to `url`, and keep `ticket` in this browser: it is shown with what the provider answers.',
  params: { slug },
  body: {
    returnTo,
    link: z.boolean().default(false).describe('Link it to whoever is signed in, instead of signing in.'),
  },
  reply: z.object({ url: z.string(), ticket: z.string() }),
  errors: ['identity.provider_not_found', 'identity.provider_unavailable', 'stoa.not_signed_in'],
  limit: { count: 30, seconds: 60 },
});

export const SignedOn = z.discriminatedUnion('status', [
  ...SignedIn.options,
  z.object({ status: z.literal('linked') }),
]);
export type SignedOn = z.infer<typeof SignedOn>;

export const postSignOnAnswer = endpoint({
  method: 'POST',
  path: '/session/single-sign-on',
  audience: 'anybody',
  summary: 'Come back from a provider with its answer',
  body: {
    ticket: z.string().min(20).max(500),
    /** The query the provider sent the browser back with, as it is. */
    params: z
      .record(z.string().max(100), z.string().max(4_000))
      .refine((all) => Object.keys(all).length <= 20),
  },
  reply: z.object({ outcome: SignedOn, returnTo: z.string().nullable() }),
  errors: [
    'identity.link_is_over',
    'identity.sign_on_failed',
    'identity.sign_on_declined',
    'identity.sign_on_email_missing',
    'identity.sign_on_is_taken',
    'identity.link_needed',
    'identity.provider_not_found',
    'identity.provider_unavailable',
    'identity.account_is_disabled',
    'identity.sign_up_is_closed',
  ],
  limit: { count: 30, seconds: 60 },
});

export const deleteSignOn = endpoint({
  method: 'DELETE',
  path: '/me/single-sign-on/:slug',
  audience: 'person',
  summary: 'Unlink a provider from oneself',
  params: { slug },
  reply: z.object({}),
  errors: ['identity.provider_not_found', 'identity.proof_needed', 'identity.last_way_to_sign_in'],
});

/** What may be refused here. */
export const singleSignOnErrors = {
  provider_not_found: [404, 'There is no such way to sign in here.'],
  provider_is_none: [422, 'What answers at this address does not offer OpenID Connect.'],
  provider_unavailable: [503, 'The other side does not answer right now. Try again in a moment.'],
  provider_slug_is_taken: [409, 'Another provider has this short name.'],
  too_many_providers: [409, `No more than ${providersMax} providers.`],
  sign_on_failed: [401, 'What came back does not fit together. Begin again.'],
  sign_on_declined: [401, 'You did not sign in there, so nothing happened here.'],
  sign_on_email_missing: [403, 'They did not tell us an address that they have verified.'],
  sign_on_is_taken: [409, 'Somebody else here is linked to that account.'],
  link_needed: [
    409,
    'There is an account with this address already. Sign in as ever, then link it under Security.',
  ],
} as const;

/** For addresses that a provider tells. */
export const ToldAddress = MailAddress;

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLocal)) && `${search}${hash}${username}` === '';
}
