import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import { type eventStatuses, WebhookEvent, WebhookEventSummary } from './contract.ts';
import type { EventKey } from './events.sql.ts';

const byTime = keyset({ receivedAt: 'desc', id: 'desc' });

export interface EventFilter {
  readonly accountId?: AccountId | undefined;
  readonly kind?: string | undefined;
  readonly status?: (typeof eventStatuses)[number] | undefined;
}

/** Written out, so that the small indexes of what is not over yet are found. */
const inStatus = {
  pending: sql`status = 'pending'`,
  processing: sql`status = 'processing'`,
  completed: sql`status = 'completed'`,
  failed: sql`status = 'failed'`,
  skipped: sql`status = 'skipped'`,
} satisfies Record<(typeof eventStatuses)[number], Sql>;

const summary = sql`id, account_id, platform, source, kind, status, attempts_count as attempts, received_at,
           happened_at, settled_at, next_attempt_at, failure_code, skipped_reason`;

export function eventsOfWorkspace(tx: Tx, { accountId, kind, status }: EventFilter, page: PageQuery) {
  return byTime.page(
    tx,
    WebhookEventSummary,
    page,
    (where, order) => sql`
    select ${summary} from connections.webhook_events
     where ${accountId === undefined ? sql`true` : sql`account_id = ${accountId}`}
       and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
       and ${status === undefined ? sql`true` : inStatus[status]}
       and ${where}
     ${order}`,
  );
}

export function findEvent(tx: Tx, { id, receivedAt }: EventKey) {
  return tx.maybeOne(
    WebhookEvent,
    sql`
    select ${summary}, platform_event_id, conversation_key, duration_ms, failure_detail, payload, result
      from connections.webhook_events
     where id = ${id} and received_at = ${receivedAt}`,
  );
}
