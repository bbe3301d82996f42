import type { LiveReads } from '../../../web/screen.ts';
import {
  accountChanged,
  callSettled,
  eventReceived,
  eventSettled,
  getAccount,
  getHealth,
  getWay,
  getWebhookEvent,
  listAccounts,
  listCalls,
  listLimits,
  listSyncRuns,
  listSyncStates,
  listWebhookEvents,
  syncSettled,
  wayChanged,
} from '../contract.ts';

/** What goes stale when something happens. */
export default {
  [accountChanged.name]: [[listAccounts.path], [getAccount.path], [getHealth.path], [listSyncStates.path]],
  [callSettled.name]: [[listCalls.path], [listLimits.path]],
  [eventReceived.name]: [[listWebhookEvents.path], [getWebhookEvent.path]],
  [eventSettled.name]: [[listWebhookEvents.path], [getWebhookEvent.path], [getHealth.path]],
  [syncSettled.name]: [[listSyncStates.path], [listSyncRuns.path], [getAccount.path]],
  [wayChanged.name]: [[getWay.path]],
} satisfies LiveReads;
