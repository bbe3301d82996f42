import assert from 'node:assert/strict';
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { getAccount, listAccounts } from '../accounts/accounts.ts';
import { accessOf } from '../tokens/access.ts';
import { type FernetKey, readFernetKey } from '../tokens/fernet.ts';
import { type ImportLine, importAccount, refusalOf } from './importing.ts';
import { connectedAccount, connectionsWorkspace, newPlatformId } from './testing.ts';

const keyText = randomBytes(32).toString('base64url');
const key = readFernetKey(keyText)!;

/** As the other system sealed it, years ago. */
function fernet({ signing, encryption }: FernetKey, plain: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', encryption, iv);
  const head = Buffer.concat([
    Buffer.from([0x80]),
    Buffer.alloc(8),
    iv,
    cipher.update(plain),
    cipher.final(),
  ]);
  return Buffer.concat([head, createHmac('sha256', signing).update(head).digest()]).toString('base64url');
}

async function importing() {
  const w = await connectionsWorkspace();
  const line = (more: Partial<ImportLine> = {}): ImportLine => ({
    workspace: 'linen-and-oak',
    platform: 'youtube',
    platformAccountId: newPlatformId(),
    accessToken: fernet(key, 'ya29.of-the-other-system'),
    refreshToken: fernet(key, '1//of-the-other-system'),
    ...more,
  });
  const bring = (given: ImportLine, by = w) =>
    by.system.work((ctx) => importAccount(ctx, w.outside, key, given)).catch(refusalOf);
  return { w, line, bring };
}

describe('importing an account', () => {
  test('CR-22, CR-26 seals its tokens anew, and it is open', async () => {
    const { w, line, bring } = await importing();
    const tokenExpiresAt = new Date(w.ground.clock.now().getTime() + 3_600_000);
    assert.equal(await bring(line({ displayName: 'Linen & Oak', tokenExpiresAt })), 'imported');
    const { items } = await w.as(w.owner, (ctx) => listAccounts(ctx, { limit: 9 }));
    const [{ id: accountId }] = items as [(typeof items)[0]];
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.login, account.state, account.displayName], ['google', 'open', 'Linen & Oak']);
    assert.equal((await accessOf(w.unit, w.outside, accountId)).token, 'ya29.of-the-other-system');
  });

  test('run again leaves alone what is connected', async () => {
    const { line, bring } = await importing();
    const given = line();
    assert.deepEqual([await bring(given), await bring(given)], ['imported', 'known']);
  });

  test('CR-26, CR-89 refuses tokens that are plain text or of another key, and stores nothing', async () => {
    const { w, line, bring } = await importing();
    const other = readFernetKey(randomBytes(32).toString('base64url'))!;
    for (const more of [
      { accessToken: 'ya29.plain' },
      { refreshToken: '1//plain' },
      { accessToken: fernet(other, 'ya29.theirs') },
    ])
      assert.equal(await bring(line(more)), 'not_sealed');
    assert.equal((await w.as(w.owner, (ctx) => listAccounts(ctx, { limit: 9 }))).items.length, 0);
  });

  test('names what is connected in another workspace', async () => {
    const { w, line, bring } = await importing();
    const other = await connectionsWorkspace();
    const given = line();
    await connectedAccount(other, w.outside, {
      platform: 'youtube',
      platformAccountId: given.platformAccountId,
    });
    assert.equal(await bring(given), 'taken_elsewhere');
  });
});
