import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { valuesIn } from './values.ts';

const channel = { name: 'Linen & Oak', locationId: null };
const values = (name: string | undefined) =>
  valuesIn({ name, channel }, { agent: 'Ann Lee', location: 'Rome' });

describe('valuesIn', () => {
  test('knows who is answered by name and first name, and who answers from where', () => {
    assert.deepEqual(values('Ada Adler'), {
      ...{ 'contact.name': 'Ada Adler', 'contact.first_name': 'Ada' },
      ...{ 'agent.name': 'Ann Lee', 'agent.first_name': 'Ann' },
      ...{ 'channel.name': 'Linen & Oak', 'location.name': 'Rome' },
    });
  });

  test('calls whoever comments by their handle, and takes it for no first name', () => {
    const { 'contact.name': name, 'contact.first_name': first } = values('@ada.b');
    assert.deepEqual([name, first], ['@ada.b', undefined]);
  });

  test('asks for the name of somebody nobody knows', () => {
    for (const nobody of [undefined, 'Somebody']) assert.equal('contact.name' in values(nobody), false);
  });
});
