import { parentPort, workerData } from 'node:worker_threads';
import type { Heading } from '../contract.ts';
import { placesOf, type Splitting } from '../split.ts';

/** Runs beside the process: a text is cut here while others are answered there. */
export interface ToSplit {
  readonly text: string;
  readonly headings: readonly Heading[];
  readonly splitting: Splitting;
}

const placesAtOnce = 200;

const { text, headings, splitting } = workerData as ToSplit;
const places = placesOf(text, headings, splitting);
for (let at = 0; at < places.length; at += placesAtOnce)
  parentPort!.postMessage(places.slice(at, at + placesAtOnce));
