import { z } from 'zod';

/* What is read from the words of a comment. */

/** CR-45 */
export const sentiments = ['positive', 'neutral', 'negative'] as const;
export const Sentiment = z.enum(sentiments);
export type Sentiment = z.infer<typeof Sentiment>;
export const commentCategories = [
  'question',
  'price',
  'order',
  'complaint',
  'praise',
  'collab',
  'spam',
] as const;
export const CommentCategory = z.enum(commentCategories);
export type CommentCategory = z.infer<typeof CommentCategory>;
/** Languages that comments are told apart by and read in. */
export const commentLanguages = ['en', 'de', 'fr', 'es', 'it', 'pt'] as const;
