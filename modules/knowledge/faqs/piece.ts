import { createHash } from 'node:crypto';
import type { Piece } from '../pieces/pieces.ts';

interface Written {
  readonly title: string | null;
  readonly questions: readonly string[];
  readonly answer: string;
}

/** Four letters are a token or less, in most writing. */
const lettersPerToken = 4;

/** An answer with all its questions is one piece: whoever asks in other words is near one of them. */
export function pieceOf({ title, questions, answer }: Written): Piece {
  const content = `${questions.join('\n')}\n\n${answer}`.slice(0, 20_000);
  return {
    content,
    heading: title ?? questions[0]!,
    start: 0,
    end: content.length,
    tokens: Math.ceil(content.length / lettersPerToken),
    hash: createHash('sha256').update(content).digest('hex'),
  };
}
