import { z } from 'zod';
import { UserId } from '../../../kit/ids.ts';
import { job } from '../../../kit/jobs/job.ts';
import { ApplicationId, DemoId, DemoReminderId } from './contract.ts';

// A mail server may be away for a while: the last attempt is about two hours after the first.
const mailLimits = { retryLimit: 8, retryDelaySeconds: 30, timeoutSeconds: 60 };

const OfApplication = z.object({ applicationId: ApplicationId });
const OfAddress = z.object({ email: z.string() });

/** Mails "we have it" to whoever applied. */
export const confirmApplication = job({
  ...mailLimits,
  name: 'identity.confirm_application',
  payload: OfApplication,
});

/** Mails one of those who want to hear of it. */
export const alertOfApplication = job({
  ...mailLimits,
  name: 'identity.alert_of_application',
  payload: OfApplication.extend({ email: z.string() }),
});

/** Mails the way in, or the reason why not. */
export const tellDecision = job({
  ...mailLimits,
  name: 'identity.tell_decision',
  payload: OfApplication,
});

export const confirmWaiting = job({ ...mailLimits, name: 'identity.confirm_waiting', payload: OfAddress });
export const tellEarlyAccess = job({ ...mailLimits, name: 'identity.tell_early_access', payload: OfAddress });

export const confirmDemoRequest = job({
  ...mailLimits,
  name: 'identity.confirm_demo_request',
  payload: z.object({ demoId: DemoId }),
});

export const demoNews = ['scheduled', 'moved', 'cancelled'] as const;
export type DemoNews = (typeof demoNews)[number];

/** Mails whoever asked for a demo what became of it, in the order in which it did. */
export const tellDemo = job({
  ...mailLimits,
  name: 'identity.tell_demo',
  payload: z.object({ demoId: DemoId, news: z.enum(demoNews) }),
  inOrderBy: ({ demoId }) => demoId,
});

/** Mails one of the administrators. */
export const remindOfDemo = job({
  ...mailLimits,
  name: 'identity.remind_of_demo',
  payload: z.object({ demoId: DemoId, reminderId: DemoReminderId, userId: UserId }),
});
