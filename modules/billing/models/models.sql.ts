import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { AiModel, type AiModelId, type AiModelKind, Micro } from './contract.ts';

/** What is known of a model, wherever that is from. */
export type KnownModel = Omit<AiModel, 'id' | 'isOwn' | 'retiredAt'>;

const shown = sql`id, model, name, provider, description, kind, class, input_micro, output_micro, call_micro,
  context_tokens_max, dimensions, supports_text, supports_images, supports_audio, supports_tools, supports_json, is_own,
  retired_at`;

const cheapestFirst = keyset({ callMicro: 'asc', model: 'asc' });

export interface ModelFilter {
  readonly kind?: AiModelKind | undefined;
  readonly retired: 'with' | 'without';
}

/** SS-63: the cheapest first. What is gone from the list of where models are is not there to be chosen. */
export function modelsByPrice(tx: Tx, page: PageQuery, { kind, retired }: ModelFilter) {
  const isOffered = retired === 'with' ? sql`true` : sql`retired_at is null`;
  const isOfKind = kind === undefined ? sql`true` : sql`kind = ${kind}`;
  return cheapestFirst.page(
    tx,
    AiModel,
    page,
    (where, order) => sql`
    select ${shown} from billing.ai_models
     where gone_at is null and ${isOffered} and ${isOfKind} and ${where} ${order}`,
  );
}

export function findModel(tx: Tx, id: AiModelId) {
  return tx.maybeOne(AiModel, sql`select ${shown} from billing.ai_models where id = ${id}`);
}

export function holdModel(tx: Tx, id: AiModelId) {
  return tx.maybeOne(AiModel, sql`select ${shown} from billing.ai_models where id = ${id} for no key update`);
}

/**
 * No list of now says what it costs: it was entered by hand, or is known from a list of before. At the installation's
 * house it costs what was entered there, where somebody has.
 */
const CalledModel = AiModel.extend({
  isUnlisted: z.boolean(),
  houseInputMicro: Micro.nullable(),
  houseOutputMicro: Micro.nullable(),
});
export type CalledModel = z.infer<typeof CalledModel>;
const called = sql`${shown}, is_own or gone_at is not null as is_unlisted, house_input_micro, house_output_micro`;
const priced = sql`billing.ai_models m
      left join lateral (
        select p.input_micro as house_input_micro, p.output_micro as house_output_micro
          from billing.house_prices p where p.model = m.model order by p.from_at desc limit 1) p on true`;

/** To be called: those on offer, and whatever else has one of these names. */
export function modelsToCall(tx: Tx, names: readonly string[], limit: number) {
  return tx.many(
    CalledModel,
    sql`
    select ${called} from ${priced} where model = any(${names}::text[])
    union
    (select ${called} from ${priced} where retired_at is null and gone_at is null
      order by call_micro, model limit ${limit})`,
  );
}

/** Of one workspace, up to a number. */
export function countModels(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    // In the order of an index, so that none are found without looking through everybody's.
    sql`
    select count(*)::int as count
      from (select 1 from billing.ai_models order by call_micro, model limit ${limit}) counted`,
  );
}

export type NewModel = KnownModel & { readonly id: AiModelId };

const columns = sql`id uuid, model text, name text, provider text, description text, kind text, class text,
  input_micro bigint, output_micro bigint, call_micro bigint, context_tokens_max integer, dimensions smallint,
  supports_text boolean, supports_images boolean, supports_audio boolean, supports_tools boolean,
  supports_json boolean`;
const names = sql`id, model, name, provider, description, kind, class, input_micro, output_micro, call_micro,
  context_tokens_max, dimensions, supports_text, supports_images, supports_audio, supports_tools, supports_json`;

/** Leaves alone what is there already, so that two who look for the first time put in one list. */
export function insertModels(tx: Tx, workspaceId: WorkspaceId, models: readonly NewModel[], now: Date) {
  return tx.run(sql`
    insert into billing.ai_models (workspace_id, ${names}, created_at, updated_at)
    select ${workspaceId}, ${names}, ${now}, ${now} from jsonb_to_recordset(${rowsOf(models)}::jsonb) as m(${columns})
    on conflict do nothing`);
}

/** As a list says they are. What was entered by hand stays as it was entered, and what was retired stays so. */
export function putListed(tx: Tx, workspaceId: WorkspaceId, models: readonly NewModel[], now: Date) {
  return tx.run(sql`
    insert into billing.ai_models as a (workspace_id, ${names}, created_at, updated_at)
    select ${workspaceId}, ${names}, ${now}, ${now} from jsonb_to_recordset(${rowsOf(models)}::jsonb) as m(${columns})
    on conflict (workspace_id, model) do update
      set name = excluded.name, provider = excluded.provider,
          description = coalesce(excluded.description, a.description), kind = excluded.kind,
          input_micro = excluded.input_micro, output_micro = excluded.output_micro, call_micro = excluded.call_micro,
          context_tokens_max = excluded.context_tokens_max, dimensions = excluded.dimensions,
          supports_text = excluded.supports_text, supports_images = excluded.supports_images,
          supports_audio = excluded.supports_audio, supports_tools = excluded.supports_tools,
          supports_json = excluded.supports_json, gone_at = null
      where not a.is_own`);
}

/** What a list no longer names is not called any more; what it cost stays known by its name. */
export function markGone(tx: Tx, listed: readonly string[], now: Date) {
  return tx.run(sql`
    update billing.ai_models set gone_at = ${now}
     where gone_at is null and not is_own and not (model = any(${listed}::text[]))`);
}

/** Entered by hand. Answers 0 where the name is taken by another. */
export function insertOwn(tx: Tx, workspaceId: WorkspaceId, model: NewModel, now: Date) {
  return tx.run(sql`
    insert into billing.ai_models (workspace_id, ${names}, is_own, created_at, updated_at)
    select ${workspaceId}, ${names}, true, ${now}, ${now} from jsonb_to_recordset(${rowsOf([model])}::jsonb) as m(${columns})
    on conflict do nothing`);
}

/** Whatever it was before, it is one's own from here on. The name it is called by stays. */
export function changeModel(tx: Tx, model: NewModel) {
  return tx.run(sql`
    update billing.ai_models set name = ${model.name}, provider = ${model.provider},
           description = ${model.description}, kind = ${model.kind}, class = ${model.class},
           input_micro = ${model.inputMicro}, output_micro = ${model.outputMicro}, call_micro = ${model.callMicro},
           context_tokens_max = ${model.contextTokensMax}, dimensions = ${model.dimensions},
           supports_text = ${model.supportsText}, supports_images = ${model.supportsImages},
           supports_audio = ${model.supportsAudio}, supports_tools = ${model.supportsTools},
           supports_json = ${model.supportsJson}, is_own = true, gone_at = null
     where id = ${model.id}`);
}

export function markRetired(tx: Tx, id: AiModelId, at: Date | null) {
  return tx.run(sql`update billing.ai_models set retired_at = ${at} where id = ${id}`);
}

/** In the spelling of the columns, which is what a row is made from. */
function rowsOf(models: readonly NewModel[]): string {
  const rows = models.map((model) =>
    Object.fromEntries(
      Object.entries(model).map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    ),
  );
  return JSON.stringify(rows);
}
