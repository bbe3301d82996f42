import type { CalledFor } from './counting.ts';

/** CR-63: what a call is counted and priced as, by what it was for. */
const meters: Readonly<Record<string, string>> = {
  'autopilot.decide': 'ai_chat_message',
  'autopilot.answer': 'ai_chat_message',
  'autopilot.replay': 'ai_chat_message',
  'autopilot.read_words': 'ai_sentiment_analysis',
  'inbox.enrich': 'ai_sentiment_analysis',
};
/** Learning, evaluating, reading and searching: nobody is answered by it. */
const everythingElse = 'external_api_call';

export function meterFor({ purpose, isOnComment = false }: CalledFor): string {
  const meter = meters[purpose] ?? everythingElse;
  return meter === 'ai_chat_message' && isOnComment ? 'ai_comment_response' : meter;
}
