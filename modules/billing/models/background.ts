import type { Unit } from '../../../kit/ctx.ts';
import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { workspaceChanged } from '../../workspaces/contract.ts';
import type { BillingOutside } from '../outside.ts';
import { runCheckModels } from './checking.ts';
import { checkModels } from './jobs.ts';
import { ensureModels } from './listing.ts';

export const modelsWork: readonly Work<BillingOutside>[] = [work(checkModels, runCheckModels)];
export const modelsListeners: readonly Listener<BillingOutside>[] = [
  listener('billing.put_models', workspaceChanged, (unit: Unit) => unit.work(ensureModels)),
];
export const modelsSweeps: readonly Sweep[] = [
  { name: 'billing.put_missing_models', cron: '29 * * * *', run: ensureModels },
];
