import type { OpenCtx } from '../../../kit/ctx.ts';
import { findEmailOf, queueCampaignMail } from '../../identity/index.ts';
import { type TrialWarning, warnOfTrials } from './trials.ts';

/** Every hour: each owner of a workspace whose trial is about to end, once per step. */
export const mailTrialWarnings = (ctx: OpenCtx): Promise<void> =>
  warnOfTrials(ctx, async (warning, userId) => {
    const { email } = await findEmailOf(ctx.tx, userId);
    await queueCampaignMail(ctx, { ...keyOf(warning), email, userId, facts: factsOf(warning) });
  });

/** A trial that is given another end begins its warnings anew. */
const keyOf = ({ workspaceId, trialEndsAt, step }: TrialWarning) => ({
  campaign: `trial:${workspaceId}:${trialEndsAt.toISOString().slice(0, 10)}`,
  step,
});

const factsOf = ({ workspaceId, name, trialEndsAt, timezone }: TrialWarning) => ({
  workspaceId,
  workspaceName: name,
  endsOn: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: timezone }).format(trialEndsAt),
});
