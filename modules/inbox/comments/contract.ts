export const commentsEvents = [] as const;

export const commentsErrors = {} as const;
