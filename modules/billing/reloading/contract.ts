import { z } from 'zod';
import { event } from '../../../kit/events/event.ts';
import { endpoint } from '../../../kit/http/endpoint.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { pageOf, pageQuery } from '../../../kit/page.ts';
import { Micro } from '../models/contract.ts';
import { paymentProviders } from '../paying/contract.ts';

export const ReloadId = z.uuid().brand<'ReloadId'>();
export type ReloadId = z.infer<typeof ReloadId>;

/** SE-25 */
export const reloadThresholdMinMicro = 500_000;
/** SE-26 */
export const reloadAmountMinMicro = 1_500_000;
export const reloadMaxMicro = 1_000_000_000;
export const reloadDayMaxMicro = 10_000_000_000;
/** A card is charged nothing smaller. */
export const centMicro = 1_000;

/** What is proposed to whoever has set nothing yet. */
export const usualReload = { thresholdMicro: 1_000_000, amountMicro: 2_500_000, dayMaxMicro: 10_000_000 };

export const reloadStates = [
  'queued',
  'calling',
  'unknown',
  'paid',
  'declined',
  'needs_person',
  'failed',
  'dropped',
] as const;
export type ReloadState = (typeof reloadStates)[number];
/** What is over, and did not come to credits. */
export const reloadRefusals = ['declined', 'needs_person', 'failed'] as const;
export type ReloadRefusal = (typeof reloadRefusals)[number];
const lastStates = ['paid', ...reloadRefusals] as const;
export const reloadWaits = ['after_refusal', 'day_max'] as const;
export const reloadOffReasons = ['by_member', 'refused_too_often'] as const;

const instant = z.coerce.date().nullable();

export const AutoReload = z.object({
  provider: z.enum(paymentProviders).nullable().describe('Whose kept card is charged.'),
  thresholdMicro: Micro.describe('Of what was bought: below this more is bought.'),
  amountMicro: Micro,
  dayMaxMicro: Micro.describe('What is bought within 24 hours at most.'),
  boughtMicro: Micro.describe('What there is of what was bought.'),
  enabledAt: instant,
  enabledBy: z.string().nullable().describe('Their name; null when they are gone.'),
  offAt: instant,
  offReason: z.enum(reloadOffReasons).nullable(),
  lastReloadAt: instant,
  lastState: z.enum(lastStates).nullable(),
  failedAttempts: z.number().int().describe('One after the other.'),
  nextTryAt: instant,
  waitsFor: z.enum(reloadWaits).nullable(),
  /** Who can charge a card that is kept there, and whether this workspace has paid there before. */
  providers: z.array(z.object({ provider: z.enum(paymentProviders), isKnownThere: z.boolean() })),
});
export type AutoReload = z.infer<typeof AutoReload>;

export const Reload = z.object({
  id: ReloadId,
  provider: z.enum(paymentProviders),
  amountMicro: Micro,
  state: z.enum(reloadStates),
  failureCode: z.string().nullable(),
  failureMessage: z.string().nullable(),
  nextTryAt: instant.describe('When it was tried again after that; null: not by itself.'),
  createdAt: z.coerce.date(),
  settledAt: instant,
});
export type Reload = z.infer<typeof Reload>;

const inWorkspace = { workspaceId: WorkspaceId };
const cents = (min: number, max: number) => z.number().int().min(min).max(max).multipleOf(centMicro);

export const getAutoReload = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/auto-reload',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'When credits are bought by themselves, and how that went last',
  params: inWorkspace,
  reply: AutoReload,
  etag: true,
});

export const putAutoReload = endpoint({
  method: 'PUT',
  path: '/w/:workspaceId/billing/auto-reload',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Have credits bought by themselves',
  description: 'Where less than the threshold is left already, some are bought at once.',
  params: inWorkspace,
  body: {
    provider: z.enum(paymentProviders),
    thresholdMicro: cents(reloadThresholdMinMicro, reloadMaxMicro),
    amountMicro: cents(reloadAmountMinMicro, reloadMaxMicro),
    dayMaxMicro: cents(reloadAmountMinMicro, reloadDayMaxMicro),
  },
  reply: AutoReload,
  errors: ['billing.day_has_no_room_for_one', 'billing.cannot_charge_there', 'billing.not_known_there'],
});

export const deleteAutoReload = endpoint({
  method: 'DELETE',
  path: '/w/:workspaceId/billing/auto-reload',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Have credits bought by themselves no more',
  description: 'What is under way is not taken back.',
  params: inWorkspace,
  reply: AutoReload,
});

export const postReloadTry = endpoint({
  method: 'POST',
  path: '/w/:workspaceId/billing/auto-reload/tries',
  audience: 'workspace',
  permission: 'billing.manage',
  summary: 'Try again now, after a card was refused',
  params: inWorkspace,
  reply: AutoReload,
  errors: ['billing.auto_reload_is_off'],
  limit: { count: 10, seconds: 60 },
});

export const listReloads = endpoint({
  method: 'GET',
  path: '/w/:workspaceId/billing/reloads',
  audience: 'workspace',
  permission: 'billing.read',
  summary: 'Each time credits were bought by themselves, the newest first',
  params: inWorkspace,
  query: pageQuery,
  reply: pageOf(Reload),
});

/** Of the settings, or of one that is under way. */
export const autoReloadChanged = event({ name: 'billing.auto_reload_changed', payload: z.object({}) });
/** Credits were to be bought, and were not. */
export const reloadRefused = event({
  name: 'billing.reload_refused',
  payload: z.object({ reloadId: ReloadId, isOff: z.boolean() }),
  forCustomers: true,
});
export const reloadingEvents = [autoReloadChanged, reloadRefused] as const;

export const reloadingErrors = {
  day_has_no_room_for_one: [
    422,
    'What is bought in a day is less than what is bought at once. Raise one of them.',
  ],
  cannot_charge_there: [422, 'No card can be charged there by itself. Choose another provider.'],
  not_known_there: [
    409,
    'There is no card to charge yet. Buy credits or a plan once: the card is kept for the next time.',
  ],
  auto_reload_is_off: [409, 'Auto-reload is off. Switch it on first.'],
} as const;
