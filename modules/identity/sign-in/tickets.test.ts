import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openTestDoor } from './testing.ts';
import { lookAtTicket, makeTicket, takeTicket } from './tickets.ts';

const lifeMs = 60_000;

async function ticketFor() {
  const door = await openTestDoor();
  const { id, email } = await door.person();
  const token = await door.as(({ tx, now }) =>
    makeTicket(tx, 'reset_password', { userId: id, email, now, lifeMs }),
  );
  const take = (purpose: Parameters<typeof takeTicket>[1] = 'reset_password', shown = token) =>
    door.as(({ tx, now }) => takeTicket(tx, purpose, shown, now));
  const look = () => door.read(({ tx, now }) => lookAtTicket(tx, 'reset_password', token, now));
  return { door, id, email, token, take, look };
}

describe('a ticket', () => {
  test('is good once', async () => {
    const { id, email, take } = await ticketFor();

    const { userId, email: address } = (await take())!;

    assert.deepEqual([userId, address], [id, email]);
    assert.equal(await take(), undefined);
  });

  test('is good once when many come with it at the same moment', async () => {
    const { take } = await ticketFor();

    const taken = await Promise.all(Array.from({ length: 8 }, () => take()));

    assert.equal(taken.filter((one) => one !== undefined).length, 1);
  });

  test('is good again when what it was taken for came to nothing', async () => {
    const { door, token, take } = await ticketFor();
    const failing = door.as(async ({ tx, now }) => {
      await takeTicket(tx, 'reset_password', token, now);
      throw new Error('later step');
    });
    await assert.rejects(failing, /later step/);

    assert.ok(await take());
  });

  test('is good until its moment, for taking and for looking at', async () => {
    const { door, take, look } = await ticketFor();
    door.ground.clock.move(lifeMs - 1);
    assert.ok(await look());

    door.ground.clock.move(1);
    assert.equal(await look(), undefined);
    assert.equal(await take(), undefined);
  });

  test('is good for what it was made for, and only as it was given', async () => {
    const { token, take } = await ticketFor();

    assert.equal(await take('confirm_email'), undefined);
    assert.equal(await take('reset_password', `${token} `), undefined);
    assert.equal(await take('reset_password', token.toLowerCase()), undefined);
    assert.ok(await take());
  });
});
