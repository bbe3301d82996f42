import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import { connectedTo, connectionsOutside, play, type TestConnectionsOutside } from '../platforms/testing.ts';
import { type CallsWorld, callsWorld, openAccount } from './testing.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

let outside: TestConnectionsOutside;
before(async () => {
  outside = await connectionsOutside();
});

/** An account of the sandbox that is connected here, and a customer who has written to it. */
async function connected() {
  const account = 'linen.and.oak';
  const { candidate } = await connectedTo(outside, 'instagram', 'instagram', { accounts: [account] });
  const w = await callsWorld(outside);
  const accountId = await openAccount(w, outside, { candidate });
  return { w, accountId, account };
}

const customer = async (account: string, person: string) => {
  const played = await play(outside, 'meta', 'message', { account, person, text: 'Do you ship to Rome?' });
  return String(played.personId ?? played.from);
};

describe('a message to a customer in the sandbox', () => {
  test('shows', async () => {
    const played = await play(outside, 'meta', 'message', {
      account: 'linen.and.oak',
      person: 'ada',
      text: 'Hi',
    });
    console.log(played, await (await fetch(`${outside.sandbox.url}/meta/accounts/linen.and.oak`)).text());
    console.log(await (await fetch(`${outside.sandbox.url}/people`)).text());
  });
});
