import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { newId } from '../../../kit/ids.ts';
import type { sql } from '../../../kit/sql.ts';
import { type Ground, workIn } from '../../../kit/work.ts';
import { connectAccount } from '../connecting/connect.ts';
import { openAccount } from '../intake/testing.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { connectedTo, play, type TestConnectionsOutside } from '../platforms/testing.ts';
import type { Walk } from '../walk.ts';
import { SyncRunId } from './contract.ts';

type Place = Pick<Walk, 'workspaceId'> & { readonly ground: Ground };

/** A job that runs here, as whoever is called so. The same id is another attempt of the same job. */
export const unitOf = (
  { ground, workspaceId }: Place,
  jobId: string = newRunId(),
  signal?: AbortSignal,
): Unit => ({
  workspaceId,
  jobId,
  log: ground.log,
  signal: signal ?? new AbortController().signal,
  work: (fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
  progress: async () => undefined,
});

export const newRunId = (): SyncRunId => newId(SyncRunId);

let made = 0;

/** An Instagram account of the sandbox that nobody else has, connected here. `name` may be that of a failure. */
export async function connectInstagram(
  place: Place,
  outside: TestConnectionsOutside,
  name = `Shop ${process.pid} ${++made}`,
) {
  const { ground, workspaceId } = place;
  const there = await play(outside, 'meta', 'account', { platform: 'instagram', name });
  const key = String(there.key);
  const { candidate } = await connectedTo(outside, 'instagram', 'instagram', { accounts: [key] });
  const id = await workIn(ground, workspaceId, { actor: { kind: 'system' } }, (ctx) =>
    connectAccount(ctx, outside, { candidate, login: 'instagram', locationId: null, connectedBy: null }),
  );
  return { id, key, platform: 'instagram' as const, platformAccountId: candidate.platformAccountId };
}

const Row = z.record(z.string(), z.unknown());

/** What the tables say, for whoever wants more than a screen shows. */
export const rowsOf = ({ ground, workspaceId }: Place, query: ReturnType<typeof sql>) =>
  ground.db.reader({ kind: 'workspace', workspaceId }).many(Row, query);

/** The platforms as they are, and one that is the test's own among them. */
export const withPlatform = <T extends ConnectionsOutside>(
  outside: T,
  platform: ConnectionsOutside['platforms']['all'][number],
): T => ({
  ...outside,
  platforms: {
    ...outside.platforms,
    get: (name) => (name === platform.name ? platform : outside.platforms.get(name)),
  },
});

/** A good input for every route of this part. */
export const syncSamples: Samples<Walk> = {
  'GET /w/:workspaceId/connections/:accountId/sync': async (w) => ({
    params: { accountId: (await openAccount(w)).id },
  }),
  'GET /w/:workspaceId/connections/:accountId/sync-runs': async (w) => ({
    params: { accountId: (await openAccount(w)).id },
    query: { resource: 'comments' },
  }),
  'PUT /w/:workspaceId/connections/:accountId/sync-runs/:runId': async (w) => ({
    params: { accountId: (await openAccount(w)).id, runId: newRunId() },
    body: { resource: 'comments' },
  }),
};
