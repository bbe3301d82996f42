import { Trouble } from '../../../../providers/trouble.ts';
import type { PaymentProviderName } from '../../paying/contract.ts';
import type { Charged, PaymentProvider, PaymentProviders, SavedCharge } from '../../paying/provider.ts';

/**
 * What becomes of the next charge: `lost` is done, and its answer is not heard; `down` is not done. Both say nothing
 * else of themselves, as providers do.
 */
export type Manner = 'paid' | 'declined' | 'needs_person' | 'lost' | 'down' | 'rejected';

export interface TestHouse {
  /** Each charge that was really made, whatever was heard of it. */
  readonly charged: SavedCharge[];
  /** How often it was asked. */
  asks(): number;
  /** One after the other; after that everything is paid. */
  next(...manners: Manner[]): void;
  /** Answers wait for it. */
  gate: Promise<void> | undefined;
  readonly provider: PaymentProvider;
  readonly payments: PaymentProviders;
}

/**
 * A payment provider without a wire, that keeps to what providers promise of a key: under the same it charges once, and
 * answers the same for ever. Speaks through the same interface as the true ones.
 */
export function openTestHouse(name: PaymentProviderName = 'stripe'): TestHouse {
  const charged: SavedCharge[] = [];
  const known = new Map<string, { readonly asked: string; readonly came: Charged }>();
  const manners: Manner[] = [];
  let asks = 0;

  function decide(asked: SavedCharge, manner: Manner): Charged {
    if (manner === 'declined')
      return { state: 'declined', code: 'card_declined', message: 'Your card was declined.' };
    if (manner === 'needs_person') return { state: 'needs_person', code: 'authentication_required' };
    charged.push(asked);
    return { state: 'paid', paymentId: `ch_${charged.length}_${asked.checkoutId}` };
  }

  async function chargeSaved(asked: SavedCharge): Promise<Charged> {
    asks += 1;
    const before = known.get(asked.key);
    if (before && before.asked !== JSON.stringify(asked)) throw troubled('rejected');
    const manner = manners.shift() ?? 'paid';
    if (manner === 'down') throw troubled('unavailable');
    if (manner === 'rejected') throw troubled('rejected');
    const came = before?.came ?? decide(asked, manner);
    known.set(asked.key, { asked: JSON.stringify(asked), came });
    await house.gate;
    if (manner === 'lost') throw troubled('unknown_outcome');
    return came;
  }

  const provider = houseOf(name, chargeSaved);
  const house: TestHouse = {
    ...{ charged, provider, gate: undefined },
    asks: () => asks,
    next: (...given) => void manners.push(...given),
    payments: new Map([[name, provider]]),
  };
  return house;
}

const troubled = (kind: 'unavailable' | 'unknown_outcome' | 'rejected') =>
  new Trouble(kind, `the house answered ${kind}`, { provider: 'test', call: 'POST /charges', code: kind });

/** Of the rest of it nothing is asked here. */
export function houseOf(
  name: PaymentProviderName,
  chargeSaved: NonNullable<PaymentProvider['chargeSaved']>,
): PaymentProvider {
  const never = () => Promise.reject(new Error('this house is only asked to charge what is kept'));
  return {
    name,
    can: { portal: false, changePlan: false, chargeSaved: true },
    hook: { refuse: () => 'not taken', split: () => [] },
    customer: never,
    checkout: never,
    cancel: never,
    refund: never,
    everythingOf: async (customerId) => ({ customerId, subscriptions: [], invoices: [], payments: [] }),
    customerOf: async () => undefined,
    changedSince: async () => ({ hints: [], next: undefined }),
    chargeSaved,
  };
}
