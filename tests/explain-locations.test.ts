import { before, describe } from 'node:test';
import type { Database } from '../kit/db/database.ts';
import { WorkspaceId } from '../kit/ids.ts';
import { sql } from '../kit/sql.ts';
import { scratchDatabase } from '../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../kit/testing/explain.ts';
import { LocationId } from '../modules/workspaces/contract.ts';
import * as locations from '../modules/workspaces/places/locations.sql.ts';

/* Two chains of shops. */
const locationsPerWorkspace = 5_000;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const at = new Date('2026-01-31T12:00:00Z');

let db: Database;
let next: string;
before(async () => {
  db = await (await scratchDatabase()).open();
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${numberedIn(sql`w`)}, 'Testing', ${at}, ${at} from generate_series(1, 2) w`);
    await tx.run(sql`
      insert into workspaces.locations (workspace_id, id, name, timezone, created_at, updated_at)
      select ${numberedIn(sql`w`)}, ${numberedIn(sql`n`)}, 'Location ' || md5(n::text), 'UTC', ${at}, ${at}
        from generate_series(1, 2) w, generate_series(1, ${locationsPerWorkspace}::int) n`);
  });
  await analyze(db, 'workspaces.locations');
  next = (await locations.openLocations(db.reader(scope), { limit: 50, after: undefined })).next!;
});

describe('locations', () => {
  explainEach(locations, () => ({ db, scope }), {
    openLocations: [
      { given: () => [{ limit: 50, after: undefined }], by: ['locations_by_name'] },
      { when: 'on a later page', given: () => [{ limit: 50, after: next }], by: ['locations_by_name'] },
    ],
    findLocation: { given: () => [LocationId.parse(numberedId(7))], by: ['locations_pkey'] },
  });
});
