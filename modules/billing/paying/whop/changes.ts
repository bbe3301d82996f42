import type { Whop, WhopPage, WhopPaging } from '../../../../providers/whop/whop.ts';
import type { ChangedPage, PaymentHint } from '../provider.ts';
import { writtenIn } from './metadata.ts';

/*
 * Whop keeps no list of what happened, so its lists are looked through. Memberships are all looked at, since an old one
 * may have changed; of the rest, what is new. Each line has a name made of what it says, so that what was looked up
 * already is not looked up again.
 */

const phases = ['memberships', 'payments', 'refunds', 'disputes'] as const;
type Phase = (typeof phases)[number];

const dayMs = 86_400_000;
/** What was begun may be paid, or come through, only then. */
const pendingForMs = 14 * dayMs;
/** A bank decides within some months. */
const disputedForMs = 200 * dayMs;
const pageSize = 100;

export async function changedSince(
  whop: Whop,
  companyId: string,
  { since, cursor }: { readonly since: Date; readonly cursor: string | undefined },
  signal: AbortSignal,
): Promise<ChangedPage> {
  const [phase, after] = placeOf(cursor);
  const { hints, nextCursor } = await lookThrough[phase](
    whop,
    { companyId, cursor: after, itemsMax: pageSize, signal },
    since,
  );
  if (nextCursor !== undefined) return { hints, next: `${phase}:${nextCursor}` };
  const following = phases[phases.indexOf(phase) + 1];
  return { hints, next: following && `${following}:` };
}

function placeOf(cursor = 'memberships:'): readonly [Phase, string | undefined] {
  const [name, ...rest] = cursor.split(':');
  return [phases.find((one) => one === name) ?? 'memberships', rest.join(':') || undefined];
}

interface Looked {
  readonly hints: readonly PaymentHint[];
  readonly nextCursor: string | undefined;
}
type Look = (whop: Whop, paging: WhopPaging, since: Date) => Promise<Looked>;

const looked = <T>(page: WhopPage<T>, hint: (one: T) => PaymentHint[]): Looked => ({
  hints: page.items.flatMap(hint),
  nextCursor: page.nextCursor,
});

const hintOf = (
  kind: string,
  parts: readonly unknown[],
  told: Pick<PaymentHint, 'customerId' | 'objectId' | 'at'>,
): PaymentHint => ({ ...told, kind, eventId: `seen:${parts.join(':')}`, payload: { seen: parts } });

const begunSince = (since: Date) => new Date(since.getTime() - pendingForMs);

/** Whatever else the company sells is nobody's here. */
const isOurs = (metadata: unknown): boolean => writtenIn(metadata).workspace_id !== undefined;

const lookThrough: Readonly<Record<Phase, Look>> = {
  memberships: async (whop, paging, since) =>
    looked(await whop.memberships(paging), (one) => {
      // Which does not say when it changed may have changed.
      if ((one.updatedAt && one.updatedAt < since) || !isOurs(one.metadata)) return [];
      const told = { customerId: one.productId, objectId: one.id, at: one.updatedAt ?? since };
      const times = [one.updatedAt, one.periodEndsAt].map((at) => at?.getTime() ?? '');
      return [hintOf('membership.seen', [one.id, one.status, one.isCancelledAtPeriodEnd, ...times], told)];
    }),
  payments: async (whop, paging, since) =>
    looked(await whop.payments({ ...paging, createdAfter: begunSince(since) }), (one) => {
      const wasPaid = one.status === 'paid' && (one.paidAt ?? one.createdAt ?? since) < since;
      if (wasPaid || !isOurs(one.metadata)) return [];
      const told = { customerId: one.productId, objectId: one.id, at: one.createdAt ?? since };
      return [hintOf('payment.seen', [one.id, one.status, one.substatus, one.refundedTotal ?? 0], told)];
    }),
  refunds: async (whop, paging, since) =>
    looked(await whop.refunds({ ...paging, createdAfter: begunSince(since) }), (one) => {
      const told = { customerId: undefined, objectId: one.paymentId, at: one.createdAt ?? since };
      return [hintOf('refund.seen', [one.id, one.status], told)];
    }),
  disputes: async (whop, paging, since) =>
    looked(
      await whop.disputes({ ...paging, createdAfter: new Date(since.getTime() - disputedForMs) }),
      (one) => {
        if (one.updatedAt && one.updatedAt < since) return [];
        const at = one.updatedAt ?? since;
        const told = { customerId: one.productId, objectId: one.paymentId, at };
        return [hintOf('dispute.seen', [one.id, one.status], told)];
      },
    ),
};
