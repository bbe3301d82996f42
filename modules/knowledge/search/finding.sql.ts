import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { FaqId } from '../faqs/contract.ts';
import { FoundPiece, type IndexedModel, indexedModels } from './contract.ts';
import { isVisible, type Reach } from './reach.sql.ts';

export interface Asked {
  readonly text: string;
  readonly tsconfigs: readonly string[];
  /** As pgvector reads it, of the model that is searched by; undefined: words alone. */
  readonly near: { readonly model: string; readonly vector: string } | undefined;
  readonly pieces: number;
  readonly reach: Reach;
  readonly now: Date;
}

const Candidate = FoundPiece.omit({ score: true }).extend({
  nearRank: z.number().nullable(),
  distance: z.number().nullable(),
  wordsRank: z.number().nullable(),
  weight: z.number().nullable(),
  matched: z.array(z.string()).nullable(),
  hasRareWord: z.boolean().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

export const listLengthMax = 50;
const usesLookedAtMax = 2_000;
const wordsMax = 24;
const wordsAskedMax = 100;
const postingsMax = 4_000;
/** More than are wanted, since some of them may be nobody's to see. */
const byIndexMax = 200;
const rareShare = 0.02;

/** By reading every vector of the model: never by an index of all workspaces, which might bring too few of this one. */
export function foundByAll(tx: Tx, asked: Asked) {
  return tx.many(Candidate, found(asked, asked.near ? nearest(asked, readAll(asked.near)) : none));
}

/** By the index of a model. It may bring fewer than there are: whoever asks looks. */
export function foundByIndex(tx: Tx, asked: Asked, model: IndexedModel) {
  return tx.many(Candidate, found(asked, nearest(asked, readIndex(model, asked.near!.vector))));
}

export function piecesOfFaqs(tx: Tx, ids: readonly FaqId[]) {
  return tx.many(
    FoundPiece.omit({ score: true }),
    sql`
    select ${shown} from unnest(${ids}::uuid[]) with ordinality asked (id, place)
      join knowledge.faqs f on f.id = asked.id
      join knowledge.chunks c on c.workspace_id = f.workspace_id and c.faq_id = f.id
      left join knowledge.documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
     order by asked.place`,
  );
}

const shown = sql`
  c.id as piece_id, c.document_id, c.faq_id, coalesce(d.title, f.title, c.heading, '') as title, d.address, c.heading,
  c.content, c.start_char as start, c.end_char as "end"`;

const owners = sql`
  left join knowledge.documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
  left join knowledge.faqs f on f.workspace_id = c.workspace_id and f.id = c.faq_id`;

/** SS-58, SS-61, SS-91: both lists, each by its own rank; that they are fused is the search's business. */
const found = (asked: Asked, near: Sql): Sql => sql`
  with ${words(asked)},
  near as (${near}),
  worded as (
    select w.workspace_id, w.chunk_id, w.weight, w.matched, w.has_rare_word,
           row_number() over (order by w.weight desc, w.chunk_id)::int as rank
      from (select w.* from (select * from weighed order by weight desc, chunk_id) w ${thatIsFound(asked, sql`w`)}
             order by w.weight desc, w.chunk_id limit ${listLengthMax}) w)
  select c.*, n.rank as near_rank, n.distance, w.rank as words_rank, w.weight, w.matched, w.has_rare_word
    from (select workspace_id, chunk_id from near union select workspace_id, chunk_id from worded) either
    left join near n on n.chunk_id = either.chunk_id
    left join worded w on w.chunk_id = either.chunk_id
   cross join lateral (
     select ${shown} from knowledge.chunks c ${owners}
      where c.workspace_id = either.workspace_id and c.id = either.chunk_id offset 0) c`;

/**
 * Only what may be seen, looked at in the order of the list and no further than it takes: thousands may be behind.
 */
const thatIsFound = ({ reach, now }: Asked, alias: Sql): Sql => sql`
  cross join lateral (
    select 1 from (
      select coalesce(d.location_id, f.location_id) as location_id
        from knowledge.chunks c ${owners}
       where c.workspace_id = ${alias}.workspace_id and c.id = ${alias}.chunk_id
         and (c.faq_id is null or f.retired_at is null)
         and (c.document_id is null or (d.status = 'indexed' and d.deleted_at is null
              and (d.expires_at is null or d.expires_at > ${now})))) of
     where ${isVisible(reach, 'of')} offset 0) seen`;

const nearest = (asked: Asked, read: Sql): Sql => sql`
  select n.workspace_id, n.chunk_id, n.distance, row_number() over (order by n.distance, n.chunk_id)::int as rank
    from (select n.workspace_id, n.chunk_id, n.distance from (${read}) n ${thatIsFound(asked, sql`n`)}
           order by n.distance, n.chunk_id limit ${listLengthMax}) n`;

const readAll = ({ model, vector }: NonNullable<Asked['near']>): Sql => sql`
  select v.workspace_id, v.chunk_id, v.embedding <=> ${vector}::vector as distance
    from knowledge.vectors v where v.model = ${model} order by distance, v.chunk_id`;

/**
 * The index is of one model and of all workspaces, so it is asked to go on until it has brought enough of this one.
 * What it goes by is set in the statement itself, and before it is read: reading depends on it.
 */
function readIndex(model: IndexedModel, vector: string): Sql {
  const size = sql.trusted(`vector(${indexedModels[model]})`);
  return sql`
    select v.workspace_id, v.chunk_id, v.distance
      from (select case when exists (select from pg_extension where extname = 'vector'
                                        and string_to_array(extversion, '.')::int[] >= array[0, 8])
                        then set_config('hnsw.iterative_scan', 'strict_order', true) else 'none' end as iterative,
                   set_config('hnsw.ef_search', '100', true) as ef offset 0) s
     cross join lateral (
       select v.workspace_id, v.chunk_id, v.embedding::${size} <=> ${vector}::${size} as distance
         from knowledge.vectors v
        where v.model = ${sql.trusted(`'${model}'`)} and s.iterative is not null and s.ef is not null
        order by v.embedding::${size} <=> ${vector}::${size} limit ${byIndexMax}) v`;
}

const none = sql`
  select null::uuid as workspace_id, null::uuid as chunk_id, null::float8 as distance, null::integer as rank where false`;

/**
 * Every word of the question, in all configurations there are words in; any of them is enough. The rarer one is, the
 * more it says, and the sooner it is looked at: common ones are left out where there are others, and nothing is looked
 * at beyond a number, so that a question costs the same in a large workspace.
 */
const words = ({ text, tsconfigs, pieces }: Asked): Sql => sql`
  asked as materialized (
    select distinct w.word from unnest(${tsconfigs}::text[]) t (tsconfig)
     cross join lateral knowledge.words_of(${text}, t.tsconfig) w
     where w.word <> '' limit ${wordsAskedMax}),
  counted as materialized (
    select a.word, (select count(*)::int from (select 1 from knowledge.chunk_words u
                                                where u.word = a.word limit ${usesLookedAtMax}) u) as uses
      from asked a),
  ordered as (
    select k.word, k.uses, row_number() over (order by k.uses, k.word) as nth, min(k.uses) over () as least_uses,
           sum(k.uses) over (order by k.uses, k.word rows unbounded preceding) - k.uses as before
      from counted k where k.uses > 0),
  picked as materialized (
    select o.word, least(o.uses, ${postingsMax} - o.before) as taken,
           ln(1 + (greatest(${pieces}::int, o.uses) - o.uses + 0.5) / (o.uses + 0.5)) as idf,
           o.uses <= greatest(3, ${rareShare}::float8 * ${pieces}::int)
             and (length(o.word) >= 4 or o.word ~ '[0-9]') as is_rare
      from ordered o
     where o.nth <= ${wordsMax} and o.before < ${postingsMax}
       and (o.uses < ${usesLookedAtMax} or o.least_uses >= ${usesLookedAtMax})),
  weighed as materialized (
    select u.workspace_id, u.chunk_id, sum(u.weight * p.idf)::float8 as weight, bool_or(p.is_rare) as has_rare_word,
           array_agg(p.word order by p.idf desc, p.word) as matched
      from picked p
     cross join lateral (select u.workspace_id, u.chunk_id, u.weight from knowledge.chunk_words u
                          where u.word = p.word limit p.taken) u
     group by u.workspace_id, u.chunk_id)`;
