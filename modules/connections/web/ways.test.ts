import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopesInWords } from './scope-words.ts';
import { shopOf } from './ways.ts';

describe('shopOf', () => {
  test('is the shop, however its address was written', () => {
    const written = [
      'linen-and-oak',
      ' Linen-and-Oak.myshopify.com ',
      'https://linen-and-oak.myshopify.com/admin/products?x=1',
      'http://linen-and-oak.myshopify.com',
    ];
    for (const one of written) assert.equal(shopOf(one), 'linen-and-oak.myshopify.com', one);
  });

  test('is nothing where the browser would be led somewhere else', () => {
    const written = [
      '',
      '   ',
      'linen-and-oak.com',
      'x.myshopify.com.example.com',
      'a b',
      '-x',
      'me@x.myshopify.com',
    ];
    for (const one of written) assert.equal(shopOf(one), undefined, one);
  });
});

describe('scopesInWords', () => {
  test('says each thing once, leaves out who somebody is, and calls the unknown by its name', () => {
    const scopes = ['openid', 'instagram_manage_messages', 'instagram_manage_messages', 'brand_new_scope'];
    assert.deepEqual(scopesInWords(scopes), ['Read and answer Instagram messages', 'brand_new_scope']);
  });
});
