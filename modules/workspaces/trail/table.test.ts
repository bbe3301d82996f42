import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import { newWorkspace } from '../testing.ts';
import type { AuditFilters } from './contract.ts';
import { addEntries } from './testing.ts';
import { lookedThroughMax } from './trail.sql.ts';
import { exportAudit } from './trail.ts';

const renamed: Change = {
  category: 'settings',
  action: 'testing.renamed',
  subject: { type: 'workspace' },
};

async function textOf(ctx: Ctx, filters: AuditFilters = {}) {
  const { stream } = await exportAudit(ctx, filters);
  let text = '';
  for await (const part of stream) text += part;
  return text;
}
/** What this test did: making the workspace left entries as well. */
const linesOf = (text: string) => text.split('\r\n').filter((line) => line.includes('"testing.'));

describe('the trail as a table', () => {
  test('has a mark in front by which spreadsheets know its letters, names its columns, and is UTF-8', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await w.as(admin, (ctx) => ctx.record({ ...renamed, subject: { type: 'member', id: 'Åsa, "Ö"' } }));

    const { contentType, fileName } = await w.reading(admin, (ctx) => exportAudit(ctx, {}));
    const text = await w.reading(admin, (ctx) => textOf(ctx));

    assert.deepEqual([contentType, fileName], ['text/csv; charset=utf-8', 'audit-2026-01-05.csv']);
    assert.match(text, /^\ufeff"time","who","as",.*"request id"\r\n/);
    assert.match(linesOf(text)[0]!, /^"2026-01-05T09:00:00.000Z","Test admin","member",/);
    assert.match(linesOf(text)[0]!, /"member","Åsa, ""Ö""","done",,"\{\}"/);
  });

  for (const sign of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
    test(`makes no formula of what begins with ${JSON.stringify(sign)}`, async () => {
      const w = await newWorkspace();
      const admin = await w.member('admin');
      const id = `${sign}HYPERLINK("https://evil.test")`;
      await w.as(admin, (ctx) => ctx.record({ ...renamed, subject: { type: 'note', id } }));
      const text = await w.reading(admin, (ctx) => textOf(ctx));
      assert.ok(text.includes(`"'${sign}HYPERLINK(""https://evil.test"")"`), text);
    });
  }

  test('holds every entry once, though it is read a page at a time', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await w.system.work((ctx) => addEntries(ctx, 1_201));
    const lines = linesOf(await w.reading(admin, (ctx) => textOf(ctx)));
    assert.deepEqual([lines.length, new Set(lines).size], [1_201, 1_201]);
  });

  test('holds what was found beyond what one page looks through', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await w.as(admin, (ctx) => ctx.record(renamed));
    w.ground.clock.move(60_000);
    await w.system.work((ctx) => addEntries(ctx, lookedThroughMax));
    const text = await w.reading(admin, (ctx) => textOf(ctx, { q: 'renamed' }));
    assert.equal(linesOf(text).length, 1);
  });

  test('ends with what was there when it was asked for', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await w.as(admin, (ctx) => ctx.record(renamed));
    const lines = await w.reading(admin, async (ctx) => {
      const { stream } = await exportAudit(ctx, {});
      w.ground.clock.move(1_000);
      await w.as(admin, (later) => later.record(renamed));
      let text = '';
      for await (const part of stream) text += part;
      return linesOf(text);
    });
    assert.equal(lines.length, 1);
  });

  test('is refused before anything of it is sent', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    await assert.rejects(
      w.reading(viewer, (ctx) => exportAudit(ctx, {})),
      { code: 'stoa.not_permitted' },
    );
  });
});
