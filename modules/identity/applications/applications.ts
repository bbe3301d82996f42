import type { AdminCtx, OpenCtx } from '../../../kit/ctx.ts';
import { invalidInput } from '../../../kit/http/failure.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { identityError } from '../contract.ts';
import { patternOf } from '../texts/search.ts';
import { alertedOf } from './alerts.sql.ts';
import * as db from './applications.sql.ts';
import {
  type Application,
  type ApplicationForm,
  ApplicationId,
  type ApplicationSummary,
  type Decisions,
} from './contract.ts';
import { alertOfApplication, confirmApplication, tellDecision } from './jobs.ts';

/** No application has it. */
const noApplication = ApplicationId.parse('00000000-0000-0000-0000-000000000000');

/**
 * Takes an application. Whatever is known of the address, the same statements run and the answer is the same: when it
 * is no new application, the jobs are there too and find nothing to tell.
 *
 * They are sent in this transaction, one per address, so that each hears of it once however often a job runs.
 */
export async function apply(
  ctx: OpenCtx,
  input: ApplicationForm & { applicationId: ApplicationId; website_url?: string | undefined },
): Promise<Record<string, never>> {
  const { applicationId: id, website_url: trap, ...form } = input;
  if (trap) return {};

  const made = await db.insertApplication(ctx.tx, id, form, ctx.now);
  const applicationId = made > 0 ? id : noApplication;
  await ctx.enqueue(confirmApplication, { applicationId });
  for (const { email } of await alertedOf(ctx.tx, form.accountType)) {
    await ctx.enqueue(alertOfApplication, { applicationId, email });
  }
  return {};
}

export const listApplications = (
  ctx: AdminCtx,
  {
    q,
    ...asked
  }: PageQuery & { q?: string | undefined } & Pick<db.ApplicationsAsked, 'status' | 'accountType'>,
): Promise<Page<ApplicationSummary>> => db.applications(ctx.tx, { ...asked, words: patternOf(q) });

export async function getApplication(
  ctx: AdminCtx,
  { applicationId }: { applicationId: ApplicationId },
): Promise<Application> {
  const application = await db.findApplication(ctx.tx, applicationId);
  if (!application) throw identityError('application_not_found', { applicationId });
  return application;
}

export async function keepNotes(
  ctx: AdminCtx,
  { applicationId, notes }: { applicationId: ApplicationId; notes: string | null },
): Promise<Application> {
  const application = await db.setApplicationNotes(ctx.tx, applicationId, notes || null, ctx.now);
  if (!application) throw identityError('application_not_found', { applicationId });
  await ctx.record({
    category: 'installation',
    action: 'identity.application_notes_kept',
    subject: { type: 'application', id: applicationId },
    about: application.userId ?? undefined,
  });
  return application;
}

export interface Decision {
  readonly ids: readonly ApplicationId[];
  readonly decision: 'approved' | 'rejected';
  readonly reason?: string | undefined;
}

/** Each is decided once: of two administrators, the second finds it decided and changes nothing. */
export async function decide(ctx: AdminCtx, { ids, decision, reason }: Decision): Promise<Decisions> {
  if (decision === 'approved' && reason) throw reasonIsForRejections();

  const decided = await db.markDecided(ctx.tx, {
    ids,
    status: decision,
    reason: reason || null,
    by: ctx.actor.userId,
    at: ctx.now,
  });
  for (const { id, userId } of decided) {
    await ctx.enqueue(tellDecision, { applicationId: id });
    await ctx.record({
      category: 'installation',
      action: `identity.application_${decision}`,
      subject: { type: 'application', id },
      about: userId ?? undefined,
      changes: { status: { from: 'pending', to: decision }, ...(reason && { reason: { to: reason } }) },
    });
  }
  return sortedOut(ctx, ids, new Set(decided.map(({ id }) => id)));
}

async function sortedOut(
  ctx: AdminCtx,
  ids: readonly ApplicationId[],
  decided: ReadonlySet<ApplicationId>,
): Promise<Decisions> {
  const others = [...new Set(ids)].filter((id) => !decided.has(id));
  const alreadyDecided = others.length > 0 ? await db.statusesOf(ctx.tx, others) : [];
  const known = new Set(alreadyDecided.map(({ id }) => id));
  return { decided: [...decided], alreadyDecided, unknown: others.filter((id) => !known.has(id)) };
}

const reasonIsForRejections = () =>
  invalidInput([
    { path: 'body.reason', code: 'not_for_approvals', message: 'Only a rejection is given a reason.' },
  ]);
