import type { AdminCtx, Ctx, PersonCtx, Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId, type UserId, type WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, openCtxOf, workIn } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { addPersonalWorkspace, findPersonalWorkspace } from '../../workspaces/index.ts';
import type { BillingOutside } from '../outside.ts';
import type { PaymentProviderName } from '../paying/contract.ts';
import type { Walk } from '../walk.ts';
import { defaultRatePpm, PayoutId, payoutMinMicro, RateId } from './contract.ts';
import { countPayment } from './earning.ts';
import { approve } from './managing.ts';
import { applyAsAffiliate, changeAffiliate } from './own.ts';
import { comeByLink, keepReferral } from './referring.ts';
import { makeStatementNow } from './statements.ts';

const system = { actor: { kind: 'system' } } as const;
const dayMs = 86_400_000;

/** What a route for anybody signed in does. */
export const asPerson = <T>(
  ground: Ground,
  userId: UserId,
  fn: (ctx: PersonCtx) => Promise<T>,
): Promise<T> => {
  const actor = { kind: 'person', userId } as const;
  return ground.db.transaction({ kind: 'person', userId }, (tx) =>
    fn({ ...openCtxOf(ground, tx, { actor }), actor }),
  );
};

/** What a GET for anybody signed in does. */
export const readingAs = <T>(
  ground: Ground,
  userId: UserId,
  fn: (ctx: PersonCtx) => Promise<T>,
): Promise<T> => {
  const actor = { kind: 'person', userId } as const;
  const tx = ground.db.reader({ kind: 'person', userId });
  return fn({ ...openCtxOf(ground, tx, { actor, readsOnly: true }), actor });
};

/** What a route of the installation does. */
export const asAdministrator = <T>(
  ground: Ground,
  userId: UserId,
  fn: (ctx: AdminCtx) => Promise<T>,
): Promise<T> => {
  const actor = { kind: 'administrator', userId } as const;
  return ground.db.transaction({ kind: 'installation' }, (tx) =>
    fn({ ...openCtxOf(ground, tx, { actor }), actor }),
  );
};

/** A job's view of a workspace, for what listeners and sweeps do. */
export const unitOf = (ground: Ground, workspaceId: WorkspaceId): Unit => ({
  ...{ workspaceId, jobId: newId(PayoutId), log: ground.log, signal: new AbortController().signal },
  work: (fn) => workIn(ground, workspaceId, system, fn),
  progress: async () => undefined,
});

export interface Person {
  readonly userId: UserId;
  /** Their own. */
  readonly workspaceId: WorkspaceId;
}

/** Somebody with a workspace of their own, as everybody has who signs up. */
export async function settledPerson(ground: Ground, known?: UserId): Promise<Person> {
  const now = ground.clock.now();
  const userId = known ?? (await newPerson(ground.db, now));
  return ground.db.transaction({ kind: 'installation' }, async (tx) => {
    const ctx = openCtxOf(ground, tx, system);
    await addPersonalWorkspace(ctx, { id: userId, name: 'Test Person', isDemo: false });
    const { id: workspaceId } = (await findPersonalWorkspace(tx, userId))!;
    return { userId, workspaceId };
  });
}

export interface TestAffiliate extends Person {
  readonly code: string;
}

/** Taken on, unless they are only to have asked. */
export async function newAffiliate(
  ground: Ground,
  given: {
    readonly userId?: UserId | undefined;
    readonly ratePpm?: number;
    readonly isApproved?: boolean;
  } = {},
): Promise<TestAffiliate> {
  const { ratePpm = defaultRatePpm, isApproved = true } = given;
  const person = await settledPerson(ground, given.userId);
  const { code } = await asPerson(ground, person.userId, (ctx) =>
    applyAsAffiliate(ctx, { about: 'I write about weaving.' }),
  );
  if (isApproved) {
    const by = await newPerson(ground.db, ground.clock.now());
    const decision = { affiliateId: person.workspaceId, ratePpm, note: null };
    await asAdministrator(ground, by, (ctx) => approve(ctx, decision));
  }
  return { ...person, code };
}

/** What a browser remembers that followed a link. */
export const followLink = (
  ground: Ground,
  outside: Pick<BillingOutside, 'vault'>,
  word: string,
): Promise<string> =>
  ground.db.transaction({ kind: 'installation' }, async (tx) => {
    const ctx = openCtxOf(ground, tx, { actor: { kind: 'nobody' } });
    return (await comeByLink(ctx, { word }, outside)).token;
  });

/** Somebody who came by the link and stayed. */
export async function referredPerson(
  ground: Ground,
  outside: Pick<BillingOutside, 'vault'>,
  { code }: Pick<TestAffiliate, 'code'>,
): Promise<Person> {
  const token = await followLink(ground, outside, code);
  const person = await settledPerson(ground);
  await asPerson(ground, person.userId, (ctx) => keepReferral(ctx, { token }, outside));
  return person;
}

