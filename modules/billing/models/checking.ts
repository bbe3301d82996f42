import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { AnswerTooLong, outboundFetch } from '../../../kit/outbound/fetch.ts';
import type { BillingOutside } from '../outside.ts';
import { type AiEndpointFailure, aiModelsChanged, aiSettingsChanged } from './contract.ts';
import { type House, houseOf } from './house.ts';
import { type Listed, readList, takeList } from './listing.ts';
import { findEndpoint, markChecked } from './settings.sql.ts';

const timeoutMs = 20_000;
const bytesMax = 8 * 1024 * 1024;

type Outcome = { readonly listed: Listed } | { readonly failureCode: AiEndpointFailure };

/** Nothing is held while the list is read; what was changed meanwhile is another run's to look at. */
export async function runCheckModels(unit: Unit, _: object, outside: BillingOutside): Promise<void> {
  const begun = await unit.work(async (ctx) => ({
    place: await findEndpoint(ctx.tx),
    found: await houseOrLost(ctx, outside),
  }));
  if (!begun.found) return;
  const outcome =
    begun.found === 'key_lost'
      ? ({ failureCode: 'key_lost' } as const)
      : await look(unit, begun.found, outside);
  await unit.work(async (ctx) => {
    const place = await findEndpoint(ctx.tx);
    if (place?.baseUrl !== begun.place?.baseUrl || place?.keyHint !== begun.place?.keyHint) return;
    await take(ctx, outcome);
  });
}

async function take(ctx: Ctx, outcome: Outcome): Promise<void> {
  const listed = 'listed' in outcome ? outcome.listed : undefined;
  const failureCode = 'failureCode' in outcome ? outcome.failureCode : null;
  if (listed) await takeList(ctx, listed.models);
  await markChecked(ctx.tx, { failureCode, unpricedModels: listed?.unpriced ?? [], now: ctx.now });
  await ctx.publish(aiSettingsChanged, {});
  if (listed) await ctx.publish(aiModelsChanged, {});
}

async function houseOrLost(ctx: Ctx, outside: BillingOutside): Promise<House | 'key_lost' | undefined> {
  try {
    return await houseOf(ctx, outside);
  } catch (error) {
    if (error instanceof AppError && error.code === 'vault.cannot_open') return 'key_lost';
    throw error;
  }
}

async function look(unit: Unit, found: House, outside: BillingOutside): Promise<Outcome> {
  const { baseUrl, key, dialect } = found.house;
  const allowPrivate = outside.allowPrivate || !found.isOwn;
  const get = outboundFetch({ allowPrivate, timeoutMs, bytesMax });
  const headers: Record<string, string> = key === '' ? {} : { authorization: `Bearer ${key}` };
  const ask = (path: string) => get(`${baseUrl}${path}`, { headers, signal: unit.signal });
  try {
    // OpenRouter shows its list to everybody, so the key is asked about by itself.
    if (dialect === 'openrouter') {
      const known = await ask('/key');
      if (!known.ok) return refused(known.status);
    }
    const answer = await ask('/models');
    if (!answer.ok) return refused(answer.status);
    return { listed: readList(await answer.json()) };
  } catch (error) {
    unit.signal.throwIfAborted();
    const failureCode = failureOf(error);
    // Its words may repeat what was sent, so its kind is all that is kept of it.
    unit.log.info({ failureCode, name: (error as Error).name }, 'a list of models could not be read');
    return { failureCode };
  }
}

const refused = (status: number): Outcome => ({
  failureCode: [401, 402, 403].includes(status) ? 'unauthorized' : status >= 500 ? 'unreachable' : 'no_list',
});

function failureOf(error: unknown): AiEndpointFailure {
  const { name } = error as Error;
  if (name === 'ClosedAddress') return 'address_not_allowed';
  if (error instanceof AnswerTooLong || ['SyntaxError', 'ZodError'].includes(name)) return 'no_list';
  return 'unreachable';
}
