import type { listTemplates } from '../../contract.ts';

export type Template = ReturnType<(typeof listTemplates)['reply']['parse']>['items'][number];

/** `{{1}}` is the first value; a gap nobody has filled in stays to be seen. */
export const filledIn = (body: string, values: readonly string[]): string =>
  body.replace(/\{\{(\d+)\}\}/g, (gap, number: string) => values[Number(number) - 1]?.trim() || gap);
