import type { Outside } from '../../kit/outside.ts';
import type { PaymentProviders } from './paying/provider.ts';

/** What billing asks of the world: the vault, the models of this installation, and who takes money for it. */
export interface BillingOutside extends Outside {
  /** Undefined or empty: nothing can be bought here, and screens say so. */
  readonly payments?: PaymentProviders | undefined;
}
