import { createHash } from 'node:crypto';
import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { billingError } from '../contract.ts';
import { quantityMax, type SourcePlatform, useMicroMax } from './contract.ts';
import { findTerms, type Terms } from './terms.sql.ts';

/** Something that is used, as whoever does it for a workspace tells. */
export interface Use {
  /** Made by the caller, and no other thing's: told twice it is one use. */
  readonly id: string;
  readonly meter: string;
  readonly quantity?: number | undefined;
  /** What a model costs, in all. */
  readonly apiMicro?: number | undefined;
  /** It is paid to whoever has the model, and only written down here. */
  readonly isApiPaidElsewhere?: boolean | undefined;
  readonly model?: string | undefined;
  readonly tokens?: { readonly input: number; readonly output: number } | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly memberId?: MemberId | undefined;
  readonly sourcePlatform?: SourcePlatform | undefined;
  readonly durationMs?: number | undefined;
  readonly reason: string;
}

/** In all: what each costs, so many times. */
export interface Price {
  readonly baseMicro: number;
  readonly computeMicro: number;
}

/**
 * What holds for it now. A price that nobody has entered is none; one that is no amount has no way into the table, and
 * what it comes to has to be an amount as well.
 */
export async function requireTerms(ctx: Ctx, use: Pick<Use, 'id' | 'meter' | 'memberId'>): Promise<Terms> {
  const terms = await findTerms(ctx.tx, use, ctx.now);
  if (!terms) throw billingError('meter_not_found', { meter: use.meter });
  if (terms.isRetired && terms.known === null) throw billingError('meter_is_retired', { meter: use.meter });
  return terms;
}

export function priceOf(terms: Pick<Terms, 'baseMicro' | 'computeMicro'>, quantity: number): Price {
  const [baseMicro, computeMicro] = [terms.baseMicro * quantity, terms.computeMicro * quantity];
  amountOf(baseMicro + computeMicro);
  return { baseMicro: amountOf(baseMicro), computeMicro: amountOf(computeMicro) };
}

/** SE-01: whole micro-units, none below nothing. */
export function amountOf(micro: number): number {
  if (!Number.isSafeInteger(micro) || micro < 0 || micro > useMicroMax)
    throw billingError('amount_not_possible', { micro: String(micro) });
  return micro;
}

export function quantityOf({ quantity = 1 }: Pick<Use, 'quantity'>): number {
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > quantityMax)
    throw billingError('amount_not_possible', { quantity: String(quantity) });
  return quantity;
}

/** All that was told of it, so that the same id with something else is noticed. */
export function askedOf(use: Use, estimateMicro?: number): Buffer {
  const { meter, quantity = 1, apiMicro = 0, isApiPaidElsewhere = false, model, tokens, subject } = use;
  const { memberId, sourcePlatform = 'unknown' } = use;
  const facts = [meter, quantity, apiMicro, isApiPaidElsewhere, model, tokens?.input, tokens?.output];
  const about = [subject?.type, subject?.id, memberId, sourcePlatform, estimateMicro];
  return createHash('sha256')
    .update(JSON.stringify([...facts, ...about].map((fact) => fact ?? null)))
    .digest();
}

export function requireSame(known: string, asked: Buffer): void {
  if (known !== asked.toString('hex')) throw billingError('use_stands_for_something_else');
}
