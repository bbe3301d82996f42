import assert from 'node:assert/strict';
import { movableClock } from '../clock.ts';
import { type LogLevel, openLog } from '../log.ts';
import { openAi } from './ai.ts';
import type { AiEstimate, AiModel, AiOptions, AiUse } from './contract.ts';
import { AiTrouble } from './trouble.ts';

const all = { tools: true, json: true, images: true, audio: false };

export const chatModel = (id: string, more: Partial<AiModel> = {}): AiModel => ({
  id,
  kind: 'chat',
  inputMicro: 25_000,
  outputMicro: 200_000,
  contextTokens: 128_000,
  abilities: all,
  ...more,
});

export const embeddingModel = (id: string, dimensions: number): AiModel => ({
  ...chatModel(id, { kind: 'embedding', inputMicro: 2_000, outputMicro: 0, contextTokens: 8_192 }),
  dimensions,
});

export interface AiStage {
  readonly ai: ReturnType<typeof openAi>;
  readonly uses: AiUse[];
  readonly allowed: AiEstimate[];
  readonly waits: number[];
  /** Everything the log wrote, of every level. */
  readonly lines: string[];
  readonly clock: ReturnType<typeof movableClock>;
}

/** An `Ai` that waits for nothing, and remembers what it allowed, was told and wrote. */
export function aiStage(
  options: Pick<AiOptions, 'house' | 'models'> & Partial<AiOptions>,
  level: LogLevel = 'debug',
): AiStage {
  const [uses, allowed, waits, lines]: [AiUse[], AiEstimate[], number[], string[]] = [[], [], [], []];
  const clock = movableClock(new Date('2026-03-02T09:00:00Z'));
  const log = openLog({ name: 'test', level, to: { write: (line) => lines.push(line) } });
  const ai = openAi({
    meter: async (use) => {
      uses.push(use);
    },
    allow: async (estimate) => {
      allowed.push(estimate);
    },
    wait: async (ms) => {
      waits.push(ms);
    },
    clock,
    log,
    ...options,
  });
  return { ai, uses, allowed, waits, lines, clock };
}

/** The trouble that the work ends in. */
export async function troubleIn(work: Promise<unknown>): Promise<AiTrouble> {
  const trouble = await work.then(
    () => assert.fail('it went well'),
    (error) => error,
  );
  assert.ok(trouble instanceof AiTrouble, String(trouble.stack));
  return trouble;
}
