import type { LiveReads } from '../../../web/screen.ts';

/*
 * Names and addresses as they are written in the contract, which a test holds them to: with the contract itself, every
 * shape of billing would be fetched with the first screen.
 */

const settings = ['/w/:workspaceId/billing/ai'];
const wallet = ['/w/:workspaceId/billing/wallet'];
const movements = ['/w/:workspaceId/billing/ledger'];
const plans = ['/w/:workspaceId/billing/plans'];
const paying = [
  ['/w/:workspaceId/billing/paying'],
  ['/w/:workspaceId/billing/checkouts/:checkoutId'],
  ['/w/:workspaceId/billing/invoices'],
  ['/w/:workspaceId/billing/payments'],
];
const usage = ['/w/:workspaceId/billing/usage'];
const caps = ['/w/:workspaceId/billing/caps'];
const costs = ['/w/:workspaceId/billing/ai/costs'];
const autoReload = ['/w/:workspaceId/billing/auto-reload'];
const reloads = ['/w/:workspaceId/billing/reloads'];

/** What goes stale when something happens. */
export default {
  'billing.affiliate_changed': [['/me/affiliate'], ['/me/affiliate/commissions'], ['/me/affiliate/payouts']],
  'billing.ai_settings_changed': [settings, costs],
  'billing.ai_models_changed': [['/w/:workspaceId/billing/ai/models'], settings],
  'billing.ai_limit_reached': [costs, ['/w/:workspaceId/billing/ai/calls']],
  'billing.balance_low': [wallet],
  'billing.reload_due': [wallet],
  'billing.wallet_changed': [wallet, movements],
  'billing.auto_reload_changed': [autoReload, reloads],
  'billing.reload_refused': [autoReload, reloads],
  'billing.payments_changed': [...paying, plans],
  'billing.payment_failed': paying,
  'billing.payment_received': [...paying, wallet],
  'billing.payment_returned': [...paying, wallet],
  'billing.plan_changed': [plans, wallet, ['/w/:workspaceId/billing/quotas']],
  'billing.credits_used_up': [usage, wallet],
  'billing.caps_changed': [caps],
} satisfies LiveReads;
