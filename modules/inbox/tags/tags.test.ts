import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../../workspaces/testing.ts';
import { getContact } from '../contacts/contacts.ts';
import { newContact, tagged } from '../contacts/testing.ts';
import { TagId } from '../conversations/contract.ts';
import { inbox } from '../index.ts';
import { tagsOfWorkspaceMax } from './contract.ts';
import { deleteTag, getTag, listTags, patchTag, putTag } from './tags.ts';

const files = { fileUrl: (key: string) => key };
const modules = [identity, workspaces, connections, inbox];
let w: TestWorkspace;
before(async () => {
  w = await newWorkspace(modules);
});
const put = (name: string, tagId = newId(TagId)) =>
  w.system.work((ctx) => putTag(ctx, { tagId, name, color: 'blue' }));

describe('a tag', () => {
  test('has a name that no other has, in whatever letters', async () => {
    const vip = await put('VIP');
    const late = await put('Late');
    await assert.rejects(put('vip'), { code: 'inbox.tag_exists' });
    await assert.rejects(
      w.system.work((ctx) => patchTag(ctx, { tagId: late.id, name: 'Vip' })),
      { code: 'inbox.tag_exists' },
    );
    assert.deepEqual(
      await put('Vip', vip.id),
      { ...vip, name: 'Vip' },
      'its own name in other letters is its own',
    );
    const theirs = await newWorkspace(modules);
    await theirs.system.work((ctx) => putTag(ctx, { tagId: newId(TagId), name: 'VIP', color: 'red' }));
  });

  test('is listed by name without regard to case, page by page', async () => {
    const own = await newWorkspace(modules);
    for (const name of ['b', 'A', 'C'])
      await own.system.work((ctx) => putTag(ctx, { tagId: newId(TagId), name, color: 'red' }));
    const list = (after?: string) => own.system.work((ctx) => listTags(ctx, { limit: 2, after }));
    const first = await list();
    const second = await list(first.next!);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ name }) => name),
      ['A', 'b', 'C'],
    );
  });

  test('goes from everything it was put on', async () => {
    const { id: tagId } = await put('Soon gone');
    const { contactId } = await newContact(w);
    await tagged(w, contactId, tagId);
    assert.equal((await w.system.work((ctx) => getTag(ctx, { tagId }))).contactsCount, 1);
    await w.system.work((ctx) => deleteTag(ctx, { tagId }));
    assert.deepEqual((await w.system.work((ctx) => getContact(ctx, { contactId }, files))).tagIds, []);
    await assert.rejects(
      w.system.work((ctx) => getTag(ctx, { tagId })),
      { code: 'inbox.tag_not_found' },
    );
  });

  test('is one of so many that a person can choose from', async () => {
    const own = await newWorkspace(modules);
    await assert.rejects(
      own.system.work(async (ctx) => {
        for (let i = 0; i <= tagsOfWorkspaceMax; i += 1)
          await putTag(ctx, { tagId: newId(TagId), name: `Tag ${i}`, color: 'gray' });
      }),
      { code: 'inbox.workspace_has_too_many_tags' },
    );
  });
});
