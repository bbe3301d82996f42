/** Makes vectors of texts. What it costs and who pays is settled by whoever gives it. */
export interface Embedder {
  /** As it is kept beside every vector. */
  readonly model: string;
  readonly dimensions: number;
  /** One for each text, in their order. No transaction is open meanwhile. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

/** As pgvector reads it. */
export const vectorText = (vector: Float32Array): string => `[${vector.join(',')}]`;

/** Of a length that is not the model's, or with a number that is none, nothing can be compared. */
export const fits = ({ dimensions }: Pick<Embedder, 'dimensions'>, vector: Float32Array): boolean =>
  vector.length === dimensions && vector.every(Number.isFinite) && vector.some((number) => number !== 0);
