import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readWhatFailed } from './read-again.ts';

const client = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always', retry: false, staleTime: Number.POSITIVE_INFINITY } },
});
after(() => client.clear());

test('what could not be read when it became stale is read once there is a way through, and nothing else', async () => {
  const asked: string[] = [];
  let isCut = false;
  const onScreen = (name: string) =>
    new QueryObserver(client, {
      queryKey: [name],
      queryFn: () => {
        asked.push(name);
        return isCut ? Promise.reject(new Error('no way through')) : asked.length;
      },
    }).subscribe(() => {});
  const leaving = [onScreen('list'), onScreen('figures')];
  await turn();

  isCut = true;
  await client.invalidateQueries({ queryKey: ['list'] });
  isCut = false;
  assert.deepEqual(asked, ['list', 'figures', 'list']);
  readWhatFailed(client);
  await turn();

  assert.deepEqual(asked, ['list', 'figures', 'list', 'list']);
  assert.equal(client.getQueryState(['list'])?.status, 'success');
  readWhatFailed(client);
  assert.equal(asked.length, 4);
  for (const leave of leaving) leave();
});
