/** What may be refused here. */
export const singleSignOnErrors = {} as const;
