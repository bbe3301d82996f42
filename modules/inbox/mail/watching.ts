import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Ground, readIn, workIn } from '../../../kit/work.ts';
import { watchImap } from '../../../providers/mail/imap.ts';
import { workspaceIds } from '../../workspaces/index.ts';
import type { MailboxId } from './contract.ts';
import { syncMailbox } from './jobs.ts';
import { imapPlace, type MailOutside } from './places.ts';
import { findReached, mailboxesWatched } from './reached.sql.ts';

export interface MailWatch {
  close(): Promise<void>;
}

interface Pace {
  /** How often it is looked which mailboxes there are, and who of several processes watches them. */
  readonly lookEveryMs: number;
  /** Between two attempts at the same mailbox; doubled each time, up to the longest. */
  readonly againAfterMs: number;
  readonly againAfterMsMax: number;
}

/** Each is a connection that is open all day. Those beyond are read by turns, as all are besides. */
export const watchedMax = 400;
const perWorkspaceMax = 200;
const pageMax = 200;
const usualPace: Pace = { lookEveryMs: 30_000, againAfterMs: 15_000, againAfterMsMax: 15 * 60_000 };
const system = { actor: { kind: 'system' } } as const;

/**
 * Has mailboxes read the moment something comes in. It only wakes the job that reads them, which also has its turns: so
 * nothing depends on this being alive, and a mail that is told of twice is read once. One process of all watches; when
 * it dies, its lock goes with it and another one takes over.
 */
export function watchMailboxes(ground: Ground, outside: MailOutside, pace: Pace = usualPace): MailWatch {
  const stopping = new AbortController();
  const over = (async () => {
    while (!stopping.signal.aborted) {
      await ground.db
        .ifAlone('inbox mail watch', () => watchAll(ground, outside, pace, stopping.signal))
        .catch((error: unknown) => ground.log.warn({ err: error }, 'mailboxes are not watched for a while'));
      await rest(pace.lookEveryMs, stopping.signal);
    }
  })();
  return {
    close: async () => {
      stopping.abort();
      await over;
    },
  };
}

type Where = { readonly workspaceId: WorkspaceId; readonly mailboxId: MailboxId };

async function watchAll(
  ground: Ground,
  outside: MailOutside,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const watches = new Map<MailboxId, { readonly stop: AbortController; readonly over: Promise<void> }>();
  try {
    while (!signal.aborted) {
      const wanted = new Map((await watched(ground)).map((one) => [one.mailboxId, one]));
      for (const [id, { stop }] of watches) if (!wanted.has(id)) stop.abort();
      for (const [id, where] of wanted) {
        if (watches.has(id)) continue;
        const stop = new AbortController();
        const over = watchOne({ ground, outside, pace }, where, AbortSignal.any([signal, stop.signal]));
        watches.set(id, { stop, over: over.finally(() => watches.delete(id)) });
      }
      await rest(pace.lookEveryMs, signal);
    }
  } finally {
    for (const { stop } of watches.values()) stop.abort();
    await Promise.allSettled([...watches.values()].map(({ over }) => over));
  }
}

async function watched(ground: Ground): Promise<readonly Where[]> {
  const found: Where[] = [];
  let after: WorkspaceId | undefined;
  for (;;) {
    const page = await workspaceIds(ground.db.reader({ kind: 'installation' }), after, pageMax);
    for (const workspaceId of page) {
      const some = await readIn(ground, workspaceId, system, ({ tx }) =>
        mailboxesWatched(tx, perWorkspaceMax),
      );
      for (const { id: mailboxId } of some)
        if (found.push({ workspaceId, mailboxId }) >= watchedMax) return found;
    }
    after = page.at(-1);
    if (page.length < pageMax) return found;
  }
}

interface Watching {
  readonly ground: Ground;
  readonly outside: MailOutside;
  readonly pace: Pace;
}

/** As long as it is to be watched: a connection that ends is begun again, after a growing while. */
async function watchOne(
  { ground, outside, pace }: Watching,
  where: Where,
  signal: AbortSignal,
): Promise<void> {
  const { workspaceId, mailboxId } = where;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const mailbox = await readIn(ground, workspaceId, system, ({ tx }) => findReached(tx, mailboxId));
      if (mailbox?.state !== 'open') return;
      const place = await imapPlace(outside, workspaceId, mailbox);
      await watchImap(place, 'INBOX', signal, () => {
        failures = 0;
        void wake(ground, where);
      });
    } catch (error) {
      if (signal.aborted) return;
      ground.log.debug({ err: error, mailboxId }, 'a mailbox is not watched for a while');
    }
    const againAfterMs = pace.againAfterMs * 2 ** Math.min(failures++, 10);
    await rest(Math.min(pace.againAfterMsMax, againAfterMs), signal);
  }
}

function wake(ground: Ground, { workspaceId, mailboxId }: Where): Promise<unknown> {
  return workIn(ground, workspaceId, system, (ctx) => ctx.enqueue(syncMailbox, { mailboxId })).catch(
    (error: unknown) => ground.log.warn({ err: error, mailboxId }, 'a mailbox waits for its turn'),
  );
}

const rest = (ms: number, signal: AbortSignal) =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
