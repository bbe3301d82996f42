import { before, describe } from 'node:test';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../../kit/testing/explain.ts';
import { DocumentId, SiteId } from '../documents/contract.ts';
import { crowded, everywhere, now, scope, start, workspaceId } from '../pieces/testing/crowd.ts';
import * as erasing from '../sites/erasing.sql.ts';
import * as sites from '../sites/sites.sql.ts';
import { IngestionJobId } from './contract.ts';
import * as ingestion from './ingestion.sql.ts';
import * as pages from './pages.sql.ts';
import * as uploads from './uploads.sql.ts';
import * as working from './working.sql.ts';

const siteId = SiteId.parse(numberedId(50));
const deletedId = SiteId.parse(numberedId(56));
const jobId = IngestionJobId.parse(numberedId(50));
const documentId = DocumentId.parse(numberedId(700));
const pageId = DocumentId.parse(numberedId(50_050));
const fileId = DocumentId.parse(numberedId(60_001));
const address = 'https://linen.test/50';
const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
const at = sql`${start}::timestamptz + n * interval '1 minute'`;
/** As many sites as a workspace may have; all others are somebody else's. */
const each = sql`
  (select w, n from generate_series(1, 2) w, generate_series(1, 4000) n where w = 2 or n <= 200) given`;
const page = { limit: 20, after: undefined };
let db: Database;

/** A site and a job for each number; of every site one page, and of every job one item. */
const fill = [
  sql`
  insert into knowledge.sites (workspace_id, id, address, read_due_at, deleted_at, created_at, updated_at)
  select ${w}, ${n}, 'https://linen.test/' || n, case when n % 100 = 3 then ${at} end,
         case when n % 100 = 56 then ${at} end, ${at}, ${at} from ${each}`,
  sql`
  insert into knowledge.documents (workspace_id, id, kind, title, address, site_id, status, created_at, updated_at)
  select ${w}, ${numberedIn(sql`n + 50000`)}, 'page', 'Page ' || n, 'https://linen.test/' || n, ${n}, 'indexed', ${at},
         ${at} from ${each}`,
  sql`
  insert into knowledge.documents (workspace_id, id, kind, title, storage_key, status, created_at, updated_at)
  select ${w}, ${numberedIn(sql`n + 60000`)}, 'file', 'File ' || n, 'w/files/' || n, 'indexed', ${at}, ${at}
    from ${each}`,
  sql`
  insert into knowledge.ingestion_jobs (workspace_id, id, kind, site_id, document_id, config, status, completed_at,
                                        created_at, updated_at)
  select ${w}, ${n}, case when n % 2 = 0 then 'site' else 'file' end, case when n % 2 = 0 then ${n} end,
         case when n % 2 = 1 then ${n} end, '{"isFull": true}', case when n % 50 = 0 then 'running' else 'completed' end,
         case when n % 50 <> 0 then ${at} end, ${at}, ${at} from ${each}`,
  sql`
  insert into knowledge.ingestion_items (workspace_id, job_id, place, address, document_id, outcome, happened_at)
  select ${w}, ${n}, p, 'https://linen.test/' || n, ${numberedIn(sql`n + 50000`)}, 'indexed', ${at}
    from ${each}, generate_series(0, 2) p`,
];

before(async () => {
  db = await crowded();
  for (const statement of fill) await db.transaction({ kind: 'owner' }, (tx) => tx.run(statement));
  const tables = ['sites', 'documents', 'ingestion_jobs', 'ingestion_items'];
  await analyze(db, ...tables.map((table) => `knowledge.${table}`));
});
const where = () => ({ db, scope });
const jobByKey = ['ingestion_jobs_pkey'];
const told = { title: 'T', language: 'en', tsconfig: 'english', mediaType: 'text/html', sizeBytes: 3 };
const file = {
  ...{ id: documentId, title: 'T', storageKey: 'w/1/k/2', mediaType: 'text/plain', sizeBytes: 3 },
  ...{ language: 'en', tsconfig: 'english', locationId: null, expiresAt: null },
};
const site = {
  ...{ id: siteId, address, scope: 'below' as const, pagesMax: 10, depthMax: 2, resyncHours: 4 },
  ...{ language: null, locationId: null, readDueAt: now },
};
const paused = { status: 'paused' as const };
const newJob = { id: newId(IngestionJobId), kind: 'site' as const, documentId: null, siteId };
const counted = { succeeded: 1, failed: 0, unchanged: 0, chunks: 2 };
const item = { place: 9, address, documentId: pageId, outcome: 'indexed' as const, failureCode: null };

