import type { AiHouse } from '../../../kit/ai/contract.ts';
import { dialectOf } from '../../../kit/ai/dialect.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import { outboundFetch } from '../../../kit/outbound/fetch.ts';
import type { BillingOutside } from '../outside.ts';
import { openKey } from './keys.ts';
import { type EndpointRow, findEndpoint } from './settings.sql.ts';

type Needed = Pick<BillingOutside, 'vault' | 'ai' | 'allowPrivate'>;

/** Whose models a workspace speaks with, and which of them where nobody says otherwise. */
export interface House {
  readonly house: AiHouse;
  readonly isOwn: boolean;
  readonly chatModel: string;
  readonly embeddingModel: string;
}

/** A whole answer of a model, and how long one may take. */
const bytesMax = 64 * 1024 * 1024;
const timeoutMs = 10 * 60_000;

/** Undefined: neither the workspace nor the installation has models. */
export async function houseOf(ctx: Ctx, outside: Needed): Promise<House | undefined> {
  const row = await findEndpoint(ctx.tx);
  const models = usedOf(row, outside);
  if (!models) return undefined;
  if (row?.baseUrl == null) return { house: outside.ai!.house, isOwn: false, ...models };
  const key = row.keyHint === null ? '' : ((await openKey(ctx, outside)) ?? '');
  return { house: ownHouse(row.baseUrl, key, outside), isOwn: true, ...models };
}

/** An address that somebody typed in is gone to with care; the installation's own is its administrator's. */
const ownHouse = (baseUrl: string, key: string, { allowPrivate }: Needed): AiHouse => ({
  baseUrl,
  key,
  dialect: dialectOf(baseUrl),
  fetch: outboundFetch({ allowPrivate, timeoutMs, bytesMax, isPassedOn: true }) as typeof globalThis.fetch,
});

/** At an address of one’s own no model is asked for that nobody named. */
export function usedOf(row: EndpointRow | undefined, { ai }: Pick<Needed, 'ai'>) {
  if (row?.baseUrl != null)
    return { chatModel: row.chatModel ?? '', embeddingModel: row.embeddingModel ?? '' };
  if (!ai) return undefined;
  return {
    chatModel: row?.chatModel ?? ai.chatModel,
    embeddingModel: row?.embeddingModel ?? ai.embeddingModel,
  };
}
