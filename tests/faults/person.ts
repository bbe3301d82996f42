import { systemClock } from '../../kit/clock.ts';
import type { Database } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { newId, WorkspaceId } from '../../kit/ids.ts';
import { openLog } from '../../kit/log.ts';
import { type Ground, openCtxOf } from '../../kit/work.ts';
import { newPerson, newSession } from '../../modules/identity/testing.ts';
import { addWorkspace } from '../../modules/workspaces/index.ts';

/** Somebody who is signed in and owns a workspace nobody else is in. */
export interface Person {
  readonly workspaceId: WorkspaceId;
  readonly cookie: string;
}

const cookieName = 'stoa_session';

/** Made past Stoa, so that a test has somebody to act as whatever state Stoa is in. */
export async function makePerson(url: string): Promise<Person> {
  const db = await openDatabase({ url, connectionsMax: 1, applicationName: 'fault harness' });
  try {
    const now = new Date();
    const workspaceId = newId(WorkspaceId);
    const ownerId = await newPerson(db, now, 'Fault Owner');
    await db.transaction({ kind: 'workspace', workspaceId }, (tx) =>
      addWorkspace(openCtxOf(groundOf(db), tx, { actor: { kind: 'system' } }), {
        id: workspaceId,
        name: 'Faults',
        ownerId,
      }),
    );
    return { workspaceId, cookie: `${cookieName}=${await newSession(db, ownerId, now)}` };
  } finally {
    await db.close();
  }
}

export interface Reply {
  readonly status: number;
  readonly body: any;
  readonly headers: Headers;
}

/** One request as a browser on the same site sends it. Rejects when no answer comes. */
export async function call(
  stoa: { readonly url: string },
  person: Person,
  method: string,
  path: string,
  options: { body?: object; key?: string } = {},
): Promise<Reply> {
  const response = await fetch(`${stoa.url}/api/w/${person.workspaceId}${path}`, {
    method,
    headers: {
      cookie: person.cookie,
      origin: stoa.url,
      ...(options.body && { 'content-type': 'application/json' }),
      ...(options.key && { 'idempotency-key': options.key }),
    },
    ...(options.body && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

/** Nothing is enqueued on the way. */
const groundOf = (db: Database): Ground => ({
  db,
  outlets: { enqueue: unused, publish: unused },
  clock: systemClock,
  log: openLog({ name: 'fault harness', level: 'silent' }),
  policy: {},
});
async function unused(): Promise<never> {
  throw new Error('the fault harness enqueues nothing');
}
