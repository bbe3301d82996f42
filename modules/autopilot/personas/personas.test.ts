import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { AccountId } from '../../connections/contract.ts';
import { openChannel } from '../../inbox/testing.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { modulesBelow } from '../testing/modules.ts';
import { builtInPersona, putPersona as wire } from './contract.ts';
import { deletePersona, getPersona, listPersonas, personaFor, putPersona } from './personas.ts';
import { type newPersonaId, persona } from './testing.ts';

let w: TestWorkspace;
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
});

const system = { kind: 'system' } as const;
const get = (personaId: ReturnType<typeof newPersonaId>) =>
  w.as(system, (ctx) => getPersona(ctx, { personaId }));
const nowhere = { accountId: null, locationId: null };
const nameFor = (place: Parameters<typeof personaFor>[1]) =>
  w.as(system, async ({ tx }) => (await personaFor(tx, place)).name);

describe('a persona', () => {
  test('SE-83 is a draft and an ambassador of the brand, unless it is said otherwise', () => {
    const { status, role, isDefault } = wire.body.parse({ name: 'Lina' });
    assert.deepEqual([status, role, isDefault], ['draft', 'brand_ambassador', false]);
  });

  test('SE-83 is the one default of its role, and who was makes room', async () => {
    const [first, other] = [await persona(w), await persona(w, { role: 'stylist' })];
    const second = await persona(w);
    assert.deepEqual(await Promise.all([first, second, other].map(async (id) => (await get(id)).isDefault)), [
      false,
      true,
      true,
    ]);
  });

  test('SE-85 may give away $50 by itself on the second level, and asks before a discount', () => {
    const { autonomyLevel, maxAutonomousValueMicro, requiresApprovalFor } = wire.body.parse({ name: 'Lina' });
    assert.deepEqual(
      [autonomyLevel, maxAutonomousValueMicro, requiresApprovalFor[0]],
      [2, 5_000_000, 'discount_offer'],
    );
  });

  test('SE-86 says that it is a machine, and is not for minors', () => {
    const { disclosureText, minorInteractionMode } = wire.body.parse({ name: 'Lina' });
    assert.deepEqual([disclosureText, minorInteractionMode], ["I'm an AI assistant", false]);
  });

  test('answers for its account, else for its location, else as the default, else one that is built in', async () => {
    const accountId = AccountId.parse(await openChannel(w));
    const locationId = await w.location();
    assert.equal(await nameFor({ accountId, locationId }), builtInPersona.name);
    await persona(w, { name: 'Default' });
    assert.equal(await nameFor({ accountId, locationId }), 'Default');
    await persona(w, { name: 'There', locationId, isDefault: false });
    assert.equal(await nameFor({ accountId, locationId }), 'There');
    await persona(w, { name: 'Account', accountId, isDefault: false });
    assert.equal(await nameFor({ accountId, locationId }), 'Account');
    assert.equal(await nameFor(nowhere), 'Default');
  });

  test('answers only while it is active', async () => {
    await persona(w, { status: 'draft' });
    assert.equal(await nameFor(nowhere), builtInPersona.name);
  });

  test('is one and the same when it is put twice, and gone when it is let go', async () => {
    const personaId = await persona(w);
    const again = { ...builtInPersona, name: 'Lina', isDefault: true, personaId };
    const before = await get(personaId);
    assert.deepEqual(await w.as(system, (ctx) => putPersona(ctx, again)), before);
    assert.equal((await w.as(system, (ctx) => listPersonas(ctx, { limit: 10 }))).items.length, 1);
    await w.as(system, (ctx) => deletePersona(ctx, { personaId }));
    await assert.rejects(get(personaId), { code: 'autopilot.persona_not_found' });
  });
});
