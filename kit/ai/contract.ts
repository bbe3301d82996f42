import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Tape } from './tape.ts';
import type { AiFailure } from './trouble.ts';

/** Whose models are asked: anything that speaks the OpenAI wire, hosted or on this machine. */
export interface AiHouse {
  /** `https://openrouter.ai/api/v1`: what comes before `/chat/completions`. */
  readonly baseUrl: string;
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Where the wire differs. `openrouter` is asked to say what a call cost, which the others do not know; `openai` takes
   * `max_completion_tokens`. Plain unless said otherwise.
   */
  readonly dialect?: 'openrouter' | 'openai' | 'plain';
}

/** Prices are micro-units ($0.00001) of a million tokens. */
export interface AiModel {
  readonly id: string;
  readonly kind: 'chat' | 'embedding' | 'image';
  readonly inputMicro: number;
  readonly outputMicro: number;
  /** For input the house still had; as all input where it is not known. */
  readonly cachedMicro?: number;
  readonly contextTokens: number;
  /** Of an embedding model: its vectors' size where none is asked for, and the most that may be. */
  readonly dimensions?: number;
  readonly abilities: {
    readonly tools: boolean;
    readonly json: boolean;
    readonly images: boolean;
    readonly audio: boolean;
  };
}

export type AiMessage =
  | { readonly role: 'system'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly images?: readonly AiImage[] }
  | { readonly role: 'assistant'; readonly text: string; readonly calls?: readonly AiAskedFor[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly result: unknown };
export interface AiImage {
  readonly bytes: Uint8Array;
  /** `image/png` */
  readonly mediaType: string;
}
interface AiAskedFor {
  readonly id: string;
  readonly name: string;
  readonly args: unknown;
}

/** Something a model may ask for. Made by `aiTool`, which knows what `run` is given. */
export interface AiTool {
  readonly name: string;
  readonly description: string;
  readonly shape: z.ZodType;
  /** What is thrown here is not shown to the model: it is told that the tool failed, and no more. */
  run(args: unknown, signal: AbortSignal): unknown;
}

/** What every call may say of itself. */
interface AiAsking {
  readonly model: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** What the call is for, as the caller names it: handed to `allow` and to `meter`, so that they find each other. */
  readonly reference?: string;
}
export interface AiCall extends AiAsking {
  readonly messages: readonly AiMessage[];
  readonly tools?: readonly AiTool[];
  /** Requests at most, where tools are asked for in between. The last of them has to answer. */
  readonly maxSteps?: number;
  readonly temperature?: number;
  readonly topP?: number;
  /** Of each step. */
  readonly maxOutputTokens?: number;
}
export interface AiEmbedCall extends AiAsking {
  readonly texts: readonly string[];
  /** Where the model can do several: for one that cannot, left out. */
  readonly dimensions?: number;
}
export interface AiImageCall extends AiAsking {
  readonly prompt: string;
  readonly size?: `${number}x${number}`;
  readonly count?: number;
}

/** What one call came to. Whatever was allowed is told of once: also when it was aborted or failed. */
export interface AiUse {
  readonly model: string;
  readonly kind: AiModel['kind'];
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input, what the house still had. */
  readonly cachedTokens: number;
  /** Of the output, what was not shown. */
  readonly reasoningTokens: number;
  /** Micro-units, rounded up; what the house says it took where it says so, else by the price when the call began. */
  readonly costMicro: number;
  /** Whether any of it is our own count, because the house did not get to say. */
  readonly isEstimated: boolean;
  readonly latencyMs: number;
  /** Null where nothing came, and where the answer came in one piece. */
  readonly firstTokenMs: number | null;
  readonly outcome: 'done' | 'aborted' | 'failed';
  readonly failure?: AiFailure;
  /** The house's name for the last answer. */
  readonly requestId?: string;
  readonly reference?: string;
  /** From a tape: nothing was asked and nothing spent. */
  readonly isReplayed: boolean;
}

/** What a call may come to at most, by our own count. */
export interface AiEstimate {
  readonly model: string;
  readonly kind: AiModel['kind'];
  readonly inputTokens: number;
  readonly outputTokensMax: number;
  readonly costMicro: number;
  readonly reference?: string;
}

export interface AiAnswer {
  /** What was said at the end. What was said before a tool was asked for is not in it. */
  readonly text: string;
  /** `length`: cut off at `maxOutputTokens`. */
  readonly finish: 'stop' | 'length';
  readonly stepsCount: number;
  readonly calls: readonly AiToolCall[];
  readonly use: AiUse;
}
export interface AiToolCall {
  readonly name: string;
  readonly args: unknown;
  readonly result: unknown;
  /** What the tool threw, or what was wrong with its arguments. The model has seen neither. */
  readonly error?: unknown;
}
/** Text as it comes, also what is said before a tool is asked for. To stop listening is to abort. */
export interface AiStream extends AsyncIterable<string> {
  readonly whole: Promise<AiAnswer>;
}

export interface AiOptions {
  readonly house: AiHouse;
  /** Asked once per call, at its beginning: a price that moves meanwhile is the next call's. */
  models(id: string): AiModel | undefined;
  /** Told before the call's outcome is. When it throws, the use is in the log and the outcome stands. */
  meter(use: AiUse): Promise<void>;
  /** Before anything is sent. Throws `AiTrouble` `over_budget` where it is not to be. */
  allow(estimate: AiEstimate): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly tape?: Tape;
  /** Between attempts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface Ai {
  answer(call: AiCall): Promise<AiAnswer>;
  stream(call: AiCall): AiStream;
  /** Optional fields should be nullable instead: strict houses refuse a shape whose fields may be missing. */
  object<T>(call: AiCall & { readonly shape: z.ZodType<T> }): Promise<{ readonly value: T } & AiAnswer>;
  embed(call: AiEmbedCall): Promise<{ readonly vectors: Float32Array[]; readonly use: AiUse }>;
  image(call: AiImageCall): Promise<{ readonly images: AiImage[]; readonly use: AiUse }>;
}
