import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type AiEndpointFailure, aiFailures, Micro } from './contract.ts';

export const EndpointRow = z.object({
  baseUrl: z.string().nullable(),
  keyHint: z.string().nullable(),
  chatModel: z.string().nullable(),
  embeddingModel: z.string().nullable(),
  monthMaxMicro: Micro.nullable(),
  checkedAt: z.date().nullable(),
  failureCode: z.enum(aiFailures).nullable(),
  unpricedModels: z.array(z.string()),
});
export type EndpointRow = z.infer<typeof EndpointRow>;

const shown = sql`base_url, key_hint, chat_model, embedding_model, month_max_micro, checked_at, failure_code,
  unpriced_models`;

/** A workspace has one at most. */
export function findEndpoint(tx: Tx) {
  return tx.maybeOne(EndpointRow, sql`select ${shown} from billing.ai_endpoints`);
}

export function holdEndpoint(tx: Tx) {
  return tx.maybeOne(EndpointRow, sql`select ${shown} from billing.ai_endpoints for no key update`);
}

export interface ChosenEndpoint
  extends Pick<EndpointRow, 'baseUrl' | 'keyHint' | 'chatModel' | 'embeddingModel' | 'monthMaxMicro'> {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId | null;
  readonly now: Date;
}

export function putEndpoint(tx: Tx, chosen: ChosenEndpoint) {
  return tx.run(sql`
    insert into billing.ai_endpoints (workspace_id, base_url, key_hint, chat_model, embedding_model, month_max_micro,
      updated_by, created_at, updated_at)
    values (${chosen.workspaceId}, ${chosen.baseUrl}, ${chosen.keyHint}, ${chosen.chatModel}, ${chosen.embeddingModel},
      ${chosen.monthMaxMicro}, ${chosen.memberId}, ${chosen.now}, ${chosen.now})
    on conflict (workspace_id) do update
      set base_url = excluded.base_url, key_hint = excluded.key_hint, chat_model = excluded.chat_model,
          embedding_model = excluded.embedding_model, month_max_micro = excluded.month_max_micro,
          updated_by = excluded.updated_by`);
}

/** What a look at the list of models came to. */
export function markChecked(
  tx: Tx,
  seen: {
    readonly failureCode: AiEndpointFailure | null;
    readonly unpricedModels: readonly string[];
    readonly now: Date;
  },
) {
  return tx.run(sql`
    update billing.ai_endpoints set checked_at = ${seen.now}, failure_code = ${seen.failureCode},
           unpriced_models = ${seen.unpricedModels}::text[]`);
}

/** Of another address nothing is known. */
export function markUnchecked(tx: Tx) {
  return tx.run(sql`
    update billing.ai_endpoints set checked_at = null, failure_code = null, unpriced_models = '{}'`);
}

/** Takes the key with it. */
export function dropEndpoint(tx: Tx) {
  return tx.run(sql`delete from billing.ai_endpoints`);
}

export function findKey(tx: Tx) {
  return tx.maybeOne(z.object({ sealed: z.instanceof(Uint8Array) }), sql`select sealed from billing.ai_keys`);
}

export function putKey(tx: Tx, workspaceId: WorkspaceId, sealed: Uint8Array, now: Date) {
  return tx.run(sql`
    insert into billing.ai_keys (workspace_id, sealed, created_at, updated_at)
    values (${workspaceId}, ${sealed}, ${now}, ${now})
    on conflict (workspace_id) do update set sealed = excluded.sealed`);
}

export function dropKey(tx: Tx) {
  return tx.run(sql`delete from billing.ai_keys`);
}
