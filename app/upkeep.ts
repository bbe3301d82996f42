import { authorizer, type Ctx, type OpenCtx } from '../kit/ctx.ts';
import { errorsOf } from '../kit/errors.ts';
import {
  idempotencyKeptDays,
  purgeIdempotencyKeys,
  purgePersonIdempotencyKeys,
} from '../kit/http/idempotency.ts';
import { type Module, module } from '../kit/module.ts';
import { outbound } from '../kit/outbound/outbound.ts';
import type { Outside } from '../kit/outside.ts';
import { sweepStrays } from '../kit/storage/local.ts';
import type { Config } from './config.ts';

const dayMs = 86_400_000;
const purgedAtOnceMax = 5_000;

/** What the ground itself does in the background. Modules like any other to the job queue, but nobody's domain. */
export function groundModules(config: Config, { vault }: Outside): readonly Module<any>[] {
  // The receivers of the sandbox world are on this machine, where otherwise no webhook may go.
  return [upkeep(config), outbound({ keeper: vault, allowPrivate: config.sandbox })];
}

const upkeep = (config: Config): Module =>
  module({
    name: 'upkeep',
    routes: [],
    authorize: authorizer({}),
    errors: errorsOf('upkeep', {}),
    sweeps: [{ name: 'app.purge_idempotency_keys', cron: '41 3 * * *', run: purgeKeys }],
    installationSweeps: [
      { name: 'app.purge_person_idempotency_keys', cron: '43 3 * * *', run: purgePersonKeys },
      { name: 'app.purge_stray_files', cron: '47 3 * * *', run: (ctx) => purgeStrays(config, ctx) },
    ],
  });

const keptSince = (now: Date) => new Date(now.getTime() - idempotencyKeptDays * dayMs);

async function purgeKeys({ tx, now }: Ctx): Promise<void> {
  await purgeIdempotencyKeys(tx, keptSince(now), purgedAtOnceMax);
}

async function purgePersonKeys({ tx, now }: OpenCtx): Promise<void> {
  await purgePersonIdempotencyKeys(tx, keptSince(now), purgedAtOnceMax);
}

/** What uploads left behind that were cut off together with their process. */
async function purgeStrays({ storage }: Config, { now, signal, log }: OpenCtx): Promise<void> {
  if (storage.kind !== 'local') return;
  const count = await sweepStrays(storage.folder, now, signal);
  if (count > 0) log.info({ count }, 'half-written files were removed');
}
