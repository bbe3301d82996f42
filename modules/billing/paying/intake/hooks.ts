import type { Ground } from '../../../../kit/work.ts';
import { openCtxOf } from '../../../../kit/work.ts';
import type { BillingOutside } from '../../outside.ts';
import { takeHints } from './taking.ts';

/** What comes to one address of ours, as whoever keeps the door wants it. */
export interface PaymentDoor {
  /** The last word of its address: `/hooks/stripe`. */
  readonly name: string;
  refuse(delivery: Delivery): string | undefined;
  /** All of it is durable once this is done. Answers whose events they were. */
  take(delivery: Delivery): Promise<{ readonly ours: number; readonly nobodys: number }>;
}
interface Delivery {
  readonly raw: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** Where payment providers tell what happened. No provider is called before it is answered. */
export function paymentDoors(ground: Ground, { payments }: BillingOutside): readonly PaymentDoor[] {
  return [...(payments?.values() ?? [])].map(({ name, hook }) => ({
    name,
    refuse: (delivery) => hook.refuse(delivery),
    async take({ raw }) {
      const hints = hook.split(raw);
      const ours = await ground.db.transaction({ kind: 'installation' }, (tx) =>
        takeHints(openCtxOf(ground, tx, { actor: { kind: 'nobody' } }), name, hints),
      );
      return { ours, nobodys: hints.length - ours };
    },
  }));
}
