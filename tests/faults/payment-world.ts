import assert from 'node:assert/strict';
import { join } from 'node:path';
import { z } from 'zod';
import type { Ctx } from '../../kit/ctx.ts';
import { installationId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { workIn } from '../../kit/work.ts';
import { billing } from '../../modules/billing/index.ts';
import { takeHints } from '../../modules/billing/paying/intake/taking.ts';
import { paymentsIn } from '../../modules/billing/paying/testing.ts';
import { openSandbox, type Sandbox } from '../../sandbox/server.ts';
import { openPassage, type Passage } from './passage.ts';
import type { Receiver } from './receiver.ts';
import { openWorkerWorld, type Place, type WorkerWorld } from './worker-world.ts';

/** The sandbox's Stripe, the way to it, and workers that look up what was paid and tell what was decided. */
export interface PaymentWorld {
  readonly sandbox: Sandbox;
  readonly passage: Passage;
  readonly world: WorkerWorld;
  close(): Promise<void>;
}

export async function openPaymentWorld(): Promise<PaymentWorld> {
  const sandbox = await openSandbox({ port: 0, smtpPort: 0 });
  const passage = await openPassage(sandbox.url);
  const program = join(import.meta.dirname, 'payment-worker.ts');
  const world = await openWorkerWorld({
    modules: [billing],
    receiver: passage as unknown as Receiver,
    args: (databaseUrl) => [program, databaseUrl, passage.url],
  });
  return {
    ...{ sandbox, passage, world },
    async close() {
      await world.close();
      await passage.close();
      await sandbox.close();
    },
  };
}

/** The row is written, and nobody outside has been asked. */
export const taken = (job: string) => ({
  answer: 'COMMIT',
  when: `exists (select from pgboss.job_common where name = 'billing.${job}' and state = 'active')`,
});
export const writing = (table: string, until: RegExp, statement: 'dies' | 'runs') => ({
  ...{ hold: `lock table billing.${table} in share mode`, until, statement },
});
export const told = /update billing\.payment_orders set state/;

export const inside = <T>({ ground, workspaceId }: Place, fn: (ctx: Ctx) => Promise<T>) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn);

const Checkout = z.object({ state: z.string(), page: z.string().nullable() });
export const checkoutOf = (place: Place) =>
  inside(place, ({ tx }) => tx.one(Checkout, sql`select state, provider_ref as page from billing.checkouts`));

const askedForMs = 10_000;

/** Pays on the page, and Stripe tells of it. */
export async function pay(place: Place, sandbox: Sandbox): Promise<void> {
  const { page } = await checkoutOf(place);
  const answer = await fetch(`${sandbox.url}/stripe/play/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session: page, card: 'good' }),
  });
  assert.equal(answer.status, 200, await answer.text());
  const stripe = paymentsIn(sandbox.url).get('stripe')!;
  const { hints } = await stripe.changedSince(new Date(0), undefined, AbortSignal.timeout(askedForMs));
  const { ground } = place;
  await workIn(ground, installationId, { actor: { kind: 'system' } }, (ctx) =>
    takeHints(ctx, 'stripe', hints),
  );
}

const Thing = z.looseObject({ object: z.string() });
const Kept = z.object({ things: z.record(z.string(), Thing) });
const Events = z.object({ data: z.array(Thing) });
type Known = Record<string, any>;

/** What Stripe has of this workspace, and what happened there. */
export async function thereOf({ workspaceId }: Place, sandbox: Sandbox) {
  const { things } = Kept.parse(await answerOf(`${sandbox.url}/stripe`));
  const { data: events } = Events.parse(await answerOf(`${sandbox.url}/api.stripe.com/v1/events?limit=100`));
  const ofKind = (kind: string) => Object.values<Known>(things).filter(({ object }) => object === kind);
  const isOurs = ({ metadata }: Known) => metadata?.workspace_id === workspaceId;
  const customers = ofKind('customer').filter(isOurs);
  const ofCustomers = (kind: string) =>
    ofKind(kind).filter(({ customer }) => customers.some(({ id }) => id === customer));
  const charges = ofCustomers('charge');
  return {
    ...{ customers, charges, ofCustomers },
    pages: ofKind('checkout.session').filter(isOurs),
    refunds: ofKind('refund').filter(({ charge }) => charges.some(({ id }) => id === charge)),
    happened: (events as Known[])
      .filter(({ data }) => customers.some(({ id }) => id === data.object.customer))
      .map(({ type }) => type as string)
      .toReversed(),
  };
}

async function answerOf(url: string): Promise<unknown> {
  const headers = { accept: 'application/json', authorization: 'Bearer sk_test_sandbox' };
  return (await fetch(url, { headers })).json();
}
