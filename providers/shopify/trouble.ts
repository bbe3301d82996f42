import { z } from 'zod';
import {
  after,
  comeAgainAt,
  type Exchange,
  type Told,
  trouble,
  troubleByStatus,
  uncertain,
} from '../answer.ts';
import { present, text } from '../fields.ts';
import type { Trouble } from '../trouble.ts';

/** What a call took from the shop's bucket, and what is left in it. */
export interface Cost {
  readonly requested: number;
  /** Absent when the call was not done. */
  readonly actual?: number;
  readonly available: number;
  readonly maximum: number;
  readonly restoredPerSecond: number;
}

const CostShape = z.object({
  extensions: z.object({
    cost: z.object({
      requestedQueryCost: z.number(),
      actualQueryCost: z.number().nullish(),
      throttleStatus: z.object({
        maximumAvailable: z.number(),
        currentlyAvailable: z.number(),
        restoreRate: z.number().positive(),
      }),
    }),
  }),
});

export function costOf({ reply }: Exchange): Cost | undefined {
  const read = CostShape.safeParse(reply.json);
  if (!read.success) return undefined;
  const { requestedQueryCost, actualQueryCost, throttleStatus } = read.data.extensions.cost;
  return present({
    requested: requestedQueryCost,
    actual: actualQueryCost ?? undefined,
    available: throttleStatus.currentlyAvailable,
    maximum: throttleStatus.maximumAvailable,
    restoredPerSecond: throttleStatus.restoreRate,
  });
}

const traceOf = ({ reply }: Exchange) => reply.headers.get('x-request-id') ?? undefined;
const pauseMs = 3_600_000;

/** The first layer. A shop that is frozen or locked is asked again in an hour: nobody here can do anything about it. */
export function troubleOfStatus(asked: Exchange): Trouble {
  const told: Told = { trace: traceOf(asked) };
  const { status } = asked.reply;
  return status === 402 || status === 423
    ? trouble(asked, 'rate_limited', { ...told, code: String(status), until: comeAgainAt(asked, pauseMs) })
    : troubleByStatus(asked, told);
}

const GraphqlError = z.object({
  message: z.string().catch(''),
  extensions: z.object({ code: text, requiredAccess: text }).optional().catch(undefined),
});
type GraphqlError = z.infer<typeof GraphqlError>;

/** The second layer: refused although the status is 200. */
export function troubleInErrors(asked: Exchange): Trouble | undefined {
  const read = z.object({ errors: z.union([z.array(GraphqlError), z.string()]) }).safeParse(asked.reply.json);
  if (!read.success || read.data.errors.length === 0) return undefined;
  const { errors } = read.data;
  const all = typeof errors === 'string' ? [{ message: errors }] : errors;
  const first: GraphqlError = all.find(({ extensions }) => extensions?.code !== undefined) ?? all[0]!;
  const code = first.extensions?.code;
  const told: Told = { code, words: first.message, trace: traceOf(asked) };
  if (code === 'THROTTLED') return trouble(asked, 'rate_limited', { ...told, until: isFullEnoughAt(asked) });
  if (code === 'ACCESS_DENIED') return trouble(asked, 'unauthorized', { ...told, lacking: scopesIn(first) });
  if (code === 'SHOP_INACTIVE')
    return trouble(asked, 'rate_limited', { ...told, until: after(asked.now, pauseMs) });
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT') return trouble(asked, uncertain(asked), told);
  return trouble(asked, 'rejected', told);
}

/** When as much has run into the bucket as this call asks for. */
function isFullEnoughAt(asked: Exchange): Date {
  const cost = costOf(asked);
  if (cost === undefined) return comeAgainAt(asked, 1000);
  const missing = Math.min(cost.requested, cost.maximum) - cost.available;
  return after(asked.now, Math.max(1, Math.ceil(missing / cost.restoredPerSecond)) * 1000);
}

/** Only said in a sentence: "`read_products` access scope". */
function scopesIn({ message, extensions }: GraphqlError): readonly string[] | undefined {
  const scopes = [...`${extensions?.requiredAccess ?? ''} ${message}`.matchAll(/`([a-z_]+)` access scope/g)];
  return scopes.length > 0 ? [...new Set(scopes.map(([, scope]) => scope!))] : undefined;
}

export const UserErrors = z
  .array(
    z.object({
      field: z.array(z.string()).nullish().catch(undefined),
      message: z.string().catch(''),
      code: z.string().nullish().catch(undefined),
    }),
  )
  .nullish();

/** The third layer: the mutation was understood and did nothing. */
export function troubleOfUser(asked: Exchange, errors: z.infer<typeof UserErrors>): Trouble | undefined {
  const first = errors?.[0];
  if (first === undefined) return undefined;
  const code = first.code ?? first.field?.join('.');
  return trouble(asked, 'rejected', { code: code || undefined, words: first.message, trace: traceOf(asked) });
}
