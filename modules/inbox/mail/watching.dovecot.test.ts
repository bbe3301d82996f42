import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { uuidv7 } from '../../../kit/ids.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { runCheck } from './checking.ts';
import { type Dovecot, startDovecot } from './testing/dovecot.ts';
import { letter } from './testing/mails.ts';
import { mailWorkspace, openMailbox, unitOf } from './testing.ts';
import { watchMailboxes } from './watching.ts';

let dovecot: Dovecot;
before(async () => {
  dovecot = await startDovecot();
});

const pace = { lookEveryMs: 50, againAfterMs: 50, againAfterMsMax: 200 };

/** A mailbox at Dovecot, and how often it was sent for. */
async function mailbox() {
  const w = await mailWorkspace();
  const user = `box-${uuidv7().slice(-12)}`;
  const mailboxId = await openMailbox(w, {
    ...{ imapPort: dovecot.imapPort, username: user, smtpPort: w.outside.sandbox.smtpPort },
  });
  await runCheck(unitOf(w), { mailboxId }, w.outside);
  const ofIt = sql`name = 'inbox.sync_mailbox' and data->'payload'->>'mailboxId' = ${mailboxId}`;
  const isSentFor = async () => {
    const { count } = await w.ground.db
      .reader({ kind: 'owner' })
      .one(z.object({ count: z.number() }), sql`select count(*)::int as count from pgboss.job where ${ofIt}`);
    assert.equal(count, 1);
  };
  const read = () =>
    w.ground.db.transaction({ kind: 'owner' }, (tx) => tx.run(sql`delete from pgboss.job where ${ofIt}`));
  return { w, user, isSentFor, read };
}

describe('watchMailboxes', () => {
  test('has a mailbox read as something comes in, also after the server was away', async () => {
    const { w, user, isSentFor, read } = await mailbox();
    const watch = watchMailboxes(w.ground, w.outside, pace);
    try {
      // Once it watches, it has what came before looked for.
      await read();
      await eventually(isSentFor);
      await read();
      await dovecot.deliver(user, letter());
      await eventually(isSentFor);
      await dovecot.stop();
      await read();
      await dovecot.start();
      await eventually(isSentFor);
    } finally {
      await watch.close();
    }
  });

  test('is done by one process of several, and by another when that one ends', async () => {
    const { w, isSentFor, read } = await mailbox();
    const first = watchMailboxes(w.ground, w.outside, pace);
    await read();
    await eventually(isSentFor);
    const second = watchMailboxes(w.ground, w.outside, pace);
    await first.close();
    await read();
    await eventually(isSentFor);
    await second.close();
  });
});
