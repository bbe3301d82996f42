import { randomUUID } from 'node:crypto';
import type { PersonCtx, Unit } from '../../../../kit/ctx.ts';
import type { HttpFacts } from '../../../../kit/http/endpoint.ts';
import { installationId, type UserId } from '../../../../kit/ids.ts';
import type { Work } from '../../../../kit/module.ts';
import { testGround } from '../../../../kit/testing/ground.ts';
import { type TestOutside, testOutside } from '../../../../kit/testing/outside.ts';
import { type Ground, openCtxOf, workIn } from '../../../../kit/work.ts';
import type { IdentityOutside } from '../../outside.ts';
import { newPerson, newSession } from '../../testing.ts';
import { profileWork } from '../background.ts';

/** An installation where nobody works anywhere: this module knows no other. */
const noWorkspaces: Pick<IdentityOutside, 'settleIn' | 'ownedAlone' | 'membershipsOf' | 'moveOut'> = {
  settleIn: async () => undefined,
  ownedAlone: async () => [],
  membershipsOf: async () => ({ items: [], next: null }),
  moveOut: async () => undefined,
};

export type Sent = { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };

/**
 * People, and the jobs that were sent in transactions that committed: nothing works them off until a test says so,
 * in the order they were sent.
 */
export async function peopleWorld(
  given: Partial<IdentityOutside> = {},
  work: readonly Work<IdentityOutside>[] = profileWork,
) {
  const { outlets: _, ...rest } = await testGround();
  const outside: IdentityOutside & TestOutside = { ...(await testOutside()), ...noWorkspaces, ...given };
  const sent: Sent[] = [];

  /** What a transaction sends is sent when it commits. */
  async function sending<T>(run: (ground: Ground) => Promise<T>): Promise<T> {
    let here: Sent[] = [];
    const ground: Ground = {
      ...rest,
      outlets: {
        enqueue: async (_tx, _workspaceId, { name, payload }, given) => {
          here.push({ name, payload: payload.parse(given) as Sent['payload'] });
          return { jobId: randomUUID() };
        },
        publish: async () => undefined,
      },
      db: {
        ...rest.db,
        transaction: (scope, fn, options) =>
          rest.db.transaction(
            scope,
            (tx) => {
              here = [];
              return fn(tx);
            },
            options,
          ),
      },
    };
    const result = await run(ground);
    sent.push(...here);
    return result;
  }

  const unit = (): Unit => ({
    workspaceId: installationId,
    jobId: randomUUID(),
    log: rest.log,
    signal: new AbortController().signal,
    work: (fn) => sending((ground) => workIn(ground, installationId, { actor: { kind: 'system' } }, fn)),
    progress: async () => undefined,
  });

  return {
    ...rest,
    outside,
    sent,
    unit,
    /** Somebody signed in, in one browser. */
    async person(name = 'Ada') {
      const id = await newPerson(rest.db, rest.clock.now(), name);
      return { id, http: httpOf(await newSession(rest.db, id, rest.clock.now())) };
    },
    session: async (id: UserId) => httpOf(await newSession(rest.db, id, rest.clock.now())),
    /** One request of a person that writes. */
    as: <T>(id: UserId, fn: (ctx: PersonCtx) => Promise<T>) =>
      sending((ground) =>
        ground.db.transaction({ kind: 'person', userId: id }, (tx) =>
          fn(openCtxOf(ground, tx, { actor: { kind: 'person', userId: id } }) as PersonCtx),
        ),
      ),
    /** Does one job as its worker would. */
    async run({ name, payload }: Sent) {
      const one = work.find(({ job }) => job.name === name);
      if (!one) throw new Error(`nothing here does ${name}`);
      await one.run(unit(), payload, outside);
    },
    /** Everything that waits, and what that sends, but for what is left waiting. */
    async runAll(except: readonly string[] = []) {
      for (;;) {
        const at = sent.findIndex(({ name }) => !except.includes(name));
        if (at < 0) return;
        const [next] = sent.splice(at, 1);
        await this.run(next!);
      }
    },
    filesUnder: async (prefix: string) => (await outside.storage.list(prefix)).items.map(({ key }) => key),
  };
}

const httpOf = (sessionToken: string): HttpFacts => ({
  address: '127.0.0.1',
  userAgent: 'test',
  sessionToken,
  setSession: () => undefined,
});
