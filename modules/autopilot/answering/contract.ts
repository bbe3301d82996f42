export const answeringEvents = [] as const;
export const answeringErrors = {} as const;
