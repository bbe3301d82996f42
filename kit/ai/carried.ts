import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { inSpan } from '../tracing-span.ts';
import { type Account, openAccount } from './account.ts';
import { attemptingFetch } from './attempts.ts';
import type { AiCall, AiModel, AiOptions, AiUse } from './contract.ts';
import type { Line } from './sdk.ts';
import { priceOf, wholeMicro } from './tokens.ts';
import { AiTrouble, troubleOf } from './trouble.ts';

const timeoutMsUsual = 60_000;

/** What a call is going to be, at most. */
export interface Plan {
  readonly model: AiModel;
  readonly inputTokens: number;
  readonly outputTokensMax: number;
}
type Asking = Pick<AiCall, 'signal' | 'timeoutMs' | 'reference'>;

/** Allows, does and tells: what was allowed is told of once, whatever became of it, and before its outcome is known. */
export async function carriedOut<T extends { readonly requestId: string | undefined }>(
  call: Asking,
  plan: Plan,
  options: AiOptions,
  work: (line: Line) => Promise<T>,
): Promise<[T, AiUse]> {
  if (call.signal?.aborted) throw new AiTrouble('aborted');
  await allowed(call, plan, options);
  const account = openAccount(plan.model);
  const watch = openWatch(options.clock);
  const timeout = AbortSignal.timeout(call.timeoutMs ?? timeoutMsUsual);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  const line = lineOf(plan.model, options, account, signal, watch);
  const told = (end: Pick<AiUse, 'outcome' | 'failure' | 'requestId'>) =>
    tell({ ...cameTo(call, plan.model, options, account, watch), ...end }, options);
  return inSpan('call', `ai ${plan.model.kind}`, { 'stoa.model': plan.model.id }, async () => {
    let done: T;
    try {
      done = await work(line);
    } catch (error) {
      const trouble = endOf(error, call.signal, timeout);
      const outcome = trouble.kind === 'aborted' ? 'aborted' : 'failed';
      trouble.use = await told({ outcome, failure: trouble.kind });
      throw trouble;
    }
    const { requestId } = done;
    return [done, await told({ outcome: 'done', ...(requestId !== undefined && { requestId }) })];
  });
}

/** From a tape nothing is spent, so nobody need allow it. */
async function allowed({ reference }: Asking, plan: Plan, { tape, allow }: AiOptions): Promise<void> {
  if (tape?.isReplay) return;
  const { model, inputTokens, outputTokensMax } = plan;
  const costMicro = wholeMicro(priceOf(model, { inputTokens, outputTokens: outputTokensMax }));
  const estimate = { model: model.id, kind: model.kind, inputTokens, outputTokensMax, costMicro };
  await allow(reference === undefined ? estimate : { ...estimate, reference });
}

interface Watch {
  begun(): void;
  sinceMs(): number;
  firstTokenMs(): number | null;
}

function openWatch(clock: Clock): Watch {
  const startedAt = clock.now().getTime();
  const sinceMs = () => clock.now().getTime() - startedAt;
  let first: number | null = null;
  return {
    begun: () => {
      first ??= sinceMs();
    },
    sinceMs,
    firstTokenMs: () => first,
  };
}

function lineOf(
  model: AiModel,
  { house, log, tape, wait = waitFor }: AiOptions,
  account: Account,
  signal: AbortSignal,
  { begun }: Watch,
): Line {
  const send = house.fetch ?? globalThis.fetch;
  const fetch = attemptingFetch({ fetch: send, account, signal, wait, log, tape });
  return { house, model, fetch, account, signal, begun };
}

const waitFor = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal });

/** Whoever hangs up gets to hear that, whatever broke by it. */
function endOf(error: unknown, caller: AbortSignal | undefined, timeout: AbortSignal): AiTrouble {
  if (caller?.aborted) return new AiTrouble('aborted');
  if (timeout.aborted) return new AiTrouble('timeout');
  return troubleOf(error);
}

function cameTo(
  { reference }: Asking,
  model: AiModel,
  { tape }: AiOptions,
  account: Account,
  watch: Watch,
): Omit<AiUse, 'outcome'> {
  const { costMicro, ...tokens } = account.total();
  return {
    model: model.id,
    kind: model.kind,
    ...tokens,
    costMicro: wholeMicro(costMicro),
    latencyMs: watch.sinceMs(),
    firstTokenMs: watch.firstTokenMs(),
    ...(reference !== undefined && { reference }),
    isReplayed: tape?.isReplay ?? false,
  };
}

async function tell(use: AiUse, { meter, log }: AiOptions): Promise<AiUse> {
  const { inputTokens, outputTokens, cachedTokens, reasoningTokens, ...rest } = use;
  // By names that the log does not take for secrets.
  const counts = {
    inputCount: inputTokens,
    outputCount: outputTokens,
    cachedCount: cachedTokens,
    reasoningCount: reasoningTokens,
  };
  try {
    await meter(use);
    log.debug({ ...rest, ...counts }, 'a model was asked');
  } catch (error) {
    // It was paid for all the same, and whoever asked has an answer or a trouble of its own to hear of.
    log.error({ err: error, ...rest, ...counts }, 'what a model was paid could not be recorded');
  }
  return use;
}
