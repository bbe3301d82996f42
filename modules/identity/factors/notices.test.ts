import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Unit } from '../../../kit/ctx.ts';
import { installationId, newId, UserId, uuidv7 } from '../../../kit/ids.ts';
import { workIn } from '../../../kit/work.ts';
import { type Notice, sendNotice, Told } from './notices.ts';
import { type Somebody, somebody } from './testing/person.ts';

const happenedAt = '2026-01-05T09:00:00.000Z';

/** What a worker does with the job. */
async function send({ door: { ground, outside } }: Somebody, userId: UserId, notice: Notice): Promise<void> {
  const unit: Unit = {
    workspaceId: installationId,
    jobId: uuidv7(),
    log: ground.log,
    signal: new AbortController().signal,
    work: (fn) => workIn(ground, installationId, { actor: { kind: 'system' } }, fn),
    progress: async () => {},
  };
  await sendNotice(unit, { userId, notice, happenedAt }, outside);
}

describe('sendNotice', () => {
  test('tells the person what happened, when, and where to look', async () => {
    const ada = await somebody();
    const { options } = Told.shape.notice;
    for (const notice of options) await send(ada, ada.id, notice);

    const mails = await ada.door.mailsTo(`${ada.id}@test.local`);
    assert.equal(new Set(mails.map(({ subject }) => subject)).size, options.length);
    for (const { text, links } of mails) {
      assert.match(text, /Ada, this concerns your account at Stoa/);
      assert.match(text, /When: 2026-01-05 09:00 UTC/);
      assert.ok(links.includes('http://stoa.test/you/security'));
    }
  });

  test('tells nobody who is gone by now', async () => {
    const ada = await somebody();
    const gone = newId(UserId);
    await send(ada, gone, 'passkey_added');
    assert.deepEqual(await ada.door.mailsTo(`${gone}@test.local`), []);
  });
});
