import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { CommentCategory, Sentiment } from '../enriching/contract.ts';
import { ChannelId } from '../messages/contract.ts';
import { CommentId } from './contract.ts';

const Described = z.object({ threadId: CommentId, channelId: ChannelId });

interface Words {
  readonly sentiment: Sentiment | null;
  readonly priorityScore: number;
  readonly categories: readonly CommentCategory[];
  readonly keywords: readonly string[];
  readonly language: string | null;
}

/** What is read out of its words, and nothing else of it. Undefined where it is gone. */
export function writeWords(tx: Tx, id: CommentId, words: Words) {
  return tx.maybeOne(
    Described,
    sql`
    update inbox.comments
       set sentiment = ${words.sentiment}, priority_score = ${words.priorityScore}, categories = ${words.categories},
           keywords = ${words.keywords}, language = ${words.language}
     where id = ${id} and deleted_at is null
    returning thread_id, channel_id`,
  );
}
