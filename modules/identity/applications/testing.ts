import { setTimeout } from 'node:timers/promises';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import { openCtxOf } from '../../../kit/work.ts';
import type { Walk } from '../walk.ts';
import { apply } from './applications.ts';
import { ApplicationId, DemoId, DemoReminderId } from './contract.ts';
import { askForDemo } from './demos.ts';
import { putReminder } from './reminders.ts';

const person = () => ({ email: `${newId(DemoId)}@test.local`, name: 'Ada' });
const dueAt = new Date('2026-02-05T09:00:00Z');

/** A good input for every route of this part. */
export const applicationsSamples: Samples<Walk> = {
  'PUT /applications/:applicationId': async () => ({
    params: { applicationId: newId(ApplicationId) },
    body: {
      ...person(),
      accountType: 'creator',
      companyName: 'Atelier Ada',
      companySize: '1 to 5',
      website: 'https://atelier.example/ada',
      audienceSize: '50,000',
      platforms: ['instagram', 'youtube'],
      niche: 'Slow fashion',
      country: 'Portugal',
      heardFrom: 'A friend',
      message: 'I answer all comments myself.\nIt is too much.',
    },
  }),
  'GET /admin/applications': async () => ({ query: { status: 'pending', accountType: 'creator', q: 'ada' } }),
  'GET /admin/applications/:applicationId': async (w) => ({ params: { applicationId: await applied(w) } }),
  'PATCH /admin/applications/:applicationId': async (w) => ({
    params: { applicationId: await applied(w) },
    body: { notes: 'Known from the fair.' },
  }),
  'POST /admin/applications/decisions': async (w) => ({
    body: { ids: [await applied(w)], decision: 'rejected', reason: 'We are not there yet.' },
  }),

  'PUT /waiting-list': async () => ({ body: { ...person(), source: 'fair', marketing: true } }),
  'GET /admin/waiting-list': async () => ({ query: { q: 'ada' } }),
  'POST /admin/waiting-list/early-access': async () => ({ body: { emails: [person().email] } }),

  'PUT /demo-requests/:demoId': async () => ({
    params: { demoId: newId(DemoId) },
    body: {
      ...person(),
      companyName: 'Atelier Ada',
      companySize: '1 to 5',
      currentSolution: 'A shared mailbox',
      message: 'We would like to see the inbox.',
      preferredTimes: 'Mornings',
    },
  }),
  'GET /admin/demo-requests': async () => ({ query: { status: 'requested' } }),
  'GET /admin/demo-requests/:demoId': async (w) => ({ params: { demoId: await asked(w) } }),
  'PATCH /admin/demo-requests/:demoId': async (w) => ({
    params: { demoId: await asked(w) },
    body: {
      status: 'scheduled',
      scheduledFor: '2026-02-05T10:00:00+01:00',
      preparationNotes: 'Show the inbox first.',
      qualificationNotes: null,
    },
  }),
  'GET /admin/demo-requests/:demoId/reminders': async (w) => ({ params: { demoId: await asked(w) } }),
  'PUT /admin/demo-requests/:demoId/reminders/:reminderId': async (w) => ({
    params: { demoId: await asked(w), reminderId: newId(DemoReminderId) },
    body: { note: 'Call back', dueAt: dueAt.toISOString() },
  }),
  'PUT /admin/demo-requests/:demoId/reminders/:reminderId/done': async (w) => ({ params: await reminded(w) }),
  'DELETE /admin/demo-requests/:demoId/reminders/:reminderId': async (w) => ({ params: await reminded(w) }),
};

async function applied(w: Walk): Promise<ApplicationId> {
  const applicationId = newId(ApplicationId);
  await asAdministrator(w, (ctx) => apply(ctx, { applicationId, ...person(), accountType: 'agency' }));
  return applicationId;
}

async function asked(w: Walk): Promise<DemoId> {
  const demoId = newId(DemoId);
  await asAdministrator(w, (ctx) => askForDemo(ctx, { demoId, ...person() }));
  return demoId;
}

async function reminded(w: Walk) {
  const at = { demoId: await asked(w), reminderId: newId(DemoReminderId) };
  await asAdministrator(w, (ctx) => putReminder(ctx, { ...at, note: 'Call back', dueAt }));
  return at;
}

/** One transaction of somebody who looks after the installation. */
export function asAdministrator<T>(
  { ground, ownerId: userId }: Pick<Walk, 'ground' | 'ownerId'>,
  work: (ctx: AdminCtx) => Promise<T>,
): Promise<T> {
  const actor = { kind: 'administrator', userId } as const;
  return ground.db.transaction({ kind: 'installation' }, (tx) =>
    work({ ...openCtxOf(ground, tx, { actor }), actor }),
  );
}

type Administrator = Parameters<typeof asAdministrator>[0];
const overlapMs = 250;

/**
 * Two transactions, of which the second begins when the first has done its work and not yet ended: what it must wait
 * for, it waits for, and what it need not, it does meanwhile.
 */
export async function overlapping<T>(
  earlier: readonly [who: Administrator, work: (ctx: AdminCtx) => Promise<T>],
  later: readonly [who: Administrator, work: (ctx: AdminCtx) => Promise<T>],
): Promise<PromiseSettledResult<T>[]> {
  let second: Promise<T> | undefined;
  const first = asAdministrator(earlier[0], async (ctx) => {
    const result = await earlier[1](ctx);
    second ??= asAdministrator(...later);
    await Promise.race([second.catch(() => undefined), setTimeout(overlapMs)]);
    return result;
  });
  await first.catch(() => undefined);
  return Promise.allSettled([first, second!]);
}
