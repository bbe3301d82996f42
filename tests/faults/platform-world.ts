import { join } from 'node:path';
import { sql } from '../../kit/sql.ts';
import { newKey, openVault, parseKeyRing, type Vault } from '../../kit/vault.ts';
import { openTestPlatform, type TestPlatform } from '../../modules/connections/calls/testing-server.ts';
import { connections } from '../../modules/connections/index.ts';
import { inbox } from '../../modules/inbox/index.ts';
import { within } from './hold.ts';
import type { Receiver } from './receiver.ts';
import { openWorkerWorld, type WorkerWorld } from './worker-world.ts';

/** A workspace, a platform in the process of the test, and as many workers that call it as a test starts. */
export interface PlatformWorld extends WorkerWorld {
  readonly platform: TestPlatform;
  readonly vault: Vault;
}

export async function openPlatformWorld(): Promise<PlatformWorld> {
  const platform = await openTestPlatform({});
  const keys = `k1:${newKey()}`;
  const program = join(import.meta.dirname, 'platform-worker.ts');
  const world = await openWorkerWorld({
    modules: [connections, inbox],
    receiver: receiverOf(platform),
    args: (databaseUrl) => [program, databaseUrl, platform.url, keys],
    letTimePass: (tx) =>
      tx.run(sql`
        update connections.calls set started_at = started_at - interval '10 minutes'
         where status in ('sending', 'unknown')`),
  });
  return { ...world, platform, vault: openVault(parseKeyRing(keys)) };
}

/** The platform of the test, as what holds its answers back. */
const receiverOf = (platform: TestPlatform) =>
  ({
    holdAnswers() {
      const gone = Promise.withResolvers<void>();
      const asked = platform.asks();
      platform.gate = gone.promise;
      return {
        reached: within('the platform is asked', async () => platform.asks() > asked),
        letGo() {
          platform.gate = undefined;
          gone.resolve();
        },
      };
    },
  }) as unknown as Receiver;