/** What the payment's event does. */
export const pay = (
  ground: Ground,
  payer: WorkspaceId,
  paid: { paymentId: string; paidMicro: number; at: Date; provider?: PaymentProviderName },
): Promise<void> =>
  countPayment(unitOf(ground, payer), {
    ...{ provider: 'stripe', paidFor: 'plan', ...paid },
    at: paid.at.toISOString(),
  });

export const inside = <T>(ground: Ground, id: WorkspaceId, fn: (ctx: Ctx) => Promise<T>): Promise<T> =>
  workIn(ground, id, system, fn);

/** The same, at another time than it is. */
export const daysOn = (ground: Ground, days: number): Ground => ({
  ...ground,
  clock: { now: () => new Date(ground.clock.now().getTime() + days * dayMs) },
});

/** With so much that has cleared that it is paid out, and nothing of it in a statement. */
async function withSomethingOpen({ ground, outside }: Walk, userId?: UserId): Promise<TestAffiliate> {
  const before = daysOn(ground, -20);
  const affiliate = await newAffiliate(before, { userId });
  const payer = await referredPerson(before, outside, affiliate);
  const at = before.clock.now();
  await pay(before, payer.workspaceId, { paymentId: 'ch_open', paidMicro: payoutMinMicro * 5, at });
  return affiliate;
}

/** As money it waits to be marked; as credits it would be paid already. */
async function withStatement(w: Walk, userId?: UserId) {
  const { ground } = w;
  const affiliate = await withSomethingOpen(w, userId);
  const choice = { payoutMethod: 'money', payoutEmail: 'money@example.org' } as const;
  await asPerson(ground, affiliate.userId, (ctx) => changeAffiliate(ctx, choice));
  const payoutId = newId(PayoutId);
  await inside(ground, affiliate.workspaceId, (ctx) => makeStatementNow(ctx, payoutId, affiliate.userId));
  return { affiliateId: affiliate.workspaceId, payoutId };
}

const own = async (w: Walk) => {
  await withSomethingOpen(w, w.ownerId);
  return {};
};
const at = async (w: Walk) => ({ params: { affiliateId: (await newAffiliate(w.ground)).workspaceId } });
const asked = async (w: Walk) => ({
  params: { affiliateId: (await newAffiliate(w.ground, { isApproved: false })).workspaceId },
});
const note = { note: 'As agreed by mail.' };
const oneself = '/me/affiliate';
const one = '/admin/affiliates/:affiliateId';

/** A good input for every route of this part. */
export const affiliatesSamples: Samples<Walk> = {
  [`GET ${oneself}` as const]: own,
  [`PUT ${oneself}/application` as const]: async (w: Walk) => {
    await settledPerson(w.ground, w.ownerId);
    return { body: { about: 'I write about weaving.\nEvery week.' } };
  },
  [`PATCH ${oneself}` as const]: async (w: Walk) => {
    await newAffiliate(w.ground, { userId: w.ownerId });
    const slug = `weaving-${newId(PayoutId).slice(-12)}`;
    return { body: { slug, payoutMethod: 'money', payoutEmail: 'money@example.org' } };
  },
  [`GET ${oneself}/commissions` as const]: own,
  [`GET ${oneself}/payouts` as const]: own,
  [`GET ${oneself}/payouts/:payoutId/lines.csv` as const]: async (w: Walk) => {
    const { payoutId } = await withStatement(w, w.ownerId);
    return { params: { payoutId } };
  },
  'POST /referral-clicks': async (w: Walk) => ({ body: { word: (await newAffiliate(w.ground)).code } }),
  'PUT /me/referral': async () => ({ body: { token: 'nothing' } }),

  'GET /admin/affiliates': async () => ({ query: { status: 'applied' } }),
  [`GET ${one}` as const]: at,
  [`PUT ${one}/approval` as const]: async (w: Walk) => ({ ...(await asked(w)), body: { ratePpm: 250_000 } }),
  [`PUT ${one}/rejection` as const]: async (w: Walk) => ({ ...(await asked(w)), body: note }),
  [`PUT ${one}/suspension` as const]: async (w: Walk) => ({ ...(await at(w)), body: note }),
  [`PUT ${one}/rates/:rateId` as const]: async (w: Walk) => {
    const { params } = await at(w);
    return { params: { ...params, rateId: newId(RateId) }, body: { ratePpm: 300_000, startsAt: null } };
  },
  'GET /admin/affiliate-payouts': async () => ({ query: { due: 'true' } }),
  [`PUT ${one}/payouts/:payoutId` as const]: async (w: Walk) => {
    const { workspaceId: affiliateId } = await withSomethingOpen(w);
    return { params: { affiliateId, payoutId: newId(PayoutId) } };
  },
  [`PUT ${one}/payouts/:payoutId/payment` as const]: async (w: Walk) => ({
    params: await withStatement(w),
    body: { reference: 'Transfer of the 3rd' },
  }),
  [`GET ${one}/payouts/:payoutId/lines.csv` as const]: async (w: Walk) => ({
    params: await withStatement(w),
  }),
};
