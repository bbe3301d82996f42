/** What may be refused here. */
export const applicationsErrors = {} as const;
