import type { AiModel } from './contract.ts';
import { microOf, priceOf, sum, tokensOf } from './tokens.ts';

/** What a house says of one answer. */
export interface ExactUse {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens: number;
  readonly reasoningTokens: number;
  /** Where it says that. */
  readonly costDollars: number | undefined;
}
/** One request that the house may charge for. */
export interface Attempt {
  readonly inputTokens: number;
  /** What has come of an answer so far, by our own count. */
  heard: string;
  exact: ExactUse | undefined;
  /** Whether its answer was lost on the way, so that nobody here knows how long it was. */
  isLost: boolean;
}

/**
 * What the requests of one call have come to. An attempt that the house refused is dropped, for refusals are free. One
 * whose answer was lost stays, because the house may have written it: it is taken to have been as long as the answer
 * that came in its place. So nothing is paid for twice without being counted twice.
 */
export interface Account {
  /** The next request sends about so much. */
  expect(inputTokens: number): void;
  begin(): Attempt;
  drop(attempt: Attempt): void;
  /** Of the request under way. */
  hear(text: string): void;
  settle(exact: ExactUse): void;
  total(): Total;
}
export interface Total extends Omit<ExactUse, 'costDollars'> {
  /** With its fractions. */
  readonly costMicro: number;
  readonly isEstimated: boolean;
}

export function openAccount(model: AiModel): Account {
  let attempts: Attempt[] = [];
  let expected = 0;
  const current = () => attempts.at(-1);
  return {
    expect: (inputTokens) => {
      expected = inputTokens;
    },
    begin: () => {
      const attempt: Attempt = { inputTokens: expected, heard: '', exact: undefined, isLost: false };
      attempts.push(attempt);
      return attempt;
    },
    drop: (attempt) => {
      attempts = attempts.filter((one) => one !== attempt);
    },
    hear: (text) => {
      const attempt = current();
      if (attempt) attempt.heard += text;
    },
    settle: (exact) => {
      const attempt = current();
      if (attempt) attempt.exact = exact;
    },
    total: () => totalOf(attempts, model),
  };
}

function totalOf(attempts: readonly Attempt[], model: AiModel): Total {
  const counted = attempts.map((attempt, i) => attempt.exact ?? estimateOf(attempt, attempts.slice(i + 1)));
  const cost = (one: ExactUse) =>
    one.costDollars === undefined ? priceOf(model, one) : microOf(one.costDollars);
  return {
    inputTokens: sum(counted.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(counted.map(({ outputTokens }) => outputTokens)),
    cachedTokens: sum(counted.map(({ cachedTokens }) => cachedTokens)),
    reasoningTokens: sum(counted.map(({ reasoningTokens }) => reasoningTokens)),
    costMicro: sum(counted.map(cost)),
    isEstimated: attempts.some(({ exact }) => exact === undefined),
  };
}

function estimateOf({ inputTokens, heard, isLost }: Attempt, later: readonly Attempt[]): ExactUse {
  const instead = isLost ? later.find((one) => !one.isLost) : undefined;
  const outputTokens = instead?.exact?.outputTokens ?? tokensOf(instead?.heard ?? heard);
  return { inputTokens, outputTokens, cachedTokens: 0, reasoningTokens: 0, costDollars: undefined };
}
