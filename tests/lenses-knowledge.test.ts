import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type MemberActor, type Role, roles } from '../kit/ctx.ts';
import { sql } from '../kit/sql.ts';
import { billing } from '../modules/billing/index.ts';
import { connections } from '../modules/connections/index.ts';
import { identity } from '../modules/identity/index.ts';
import { knowledgePolicy } from '../modules/knowledge/contract.ts';
import { deleteDocument } from '../modules/knowledge/documents/documents.ts';
import { retireFaq } from '../modules/knowledge/faqs/faqs.ts';
import { knowledge, tsconfigOf } from '../modules/knowledge/index.ts';
import {
  hashedEmbedder,
  hashedVector,
  indexAll,
  namedSite,
  startedReading,
  typedDocument,
  writtenFaq,
} from '../modules/knowledge/testing.ts';
import { workspaces } from '../modules/workspaces/index.ts';
import { newWorkspace, type TestWorkspace } from '../modules/workspaces/testing.ts';
import { asOwner, Row, readAs, refused, unwritable, whole } from './direct-clients.ts';

const views = ['knowledge_documents', 'knowledge_chunks', 'faq_qa'].map((name) => `socialsync.${name}`);
/** SE-143 */
const serversAlone = ['brand_knowledge_chunks', 'knowledge_ingestion_jobs'].map((name) => `selify.${name}`);
const gemini = 'google/gemini-embedding-001';

/** Something in every view, by a model of this size. */
async function filled(model = gemini, dimensions = 768) {
  const w = await newWorkspace([identity, workspaces, billing, connections, knowledge]);
  const me = await w.member('owner');
  const embedder = hashedEmbedder(model, dimensions);
  const linen = await typedDocument(w, { title: 'Linen', body: 'Linen is washed at thirty degrees.' });
  const oak = await typedDocument(w, { title: 'Oak', body: 'Oak is oiled once in spring.' });
  await indexAll(w, [linen, oak], async () => embedder);
  const faqId = await writtenFaq(w, { questions: ['How to refund', 'May I send it back?'] });
  await startedReading(w, await namedSite(w));
  /** Whose a workspace is, is whoever was its owner first. */
  return { w, me, owner: { ...me, userId: w.ownerId }, linen, oak, faqId };
}

const inSocialsync = (w: TestWorkspace, actor: MemberActor, query: Parameters<typeof readAs>[2]) =>
  readAs(w, actor, query, 'socialsync');

