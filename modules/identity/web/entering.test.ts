import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { q, queryClient } from '../../../web/kit/api.ts';
import { type Factors, getFactors } from '../factors/contract.ts';
import { getMe, type Me } from '../sign-in/contract.ts';
import { becomeSomebody, ownPath, withFrom } from './entering.ts';

describe('where a link says one wanted to go', () => {
  test('is followed within this site', () => {
    for (const path of ['/', '/you/security', '/w/1/locations?q=a&b=//c'])
      assert.equal(ownPath(path), path, path);
  });

  test('is not believed when it leads to another one', () => {
    const others = [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/\n\\evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      'you',
      '',
    ];
    for (const from of [...others, null, undefined]) {
      assert.equal(ownPath(from), undefined, String(from));
      assert.equal(withFrom('/sign-in', from), '/sign-in');
    }
  });

  test('is carried from one page to the next', () => {
    assert.equal(withFrom('/sign-in', '/you?a=b'), '/sign-in?from=%2Fyou%3Fa%3Db');
  });
});

describe('somebody who signs in', () => {
  test('sees nothing that was read for whoever was here before', () => {
    const me = { name: 'Ada' } as Me;
    queryClient.setQueryData(q(getFactors).queryKey, { recoveryCodesLeft: 3 } as Factors);
    queryClient.setQueryData(q(getMe).queryKey, { name: 'Berta' } as Me);
    becomeSomebody(me);
    assert.equal(queryClient.getQueryData(q(getMe).queryKey), me);
    assert.equal(queryClient.getQueryData(q(getFactors).queryKey), undefined);
    queryClient.clear();
  });
});
