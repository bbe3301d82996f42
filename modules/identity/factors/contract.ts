/** What may be refused here. */
export const factorsErrors = {} as const;
