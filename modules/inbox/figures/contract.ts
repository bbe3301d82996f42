export const figuresEvents = [] as const;

export const figuresErrors = {} as const;
