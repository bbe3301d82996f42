import type { PaymentProviderName, paidFor } from './contract.ts';

/**
 * Somebody who takes money for the installation, as billing sees it. What it says of a customer is asked for whole: an
 * event is only a hint that there is something to ask. Failures are `Trouble`s of the providers.
 */
export interface PaymentProvider {
  readonly name: PaymentProviderName;
  /** What it cannot do is not offered. */
  readonly can: { readonly portal: boolean; readonly changePlan: boolean; readonly chargeSaved: boolean };
  readonly hook: PaymentHook;

  /** Known by the workspace it is for; asked twice with the same key it is the same one. */
  customer(
    asked: { workspaceId: string; name: string; email: string; key: string },
    signal: AbortSignal,
  ): Promise<string>;
  /** A page where somebody pays; the same page when it is asked for again. `customerGone`: make them anew first. */
  checkout(asked: CheckoutAsked, signal: AbortSignal): Promise<{ id: string; url: string }>;
  /** Nobody can pay on that page any more. Answers whether somebody has. */
  closePage?(pageId: string, signal: AbortSignal): Promise<'closed' | 'paid'>;
  /** A page where somebody looks after cards and invoices. */
  portal?(customerId: string, returnUrl: string, signal: AbortSignal): Promise<string>;
  /** At once, with the difference charged; or at the end of the period, which is answered then. */
  changePlan?(asked: PlanChange, signal: AbortSignal): Promise<void>;
  cancel(
    subscriptionId: string,
    when: 'now' | 'at_period_end' | 'not_at_all',
    key: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Takes money by the card that is kept there. Refused: `declined` with its code; that is no `Trouble`. */
  chargeSaved?(asked: SavedCharge, signal: AbortSignal): Promise<Charged>;
  refund(
    asked: { paymentId: string; amountMicro: number | undefined; key: string },
    signal: AbortSignal,
  ): Promise<void>;

  /** All there is of a customer: subscriptions, invoices, payments with what went back of them. */
  everythingOf(customerId: string, signal: AbortSignal): Promise<CustomerState>;
  /** Whom an event is about that does not say it: the customer of a charge, of a payment. */
  customerOf(hint: PaymentHint, signal: AbortSignal): Promise<string | undefined>;
  /** Whoever had something happen since then: for what a lost webhook would have told. Pages until undefined. */
  changedSince(since: Date, cursor: string | undefined, signal: AbortSignal): Promise<ChangedPage>;
  /** What is sold there; undefined where that cannot be asked. */
  catalogue?(signal: AbortSignal): Promise<CatalogueState>;
  /** Sees to it that it tells us, where that can be said. `callbackBase`: without a slash at the end. */
  subscribe?(callbackBase: string, signal: AbortSignal): Promise<void>;
}

/** The code of a rejection: who is known there by this id was deleted there. */
export const customerGone = 'customer_gone';

/** Those this installation has credentials for, by their names. */
export type PaymentProviders = ReadonlyMap<PaymentProviderName, PaymentProvider>;

export interface PaymentHint {
  readonly eventId: string;
  readonly kind: string;
  readonly customerId: string | undefined;
  /** What it is about: `ch_…`, `mem_…` */
  readonly objectId: string | undefined;
  readonly at: Date;
  readonly payload: unknown;
}

export interface PaymentHook {
  /** Why a delivery is not believed; undefined where it is. */
  refuse(delivery: {
    raw: Uint8Array;
    headers: Readonly<Record<string, string | undefined>>;
    now: Date;
  }): string | undefined;
  split(raw: Uint8Array): readonly PaymentHint[];
}

export interface CheckoutAsked {
  /** Ours: `billing.checkouts`. It is in the metadata of whatever comes of it. */
  readonly checkoutId: string;
  readonly workspaceId: string;
  readonly customerId: string | undefined;
  readonly item:
    | {
        readonly kind: 'plan';
        readonly plan: string;
        readonly cycle: 'month' | 'year';
        readonly name: string;
        readonly priceMicro: number;
        readonly trialDays: number;
      }
    | { readonly kind: 'credits'; readonly pack: string; readonly name: string; readonly priceMicro: number };
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface PlanChange {
  readonly subscriptionId: string;
  readonly plan: string;
  readonly cycle: 'month' | 'year';
  readonly name: string;
  /** At which it was decided, whatever it costs by now. */
  readonly priceMicro: number;
  readonly currency: string;
  readonly when: 'now' | 'at_period_end';
  readonly key: string;
}

export interface SavedCharge {
  readonly customerId: string;
  readonly amountMicro: number;
  readonly currency: string;
  readonly description: string;
  /** Ours, in the metadata: what comes back by an event is known by it. */
  readonly checkoutId: string;
  readonly workspaceId: string;
  readonly key: string;
}
export type Charged =
  | { readonly state: 'paid'; readonly paymentId: string }
  | { readonly state: 'declined'; readonly code: string; readonly message: string }
  /** Nobody has a card there, or a bank wants to be asked by a person. */
  | { readonly state: 'needs_person'; readonly code: string };

/** As the provider has it now. Money in micro-units; what it calls something else is translated. */
export interface CustomerState {
  readonly customerId: string;
  readonly subscriptions: readonly SubscriptionState[];
  readonly invoices: readonly InvoiceState[];
  readonly payments: readonly PaymentState[];
}

export interface SubscriptionState {
  readonly id: string;
  /** Where it is not the customer's who is asked for: one that this workspace was before. */
  readonly customerId?: string | undefined;
  /** Ours, of the metadata: what it began with. */
  readonly checkoutId?: string | undefined;
  /** From what we wrote into it; undefined: not ours. */
  readonly plan: string | undefined;
  readonly cycle: 'month' | 'year';
  readonly status: 'trialing' | 'active' | 'past_due' | 'incomplete' | 'unpaid' | 'paused' | 'cancelled';
  readonly quantity: number;
  readonly priceMicro: number;
  readonly currency: string;
  readonly periodStartsAt: Date | undefined;
  readonly periodEndsAt: Date | undefined;
  readonly trialStartsAt: Date | undefined;
  readonly trialEndsAt: Date | undefined;
  readonly endsAt: Date | undefined;
  readonly cancelledAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly scheduled:
    | {
        readonly plan: string;
        readonly cycle: 'month' | 'year';
        readonly at: Date;
        readonly scheduleId: string;
      }
    | undefined;
  readonly createdAt: Date;
}

export interface InvoiceState {
  readonly id: string;
  readonly number: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly reason: 'first' | 'renewal' | 'change' | 'other';
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly totalMicro: number;
  readonly paidMicro: number;
  readonly currency: string;
  readonly attemptCount: number;
  readonly failure: string | undefined;
  readonly nextAttemptAt: Date | undefined;
  readonly periodStartsAt: Date | undefined;
  readonly periodEndsAt: Date | undefined;
  readonly url: string | undefined;
  readonly pdfUrl: string | undefined;
  readonly createdAt: Date;
  readonly paidAt: Date | undefined;
}

export interface PaymentState {
  readonly id: string;
  /** Where it is not the customer's who is asked for: one that this workspace was before. */
  readonly customerId?: string | undefined;
  /** What was meant to be paid, where that has an id of its own: `pi_…` */
  readonly intentId?: string | undefined;
  /** The plan whose time it was for, where that is written in it. */
  readonly plan?: string | undefined;
  readonly invoiceId: string | undefined;
  readonly subscriptionId: string | undefined;
  /** Ours, of the metadata. */
  readonly checkoutId: string | undefined;
  readonly paidFor: (typeof paidFor)[number];
  readonly status: 'paid' | 'failed';
  readonly amountMicro: number;
  readonly currency: string;
  readonly failure: string | undefined;
  readonly refunds: readonly {
    readonly id: string;
    readonly amountMicro: number;
    readonly at: Date;
    readonly reason: string | undefined;
  }[];
  readonly disputes: readonly {
    readonly id: string;
    readonly amountMicro: number;
    readonly status: 'open' | 'won' | 'lost';
    readonly reason: string | undefined;
    readonly at: Date;
  }[];
  readonly at: Date;
}

/** What is sold there, the installation's own mirror of it. */
export interface CatalogueState {
  readonly products: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string | undefined;
    readonly image: string | undefined;
    readonly isActive: boolean;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
  readonly prices: readonly {
    readonly id: string;
    readonly productId: string;
    readonly description: string | undefined;
    readonly lookupKey: string | undefined;
    readonly amountMicro: number;
    readonly currency: string;
    readonly every: 'day' | 'week' | 'month' | 'year' | undefined;
    readonly intervalCount: number;
    readonly trialDays: number;
    readonly isActive: boolean;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
}

export interface ChangedPage {
  readonly hints: readonly PaymentHint[];
  readonly next: string | undefined;
}
