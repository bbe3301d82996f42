import { z } from 'zod';
import type { PersonCtx, StepsCtx } from '../../../../kit/ctx.ts';
import { sql } from '../../../../kit/sql.ts';
import { newBrowser, openTestDoor } from '../../sign-in/testing.ts';
import { newPerson, newSession } from '../../testing.ts';

type Door = Awaited<ReturnType<typeof openTestDoor>>;

const Event = z.object({
  event: z.string(),
  method: z.string().nullable(),
  succeeded: z.boolean(),
  errorCode: z.string().nullable(),
});
const Entry = z.object({ action: z.string(), succeeded: z.boolean(), changes: z.unknown() });

/** Somebody at a door, signed in in one browser. They have no password: hashing one is slow. */
export async function somebody(door?: Door) {
  const at = door ?? (await openTestDoor());
  const { db, clock } = at.ground;
  const id = await newPerson(db, clock.now(), 'Ada');
  const browser = newBrowser();
  browser.token = await newSession(db, id, clock.now());
  const everything = db.reader({ kind: 'owner' });
  return {
    door: at,
    id,
    browser,
    /** One transaction of theirs. */
    does: <T>(work: (ctx: PersonCtx) => Promise<T>): Promise<T> => at.asPerson(id, work),
    steps: (): StepsCtx => at.steps({ kind: 'person', userId: id }),
    pass: (ms: number) => clock.move(ms),
    events: () =>
      everything.many(
        Event,
        sql`select event, method, succeeded, error_code from identity.sign_in_events
             where user_id = ${id} order by created_at, id`,
      ),
    trail: () =>
      everything.many(
        Entry,
        sql`select action, succeeded, changes from identity.audit_entries
             where user_id = ${id} order by created_at, id`,
      ),
    /** What they are about to be told by mail. */
    notices: async () => {
      const told = await everything.many(
        z.object({ notice: z.string() }),
        sql`select data #>> '{payload,notice}' as notice from pgboss.job_common
             where name = 'identity.tell_of_factor_change' and data #>> '{payload,userId}' = ${id} order by id`,
      );
      return told.map(({ notice }) => notice);
    },
  };
}

export type Somebody = Awaited<ReturnType<typeof somebody>>;

export const refused = (code: string) => ({ code: `identity.${code}` });

/** How two that were sent at once ended: what came of each, in no particular order. */
export async function bothOf<T>(
  one: Promise<T>,
  other: Promise<T>,
): Promise<{ done: T[]; codes: unknown[] }> {
  const settled = await Promise.allSettled([one, other]);
  return {
    done: settled.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])),
    codes: settled.flatMap((end) => (end.status === 'rejected' ? [end.reason.code ?? end.reason] : [])),
  };
}