describe('readings', () => {
  explainEach(ingestion, where, {
    jobsByCreated: [
      {
        given: () => [everywhere, {}, page],
        by: ['documents_pkey', 'ingestion_jobs_by_created', 'sites_pkey'],
      },
      {
        when: 'of what is not over',
        given: () => [everywhere, { open: true }, page],
        by: ['documents_pkey', /^ingestion_jobs_(open|by_created)$/, 'sites_pkey'],
        rowsMax: 500,
      },
    ],
    findJob: { given: () => [jobId], by: ['documents_pkey', ...jobByKey, 'sites_pkey'] },
    itemsOf: { given: () => [jobId, undefined, page], by: ['ingestion_items_pkey'] },
    holdJob: { given: () => [jobId], by: jobByKey },
    steerJob: { given: () => [{ id: jobId, ...paused, wanted: 'pause' as const }, now], by: jobByKey },
    insertJob: { given: () => [workspaceId, { ...newJob, config: {}, createdBy: null }, now], by: [] },
    findOpenJob: { given: () => [{ siteId }], by: [/^ingestion_jobs_/] },
    filesLeftBefore: { given: () => [DocumentId.parse(numberedId(51))], by: [/^ingestion_jobs_/] },
    jobsLeftSince: { given: () => [now, 20], by: ['ingestion_jobs_open'] },
    dropJobsBefore: { given: () => [now, 20], by: [/^ingestion_jobs_by_created$/, ...jobByKey] },
  });
  explainEach(working, where, {
    holdWorking: { given: () => [jobId], by: jobByKey },
    findFileJob: { given: () => [jobId], by: ['documents_pkey', ...jobByKey] },
    findSiteJob: { given: () => [jobId], by: [...jobByKey, 'sites_pkey'] },
    markRunning: { given: () => [jobId, now], by: jobByKey },
    markPages: { given: () => [jobId, 1, 2, now], by: jobByKey },
    insertItem: { given: () => [workspaceId, jobId, item, now], by: ['documents_pkey'] },
    dropItems: { given: () => [jobId], by: ['ingestion_items_pkey'] },
    countItem: {
      given: () => [jobId, counted, { total: 3, state: {}, costMicro: 0 }, now],
      by: jobByKey,
    },
    countFile: { given: () => [jobId, counted, { pages: 3, costMicro: 0 }, now], by: jobByKey },
    settleJob: { given: () => [jobId, paused, now], by: jobByKey },
    keepState: { given: () => [jobId, {}, now], by: jobByKey },
    countTroubles: { given: () => [jobId, ['empty']], by: ['ingestion_items_pkey'] },
  });
  explainEach(pages, where, {
    findPage: { given: () => [siteId, address], by: ['document_page_once_per_site'] },
    holdSiteToRead: { given: () => [siteId], by: [/^sites_(pkey|deleted)$/] },
    insertPage: {
      given: () => [
        workspaceId,
        { ...told, id: newId(DocumentId), siteId, address: `${address}/new`, locationId: null },
        now,
      ],
      by: ['document_page_once_per_site'],
    },
    revivePage: { given: () => [pageId], by: [/^documents_(pkey|deleted)$/] },
    describePage: {
      given: () => [pageId, { ...told, etag: null, lastModified: null }],
      by: ['documents_pkey'],
    },
    lastOutcome: { given: () => [pageId, jobId], by: ['ingestion_items_by_document'] },
    markGone: { given: () => [pageId, now], by: ['documents_pkey'] },
    pagesNotMet: {
      given: () => [siteId, jobId, 20],
      by: ['document_page_once_per_site', /^ingestion_items_(pkey|by_document)$/],
    },
    addressesOf: { given: () => [siteId, 20], by: ['document_page_once_per_site'] },
  });
  explainEach(uploads, where, {
    holdFile: { given: () => [documentId], by: ['documents_pkey'] },
    insertFile: {
      given: () => [workspaceId, { ...file, id: newId(DocumentId) }, null, now],
      by: ['documents_pkey'],
    },
    replaceFile: {
      given: () => [{ ...file, id: fileId }],
      by: ['documents_pkey'],
    },
    describeFile: { given: () => [documentId, file], by: ['documents_pkey'] },
  });
  explainEach(sites, where, {
    sitesByCreated: { given: () => [everywhere, page], by: ['sites_pkey'] },
    findSite: { given: () => [siteId], by: ['sites_pkey'] },
    holdSite: { given: () => [siteId], by: ['sites_pkey'] },
    countSites: { given: () => [50], by: [/^sites_/] },
    insertSite: {
      given: () => [workspaceId, { ...site, id: newId(SiteId) }, null, now],
      by: ['sites_pkey'],
    },
    changeSite: { given: () => [site], by: ['sites_pkey'] },
    movePagesOf: { given: () => [siteId, null], by: ['document_page_once_per_site'] },
    markSiteDeleted: { given: () => [siteId, null, now], by: ['sites_pkey'] },
    markPagesDeleted: { given: () => [siteId, now], by: ['document_page_once_per_site'] },
    markRead: { given: () => [siteId, true, now], by: ['sites_pkey'] },
    sitesDue: { given: () => [now, 20], by: ['sites_due'] },
    wasReadInFullSince: { given: () => [siteId, now], by: ['ingestion_jobs_by_site'] },
  });
  explainEach(erasing, where, {
    pagesOfDeleted: {
      given: () => [deletedId, 20],
      by: ['document_page_once_per_site', /^sites_(pkey|deleted)$/],
    },
    jobsOfDeleted: { given: () => [deletedId, 20], by: [/^ingestion_jobs_/, /^sites_(pkey|deleted)$/] },
    dropJob: { given: () => [jobId], by: jobByKey },
    dropDeletedSite: { given: () => [deletedId], by: [/^sites_(pkey|deleted)$/] },
    sitesDeletedBefore: { given: () => [now, 20], by: ['sites_deleted'] },
  });
});
