import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

export type Among = 'message_words' | 'comment_words' | 'contact_words';

const Word = z.object({ word: z.string() });

/** What was typed, as words are kept: by which of the texts, and in their order in it. */
export function wordsIn(tx: Tx, texts: readonly string[]) {
  return tx.many(
    z.object({ place: z.number(), word: z.string(), stems: z.array(z.string()) }),
    sql`
    select t.place::int, left(f.word, 60) as word,
           array(select distinct s.stem from inbox.word_stemmers k,
                   lateral (select (ts_lexize(k.stemmer::regdictionary, f.word))[1] as stem) s
                  where s.stem <> '' and s.stem <> f.word) as stems
      from unnest(${texts}::text[]) with ordinality t (text, place),
           unnest(string_to_array(inbox.fold(t.text), ' ')) with ordinality f (word, nth)
     where f.word <> ''
     order by t.place, f.nth limit 100`,
  );
}

/** The shortest of the words that begin so. */
export function wordsBeginning(tx: Tx, beginning: string, readMax: number, limit: number) {
  return tx.many(
    Word,
    sql`
    select word from (
      select v.word from inbox.vocabulary v
       where v.word >= ${beginning} and v.word < ${`${beginning}\u{10ffff}`} order by v.word limit ${readMax}) v
     order by length(word), word limit ${limit}`,
  );
}

/** In how many places each of several sets of words is used; no more than `max` are counted. */
export function usesOf(tx: Tx, among: Among, sets: readonly (readonly string[])[], max: number) {
  return tx.many(
    z.object({ uses: z.number() }),
    sql`
    select (select count(*)::int from (
             select from jsonb_array_elements_text(t.words) a (word)
              cross join lateral (
                select from inbox.${sql.id(among)} w where w.word = a.word limit ${max}) w
              limit ${max}) u) as uses
      from jsonb_array_elements(${JSON.stringify(sets)}::jsonb) with ordinality t (words, place)
     order by t.place`,
  );
}

export interface Near {
  readonly among: Among;
  readonly lengths: readonly number[];
  readonly partsMax: number;
  readonly limit: number;
}

/**
 * Words that are used there, of one of these lengths, by how many of their parts they share with it. None for a word
 * that is used elsewhere: it is not misspelt.
 */
export function wordsLike(tx: Tx, word: string, { among, lengths, partsMax, limit }: Near) {
  return tx.many(
    Word,
    sql`
    select near.word from (
      select g.word, count(*) as shared from inbox.trigrams_of(${word}) t
       cross join unnest(${lengths}::smallint[]) l (letters)
       cross join lateral (
         select g.word from inbox.vocabulary_trigrams g
          where g.trigram = t.trigram and g.letters = l.letters order by g.word limit ${partsMax}) g
       where not exists (select from inbox.vocabulary v where v.word = ${word})
       group by g.word order by count(*) desc, g.word limit ${limit}) near
     where (select true from inbox.${sql.id(among)} w where w.word = near.word limit 1)
     order by near.shared desc, near.word`,
  );
}
