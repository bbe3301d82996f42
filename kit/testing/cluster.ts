import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort, type Process, runProcess, startProcess } from './processes.ts';

const packaged = '/usr/lib/postgresql';
const startsWithinMs = 30_000;
const retryMs = 50;

/** A PostgreSQL server that belongs to the test: it may be killed, and is gone with its data at the end. */
export interface Cluster {
  readonly url: string;
  start(): Promise<void>;
  /** SIGKILL to every process of it at once, as when the machine's memory runs out. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** The newest PostgreSQL a Debian package left on this machine; undefined where there is none. */
export async function findPostgres(): Promise<string | undefined> {
  const versions = await readdir(packaged).catch(() => []);
  const newest = versions
    .map(Number)
    .filter(Boolean)
    .sort((a, b) => b - a)[0];
  return newest === undefined ? undefined : join(packaged, String(newest), 'bin');
}

export async function makeCluster(
  bin: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  const who = await notRoot();
  const folder = await mkdtemp(join(tmpdir(), 'stoa-postgres-'));
  if (who) await chown(folder, who.uid, who.gid);
  await chmod(folder, 0o700);
  const args = ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await runProcess({ name: 'initdb', command: join(bin, 'initdb'), args, ...who });

  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const config = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, ...settings };
  const flags = Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: Process | undefined;

  const cluster: Cluster = {
    url,
    async start() {
      for (const deadline = Date.now() + startsWithinMs; ; await sleep(retryMs)) {
        server = startProcess({
          name: 'postgres',
          command: join(bin, 'postgres'),
          args: ['-D', folder, '-p', String(port), ...flags],
          ...who,
        });
        // Right after a crash the last of its processes may still hold the shared memory; then it refuses to start.
        if (await answers(url, server)) return;
        if (Date.now() > deadline) throw new Error(`PostgreSQL does not start\n${server.output()}`);
      }
    },
    async kill() {
      if (!server) return;
      // Its children are in groups of their own, and would finish what they are doing when only the first is gone.
      const children = await childrenOf(server.pid);
      await server.kill();
      for (const pid of children) killIfThere(pid);
    },
    async remove() {
      await cluster.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await cluster.start();
  return cluster;
}

async function answers(url: string, server: Process): Promise<boolean> {
  let ended = false;
  void server.ended.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + startsWithinMs; !ended && Date.now() < deadline; await sleep(retryMs)) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    try {
      await client.connect();
      return true;
    } catch {
      // Not yet.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

/** PostgreSQL refuses to run as root; the package made a user for it. */
async function notRoot(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (!line) throw new Error('PostgreSQL does not run as root, and this machine has no user "postgres".');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with its parent.
  }
}
