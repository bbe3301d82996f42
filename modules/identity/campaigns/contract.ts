/** What may be refused here. */
export const campaignsErrors = {} as const;
