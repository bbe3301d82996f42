import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../../settings/contract.ts';
import { apart, areSwitchesAlike, shown } from './settings-apart.ts';

test('settings are apart by what was tried, and never by a switch', () => {
  const tried = { ...defaultSettings, temperature: 0.9, flaggedKeywords: ['lawyer'], isOn: false };
  assert.deepEqual(apart(tried, { ...defaultSettings, version: 4 }), ['temperature', 'flaggedKeywords']);
  assert.deepEqual(apart(defaultSettings, defaultSettings), []);
  assert.equal(areSwitchesAlike(tried, defaultSettings), false);
  assert.equal(areSwitchesAlike({ ...tried, isOn: true }, defaultSettings), true);
});

test('a value is shown so that it can be read beside another', () => {
  assert.equal(shown(0.6, 'confidenceMin'), '60 %');
  assert.deepEqual(
    [null, true, [], ['a', 'b'], 0.2].map((value) => shown(value)),
    ['None', 'Yes', 'None', 'a, b', '0.2'],
  );
  assert.equal(shown('long '.repeat(100)).length <= 160, true);
});