describe('the lenses on what is known', () => {
  test("show the workspace the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await filled(), await filled()];
    for (const view of views) {
      const found = await readAs(ours.w, ours.me, sql`select t::text as told from (${whole(view)}) t`);
      assert.ok(found.length > 0, view);
      for (const id of [theirs.w.ownerId, theirs.linen, theirs.faqId])
        assert.ok(!found.some(({ told }) => String(told).includes(id)), view);
    }
  });

  test('show each role what the server would, and nothing to whom it was taken from', async () => {
    const { w } = await filled();
    for (const role of roles) {
      const member = await w.member(role);
      const may = (knowledgePolicy['knowledge.read'] as readonly Role[]).includes(role);
      for (const view of views)
        assert.equal((await readAs(w, member, whole(view))).length > 0, may, `${view} to ${role}`);
    }
    const shutOut = await w.member('member');
    await asOwner((tx) =>
      tx.run(sql`
        update workspaces.members set withdrawn_permissions = '{knowledge.read}'
         where workspace_id = ${w.workspaceId} and id = ${shutOut.memberId}`),
    );
    for (const view of views) assert.deepEqual(await readAs(w, shutOut, whole(view)), [], view);
  });

  test('show what is of a location to all but whom it was taken from there', async () => {
    const { w } = await filled();
    const locationId = await w.location();
    const documentId = await typedDocument(w, { title: 'Harbour', locationId });
    await writtenFaq(w, { title: 'Harbour', locationId });
    await indexAll(w, [documentId]);
    const [member, shutOut] = [await w.member('member'), await w.member('member')];
    await asOwner((tx) =>
      tx.run(sql`
        insert into workspaces.location_roles (workspace_id, member_id, location_id, role, withdrawn_permissions,
          created_at, updated_at)
        values (${w.workspaceId}, ${shutOut.memberId}, ${locationId}, 'member', '{knowledge.read}', now(), now())`),
    );
    const counts = async (actor: MemberActor) => {
      const found = views.map(async (view) => (await readAs(w, actor, whole(view))).length);
      return Promise.all(found);
    };
    assert.deepEqual(await counts(member), [3, 3, 2]);
    assert.deepEqual(await counts(shutOut), [2, 2, 1]);
  });

  test('SE-143 pieces as selify knows them, and readings, are the server’s alone', async () => {
    const { w, me } = await filled('openai/text-embedding-3-small', 1536);
    for (const view of [
      ...serversAlone,
      'knowledge.chunk_words',
      'knowledge.sites',
      'knowledge.ingestion_items',
    ])
      await assert.rejects(readAs(w, me, whole(view)), refused, view);
    const [pieces, readings] = await asOwner(async (tx) => {
      const of = (view: string) =>
        tx.many(Row, sql`${whole(view)} where workspace_id = ${w.workspaceId} order by created_at, id`);
      return [await of(serversAlone[0]!), await of(serversAlone[1]!)];
    });
    assert.deepEqual(
      pieces!.map(({ sourceType, isActive }) => [sourceType, isActive]),
      [
        ['text', true],
        ['text', true],
        ['faq', true],
      ],
    );
    // SE-156: size and model agree.
    assert.equal(pieces![0]!.embeddingModel, 'text-embedding-3-small');
    assert.equal(JSON.parse(String(pieces![0]!.embedding)).length, 1536);
    assert.deepEqual(
      readings!.map(({ jobType, status }) => [jobType, status]),
      [['site', 'pending']],
    );
  });

  test('SS-58 SS-59 the example lists what is indexed and not deleted', async () => {
    const { w, owner, linen, oak } = await filled();
    await typedDocument(w, { title: 'Not read yet' });
    const indexed = async () =>
      (
        await inSocialsync(
          w,
          owner,
          sql`
          SELECT id, title, file_size_bytes, last_embedded_at
          FROM knowledge_documents
          WHERE user_id = auth.uid()
            AND status = 'indexed'
            AND is_deleted = false
          ORDER BY last_embedded_at DESC`,
        )
      ).map(({ id }) => id);
    assert.deepEqual((await indexed()).sort(), [linen, oak].sort());
    await w.system.work((ctx) => deleteDocument(ctx, { documentId: linen, forever: false }));
    assert.deepEqual(await indexed(), [oak]);
    const shown = await readAs(w, owner, whole('socialsync.knowledge_documents'));
    assert.deepEqual(shown.map(({ title }) => title).sort(), ['Not read yet', 'Oak']);
    const pieces = await readAs(w, owner, whole('socialsync.knowledge_chunks'));
    assert.deepEqual([...new Set(pieces.map(({ documentId }) => documentId))], [oak]);
    const [row] = await inSocialsync(
      w,
      owner,
      sql`select embed_model, tsconfig from knowledge_documents where id = ${oak}`,
    );
    assert.deepEqual(row, { embedModel: 'gemini-embedding-001', tsconfig: tsconfigOf('en') });
  });

  test('SS-60 SS-91 the example finds by meaning alone, and its right form by words as well', async () => {
    const { w, owner } = await filled();
    const near = `[${hashedVector('How warm may linen be washed?', 768).join(',')}]`;
    const byMeaning = await inSocialsync(
      w,
      owner,
      sql`
      SELECT
        kc.content,
        kd.title,
        kc.embedding <=> ${near}::vector as distance
      FROM knowledge_chunks kc
      JOIN knowledge_documents kd ON kd.id = kc.document_id
      WHERE kd.user_id = auth.uid()
      ORDER BY distance ASC
      LIMIT 5`,
    );
    assert.deepEqual(
      byMeaning.map(({ title }) => title),
      ['Linen', 'Oak'],
    );
    // Its words lead to the other one: what both lists know of comes first.
    const both = await inSocialsync(w, owner, hybrid(near, 'spring'));
    assert.deepEqual(
      both.map(({ title }) => title),
      ['Oak', 'Linen'],
    );
    assert.ok(Number(both[0]!.score) > Number(both[1]!.score));
  });

  test('SS-60 shows no vector that is not of 768 dimensions', async () => {
    const { w, owner } = await filled('openai/text-embedding-3-small', 1536);
    const rows = await inSocialsync(w, owner, sql`select embedding from knowledge_chunks`);
    assert.deepEqual(
      rows.map(({ embedding }) => embedding),
      [null, null],
    );
  });

  test('SS-62 the example answers a question by any of its phrasings, in any case, while it is active', async () => {
    const { w, owner, faqId } = await filled();
    const answers = async () =>
      (
        await inSocialsync(
          w,
          owner,
          sql`
          SELECT *
          FROM faq_qa
          WHERE user_id = auth.uid()
            AND 'how to refund' ILIKE ANY(questions)
            AND is_active = true
          LIMIT 1`,
        )
      ).map(({ id }) => id);
    assert.deepEqual(await answers(), [faqId]);
    await w.system.work((ctx) => retireFaq(ctx, { faqId }));
    assert.deepEqual(await answers(), []);
  });

  test('none of it is written through', async () => {
    const { w, me } = await filled();
    for (const view of views)
      await assert.rejects(
        readAs(w, me, sql`delete from ${sql.id(...view.split('.'))} returning 1 as gone`),
        unwritable,
        view,
      );
  });
});

/** docs/decisions/0025: by meaning and by words, fused by rank. */
const hybrid = (near: string, words: string) => sql`
  with asked as (
    select ${near}::vector as near, websearch_to_tsquery('english', ${words}) as words),
  pieces as (
    select kc.id, kc.content, kd.title, kc.embedding <=> asked.near as distance,
           case when kc.tsv @@ asked.words then ts_rank(kc.tsv, asked.words) end as weight
      from asked, knowledge_chunks kc
      join knowledge_documents kd on kd.id = kc.document_id
     where kd.user_id = auth.uid() and kd.status = 'indexed' and kd.is_deleted = false),
  ranked as (
    select *, row_number() over (order by distance, id) as near_rank,
           row_number() over (order by weight desc nulls last, id) as words_rank
      from pieces)
  select content, title, distance,
         coalesce(case when distance is not null then 1.0 / (60 + near_rank) end, 0)
           + coalesce(case when weight is not null then 1.0 / (60 + words_rank) end, 0) as score
    from ranked
   order by score desc, distance
   limit 5`;
